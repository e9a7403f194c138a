package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The column holds the state of any aggregate function, which merges by itself; of a {@code dev.cairn.type.State}.
 *
 * <pre>{@code
 * @StateOf("avg(bigint)") State average
 * }</pre>
 *
 * <pre>
 * `average` avg(bigint(20))
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface StateOf {
    /** The function and the types of its arguments. */
    String value();
}
