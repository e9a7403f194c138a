package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The server calculates the column.
 *
 * <pre>{@code
 * @GeneratedAs("price * quantity") @Decimal(precision = 20, scale = 2) BigDecimal total
 * }</pre>
 *
 * <pre>
 * `total` decimal(20, 2) NULL AS price * quantity
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface GeneratedAs {
    /** An expression over other columns. */
    String value();
}
