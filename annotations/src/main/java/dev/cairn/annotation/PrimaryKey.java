package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A row replaces the one with the same key. The columns of the key are NOT NULL.
 *
 * <pre>{@code
 * @PrimaryKey({"day", "city"})
 * }</pre>
 *
 * <pre>
 * PRIMARY KEY(`day`, `city`)
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface PrimaryKey {
    /** Columns: the first of the table, in its order. */
    String[] value();
}
