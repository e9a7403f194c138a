package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A type as SQL says it, where no Java type stands for it. The component is then a {@code String}, or whatever Java type
 * the values of the SQL type have.
 *
 * <pre>{@code
 * @SqlType("decimal64(9, 2)") BigDecimal price
 * }</pre>
 *
 * <pre>
 * `price` decimal64(9, 2) NULL
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.CLASS)
public @interface SqlType {
    /** The type. */
    String value();
}
