package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a table. Each component of the record is a column. A table without a key annotation and without aggregate
 * functions has a duplicate key, whose columns the server chooses. Without an annotation of its distribution, a table
 * with a primary key is distributed by a hash of the key, and one with a duplicate key at random.
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
 * A column is NOT NULL if the component is a primitive, has {@link NotNull} or belongs to the primary key. In code with
 * the {@code @NullMarked} of JSpecify, every other column is NOT NULL, too, unless the component's type has
 * {@code @Nullable}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Table {
    /**
     * The name of the table. Default: the name of the record in lower case, with underscores between its words, such as
     * {@code page_view} for {@code PageView}.
     */
    String name() default "";

    /**
     * The database of the table, which must belong to the same cluster. Default: the database that the connection has
     * selected.
     */
    String database() default "";

    /** The comment ({@code COMMENT "…"}). Default: none. */
    String comment() default "";
}
