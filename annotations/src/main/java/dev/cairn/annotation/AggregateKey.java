package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Rows with the same key become one, each other column by its {@link Aggregate}.
 *
 * <pre>{@code
 * @AggregateKey({"day", "city"})
 * }</pre>
 *
 * <pre>
 * AGGREGATE KEY(`day`, `city`)
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface AggregateKey {
    /** Columns: the first of the table, in its order. */
    String[] value();
}
