// Generated from shop.Everything by Cairn. Changes to this file are lost at the next compile.
package shop;

import static dev.cairn.schema.ValueType.BINARY;
import static dev.cairn.schema.ValueType.BOOLEAN;
import static dev.cairn.schema.ValueType.BYTE;
import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.DOUBLE;
import static dev.cairn.schema.ValueType.FLOAT;
import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.JSON;
import static dev.cairn.schema.ValueType.LARGE_INT;
import static dev.cairn.schema.ValueType.LONG;
import static dev.cairn.schema.ValueType.SHORT;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.schema.Column;
import dev.cairn.schema.DataTest;
import dev.cairn.schema.Declared;
import dev.cairn.schema.DoubleColumn;
import dev.cairn.schema.EqualityColumn;
import dev.cairn.schema.IntColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.NumberColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.schema.TextColumn;
import dev.cairn.schema.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `everything` (
 *   `an_int` int(11) NOT NULL,
 *   `a_boolean` boolean NOT NULL,
 *   `a_byte` tinyint(4) NOT NULL,
 *   `a_short` smallint(6) NOT NULL,
 *   `a_long` bigint(20) NOT NULL,
 *   `a_float` float NOT NULL,
 *   `a_double` double NOT NULL,
 *   `boxed_boolean` boolean NULL,
 *   `boxed_byte` tinyint(4) NULL,
 *   `boxed_short` smallint(6) NULL,
 *   `boxed_int` int(11) NULL,
 *   `boxed_long` bigint(20) NULL,
 *   `boxed_float` float NULL,
 *   `boxed_double` double NULL,
 *   `large` largeint(40) NULL,
 *   `decimal` decimal(20, 4) NULL,
 *   `text` varchar(65533) NULL,
 *   `code` char(3) NULL,
 *   `name` varchar(64) NULL,
 *   `color` varchar(65533) NULL,
 *   `day` date NULL,
 *   `moment` datetime NULL,
 *   `bytes` varbinary NULL,
 *   `hash` varbinary(16) NULL,
 *   `document` json NULL,
 *   `same_document` json NULL,
 *   `texts` array<varchar(65533)> NULL,
 *   `numbers` array<array<int(11)>> NULL,
 *   `short_texts` array<varchar(10)> NULL,
 *   `colors` array<varchar(65533)> NULL,
 *   `counts` map<varchar(65533),bigint(20)> NULL,
 *   `addresses_by_day` map<date,array<struct<street varchar(80), zip int(11), lines array<varchar(65533)>, at struct<x double, y double>>>> NULL,
 *   `address` struct<street varchar(80), zip int(11), lines array<varchar(65533)>, at struct<x double, y double>> NULL,
 *   `addresses` array<struct<street varchar(80), zip int(11), lines array<varchar(65533)>, at struct<x double, y double>>> NULL
 * )
 * DUPLICATE KEY(`an_int`)
 * DISTRIBUTED BY HASH(`an_int`)
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = EverythingTable.DDL,
        dataTests = {EverythingTable.DATA_TEST_1, EverythingTable.DATA_TEST_2},
        enums = {"color", "shop.Everything.Color", "colors", "shop.Everything.Color"}
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class EverythingTable extends TableDescriptor<Everything> {
    public static final EverythingTable EVERYTHING = new EverythingTable();

    static final String DDL = """
        CREATE TABLE `everything` (
          `an_int` int(11) NOT NULL,
          `a_boolean` boolean NOT NULL,
          `a_byte` tinyint(4) NOT NULL,
          `a_short` smallint(6) NOT NULL,
          `a_long` bigint(20) NOT NULL,
          `a_float` float NOT NULL,
          `a_double` double NOT NULL,
          `boxed_boolean` boolean NULL,
          `boxed_byte` tinyint(4) NULL,
          `boxed_short` smallint(6) NULL,
          `boxed_int` int(11) NULL,
          `boxed_long` bigint(20) NULL,
          `boxed_float` float NULL,
          `boxed_double` double NULL,
          `large` largeint(40) NULL,
          `decimal` decimal(20, 4) NULL,
          `text` varchar(65533) NULL,
          `code` char(3) NULL,
          `name` varchar(64) NULL,
          `color` varchar(65533) NULL,
          `day` date NULL,
          `moment` datetime NULL,
          `bytes` varbinary NULL,
          `hash` varbinary(16) NULL,
          `document` json NULL,
          `same_document` json NULL,
          `texts` array<varchar(65533)> NULL,
          `numbers` array<array<int(11)>> NULL,
          `short_texts` array<varchar(10)> NULL,
          `colors` array<varchar(65533)> NULL,
          `counts` map<varchar(65533),bigint(20)> NULL,
          `addresses_by_day` map<date,array<struct<street varchar(80), zip int(11), lines array<varchar(65533)>, at struct<x double, y double>>>> NULL,
          `address` struct<street varchar(80), zip int(11), lines array<varchar(65533)>, at struct<x double, y double>> NULL,
          `addresses` array<struct<street varchar(80), zip int(11), lines array<varchar(65533)>, at struct<x double, y double>>> NULL
        )
        DUPLICATE KEY(`an_int`)
        DISTRIBUTED BY HASH(`an_int`)""";

    static final String DATA_TEST_1 = "color is a Color";

    static final String DATA_TEST_2 = "SELECT * FROM `everything` WHERE `color` NOT IN ('RED', 'GREEN')";

    private static final ValueType<Everything.Color> COLOR_TYPE = ValueType.enumeration(Everything.Color.class);

    private static final ValueType<List<String>> TEXTS_TYPE = ValueType.list(TEXT);

    private static final ValueType<List<List<Integer>>> NUMBERS_TYPE = ValueType.list(ValueType.list(INT));

    private static final ValueType<List<Everything.Color>> COLORS_TYPE = ValueType.list(COLOR_TYPE);

    private static final ValueType<Map<String, Long>> COUNTS_TYPE = ValueType.map(TEXT, LONG);

    private static final ValueType<Everything.Point> POINT_TYPE = ValueType.struct(
            List.of("x", "y"),
            row -> new Everything.Point(
                    row.doubleAt(0),
                    row.doubleAt(1)),
            (value, row) -> {
                row.putDouble(0, value.x());
                row.putDouble(1, value.y());
            });

    private static final ValueType<Everything.Address> ADDRESS_TYPE = ValueType.struct(
            List.of("street", "zip", "lines", "at"),
            row -> new Everything.Address(
                    row.textAt(0),
                    row.intAt(1),
                    row.at(2, TEXTS_TYPE),
                    row.at(3, POINT_TYPE)),
            (value, row) -> {
                row.putText(0, value.street());
                row.putInt(1, value.postCode());
                row.put(2, TEXTS_TYPE, value.lines());
                row.put(3, POINT_TYPE, value.at());
            });

    private static final ValueType<Map<LocalDate, List<Everything.Address>>> ADDRESSES_BY_DAY_TYPE = ValueType.map(DATE, ValueType.list(ADDRESS_TYPE));

    private static final ValueType<List<Everything.Address>> ADDRESSES_TYPE = ValueType.list(ADDRESS_TYPE);

    /**
     * {@code `an_int` int(11) NOT NULL}
     */
    public final IntColumn<Everything> anInt = new IntColumn<Everything>(this, "an_int");

    /**
     * {@code `a_boolean` boolean NOT NULL}
     */
    public final EqualityColumn<Everything, Boolean> aBoolean = new EqualityColumn<Everything, Boolean>(this, "a_boolean");

    /**
     * {@code `a_byte` tinyint(4) NOT NULL}
     */
    public final IntColumn<Everything> aByte = new IntColumn<Everything>(this, "a_byte");

    /**
     * {@code `a_short` smallint(6) NOT NULL}
     */
    public final IntColumn<Everything> aShort = new IntColumn<Everything>(this, "a_short");

    /**
     * {@code `a_long` bigint(20) NOT NULL}
     */
    public final LongColumn<Everything> aLong = new LongColumn<Everything>(this, "a_long");

    /**
     * {@code `a_float` float NOT NULL}
     */
    public final DoubleColumn<Everything> aFloat = new DoubleColumn<Everything>(this, "a_float");

    /**
     * {@code `a_double` double NOT NULL}
     */
    public final DoubleColumn<Everything> aDouble = new DoubleColumn<Everything>(this, "a_double");

    /**
     * {@code `boxed_boolean` boolean NULL}
     */
    public final EqualityColumn.Nullable<Everything, Boolean> boxedBoolean = new EqualityColumn.Nullable<Everything, Boolean>(this, "boxed_boolean");

    /**
     * {@code `boxed_byte` tinyint(4) NULL}
     */
    public final IntColumn.Nullable<Everything> boxedByte = new IntColumn.Nullable<Everything>(this, "boxed_byte");

    /**
     * {@code `boxed_short` smallint(6) NULL}
     */
    public final IntColumn.Nullable<Everything> boxedShort = new IntColumn.Nullable<Everything>(this, "boxed_short");

    /**
     * {@code `boxed_int` int(11) NULL}
     */
    public final IntColumn.Nullable<Everything> boxedInt = new IntColumn.Nullable<Everything>(this, "boxed_int");

    /**
     * {@code `boxed_long` bigint(20) NULL}
     */
    public final LongColumn.Nullable<Everything> boxedLong = new LongColumn.Nullable<Everything>(this, "boxed_long");

    /**
     * {@code `boxed_float` float NULL}
     */
    public final DoubleColumn.Nullable<Everything> boxedFloat = new DoubleColumn.Nullable<Everything>(this, "boxed_float");

    /**
     * {@code `boxed_double` double NULL}
     */
    public final DoubleColumn.Nullable<Everything> boxedDouble = new DoubleColumn.Nullable<Everything>(this, "boxed_double");

    /**
     * {@code `large` largeint(40) NULL}
     */
    public final NumberColumn.Nullable<Everything, BigInteger> large = new NumberColumn.Nullable<Everything, BigInteger>(this, "large");

    /**
     * {@code `decimal` decimal(20, 4) NULL}
     */
    public final NumberColumn.Nullable<Everything, BigDecimal> decimal = new NumberColumn.Nullable<Everything, BigDecimal>(this, "decimal");

    /**
     * {@code `text` varchar(65533) NULL}
     */
    public final TextColumn.Nullable<Everything> text = new TextColumn.Nullable<Everything>(this, "text");

    /**
     * {@code `code` char(3) NULL}
     */
    public final TextColumn.Nullable<Everything> code = new TextColumn.Nullable<Everything>(this, "code");

    /**
     * {@code `name` varchar(64) NULL}
     */
    public final TextColumn.Nullable<Everything> name = new TextColumn.Nullable<Everything>(this, "name");

    /**
     * {@code `color` varchar(65533) NULL}
     */
    public final EqualityColumn.Nullable<Everything, Everything.Color> color = new EqualityColumn.Nullable<Everything, Everything.Color>(this, "color");

    /**
     * {@code `day` date NULL}
     */
    public final OrderedColumn.Nullable<Everything, LocalDate> day = new OrderedColumn.Nullable<Everything, LocalDate>(this, "day");

    /**
     * {@code `moment` datetime NULL}
     */
    public final OrderedColumn.Nullable<Everything, LocalDateTime> moment = new OrderedColumn.Nullable<Everything, LocalDateTime>(this, "moment");

    /**
     * {@code `bytes` varbinary NULL}
     */
    public final EqualityColumn.Nullable<Everything, byte[]> bytes = new EqualityColumn.Nullable<Everything, byte[]>(this, "bytes", BINARY);

    /**
     * {@code `hash` varbinary(16) NULL}
     */
    public final EqualityColumn.Nullable<Everything, byte[]> hash = new EqualityColumn.Nullable<Everything, byte[]>(this, "hash", BINARY);

    /**
     * {@code `document` json NULL}
     */
    public final Column.Nullable<Everything> document = new Column.Nullable<Everything>(this, "document");

    /**
     * {@code `same_document` json NULL}
     */
    public final Column.Nullable<Everything> sameDocument = new Column.Nullable<Everything>(this, "same_document");

    /**
     * {@code `texts` array<varchar(65533)> NULL}
     */
    public final Column.Nullable<Everything> texts = new Column.Nullable<Everything>(this, "texts");

    /**
     * {@code `numbers` array<array<int(11)>> NULL}
     */
    public final Column.Nullable<Everything> numbers = new Column.Nullable<Everything>(this, "numbers");

    /**
     * {@code `short_texts` array<varchar(10)> NULL}
     */
    public final Column.Nullable<Everything> shortTexts = new Column.Nullable<Everything>(this, "short_texts");

    /**
     * {@code `colors` array<varchar(65533)> NULL}
     */
    public final Column.Nullable<Everything> colors = new Column.Nullable<Everything>(this, "colors");

    /**
     * {@code `counts` map<varchar(65533),bigint(20)> NULL}
     */
    public final Column.Nullable<Everything> counts = new Column.Nullable<Everything>(this, "counts");

    /**
     * {@code `addresses_by_day` map<date,array<struct<street varchar(80), zip int(11), lines array<varchar(65533)>, at struct<x double, y double>>>> NULL}
     */
    public final Column.Nullable<Everything> addressesByDay = new Column.Nullable<Everything>(this, "addresses_by_day");

    /**
     * {@code `address` struct<street varchar(80), zip int(11), lines array<varchar(65533)>, at struct<x double, y double>> NULL}
     */
    public final Column.Nullable<Everything> address = new Column.Nullable<Everything>(this, "address");

    /**
     * {@code `addresses` array<struct<street varchar(80), zip int(11), lines array<varchar(65533)>, at struct<x double, y double>>> NULL}
     */
    public final Column.Nullable<Everything> addresses = new Column.Nullable<Everything>(this, "addresses");

    private EverythingTable() {
        super(3, "", "everything", DDL);
    }

    @Override
    public Everything read(Row row) {
        return new Everything(
                row.intAt(0),
                row.booleanAt(1),
                row.byteAt(2),
                row.shortAt(3),
                row.longAt(4),
                row.floatAt(5),
                row.doubleAt(6),
                row.at(7, BOOLEAN),
                row.at(8, BYTE),
                row.at(9, SHORT),
                row.at(10, INT),
                row.at(11, LONG),
                row.at(12, FLOAT),
                row.at(13, DOUBLE),
                row.at(14, LARGE_INT),
                row.decimalAt(15),
                row.textAt(16),
                row.textAt(17),
                row.textAt(18),
                row.at(19, COLOR_TYPE),
                row.dateAt(20),
                row.dateTimeAt(21),
                row.at(22, BINARY),
                row.at(23, BINARY),
                row.at(24, JSON),
                row.textAt(25),
                row.at(26, TEXTS_TYPE),
                row.at(27, NUMBERS_TYPE),
                row.at(28, TEXTS_TYPE),
                row.at(29, COLORS_TYPE),
                row.at(30, COUNTS_TYPE),
                row.at(31, ADDRESSES_BY_DAY_TYPE),
                row.at(32, ADDRESS_TYPE),
                row.at(33, ADDRESSES_TYPE));
    }

    @Override
    public void write(Everything value, RowSink row) {
        row.putInt(0, value.anInt());
        row.putBoolean(1, value.aBoolean());
        row.putByte(2, value.aByte());
        row.putShort(3, value.aShort());
        row.putLong(4, value.aLong());
        row.putFloat(5, value.aFloat());
        row.putDouble(6, value.aDouble());
        row.put(7, BOOLEAN, value.boxedBoolean());
        row.put(8, BYTE, value.boxedByte());
        row.put(9, SHORT, value.boxedShort());
        row.put(10, INT, value.boxedInt());
        row.put(11, LONG, value.boxedLong());
        row.put(12, FLOAT, value.boxedFloat());
        row.put(13, DOUBLE, value.boxedDouble());
        row.put(14, LARGE_INT, value.large());
        row.putDecimal(15, value.decimal());
        row.putText(16, value.text());
        row.putText(17, value.code());
        row.putText(18, value.name());
        row.put(19, COLOR_TYPE, value.color());
        row.putDate(20, value.day());
        row.putDateTime(21, value.moment());
        row.put(22, BINARY, value.bytes());
        row.put(23, BINARY, value.hash());
        row.put(24, JSON, value.document());
        row.putText(25, value.sameDocument());
        row.put(26, TEXTS_TYPE, value.texts());
        row.put(27, NUMBERS_TYPE, value.numbers());
        row.put(28, TEXTS_TYPE, value.shortTexts());
        row.put(29, COLORS_TYPE, value.colors());
        row.put(30, COUNTS_TYPE, value.counts());
        row.put(31, ADDRESSES_BY_DAY_TYPE, value.addressesByDay());
        row.put(32, ADDRESS_TYPE, value.address());
        row.put(33, ADDRESSES_TYPE, value.addresses());
    }

    @Override
    public List<DataTest> dataTests() {
        return List.of(
                dataTest(DataTest.Kind.VALUES, DATA_TEST_1, DATA_TEST_2));
    }
}
