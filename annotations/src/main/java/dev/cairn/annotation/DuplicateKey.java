package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Rows are kept as they come, sorted by the key; also what a table without a key is.
 *
 * <pre>{@code
 * @DuplicateKey({"day", "city"})
 * }</pre>
 *
 * <pre>
 * DUPLICATE KEY(`day`, `city`)
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface DuplicateKey {
    /** Columns: the first of the table, in its order. */
    String[] value();
}
