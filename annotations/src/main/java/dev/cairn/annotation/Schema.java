package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The root of a schema: all that belongs to it, and nothing else does.
 *
 * <pre>{@code
 * @Schema(name = "shop", value = {Order.class, Account.class, DailySales.class})
 * public interface Shop {}
 * }</pre>
 *
 * The class {@code ShopSchema} is generated beside it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Schema {
    /**
     * Names the schema in every database that holds it, for good: it outlives a renamed root. A lower-case letter, then at
     * most 39 lower-case letters, digits and underscores.
     */
    String name();

    /** The records of the schema. */
    Class<?>[] value();

    /** The version of the servers that the schema is for: 3.5, 4.0 or 4.1. */
    String server() default "4.1";

    /** Where those servers keep their data. */
    RunMode runMode() default RunMode.SHARED_NOTHING;

    /** What those servers have switched on. */
    Experimental[] experimental() default {};

    /** Properties of each table and materialized view that does not set them itself. */
    Property[] properties() default {};

    /**
     * The functions that users of those servers have created and queries of the schema call, as CREATE FUNCTION has them:
     * {@code "CREATE FUNCTION mask(varchar) RETURNS varchar"}, {@code "CREATE GLOBAL TABLE FUNCTION words(varchar) RETURNS
     * varchar"}. They are called, and never created or dropped.
     */
    String[] functions() default {};

    /** The package of the recorded migrations; {@code migrations} below that of the root where nothing is said. */
    String migrations() default "";
}
