package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a column as NOT NULL. Columns of a primary key, and components with a primitive type, are NOT NULL without
 * this annotation; so are components without {@code @Nullable} in code with the {@code @NullMarked} of JSpecify.
 *
 * <pre>{@code
 * @NotNull LocalDate day
 * }</pre>
 *
 * <pre>
 * `day` date NOT NULL
 * </pre>
 *
 * The annotation excludes {@link StateOf} and the {@code @Nullable} of JSpecify, and generated columns can't have it.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface NotNull {}
