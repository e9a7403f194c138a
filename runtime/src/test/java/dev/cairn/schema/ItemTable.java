package dev.cairn.schema;

import static dev.cairn.schema.ValueType.BINARY;
import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.DATE_TIME;
import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.LARGE_INT;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.upgrade.GeneratedClassFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
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
            List.of("width", "unit"), row -> new Item.Size(row.intAt(0), row.at(1, TEXT)), (size, sink) -> {
                sink.putInt(0, size.width());
                sink.put(1, TEXT, size.unit());
            });

    private static final ValueType<List<Item.Size>> SIZES = ValueType.list(SIZE);

    private static final ValueType<Color> COLOR = ValueType.enumeration(Color.class);

    static final ItemTable ITEM = new ItemTable();

    final LongColumn<Item> id = new LongColumn<>(this, "id");
    final EqualityColumn<Item, Boolean> sold = new EqualityColumn<>(this, "sold");
    final NumberColumn.Nullable<Item, BigInteger> serial = new NumberColumn.Nullable<>(this, "serial");
    final NumberColumn.Nullable<Item, BigDecimal> price = new NumberColumn.Nullable<>(this, "price");
    final DoubleColumn<Item> weight = new DoubleColumn<>(this, "weight");
    final TextColumn.Nullable<Item> name = new TextColumn.Nullable<>(this, "name");
    final EqualityColumn.Nullable<Item, Color> color = new EqualityColumn.Nullable<>(this, "color");
    final OrderedColumn.Nullable<Item, LocalDate> day = new OrderedColumn.Nullable<>(this, "day");
    final OrderedColumn.Nullable<Item, LocalDateTime> at = new OrderedColumn.Nullable<>(this, "at");
    final EqualityColumn.Nullable<Item, byte[]> image = new EqualityColumn.Nullable<>(this, "image", BINARY);
    final Column.Nullable<Item> sizes = new Column.Nullable<>(this, "sizes");

    private ItemTable() {
        super(GeneratedClassFormat.CURRENT, "", "item", DDL);
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
                row.at(6, COLOR),
                row.at(7, DATE),
                row.at(8, DATE_TIME),
                row.at(9, BINARY),
                row.at(10, SIZES));
    }

    @Override
    public void write(Item item, RowSink sink) {
        sink.putLong(0, item.id());
        sink.putBoolean(1, item.sold());
        sink.put(2, LARGE_INT, item.serial());
        sink.put(3, DECIMAL, item.price());
        sink.putDouble(4, item.weight());
        sink.put(5, TEXT, item.name());
        sink.put(6, COLOR, item.color());
        sink.put(7, DATE, item.day());
        sink.put(8, DATE_TIME, item.at());
        sink.put(9, BINARY, item.image());
        sink.put(10, SIZES, item.sizes());
    }
}
