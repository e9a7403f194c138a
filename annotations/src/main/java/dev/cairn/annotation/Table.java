package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A table; each component of the record is a column.
 *
 * <pre>{@code
 * @Table(comment = "Who buys")
 * @PrimaryKey("id")
 * @DistributedByHash("id")
 * public record Account(long id, @Varchar(64) String name) {}
 * }</pre>
 *
 * <pre>
 * CREATE TABLE `account` (
 *   `id` bigint(20) NOT NULL,
 *   `name` varchar(64) NULL
 * )
 * PRIMARY KEY(`id`)
 * COMMENT "Who buys"
 * DISTRIBUTED BY HASH(`id`)
 * </pre>
 *
 * A column is NOT NULL where the component is a primitive, has {@link NotNull} or is part of the primary key.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Table {
    /** The table's name; the record's in snake case where nothing is said. */
    String name() default "";

    /** A database of the same cluster; the one that the connection has selected where nothing is said. */
    String database() default "";

    /** {@code COMMENT "…"}. */
    String comment() default "";
}
