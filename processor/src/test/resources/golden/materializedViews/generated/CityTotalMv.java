// Generated from shop.CityTotal by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.schema.NumberColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.TextColumn;
import java.math.BigDecimal;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE MATERIALIZED VIEW `city_total`
 * AS SELECT city, sum(price) AS total FROM orders GROUP BY city
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = CityTotalMv.DDL,
        columns = """
                CREATE TABLE `city_total` (
                  `city` varchar(65533) NULL,
                  `total` decimal(38, 2) NULL
                )"""
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class CityTotalMv extends MaterializedViewDescriptor<CityTotal> {
    public static final CityTotalMv CITY_TOTAL = new CityTotalMv();

    static final String DDL = """
        CREATE MATERIALIZED VIEW `city_total`
        AS SELECT city, sum(price) AS total FROM orders GROUP BY city""";

    /**
     * {@code `city` varchar(65533) NULL}
     */
    public final TextColumn.Nullable<CityTotal> city = new TextColumn.Nullable<CityTotal>(this, "city");

    /**
     * {@code `total` decimal(38, 2) NULL}
     */
    public final NumberColumn.Nullable<CityTotal, BigDecimal> total = new NumberColumn.Nullable<CityTotal, BigDecimal>(this, "total");

    private CityTotalMv() {
        super(3, "", "city_total", DDL);
    }

    @Override
    public CityTotal read(Row row) {
        return new CityTotal(
                row.textAt(0),
                row.decimalAt(1));
    }
}
