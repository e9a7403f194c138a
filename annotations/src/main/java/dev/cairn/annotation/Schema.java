package dev.cairn.annotation;

import dev.cairn.annotation.access.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the root of a schema, which lists the records that belong to it.
 *
 * <pre>{@code
 * @Schema(name = "shop", value = {Order.class, Account.class, DailySales.class})
 * public interface Shop {}
 * }</pre>
 *
 * A record that is not listed does not belong to the schema. The class {@code ShopSchema} is generated in the same
 * package.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Schema {
    /**
     * The name that identifies the schema in every database that holds it. The name is permanent, even if the root
     * is renamed. It begins with a lower-case letter, followed by at most 39 lower-case letters, digits and
     * underscores.
     */
    String name();

    /** The records of the schema. */
    Class<?>[] value();

    /** The roles of the schema, each a type with {@link Role}. Default: none. */
    Class<?>[] roles() default {};

    /**
     * The objects of the cluster that the schema manages, each a type with an annotation of the
     * package {@code dev.cairn.annotation.cluster}. If the attribute is set, even to an empty list, Cairn drops objects
     * that migrations of the schema created and that the list no longer contains. It never touches other objects. A
     * schema without this attribute manages none: statements about such objects in its migrations are sent as they are
     * written.
     */
    Class<?>[] cluster() default {};

    /** The version of the servers: 3.5, 4.0 or 4.1. Its rules apply to the schema. Default: 4.1. */
    String server() default "4.1";

    /** The storage of the servers. Default: {@code SHARED_NOTHING}. */
    RunMode runMode() default RunMode.SHARED_NOTHING;

    /**
     * The kinds of servers that hold the schema, if there are several: the schema must be valid on each of them.
     * Excludes {@link #server} and {@link #runMode}. Default: the one target that these two attributes specify.
     *
     * <pre>{@code
     * targets = {@Schema.Target(server = "4.1"), @Schema.Target(server = "3.5", runMode = Schema.RunMode.SHARED_DATA)}
     * }</pre>
     */
    Target[] targets() default {};

    /** The experimental features that the servers have enabled. Default: none. */
    Experimental[] experimental() default {};

    /** The properties of each table and materialized view that does not set them itself. Default: none. */
    Property[] properties() default {};

    /**
     * Declares the user-defined functions of the servers that the queries of the schema call, each as in CREATE
     * FUNCTION: {@code "CREATE FUNCTION mask(varchar) RETURNS varchar"},
     * {@code "CREATE GLOBAL TABLE FUNCTION words(varchar) RETURNS varchar"}. Cairn never creates or drops them.
     * Default: none.
     */
    String[] functions() default {};

    /**
     * The package of the recorded migrations. Default: {@code migrations} below the package of the root. If the
     * root is not public, set the package of the root itself.
     */
    String migrations() default "";

    /**
     * Declares one kind of servers that hold a schema, in {@link Schema#targets}. The schema and its migrations are
     * checked against the rules of each of its targets.
     */
    @java.lang.annotation.Target({})
    @Retention(RetentionPolicy.CLASS)
    @interface Target {
        /** The version of the servers: 3.5, 4.0 or 4.1. */
        String server();

        /** The storage of the servers. Default: {@code SHARED_NOTHING}. */
        RunMode runMode() default RunMode.SHARED_NOTHING;
    }

    /** The storage of the servers of a cluster. */
    enum RunMode {
        /** Each server stores its data on its own disks. */
        SHARED_NOTHING,
        /** All servers store their data in a shared object store. */
        SHARED_DATA
    }

    /**
     * A feature that a server rejects unless its configuration enables it. {@link Schema#experimental} declares the
     * enabled ones.
     */
    enum Experimental {
        /** Indexes of the kind {@link Index.Kind#GIN}; enabled by {@code enable_experimental_gin}. */
        GIN,
        /** Indexes of the kind {@link Index.Kind#VECTOR}; enabled by {@code enable_experimental_vector}. */
        VECTOR,
        /** Tables with {@code "store_type" = "column_with_row"}; enabled by {@code enable_experimental_rowstore}. */
        ROW_STORE
    }
}
