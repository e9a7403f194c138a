package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a column that stores states of an aggregate function. The server merges the states of rows that have the
 * same key. The component is a {@code dev.cairn.type.State}.
 *
 * <pre>{@code
 * @StateOf("avg(bigint)") State average
 * }</pre>
 *
 * <pre>
 * `average` avg(bigint(20))
 * </pre>
 *
 * The annotation excludes {@link NotNull}.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface StateOf {
    /** The function and the types of its arguments: {@code avg(bigint)}. */
    String value();
}
