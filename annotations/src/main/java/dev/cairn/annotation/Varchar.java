package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * {@code varchar(n)}, of a {@code String} or an enum. Without it a {@code String} is a {@code varchar(65533)}.
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
    /** The greatest length, in bytes of UTF-8. */
    int value();
}
