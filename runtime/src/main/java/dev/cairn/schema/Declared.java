package dev.cairn.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a descriptor was generated from. The compile of a schema's root reads it of records that it does not see as
 * source; nobody else needs it, or writes it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Declared {
    /** {@link Format}. */
    int format();

    /** The kind of object that the record describes. */
    Kind kind();

    /** The statement that creates it, in parts that a class file can hold; of an external one, what it looks like. */
    String[] ddl();

    /** Of a view or a materialized view: its columns as the record has them, as a CREATE TABLE. */
    String[] columns() default {};

    /** The query of a snapshot table. */
    String[] query() default {};

    /** Whether the columns are those of the query by position, and not by name. */
    boolean byPosition() default false;

    /** What the object was called before. */
    String renamedFrom() default "";

    /** What columns were called before: the new name, then the old one, and so on. */
    String[] renamedColumns() default {};

    /** Columns that are primitives in Java, in what has a query. */
    String[] primitives() default {};

    /** Codes of warnings that were silenced. */
    String[] allowed() default {};

    /** Kinds of objects. */
    enum Kind {
        TABLE,
        SNAPSHOT_TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        EXTERNAL
    }
}
