// Generated from shop.Warehouse.Shelf by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.IntColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.schema.TextColumn;
import java.time.LocalDateTime;
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
        format = 3,
        ddl = WarehouseShelfTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
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
    public final LongColumn<Warehouse.Shelf> id = new LongColumn<Warehouse.Shelf>(this, "id");

    /**
     * {@code `created_at` datetime NULL}
     */
    public final OrderedColumn.Nullable<Warehouse.Shelf, LocalDateTime> createdAt = new OrderedColumn.Nullable<Warehouse.Shelf, LocalDateTime>(this, "created_at");

    /**
     * {@code `created_by` varchar(64) NULL}
     */
    public final TextColumn.Nullable<Warehouse.Shelf> createdBy = new TextColumn.Nullable<Warehouse.Shelf>(this, "created_by");

    /**
     * {@code `changed_at` datetime NULL}
     */
    public final OrderedColumn.Nullable<Warehouse.Shelf, LocalDateTime> changedAt = new OrderedColumn.Nullable<Warehouse.Shelf, LocalDateTime>(this, "changed_at");

    /**
     * {@code `changed_by` varchar(64) NULL}
     */
    public final TextColumn.Nullable<Warehouse.Shelf> changedBy = new TextColumn.Nullable<Warehouse.Shelf>(this, "changed_by");

    /**
     * {@code `aisle` varchar(16) NULL}
     */
    public final TextColumn.Nullable<Warehouse.Shelf> aisle = new TextColumn.Nullable<Warehouse.Shelf>(this, "aisle");

    /**
     * {@code `level_number` int(11) NOT NULL}
     */
    public final IntColumn<Warehouse.Shelf> number = new IntColumn<Warehouse.Shelf>(this, "level_number");

    private WarehouseShelfTable() {
        super(3, "", "shelf", DDL);
    }

    @Override
    public Warehouse.Shelf read(Row row) {
        return new Warehouse.Shelf(
                row.longAt(0),
                new Warehouse.Audit(
                        row.dateTimeAt(1),
                        row.textAt(2)),
                new Warehouse.Audit(
                        row.dateTimeAt(3),
                        row.textAt(4)),
                new Warehouse.Place(
                        row.textAt(5),
                        new Warehouse.Level(
                                row.intAt(6))));
    }

    @Override
    public void write(Warehouse.Shelf value, RowSink row) {
        row.putLong(0, value.id());
        row.putDateTime(1, value.created().at());
        row.putText(2, value.created().by());
        row.putDateTime(3, value.changed().at());
        row.putText(4, value.changed().by());
        row.putText(5, value.place().aisle());
        row.putInt(6, value.place().level().number());
    }
}
