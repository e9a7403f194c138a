package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that the components of a record become columns of the table, in place of this component. Use it for
 * columns that many tables share, and for a table with more columns than a record can have components.
 *
 * <pre>{@code
 * public record Audit(LocalDateTime createdAt, @Varchar(64) String createdBy) {}
 *
 * @Table
 * public record Order(long id, @Embedded Audit audit) {}
 * }</pre>
 *
 * <pre>
 * `id` bigint(20) NOT NULL,
 * `created_at` datetime NULL,
 * `created_by` varchar(64) NULL
 * </pre>
 *
 * The type of the component is a record without type parameters. The component itself is not a column, so of the other
 * annotations it can only have {@link Allow}.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Embedded {
    /** A prefix for the name of each embedded column. Default: none. */
    String prefix() default "";
}
