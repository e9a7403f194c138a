package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a generated column: the server computes its values from other columns.
 *
 * <pre>{@code
 * @GeneratedAs("price * quantity") @Decimal(precision = 20, scale = 2) BigDecimal total
 * }</pre>
 *
 * <pre>
 * `total` decimal(20, 2) NULL AS price * quantity
 * </pre>
 *
 * Generated columns come after all other columns. They are nullable, so the component is neither a primitive nor
 * {@link NotNull}, and they can't be columns of a key. A table with an {@link AggregateKey} can't have generated
 * columns. The annotation excludes {@link Default} and {@link AutoIncrement}.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface GeneratedAs {
    /**
     * The expression as SQL. It must have the type of the column, and it can't read generated columns or an
     * AUTO_INCREMENT column.
     */
    String value();
}
