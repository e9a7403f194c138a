package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What rows are sorted by, where that is not the key.
 *
 * <pre>{@code
 * @OrderBy({"city", "day"})
 * }</pre>
 *
 * <pre>
 * ORDER BY(`city`, `day`)
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface OrderBy {
    /** Columns. */
    String[] value();
}
