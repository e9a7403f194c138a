package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a column of the type {@code decimal(precision, scale)}. The component, or the element of its list or map, is
 * a {@code BigDecimal}.
 *
 * <pre>{@code
 * @Decimal(precision = 10, scale = 2) BigDecimal price
 * }</pre>
 *
 * <pre>
 * `price` decimal(10, 2) NULL
 * </pre>
 *
 * A {@code BigDecimal} in a table requires this annotation, or {@link SqlType}. In a view or a materialized view it is
 * optional, because the query determines precision and scale.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.CLASS)
public @interface Decimal {
    /** The total number of digits, from 1 to 38, or to 76 since server version 4.0. */
    int precision();

    /** The number of digits after the decimal point, from 0 to the precision. Default: 0. */
    int scale() default 0;
}
