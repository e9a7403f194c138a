package dev.cairn.data;

import static dev.cairn.schema.ValueType.DATE;

import dev.cairn.schema.LongColumn;
import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import java.time.LocalDate;
import java.util.Objects;

/** The descriptor of a materialized view of {@link Sales}. */
final class SalesMv extends MaterializedViewDescriptor<Sales> {
    static final SalesMv SALES = new SalesMv();

    final OrderedColumn<Sales, LocalDate> day = new OrderedColumn<>(this, "day");
    final LongColumn<Sales> total = new LongColumn<>(this, "total");

    private SalesMv() {
        super(3, "", "sales", """
                CREATE MATERIALIZED VIEW `sales`
                PARTITION BY day
                DISTRIBUTED BY HASH(`day`) BUCKETS 2
                REFRESH DEFERRED MANUAL
                AS SELECT day, sum(amount) AS total FROM orders GROUP BY day""");
    }

    @Override
    public Sales read(Row row) {
        return new Sales(Objects.requireNonNull(row.at(0, DATE)), row.longAt(1));
    }
}
