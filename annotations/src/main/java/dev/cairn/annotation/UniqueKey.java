package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a UNIQUE KEY table and its key: a row replaces the earlier row with the same key. The server merges rows
 * with the same key when they are read.
 *
 * <pre>{@code
 * @UniqueKey({"day", "city"})
 * }</pre>
 *
 * <pre>
 * UNIQUE KEY(`day`, `city`)
 * </pre>
 *
 * Such a table requires {@link DistributedByHash}. A key column can't be a floating-point number, JSON, VARIANT,
 * BITMAP, HLL, PERCENTILE, ARRAY, MAP or STRUCT, nor VARBINARY on servers before 4.0. A table has at most one key
 * annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface UniqueKey {
    /** The key columns by their SQL names. They must be the first columns of the table, in the same order. */
    String[] value();
}
