// Generated from shop.Date by Cairn. Changes to this file are lost at the next compile.
package shop;

import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.schema.Column;
import dev.cairn.schema.Declared;
import dev.cairn.schema.IntColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.schema.TextColumn;
import dev.cairn.schema.ValueType;
import java.time.LocalDate;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `select` (
 *   `name` int(11) NOT NULL,
 *   `columns` int(11) NOT NULL,
 *   `read` int(11) NOT NULL,
 *   `write` int(11) NOT NULL,
 *   `row` int(11) NOT NULL,
 *   `value` int(11) NOT NULL,
 *   `database` int(11) NOT NULL,
 *   `record` int(11) NOT NULL,
 *   `yield` int(11) NOT NULL,
 *   `var` int(11) NOT NULL,
 *   `sealed` int(11) NOT NULL,
 *   `$dollar` int(11) NOT NULL,
 *   `date` date NULL,
 *   `upper_date` date NULL,
 *   `upper_text` varchar(65533) NULL,
 *   `ddl` int(11) NOT NULL,
 *   `value_type` int(11) NOT NULL,
 *   `tags` array<varchar(65533)> NULL,
 *   `tags_type` varchar(65533) NULL,
 *   `group` int(11) NOT NULL
 * )
 * DUPLICATE KEY(`name`)
 * DISTRIBUTED BY HASH(`name`)
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = DateTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class DateTable extends TableDescriptor<Date> {
    public static final DateTable DATE = new DateTable();

    static final String DDL = """
        CREATE TABLE `select` (
          `name` int(11) NOT NULL,
          `columns` int(11) NOT NULL,
          `read` int(11) NOT NULL,
          `write` int(11) NOT NULL,
          `row` int(11) NOT NULL,
          `value` int(11) NOT NULL,
          `database` int(11) NOT NULL,
          `record` int(11) NOT NULL,
          `yield` int(11) NOT NULL,
          `var` int(11) NOT NULL,
          `sealed` int(11) NOT NULL,
          `$dollar` int(11) NOT NULL,
          `date` date NULL,
          `upper_date` date NULL,
          `upper_text` varchar(65533) NULL,
          `ddl` int(11) NOT NULL,
          `value_type` int(11) NOT NULL,
          `tags` array<varchar(65533)> NULL,
          `tags_type` varchar(65533) NULL,
          `group` int(11) NOT NULL
        )
        DUPLICATE KEY(`name`)
        DISTRIBUTED BY HASH(`name`)""";

    private static final ValueType<List<String>> TAGS_TYPE = ValueType.list(TEXT);

    /**
     * {@code `name` int(11) NOT NULL}
     */
    public final IntColumn<Date> name = new IntColumn<Date>(this, "name");

    /**
     * {@code `columns` int(11) NOT NULL}
     */
    public final IntColumn<Date> columns = new IntColumn<Date>(this, "columns");

    /**
     * {@code `read` int(11) NOT NULL}
     */
    public final IntColumn<Date> read = new IntColumn<Date>(this, "read");

    /**
     * {@code `write` int(11) NOT NULL}
     */
    public final IntColumn<Date> write = new IntColumn<Date>(this, "write");

    /**
     * {@code `row` int(11) NOT NULL}
     */
    public final IntColumn<Date> row = new IntColumn<Date>(this, "row");

    /**
     * {@code `value` int(11) NOT NULL}
     */
    public final IntColumn<Date> value = new IntColumn<Date>(this, "value");

    /**
     * {@code `database` int(11) NOT NULL}
     */
    public final IntColumn<Date> database = new IntColumn<Date>(this, "database");

    /**
     * {@code `record` int(11) NOT NULL}
     */
    public final IntColumn<Date> record = new IntColumn<Date>(this, "record");

    /**
     * {@code `yield` int(11) NOT NULL}
     */
    public final IntColumn<Date> yield = new IntColumn<Date>(this, "yield");

    /**
     * {@code `var` int(11) NOT NULL}
     */
    public final IntColumn<Date> var = new IntColumn<Date>(this, "var");

    /**
     * {@code `sealed` int(11) NOT NULL}
     */
    public final IntColumn<Date> sealed = new IntColumn<Date>(this, "sealed");

    /**
     * {@code `$dollar` int(11) NOT NULL}
     */
    public final IntColumn<Date> $dollar = new IntColumn<Date>(this, "$dollar");

    /**
     * {@code `date` date NULL}
     */
    public final OrderedColumn.Nullable<Date, LocalDate> date = new OrderedColumn.Nullable<Date, LocalDate>(this, "date");

    /**
     * {@code `upper_date` date NULL}
     */
    public final OrderedColumn.Nullable<Date, LocalDate> DATE_ = new OrderedColumn.Nullable<Date, LocalDate>(this, "upper_date");

    /**
     * {@code `upper_text` varchar(65533) NULL}
     */
    public final TextColumn.Nullable<Date> TEXT_ = new TextColumn.Nullable<Date>(this, "upper_text");

    /**
     * {@code `ddl` int(11) NOT NULL}
     */
    public final IntColumn<Date> DDL_ = new IntColumn<Date>(this, "ddl");

    /**
     * {@code `value_type` int(11) NOT NULL}
     */
    public final IntColumn<Date> ValueType_ = new IntColumn<Date>(this, "value_type");

    /**
     * {@code `tags` array<varchar(65533)> NULL}
     */
    public final Column.Nullable<Date> tags = new Column.Nullable<Date>(this, "tags");

    /**
     * {@code `tags_type` varchar(65533) NULL}
     */
    public final TextColumn.Nullable<Date> TAGS_TYPE_ = new TextColumn.Nullable<Date>(this, "tags_type");

    /**
     * {@code `group` int(11) NOT NULL}
     */
    public final IntColumn<Date> group = new IntColumn<Date>(this, "group");

    private DateTable() {
        super(3, "", "select", DDL);
    }

    @Override
    public Date read(Row row) {
        return new Date(
                row.intAt(0),
                row.intAt(1),
                row.intAt(2),
                row.intAt(3),
                row.intAt(4),
                row.intAt(5),
                row.intAt(6),
                row.intAt(7),
                row.intAt(8),
                row.intAt(9),
                row.intAt(10),
                row.intAt(11),
                row.dateAt(12),
                row.dateAt(13),
                row.textAt(14),
                row.intAt(15),
                row.intAt(16),
                row.at(17, TAGS_TYPE),
                row.textAt(18),
                row.intAt(19));
    }

    @Override
    public void write(Date value, RowSink row) {
        row.putInt(0, value.name());
        row.putInt(1, value.columns());
        row.putInt(2, value.read());
        row.putInt(3, value.write());
        row.putInt(4, value.row());
        row.putInt(5, value.value());
        row.putInt(6, value.database());
        row.putInt(7, value.record());
        row.putInt(8, value.yield());
        row.putInt(9, value.var());
        row.putInt(10, value.sealed());
        row.putInt(11, value.$dollar());
        row.putDate(12, value.date());
        row.putDate(13, value.DATE());
        row.putText(14, value.TEXT());
        row.putInt(15, value.DDL());
        row.putInt(16, value.ValueType());
        row.put(17, TAGS_TYPE, value.tags());
        row.putText(18, value.TAGS_TYPE());
        row.putInt(19, value.group());
    }
}
