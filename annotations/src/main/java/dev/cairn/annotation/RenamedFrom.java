package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a table, view, materialized view or column was called before. It is the only way to say that something was renamed:
 * without it, the old one is gone and a new one is there.
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
 * Once the change is recorded, it has no effect any more and can go.
 */
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface RenamedFrom {
    /** The old name. */
    String value();
}
