package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares partitioning by ranges of columns, or of one expression.
 *
 * <pre>{@code
 * @PartitionByRange(value = "day", partitions = {
 *     @Partition(name = "p2024", values = "LESS THAN ('2025-01-01')"),
 *     @Partition(name = "p2025", values = "LESS THAN ('2026-01-01')")
 * })
 * @PartitionByRange(value = "day", partitions = @Partition(name = "p", values = "[('2025-01-01'), ('2026-01-01'))"))
 * @PartitionByRange(value = "day", partitions =
 *     @Partition(batch = "START ('2026-01-01') END ('2027-01-01') EVERY (INTERVAL 1 MONTH)"))
 * }</pre>
 *
 * <pre>
 * PARTITION BY RANGE(`day`)
 * (PARTITION p2024 VALUES LESS THAN ("2025-01-01"),
 * PARTITION p2025 VALUES LESS THAN ("2026-01-01"))
 *
 * PARTITION BY RANGE(`day`)
 * (PARTITION p VALUES [("2025-01-01"), ("2026-01-01")))
 *
 * PARTITION BY RANGE(`day`)
 * (START ("2026-01-01") END ("2027-01-01") EVERY (INTERVAL 1 MONTH))
 * </pre>
 *
 * The server does not accept several of these three forms in one table. In a table with an {@link AggregateKey}, a
 * {@link UniqueKey} or a {@link PrimaryKey}, the columns must be columns of the key. A table has at most one
 * partitioning annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface PartitionByRange {
    /** The columns by their SQL names, or one expression. */
    String[] value();

    /** Declares the partitions, in the order of their bounds. Default: none. */
    Partition[] partitions() default {};
}
