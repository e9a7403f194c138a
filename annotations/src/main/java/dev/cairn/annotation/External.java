package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a table or a view that the schema does not own: it belongs to another schema or to an external catalog. The
 * application and the queries of views can read it; Cairn never creates, alters or drops it.
 *
 * <pre>{@code
 * @External("lake.sales.customer")
 * public record Customer(long id, String name) {}
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface External {
    /** The name: {@code table}, {@code database.table} or {@code catalog.database.table}. */
    String value();
}
