// Generated from shop.CityTotal. Whatever is changed here is lost.
package shop;

import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.schema.Declared;
import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.schema.NullableDecimalColumn;
import dev.cairn.schema.NullableTextColumn;
import dev.cairn.schema.Row;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE MATERIALIZED VIEW `city_total`
 * AS SELECT city, sum(price) AS total FROM orders GROUP BY city
 * }</pre>
 */
@Declared(
        format = 1,
        kind = Declared.Kind.MATERIALIZED_VIEW,
        ddl = CityTotalMv.DDL,
        columns = """
                CREATE TABLE `city_total` (
                  `city` varchar(65533) NULL,
                  `total` decimal(38, 2) NULL
                )"""
)
@Generated("dev.cairn")
@SuppressWarnings({"deprecation", "removal"})
public final class CityTotalMv extends MaterializedViewDescriptor<CityTotal> {
    public static final CityTotalMv CITY_TOTAL = new CityTotalMv();

    static final String DDL = """
        CREATE MATERIALIZED VIEW `city_total`
        AS SELECT city, sum(price) AS total FROM orders GROUP BY city""";

    /**
     * {@code `city` varchar(65533) NULL}
     */
    public final NullableTextColumn<CityTotal> city = nullableText("city");

    /**
     * {@code `total` decimal(38, 2) NULL}
     */
    public final NullableDecimalColumn<CityTotal> total = nullableDecimal("total");

    private CityTotalMv() {
        super(1, "", "city_total", DDL);
    }

    @Override
    public CityTotal read(Row row) {
        return new CityTotal(
                row.at(0, TEXT),
                row.at(1, DECIMAL));
    }
}
