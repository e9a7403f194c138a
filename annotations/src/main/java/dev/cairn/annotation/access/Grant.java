package dev.cairn.annotation.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Grants privileges to a {@link Role}. Exactly one of {@link #on}, {@link #onAll} and {@link #onObject} names the
 * objects.
 *
 * <pre>{@code
 * @Grant(value = SELECT, on = {DailySales.class, ActiveAccount.class})
 * @Grant(value = {SELECT, INSERT}, onAll = TABLES)
 * @Grant(value = USAGE, onObject = "CATALOG iceberg", withGrantOption = true)
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Grant.List.class)
public @interface Grant {
    /** The privileges, each of which must be available for the kind of the objects. */
    Privilege[] value();

    /** Records of the schema: their tables, views and materialized views. */
    Class<?>[] on() default {};

    /** All objects of these kinds in the database of the schema, including objects that are created later. */
    Kind[] onAll() default {};

    /**
     * Other objects, each as after ON in GRANT:
     *
     * <pre>{@code
     * onObject = "DATABASE ${database}"                       // the database of the schema
     * onObject = {"CATALOG iceberg", "RESOURCE GROUP etl"}
     * onObject = "FUNCTION mask(string)"
     * onObject = "ALL VIEWS IN ALL DATABASES"
     * onObject = "SYSTEM"
     * onObject = "USER ${etl_user}"                           // for IMPERSONATE
     * }</pre>
     */
    String[] onObject() default {};

    /** Whether the role may grant the privileges to others ({@code WITH GRANT OPTION}). Default: false. */
    boolean withGrantOption() default false;

    /** A kind of objects in a database, for {@link Grant#onAll}. */
    enum Kind {
        /** {@code ALL TABLES}. */
        TABLES,
        /** {@code ALL VIEWS}. */
        VIEWS,
        /** {@code ALL MATERIALIZED VIEWS}. */
        MATERIALIZED_VIEWS,
        /** {@code ALL FUNCTIONS}. */
        FUNCTIONS,
        /** {@code ALL PIPES}. */
        PIPES
    }

    /** The container of repeated {@link Grant} annotations. The compiler adds it; do not write it yourself. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** The grants. */
        Grant[] value();
    }
}
