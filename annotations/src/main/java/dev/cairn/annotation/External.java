package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A table or view that others keep: of another schema, or of an external catalog. It is there to be read, typed and in
 * queries of views, and is never created, altered or dropped.
 *
 * <pre>{@code
 * @External("lake.sales.customer")
 * public record Customer(long id, String name) {}
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface External {
    /** {@code table}, {@code database.table} or {@code catalog.database.table}. */
    String value();
}
