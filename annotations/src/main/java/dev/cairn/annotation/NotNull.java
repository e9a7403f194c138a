package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The column is NOT NULL, though its Java type is none of the primitives.
 *
 * <pre>{@code
 * @NotNull LocalDate day
 * }</pre>
 *
 * <pre>
 * `day` date NOT NULL
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface NotNull {}
