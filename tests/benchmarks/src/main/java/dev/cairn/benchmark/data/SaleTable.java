package dev.cairn.benchmark.data;

import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.DATE_TIME;
import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.schema.DoubleColumn;
import dev.cairn.schema.EqualityColumn;
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
import java.time.LocalDateTime;

/** The descriptor of {@link Sale}, as the processor generates it. */
final class SaleTable extends PrimaryKeyTableDescriptor<Sale> {
    static final SaleTable SALE = new SaleTable();

    final LongColumn<Sale> id = new LongColumn<>(this, "id");
    final IntColumn<Sale> shop = new IntColumn<>(this, "shop");
    final IntColumn.Nullable<Sale> customer = new IntColumn.Nullable<>(this, "customer");
    final TextColumn.Nullable<Sale> city = new TextColumn.Nullable<>(this, "city");
    final TextColumn.Nullable<Sale> note = new TextColumn.Nullable<>(this, "note");
    final NumberColumn.Nullable<Sale, BigDecimal> price = new NumberColumn.Nullable<>(this, "price");
    final DoubleColumn<Sale> weight = new DoubleColumn<>(this, "weight");
    final EqualityColumn<Sale, Boolean> paid = new EqualityColumn<>(this, "paid");
    final OrderedColumn.Nullable<Sale, LocalDate> day = new OrderedColumn.Nullable<>(this, "day");
    final OrderedColumn.Nullable<Sale, LocalDateTime> at = new OrderedColumn.Nullable<>(this, "at");

    private SaleTable() {
        super(3, "", "sale", """
                CREATE TABLE `sale` (
                  `id` bigint(20) NOT NULL,
                  `shop` int(11) NOT NULL,
                  `customer` int(11) NULL,
                  `city` varchar(64) NULL,
                  `note` varchar(65533) NULL,
                  `price` decimal(12, 2) NULL,
                  `weight` double NOT NULL,
                  `paid` boolean NOT NULL,
                  `day` date NULL,
                  `at` datetime NULL
                )
                PRIMARY KEY(`id`)
                DISTRIBUTED BY HASH(`id`)""");
    }

    @Override
    public Sale read(Row row) {
        return new Sale(
                row.longAt(0),
                row.intAt(1),
                row.at(2, INT),
                row.at(3, TEXT),
                row.at(4, TEXT),
                row.at(5, DECIMAL),
                row.doubleAt(6),
                row.booleanAt(7),
                row.at(8, DATE),
                row.at(9, DATE_TIME));
    }

    @Override
    public void write(Sale value, RowSink row) {
        row.putLong(0, value.id());
        row.putInt(1, value.shop());
        row.put(2, INT, value.customer());
        row.put(3, TEXT, value.city());
        row.put(4, TEXT, value.note());
        row.put(5, DECIMAL, value.price());
        row.putDouble(6, value.weight());
        row.putBoolean(7, value.paid());
        row.put(8, DATE, value.day());
        row.put(9, DATE_TIME, value.at());
    }
}
