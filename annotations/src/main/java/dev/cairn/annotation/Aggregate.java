package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the values of one key become one, in a table with an {@link AggregateKey}.
 *
 * <pre>{@code
 * @Aggregate(SUM) long views
 * }</pre>
 *
 * <pre>
 * `views` bigint(20) SUM NOT NULL
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Aggregate {
    /** The function. */
    AggregateFunction value();
}
