// Generated from com.acme.Sale by Cairn. Changes to this file are lost at the next compile.
package com.acme;

import dev.cairn.schema.Declared;
import dev.cairn.schema.IntColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.schema.TextColumn;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `sale` (
 *   `id` bigint(20) NOT NULL,
 *   `city` varchar(20) NOT NULL,
 *   `pieces` int(11) NOT NULL
 * )
 * DUPLICATE KEY(`id`)
 * DISTRIBUTED BY HASH(`id`) BUCKETS 8
 * PROPERTIES (
 * "compression" = "ZSTD",
 * "bloom_filter_columns" = "city"
 * )
 * }</pre>
 *
 * On shared-data:
 *
 * <pre>{@code
 * CREATE TABLE `sale` (
 *   `id` bigint(20) NOT NULL,
 *   `city` varchar(20) NOT NULL,
 *   `pieces` int(11) NOT NULL
 * )
 * DUPLICATE KEY(`id`)
 * DISTRIBUTED BY HASH(`id`) BUCKETS 2
 * PROPERTIES (
 * "compression" = "LZ4",
 * "datacache.enable" = "false",
 * "bloom_filter_columns" = "id, city"
 * )
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = SaleTable.DDL,
        variants = @Declared.Variant(on = "shared-data", ddl = SaleTable.VARIANT_1)
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class SaleTable extends TableDescriptor<Sale> {
    public static final SaleTable SALE = new SaleTable();

    static final String DDL = """
        CREATE TABLE `sale` (
          `id` bigint(20) NOT NULL,
          `city` varchar(20) NOT NULL,
          `pieces` int(11) NOT NULL
        )
        DUPLICATE KEY(`id`)
        DISTRIBUTED BY HASH(`id`) BUCKETS 8
        PROPERTIES (
        "compression" = "ZSTD",
        "bloom_filter_columns" = "city"
        )""";

    static final String VARIANT_1 = """
        CREATE TABLE `sale` (
          `id` bigint(20) NOT NULL,
          `city` varchar(20) NOT NULL,
          `pieces` int(11) NOT NULL
        )
        DUPLICATE KEY(`id`)
        DISTRIBUTED BY HASH(`id`) BUCKETS 2
        PROPERTIES (
        "compression" = "LZ4",
        "datacache.enable" = "false",
        "bloom_filter_columns" = "id, city"
        )""";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<Sale> id = new LongColumn<Sale>(this, "id");

    /**
     * {@code `city` varchar(20) NOT NULL}
     */
    public final TextColumn<Sale> city = new TextColumn<Sale>(this, "city");

    /**
     * {@code `pieces` int(11) NOT NULL}
     */
    public final IntColumn<Sale> pieces = new IntColumn<Sale>(this, "pieces");

    private SaleTable() {
        super(3, "", "sale", DDL);
        variant("shared-data", VARIANT_1);
    }

    @Override
    public Sale read(Row row) {
        return new Sale(
                row.longAt(0),
                row.textAt(1),
                row.intAt(2));
    }

    @Override
    public void write(Sale value, RowSink row) {
        row.putLong(0, value.id());
        row.putText(1, value.city());
        row.putInt(2, value.pieces());
    }
}
