package dev.cairn.benchmark.data;

import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.DATE_TIME;
import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.schema.BooleanColumn;
import dev.cairn.schema.FloatingColumn;
import dev.cairn.schema.IntegralColumn;
import dev.cairn.schema.NullableDateColumn;
import dev.cairn.schema.NullableDateTimeColumn;
import dev.cairn.schema.NullableDecimalColumn;
import dev.cairn.schema.NullableIntegralColumn;
import dev.cairn.schema.NullableTextColumn;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;

/** As it is generated. */
final class SaleTable extends PrimaryKeyTableDescriptor<Sale> {
    static final SaleTable SALE = new SaleTable();

    final IntegralColumn<Sale> id = integral("id");
    final IntegralColumn<Sale> shop = integral("shop");
    final NullableIntegralColumn<Sale> customer = nullableIntegral("customer");
    final NullableTextColumn<Sale> city = nullableText("city");
    final NullableTextColumn<Sale> note = nullableText("note");
    final NullableDecimalColumn<Sale> price = nullableDecimal("price");
    final FloatingColumn<Sale> weight = floating("weight");
    final BooleanColumn<Sale> paid = bool("paid");
    final NullableDateColumn<Sale> day = nullableDate("day");
    final NullableDateTimeColumn<Sale> at = nullableDateTime("at");

    private SaleTable() {
        super(1, "", "sale", """
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
