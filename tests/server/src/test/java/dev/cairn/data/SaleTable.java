package dev.cairn.data;

import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.schema.IntColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.NumberColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TextColumn;
import java.math.BigDecimal;
import java.time.LocalDate;

/** The descriptor of {@link Sale}. */
final class SaleTable extends PrimaryKeyTableDescriptor<Sale> {
    static final SaleTable SALE = new SaleTable();

    final LongColumn<Sale> id = new LongColumn<>(this, "id");
    final TextColumn.Nullable<Sale> city = new TextColumn.Nullable<>(this, "city");
    final IntColumn<Sale> amount = new IntColumn<>(this, "amount");
    final OrderedColumn.Nullable<Sale, LocalDate> day = new OrderedColumn.Nullable<>(this, "day");
    final NumberColumn.Nullable<Sale, BigDecimal> price = new NumberColumn.Nullable<>(this, "price");

    private SaleTable() {
        super(3, "", "sale", """
                CREATE TABLE `sale` (
                  `id` bigint(20) NOT NULL,
                  `city` varchar(8) NULL,
                  `amount` int(11) NOT NULL DEFAULT "5",
                  `day` date NULL,
                  `price` decimal(10, 2) NULL
                )
                PRIMARY KEY(`id`)
                DISTRIBUTED BY HASH(`id`) BUCKETS 1""");
    }

    @Override
    public Sale read(Row row) {
        return new Sale(row.longAt(0), row.at(1, TEXT), row.intAt(2), row.at(3, DATE), row.at(4, DECIMAL));
    }

    @Override
    public void write(Sale value, RowSink row) {
        row.putLong(0, value.id());
        row.put(1, TEXT, value.city());
        row.putInt(2, value.amount());
        row.put(3, DATE, value.day());
        row.put(4, DECIMAL, value.price());
    }
}
