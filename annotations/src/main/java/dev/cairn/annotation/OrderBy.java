package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the sort key of a table or a materialized view. Without this annotation, a table is sorted by its key.
 *
 * <pre>{@code
 * @OrderBy({"city", "day"})
 * }</pre>
 *
 * <pre>
 * ORDER BY(`city`, `day`)
 * </pre>
 *
 * With an {@link AggregateKey} or a {@link UniqueKey}, the sort key names exactly the columns of the key, in any order.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface OrderBy {
    /** The sort columns by their SQL names. */
    String[] value();
}
