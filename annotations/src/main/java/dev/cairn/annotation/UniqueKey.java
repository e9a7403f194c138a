package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A row replaces the one with the same key, when it is read.
 *
 * <pre>{@code
 * @UniqueKey({"day", "city"})
 * }</pre>
 *
 * <pre>
 * UNIQUE KEY(`day`, `city`)
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface UniqueKey {
    /** Columns: the first of the table, in its order. */
    String[] value();
}
