package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Another, sorted copy of some columns of the table.
 *
 * <pre>{@code
 * @Rollup(name = "by_city", columns = {"city", "total"})
 * }</pre>
 *
 * <pre>
 * ROLLUP (`by_city` (`city`, `total`))
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Rollups.class)
public @interface Rollup {
    /** The rollup's name. */
    String name();

    /** Columns of the table. */
    String[] columns();

    /** {@code DUPLICATE KEY (…)}: those that its rows are sorted by. */
    String[] duplicateKey() default {};

    /** {@code FROM …}: the rollup that it is made from. */
    String from() default "";

    /** {@code PROPERTIES (…)}. */
    Property[] properties() default {};
}
