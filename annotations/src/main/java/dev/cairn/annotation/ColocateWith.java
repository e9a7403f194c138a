package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tables of one group keep rows with the same distribution columns on the same backends, for local joins.
 *
 * <pre>{@code
 * @ColocateWith("orders_by_customer")
 * }</pre>
 *
 * <pre>
 * PROPERTIES ("colocate_with" = "orders_by_customer")
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface ColocateWith {
    /** The group's name. */
    String value();
}
