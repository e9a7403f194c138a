package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the type of a column as SQL, for a type that neither the Java type nor another annotation expresses. The
 * component is a {@code String}, or has the Java type of the values of the SQL type.
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
    /** The SQL type. */
    String value();
}
