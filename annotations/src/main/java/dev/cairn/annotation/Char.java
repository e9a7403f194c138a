package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a column of the type {@code char(n)}. The component is a {@code String} or an enum.
 *
 * <pre>{@code
 * @Char(2) String country
 * }</pre>
 *
 * <pre>
 * `country` char(2) NULL
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.CLASS)
public @interface Char {
    /** The length in bytes of UTF-8, from 1 to 255. */
    int value();
}
