package dev.cairn.schema;

import dev.cairn.upgrade.GeneratedClassFormat;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The declaration that a descriptor was generated from. The annotation processor reads it when the root of a schema is
 * compiled without the sources of its records, and tools read the renames. Only generated code writes it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Declared {
    /** The format version of the generated class; see {@link GeneratedClassFormat}. */
    int format();

    /**
     * The statement that creates the object, in parts that fit into a class file. For an external object, the statement
     * only describes its columns.
     */
    String[] ddl();

    /** The columns of a view or materialized view as the record declares them, as a CREATE TABLE statement. */
    String[] columns() default {};

    /** The statements that write the rows that the record declares. */
    String[] seed() default {};

    /** The data tests, in pairs: the name, followed by the query of the rows that break the rule. */
    String[] dataTests() default {};

    /** The query of a snapshot table. */
    String[] query() default {};

    /** The replacements for some servers. */
    Variant[] variants() default {};

    /** A declaration that replaces parts of this one for the servers that meet a condition. */
    @Target({})
    @Retention(RetentionPolicy.CLASS)
    @interface Variant {
        /** The condition, such as {@code 3.5 shared-data}. */
        String on();

        /** The statement that creates the object. */
        String[] ddl();

        /** The query of a snapshot table. */
        String[] query() default {};
    }

    /** Returns whether the columns of the query are matched by position instead of by name. Default: false. */
    boolean byPosition() default false;

    /** Returns whether the record is in code with the {@code @NullMarked} of JSpecify. Default: false. */
    boolean nullMarked() default false;

    /** The previous name of the object; empty if it was not renamed. */
    String renamedFrom() default "";

    /** The previous names of columns, in pairs: the new name, followed by the old one. */
    String[] renamedColumns() default {};

    /** The columns with constants of enums, in pairs: the column, followed by the qualified name of the enum. */
    String[] enums() default {};

    /** The columns that are Java primitives, in an object with a query. */
    String[] primitives() default {};

    /** The codes of the warnings that are suppressed. */
    String[] allowed() default {};
}
