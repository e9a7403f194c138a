package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a PRIMARY KEY table and its key: a row replaces the row with the same key.
 *
 * <pre>{@code
 * @PrimaryKey({"day", "city"})
 * }</pre>
 *
 * <pre>
 * PRIMARY KEY(`day`, `city`)
 * </pre>
 *
 * The columns of the key are NOT NULL. A key column can be a boolean, an integer, a VARCHAR, a DATE or a DATETIME. A
 * table has at most one key annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface PrimaryKey {
    /** The key columns by their SQL names. They must be the first columns of the table, in the same order. */
    String[] value();
}
