package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a column of the type {@code varchar(n)}. The component is a {@code String} or an enum. Without this
 * annotation, either of them is a {@code varchar(65533)}.
 *
 * <pre>{@code
 * @Varchar(64) String name
 * List<@Varchar(10) String> tags
 * }</pre>
 *
 * <pre>
 * `name` varchar(64) NULL
 * `tags` array&lt;varchar(10)&gt; NULL
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.CLASS)
public @interface Varchar {
    /**
     * The maximum length in bytes of UTF-8, from 1 to 1048576. It may be omitted for an enum: the length is then the
     * length of the longest constant, rounded up to a multiple of 16.
     */
    int value() default 0;
}
