package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the previous name of a table, view, materialized view or column, so that the next migration renames it.
 * Cairn does not guess renames: without this annotation, the old object is dropped and a new one is created.
 *
 * <pre>{@code
 * @Table
 * @RenamedFrom("purchase")
 * public record Order(long id, @RenamedFrom("amount") int quantity) {}
 * }</pre>
 *
 * <pre>
 * ALTER TABLE `purchase` RENAME `order`
 * ALTER TABLE `order` RENAME COLUMN `amount` TO `quantity`
 * </pre>
 *
 * After the rename has been recorded, the annotation has no effect and can be removed. A view has no RENAME: it is
 * created under its new name with the grants of the old one, which is then dropped.
 */
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface RenamedFrom {
    /** The previous name in SQL. */
    String value();
}
