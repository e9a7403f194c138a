package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The components of a record as columns in this place, for columns that many tables share, and for tables with more columns
 * than a record can have components.
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
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Embedded {
    /** Stands before the name of each of its columns. */
    String prefix() default "";
}
