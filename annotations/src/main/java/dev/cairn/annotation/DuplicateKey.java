package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a DUPLICATE KEY table and its key: the table keeps every row, sorted by the key.
 *
 * <pre>{@code
 * @DuplicateKey({"day", "city"})
 * }</pre>
 *
 * <pre>
 * DUPLICATE KEY(`day`, `city`)
 * </pre>
 *
 * A table without a key annotation is a DUPLICATE KEY table, too, unless one of the columns has an aggregate function.
 * The server chooses the key of such a table. A key column can't be a floating-point number, JSON, VARIANT,
 * BITMAP, HLL, PERCENTILE, ARRAY, MAP or STRUCT, nor VARBINARY on servers before 4.0. A table has at most one key
 * annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface DuplicateKey {
    /** The key columns by their SQL names. They must be the first columns of the table, in the same order. */
    String[] value();
}
