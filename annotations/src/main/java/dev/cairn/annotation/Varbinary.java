package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a column of the type {@code varbinary(n)}. The component is a {@code byte[]}. Without this annotation, a
 * {@code byte[]} is a {@code varbinary} without a declared length.
 *
 * <pre>{@code
 * @Varbinary(16) byte[] hash
 * }</pre>
 *
 * <pre>
 * `hash` varbinary(16) NULL
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.CLASS)
public @interface Varbinary {
    /** The maximum length in bytes, from 1 to 1048576. */
    int value();
}
