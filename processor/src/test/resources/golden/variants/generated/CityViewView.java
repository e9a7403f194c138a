// Generated from com.acme.CityView by Cairn. Changes to this file are lost at the next compile.
package com.acme;

import static dev.cairn.schema.ValueType.LONG;

import dev.cairn.schema.Declared;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.TextColumn;
import dev.cairn.schema.ViewDescriptor;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE VIEW `city_view` AS SELECT city, sum(pieces) AS pieces FROM sale GROUP BY city
 * }</pre>
 *
 * On 3.5:
 *
 * <pre>{@code
 * CREATE VIEW `city_view` AS SELECT city, sum(pieces) AS pieces FROM sale WHERE pieces > 0 GROUP BY city
 * }</pre>
 *
 * On 4.1 shared-data:
 *
 * <pre>{@code
 * CREATE VIEW `city_view` AS SELECT s.city, sum(s.pieces) AS pieces FROM sale AS s GROUP BY s.city
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = CityViewView.DDL,
        columns = """
                CREATE TABLE `city_view` (
                  `city` varchar(65533) NULL,
                  `pieces` bigint(20) NULL
                )""",
        variants = {
                @Declared.Variant(on = "3.5", ddl = CityViewView.VARIANT_1),
                @Declared.Variant(on = "4.1 shared-data", ddl = CityViewView.VARIANT_2)
        }
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class CityViewView extends ViewDescriptor<CityView> {
    public static final CityViewView CITY_VIEW = new CityViewView();

    static final String DDL = "CREATE VIEW `city_view` AS SELECT city, sum(pieces) AS pieces FROM sale GROUP BY city";

    static final String VARIANT_1 = "CREATE VIEW `city_view` AS SELECT city, sum(pieces) AS pieces FROM sale WHERE pieces > 0 GROUP BY city";

    static final String VARIANT_2 = "CREATE VIEW `city_view` AS SELECT s.city, sum(s.pieces) AS pieces FROM sale AS s GROUP BY s.city";

    /**
     * {@code `city` varchar(65533) NULL}
     */
    public final TextColumn.Nullable<CityView> city = new TextColumn.Nullable<CityView>(this, "city");

    /**
     * {@code `pieces` bigint(20) NULL}
     */
    public final LongColumn.Nullable<CityView> pieces = new LongColumn.Nullable<CityView>(this, "pieces");

    private CityViewView() {
        super(3, "", "city_view", DDL);
        variant("3.5", VARIANT_1);
        variant("4.1 shared-data", VARIANT_2);
    }

    @Override
    public CityView read(Row row) {
        return new CityView(
                row.textAt(0),
                row.at(1, LONG));
    }
}
