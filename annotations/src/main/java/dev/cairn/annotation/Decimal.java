package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * {@code decimal(precision, scale)}, of a {@code BigDecimal}, which needs it.
 *
 * <pre>{@code
 * @Decimal(precision = 10, scale = 2) BigDecimal price
 * }</pre>
 *
 * <pre>
 * `price` decimal(10, 2) NULL
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.CLASS)
public @interface Decimal {
    /** How many digits, up to 38; since 4.1 up to 76. */
    int precision();

    /** How many of them are behind the point. */
    int scale() default 0;
}
