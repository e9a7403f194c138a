package dev.cairn.annotation.cluster;

import dev.cairn.annotation.External;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that the schema manages the Iceberg table of a record with {@link External}: migrations create, change and
 * drop the table. The record is listed twice: in {@link Schema#value}, so that queries can read the table, and in
 * {@link Schema#cluster}.
 *
 * <pre>{@code
 * @External("lake.sales.customer")
 * @IcebergTable(
 *         partitionBy = {"bucket(id, 16)", "day(created)"},
 *         comment = "Everyone who has ever bought something",
 *         properties = @Property(name = "write.format.default", value = "orc"))
 * public record Customer(long id, String name, LocalDateTime created) {}
 * }</pre>
 *
 * <pre>
 * CREATE TABLE `lake`.`sales`.`customer` (
 *   `id` bigint(20) NOT NULL,
 *   `name` varchar(65533),
 *   `created` datetime
 * )
 * COMMENT "Everyone who has ever bought something"
 * PARTITION BY bucket(`id`, 16), day(`created`)
 * PROPERTIES ("write.format.default" = "orc")
 * </pre>
 *
 * The database must exist. Columns are added, dropped, renamed with {@link dev.cairn.annotation.RenamedFrom}, moved,
 * and changed to wider types; a new column must permit NULL.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface IcebergTable {
    /**
     * The partitioning, as a set: columns, and {@code year}, {@code month}, {@code day}, {@code hour}, {@code bucket}
     * and {@code truncate} of them. Default: none.
     */
    String[] partitionBy() default {};

    /** The order of rows in files, such as {@code id DESC NULLS LAST}; no statement changes it. Default: none. */
    String[] orderBy() default {};

    /** The comment of the table. Default: none. */
    String comment() default "";

    /** The properties of the table, such as {@code write.format.default}. Default: those that the server sets. */
    Property[] properties() default {};
}
