package dev.cairn.benchmark.data;

import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.LONG;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.data.Database;
import dev.cairn.data.QueryCall;
import dev.cairn.schema.Row;
import dev.cairn.upgrade.GeneratedClassFormat;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** The implementation of {@link SaleStatements}, as the processor generates it. */
final class SaleStatementsQueries implements SaleStatements {
    private static final String SINCE = """
        /* SaleStatements.since */ SELECT id, shop, customer, city, note, price, weight, paid, day, at
        FROM sale
        WHERE day >= ? AND shop < ?
        ORDER BY id LIMIT ?""";

    private static final String CORRECT =
            "/* SaleStatements.correct */ UPDATE sale SET note = ?, price = ? WHERE id = ?";

    private static final QueryCall.ColumnType VARCHAR_65533_COLUMN = QueryCall.ColumnType.of("varchar(65533)");

    private static final QueryCall.ColumnType DECIMAL_12_2_COLUMN = QueryCall.ColumnType.of("decimal(12, 2)");

    private final Database db;

    SaleStatementsQueries(Database db) {
        GeneratedClassFormat.require(3, SaleStatementsQueries.class);
        this.db = db;
    }

    @Override
    public List<Sale> since(LocalDate day, int shops, int limit) {
        Objects.requireNonNull(day, "day");
        return new QueryCall(db, "SaleStatements.since", SINCE)
                .value("day", DATE, day)
                .value("shops", INT, shops)
                .value("limit", INT, limit)
                .list(SaleStatementsQueries::readSale);
    }

    @Override
    public long correct(long id, String note, BigDecimal price) {
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(price, "price");
        return new QueryCall(db, "SaleStatements.correct", CORRECT)
                .value("note", TEXT, note, VARCHAR_65533_COLUMN)
                .value("price", DECIMAL, price, DECIMAL_12_2_COLUMN)
                .value("id", LONG, id)
                .execute();
    }

    private static Sale readSale(Row row) {
        return new Sale(
                row.longAt(0),
                row.intAt(1),
                row.at(2, INT),
                row.textAt(3),
                row.textAt(4),
                row.decimalAt(5),
                row.doubleAt(6),
                row.booleanAt(7),
                row.dateAt(8),
                row.dateTimeAt(9));
    }
}
