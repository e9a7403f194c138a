package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a rollup of a table: a copy of some of its columns in another sort order. Tables with a {@link PrimaryKey}
 * can't have rollups.
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
@Repeatable(Rollup.List.class)
public @interface Rollup {
    /** The name of the rollup. */
    String name();

    /** The columns of the rollup by their SQL names. */
    String[] columns();

    /**
     * The columns that sort the rows of the rollup ({@code DUPLICATE KEY (…)}), which are the first of {@link
     * #columns}. Default: none; the server chooses them.
     */
    String[] duplicateKey() default {};

    /** The rollup from which this one is built ({@code FROM …}). Default: none; it is built from the table. */
    String from() default "";

    /** The properties of the rollup ({@code PROPERTIES (…)}). Default: none. */
    Property[] properties() default {};

    /** The container of repeated {@link Rollup} annotations. The compiler adds it; do not write it yourself. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** The rollups. */
        Rollup[] value();
    }
}
