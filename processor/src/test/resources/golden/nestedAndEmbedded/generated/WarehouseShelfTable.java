// Generated from shop.Warehouse.Shelf. Whatever is changed here is lost.
package shop;

import static dev.cairn.schema.ValueType.DATE_TIME;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.schema.Declared;
import dev.cairn.schema.IntegralColumn;
import dev.cairn.schema.NullableDateTimeColumn;
import dev.cairn.schema.NullableTextColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `shelf` (
 *   `id` bigint(20) NOT NULL,
 *   `created_at` datetime NULL,
 *   `created_by` varchar(64) NULL,
 *   `changed_at` datetime NULL,
 *   `changed_by` varchar(64) NULL,
 *   `aisle` varchar(16) NULL,
 *   `level_number` int(11) NOT NULL
 * )
 * DUPLICATE KEY(`id`)
 * DISTRIBUTED BY HASH(`id`)
 * }</pre>
 */
@Declared(
        format = 1,
        kind = Declared.Kind.TABLE,
        ddl = WarehouseShelfTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"deprecation", "removal"})
final class WarehouseShelfTable extends TableDescriptor<Warehouse.Shelf> {
    public static final WarehouseShelfTable WAREHOUSE_SHELF = new WarehouseShelfTable();

    static final String DDL = """
        CREATE TABLE `shelf` (
          `id` bigint(20) NOT NULL,
          `created_at` datetime NULL,
          `created_by` varchar(64) NULL,
          `changed_at` datetime NULL,
          `changed_by` varchar(64) NULL,
          `aisle` varchar(16) NULL,
          `level_number` int(11) NOT NULL
        )
        DUPLICATE KEY(`id`)
        DISTRIBUTED BY HASH(`id`)""";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final IntegralColumn<Warehouse.Shelf> id = integral("id");

    /**
     * {@code `created_at` datetime NULL}
     */
    public final NullableDateTimeColumn<Warehouse.Shelf> createdAt = nullableDateTime("created_at");

    /**
     * {@code `created_by` varchar(64) NULL}
     */
    public final NullableTextColumn<Warehouse.Shelf> createdBy = nullableText("created_by");

    /**
     * {@code `changed_at` datetime NULL}
     */
    public final NullableDateTimeColumn<Warehouse.Shelf> changedAt = nullableDateTime("changed_at");

    /**
     * {@code `changed_by` varchar(64) NULL}
     */
    public final NullableTextColumn<Warehouse.Shelf> changedBy = nullableText("changed_by");

    /**
     * {@code `aisle` varchar(16) NULL}
     */
    public final NullableTextColumn<Warehouse.Shelf> aisle = nullableText("aisle");

    /**
     * {@code `level_number` int(11) NOT NULL}
     */
    public final IntegralColumn<Warehouse.Shelf> number = integral("level_number");

    private WarehouseShelfTable() {
        super(1, "", "shelf", DDL);
    }

    @Override
    public Warehouse.Shelf read(Row row) {
        return new Warehouse.Shelf(
                row.longAt(0),
                new Warehouse.Audit(
                        row.at(1, DATE_TIME),
                        row.at(2, TEXT)),
                new Warehouse.Audit(
                        row.at(3, DATE_TIME),
                        row.at(4, TEXT)),
                new Warehouse.Place(
                        row.at(5, TEXT),
                        new Warehouse.Level(
                                row.intAt(6))));
    }

    @Override
    public void write(Warehouse.Shelf value, RowSink row) {
        row.putLong(0, value.id());
        row.put(1, DATE_TIME, value.created().at());
        row.put(2, TEXT, value.created().by());
        row.put(3, DATE_TIME, value.changed().at());
        row.put(4, TEXT, value.changed().by());
        row.put(5, TEXT, value.place().aisle());
        row.putInt(6, value.place().level().number());
    }
}
