package dev.cairn.schema;

import static dev.cairn.schema.ValueType.BINARY;
import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.DATE_TIME;
import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.LARGE_INT;
import static dev.cairn.schema.ValueType.TEXT;

import java.util.List;

final class ItemTable extends PrimaryKeyTableDescriptor<Item> {
    static final String DDL = """
            CREATE TABLE `item` (
              `id` bigint(20) NOT NULL,
              `sold` boolean NOT NULL,
              `serial` largeint(40) NULL,
              `price` decimal(10, 2) NULL,
              `weight` double NOT NULL,
              `name` varchar(64) NULL,
              `color` varchar(16) NULL,
              `day` date NULL,
              `at` datetime NULL,
              `image` varbinary NULL,
              `sizes` array<struct<width int(11), unit varchar(8)>> NULL
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`)""";

    private static final ValueType<Item.Size> SIZE = ValueType.struct(
            List.of("width", "unit"), row -> new Item.Size(row.intAt(0), row.at(1, TEXT)), (value, row) -> {
                row.putInt(0, value.width());
                row.put(1, TEXT, value.unit());
            });

    static final ItemTable ITEM = new ItemTable();

    final IntegralColumn<Item> id = integral("id");
    final BooleanColumn<Item> sold = bool("sold");
    final NullableLargeIntegerColumn<Item> serial = nullableLargeInteger("serial");
    final NullableDecimalColumn<Item> price = nullableDecimal("price");
    final FloatingColumn<Item> weight = floating("weight");
    final NullableTextColumn<Item> name = nullableText("name");
    final NullableEnumColumn<Item, Color> color = nullableEnumeration("color");
    final NullableDateColumn<Item> day = nullableDate("day");
    final NullableDateTimeColumn<Item> at = nullableDateTime("at");
    final NullableBinaryColumn<Item> image = nullableBinary("image");
    final NullablePlainColumn<Item> sizes = nullablePlain("sizes");

    private ItemTable() {
        super(1, "", "item", DDL);
    }

    @Override
    public Item read(Row row) {
        return new Item(
                row.longAt(0),
                row.booleanAt(1),
                row.at(2, LARGE_INT),
                row.at(3, DECIMAL),
                row.doubleAt(4),
                row.at(5, TEXT),
                row.at(6, ValueType.enumeration(Color.class)),
                row.at(7, DATE),
                row.at(8, DATE_TIME),
                row.at(9, BINARY),
                row.at(10, ValueType.list(SIZE)));
    }

    @Override
    public void write(Item value, RowSink row) {
        row.putLong(0, value.id());
        row.putBoolean(1, value.sold());
        row.put(2, LARGE_INT, value.serial());
        row.put(3, DECIMAL, value.price());
        row.putDouble(4, value.weight());
        row.put(5, TEXT, value.name());
        row.put(6, ValueType.enumeration(Color.class), value.color());
        row.put(7, DATE, value.day());
        row.put(8, DATE_TIME, value.at());
        row.put(9, BINARY, value.image());
        row.put(10, ValueType.list(SIZE), value.sizes());
    }
}
