// Generated from com.acme.CityTotal by Cairn. Changes to this file are lost at the next compile.
package com.acme;

import static dev.cairn.schema.ValueType.LONG;

import dev.cairn.schema.Declared;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.schema.TextColumn;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `city_total` (
 *   `city` varchar(20) NULL,
 *   `pieces` bigint(20) NULL
 * )
 * DISTRIBUTED BY HASH(`city`)
 * }</pre>
 *
 * On 4.1 shared-data, 3.5:
 *
 * <pre>{@code
 * CREATE TABLE `city_total` (
 *   `city` varchar(20) NULL,
 *   `pieces` bigint(20) NULL
 * )
 * DISTRIBUTED BY HASH(`city`)
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = CityTotalTable.DDL,
        query = CityTotalTable.QUERY,
        variants = @Declared.Variant(on = "4.1 shared-data, 3.5", ddl = CityTotalTable.VARIANT_1, query = CityTotalTable.VARIANT_1_QUERY)
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class CityTotalTable extends SnapshotTableDescriptor<CityTotal> {
    public static final CityTotalTable CITY_TOTAL = new CityTotalTable();

    static final String DDL = """
        CREATE TABLE `city_total` (
          `city` varchar(20) NULL,
          `pieces` bigint(20) NULL
        )
        DISTRIBUTED BY HASH(`city`)""";

    static final String QUERY = "SELECT city, sum(pieces) AS pieces FROM sale GROUP BY city";

    static final String VARIANT_1 = """
        CREATE TABLE `city_total` (
          `city` varchar(20) NULL,
          `pieces` bigint(20) NULL
        )
        DISTRIBUTED BY HASH(`city`)""";

    static final String VARIANT_1_QUERY = "SELECT city, sum(pieces) AS pieces FROM sale WHERE pieces > 0 GROUP BY city";

    /**
     * {@code `city` varchar(20) NULL}
     */
    public final TextColumn.Nullable<CityTotal> city = new TextColumn.Nullable<CityTotal>(this, "city");

    /**
     * {@code `pieces` bigint(20) NULL}
     */
    public final LongColumn.Nullable<CityTotal> pieces = new LongColumn.Nullable<CityTotal>(this, "pieces");

    private CityTotalTable() {
        super(3, "", "city_total", QUERY, false, DDL);
        variant("4.1 shared-data, 3.5", VARIANT_1, VARIANT_1_QUERY);
    }

    @Override
    public CityTotal read(Row row) {
        return new CityTotal(
                row.textAt(0),
                row.at(1, LONG));
    }
}
