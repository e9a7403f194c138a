package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a column of the type {@code json}. The component is a {@code String} that holds a JSON document.
 *
 * <pre>{@code
 * @Json String payload
 * }</pre>
 *
 * <pre>
 * `payload` json NULL
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.CLASS)
public @interface Json {}
