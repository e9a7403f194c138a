package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adds a table to a colocation group. The tables of a group keep rows with the same values of the distribution columns
 * on the same backends, so joins on these columns are local.
 *
 * <pre>{@code
 * @ColocateWith("orders_by_customer")
 * }</pre>
 *
 * <pre>
 * PROPERTIES ("colocate_with" = "orders_by_customer")
 * </pre>
 *
 * All tables of a group have a {@link DistributedByHash} with columns of the same types, the same number of buckets and
 * the same {@code replication_num}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface ColocateWith {
    /** The name of the group. */
    String value();
}
