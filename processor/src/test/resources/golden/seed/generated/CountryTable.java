// Generated from shop.Country by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.EqualityColumn;
import dev.cairn.schema.NumberColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TextColumn;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `country` (
 *   `code` varchar(2),
 *   `name` varchar(80) NOT NULL,
 *   `since` date NULL,
 *   `euro` boolean NOT NULL,
 *   `rate` decimal(10, 3) NULL,
 *   `shouted` varchar(80) NULL AS upper(name)
 * )
 * PRIMARY KEY(`code`)
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = CountryTable.DDL,
        seed = CountryTable.SEED
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class CountryTable extends PrimaryKeyTableDescriptor<Country> {
    public static final CountryTable COUNTRY = new CountryTable();

    static final String DDL = """
        CREATE TABLE `country` (
          `code` varchar(2),
          `name` varchar(80) NOT NULL,
          `since` date NULL,
          `euro` boolean NOT NULL,
          `rate` decimal(10, 3) NULL,
          `shouted` varchar(80) NULL AS upper(name)
        )
        PRIMARY KEY(`code`)""";

    static final String SEED = """
        INSERT INTO `country` (`code`, `name`, `since`, `euro`, `rate`) VALUES
          ('DE', 'Germany', '1999-01-01', TRUE, 1),
          ('CI', 'C\u00f4te d\\'Ivoire "quoted" \\\\', NULL, FALSE, -655.957)""";

    /**
     * {@code `code` varchar(2)}
     */
    public final TextColumn<Country> code = new TextColumn<Country>(this, "code");

    /**
     * {@code `name` varchar(80) NOT NULL}
     */
    public final TextColumn<Country> name = new TextColumn<Country>(this, "name");

    /**
     * {@code `since` date NULL}
     */
    public final OrderedColumn.Nullable<Country, LocalDate> since = new OrderedColumn.Nullable<Country, LocalDate>(this, "since");

    /**
     * {@code `euro` boolean NOT NULL}
     */
    public final EqualityColumn<Country, Boolean> euro = new EqualityColumn<Country, Boolean>(this, "euro");

    /**
     * {@code `rate` decimal(10, 3) NULL}
     */
    public final NumberColumn.Nullable<Country, BigDecimal> rate = new NumberColumn.Nullable<Country, BigDecimal>(this, "rate");

    /**
     * {@code `shouted` varchar(80) NULL AS upper(name)}
     */
    public final TextColumn.Nullable<Country> shouted = new TextColumn.Nullable<Country>(this, "shouted");

    private CountryTable() {
        super(3, "", "country", DDL);
    }

    @Override
    public Country read(Row row) {
        return new Country(
                row.textAt(0),
                row.textAt(1),
                row.dateAt(2),
                row.booleanAt(3),
                row.decimalAt(4),
                row.textAt(5));
    }

    @Override
    public void write(Country value, RowSink row) {
        row.putText(0, value.code());
        row.putText(1, value.name());
        row.putDate(2, value.since());
        row.putBoolean(3, value.euro());
        row.putDecimal(4, value.rate());
        row.putText(5, value.shouted());
    }

    @Override
    public List<String> seed() {
        return List.of(SEED);
    }
}
