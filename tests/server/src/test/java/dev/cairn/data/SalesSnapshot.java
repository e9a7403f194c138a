package dev.cairn.data;

import static dev.cairn.schema.ValueType.DATE;

import dev.cairn.schema.LongColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.SnapshotTableDescriptor;
import java.time.LocalDate;
import java.util.Objects;

/** The descriptor of a snapshot table of {@link Sales}. */
final class SalesSnapshot extends SnapshotTableDescriptor<Sales> {
    static final SalesSnapshot SALES_SNAPSHOT = new SalesSnapshot();

    final OrderedColumn<Sales, LocalDate> day = new OrderedColumn<>(this, "day");
    final LongColumn<Sales> total = new LongColumn<>(this, "total");

    private SalesSnapshot() {
        super(3, "", "sales_snapshot", "SELECT day, sum(amount) AS total FROM orders GROUP BY day", false, """
                CREATE TABLE `sales_snapshot` (
                  `day` date NULL,
                  `total` bigint(20) NULL
                )
                DUPLICATE KEY(`day`)
                DISTRIBUTED BY HASH(`day`) BUCKETS 2""");
    }

    @Override
    public Sales read(Row row) {
        return new Sales(Objects.requireNonNull(row.at(0, DATE)), row.longAt(1));
    }
}
