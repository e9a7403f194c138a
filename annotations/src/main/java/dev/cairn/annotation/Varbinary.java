package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * {@code varbinary(n)}, of a {@code byte[]}. Without it a {@code byte[]} is a {@code varbinary}.
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
    /** The greatest length, in bytes. */
    int value();
}
