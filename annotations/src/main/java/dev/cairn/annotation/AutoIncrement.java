package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a column whose values the server generates, an AUTO_INCREMENT column.
 *
 * <pre>{@code
 * @AutoIncrement long id
 * }</pre>
 *
 * <pre>
 * `id` bigint(20) NOT NULL AUTO_INCREMENT
 * </pre>
 *
 * The component is a {@code long} or a {@code Long}, and a table has at most one such column. Where an inserted record
 * has {@code null} or 0, the server generates the number; any other value is stored as it is. The annotation excludes
 * {@link Default} and {@link GeneratedAs}.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface AutoIncrement {}
