package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The server numbers the rows; of a {@code long}.
 *
 * <pre>{@code
 * @AutoIncrement long id
 * }</pre>
 *
 * <pre>
 * `id` bigint(20) NOT NULL AUTO_INCREMENT
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface AutoIncrement {}
