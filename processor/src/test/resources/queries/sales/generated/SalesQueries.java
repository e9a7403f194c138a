// Generated from shop.Sales by Cairn. Changes to this file are lost at the next compile.
package shop;

import static dev.cairn.schema.ValueType.BINARY;
import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.DATE_TIME;
import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.DOUBLE;
import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.LONG;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.data.Database;
import dev.cairn.data.Page;
import dev.cairn.data.PageRequest;
import dev.cairn.data.QueryCall;
import dev.cairn.data.Sort;
import dev.cairn.schema.Row;
import dev.cairn.schema.ValueType;
import dev.cairn.upgrade.GeneratedClassFormat;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.Generated;

/**
 * Runs the statements of {@link Sales}.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal", "overrides"})
public final class SalesQueries implements Sales {
    private static final String PER_CITY = """
        /* Sales.perCity */ SELECT city, count(*) AS orders, sum(amount) AS total
        FROM orders
        WHERE order_date >= CAST(? AS DATE)\s""";

    private static final String PER_CITY_2 = """

        GROUP BY city ORDER BY total DESC LIMIT ?""";

    private static final String PER_CITY_ = "/* Sales.perCity */ SELECT city, count(*) AS orders, sum(amount) AS total FROM orders GROUP BY city LIMIT ?";

    private static final String ORDER = """
        /* Sales.order */ SELECT id, kind, by, at, tags, size
        FROM orders WHERE id = ?""";

    private static final String NEWEST = """
        /* Sales.newest */ SELECT id, kind, by, at, tags, size
        FROM orders ORDER BY at LIMIT 1""";

    private static final String NEWEST_OF = """
        /* Sales.newestOf */ SELECT id, kind, by, at, tags, size
        FROM orders WHERE kind = ? ORDER BY at LIMIT 1""";

    private static final String IDS = "/* Sales.ids */ SELECT id FROM orders WHERE order_date = ?";

    private static final String COUNT = "/* Sales.count */ SELECT count(*) FROM orders";

    private static final String COUNT_OR_NULL = "/* Sales.countOrNull */ SELECT sum(amount) FROM orders WHERE order_date >= ?";

    private static final String COUNTS = "/* Sales.counts */ SELECT city, count(*) FROM orders WHERE ";

    private static final String CITIES = "/* Sales.cities */ SELECT city FROM orders";

    private static final String PAGE = """
        /* Sales.page */ SELECT id, kind, by, at, tags, size
        FROM orders ORDER BY id""";

    private static final String BY_ID = """
        /* Sales.byId */ SELECT id, kind, by, at, tags, size
        FROM orders""";

    private static final String SORTED = "/* Sales.sorted */ SELECT id FROM orders o ORDER BY ";

    private static final String ADD_ALL = "/* Sales.addAll */ INSERT INTO orders (id, tags, by) VALUES ";

    private static final String ADD_ALL_2 = """

        """;

    private static final String PICTURES = "/* Sales.pictures */ SELECT picture FROM pictures WHERE picture <> to_binary(?, 'hex')";

    private static final String PURGE_BEFORE = "/* Sales.purgeBefore */ DELETE FROM orders WHERE order_date < ?";

    private static final String ADD = "/* Sales.add */ INSERT INTO orders (id, kind, note, price, at, by, tags, labels, size) VALUES (?, ?, ?, ?, ?, ?, ";

    private static final String REFRESH = "/* Sales.refresh */ REFRESH MATERIALIZED VIEW totals";

    private static final QueryCall.ColumnType ARRAY_INT_11_COLUMN = QueryCall.ColumnType.of("array<int(11)>");

    private static final QueryCall.ColumnType INT_11_COLUMN = QueryCall.ColumnType.of("int(11)");

    private static final QueryCall.ColumnType ARRAY_VARCHAR_20_COLUMN = QueryCall.ColumnType.of("array<varchar(20)>");

    private static final QueryCall.ColumnType VARCHAR_8_COLUMN = QueryCall.ColumnType.of("varchar(8)");

    private static final QueryCall.ColumnType VARCHAR_20_COLUMN = QueryCall.ColumnType.of("varchar(20)");

    private static final QueryCall.ColumnType DECIMAL_10_2_COLUMN = QueryCall.ColumnType.of("decimal(10, 2)");

    private static final ValueType<Sales.Kind> KIND_TYPE = ValueType.enumeration(Sales.Kind.class);

    private static final ValueType<List<String>> TAGS_TYPE = ValueType.list(TEXT);

    private static final ValueType<Sales.Size> SIZE_TYPE = ValueType.struct(
            List.of("width", "height"),
            row -> new Sales.Size(
                    row.intAt(0),
                    row.at(1, DOUBLE)),
            (value, row) -> {
                row.putInt(0, value.width());
                row.put(1, DOUBLE, value.height());
            });

    private static final ValueType<List<Integer>> SHOPS_TYPE = ValueType.list(INT);

    private final Database db;

    public SalesQueries(Database db) {
        GeneratedClassFormat.require(3, SalesQueries.class);
        this.db = db;
    }

    @Override
    public List<Sales.CitySales> perCity(LocalDate from, List<String> cities, int limit) {
        Objects.requireNonNull(from, "Parameter from of Sales.perCity must not be null");
        QueryCall call = new QueryCall(db, "Sales.perCity", PER_CITY).value("from", DATE, from);
        if (cities != null) {
            call.sql("AND ");
            if (cities.isEmpty()) {
                call.sql("FALSE");
            } else {
                call
                        .sql("city IN (")
                        .values("cities", TEXT, cities, "?")
                        .sql(")");
            }
        }
        return call
                .sql(PER_CITY_2)
                .rowCount("limit", limit)
                .list(SalesQueries::readCitySales);
    }

    @Override
    public List<Sales.CitySales> perCity(int limit) {
        return new QueryCall(db, "Sales.perCity", PER_CITY_).rowCount("limit", limit).list(SalesQueries::readCitySales);
    }

    @Override
    public Optional<Sales.Order> order(long id) {
        return new QueryCall(db, "Sales.order", ORDER).value("id", LONG, id).optional(SalesQueries::readOrder);
    }

    @Override
    public Sales.Order newest() {
        return new QueryCall(db, "Sales.newest", NEWEST).one(SalesQueries::readOrder);
    }

    @Override
    public Sales.Order newestOf(Sales.Kind kind) {
        return new QueryCall(db, "Sales.newestOf", NEWEST_OF).value("kind", KIND_TYPE, kind).oneOrNull(SalesQueries::readOrder);
    }

    @Override
    public Stream<Long> ids(LocalDate day) {
        Objects.requireNonNull(day, "Parameter day of Sales.ids must not be null");
        return new QueryCall(db, "Sales.ids", IDS).value("day", DATE, day).stream(SalesQueries::readNullableLong);
    }

    @Override
    public long count() {
        return new QueryCall(db, "Sales.count", COUNT).one(SalesQueries::readLong);
    }

    @Override
    public Long countOrNull(Optional<LocalDate> from, Optional<LocalDate> to) {
        Objects.requireNonNull(from, "Parameter from of Sales.countOrNull must not be null");
        Objects.requireNonNull(to, "Parameter to of Sales.countOrNull must not be null");
        QueryCall call = new QueryCall(db, "Sales.countOrNull", COUNT_OR_NULL).value("from", DATE, from.orElse(null));
        if (from.isPresent() && to.isPresent()) {
            call.sql(" AND order_date < ?").value("to", DATE, to.get());
        }
        return call.oneOrNull(SalesQueries::readNullableLong);
    }

    @Override
    public Map<String, Long> counts(Set<Sales.Kind> kinds, Collection<Integer> shops,
            long[] excluded) {
        Objects.requireNonNull(kinds, "Parameter kinds of Sales.counts must not be null");
        Objects.requireNonNull(shops, "Parameter shops of Sales.counts must not be null");
        Objects.requireNonNull(excluded, "Parameter excluded of Sales.counts must not be null");
        QueryCall call = new QueryCall(db, "Sales.counts", COUNTS);
        if (kinds.isEmpty()) {
            call.sql("FALSE");
        } else {
            call
                    .sql("kind IN (")
                    .values("kinds", KIND_TYPE, kinds, "?")
                    .sql(")");
        }
        call.sql(" AND ");
        if (excluded.length == 0) {
            call.sql("TRUE");
        } else {
            call
                    .sql("id NOT IN (")
                    .values("excluded", LONG, excluded, "?")
                    .sql(")");
        }
        return call
                .sql(" AND array_contains(")
                .nested("shops", SHOPS_TYPE, shops, ARRAY_INT_11_COLUMN)
                .sql(", shop) GROUP BY city")
                .map(TEXT, LONG);
    }

    @Override
    public Set<String> cities() {
        return new QueryCall(db, "Sales.cities", CITIES).set(SalesQueries::readString);
    }

    @Override
    public Page<Sales.Order> page(PageRequest request) {
        Objects.requireNonNull(request, "Parameter request of Sales.page must not be null");
        return new QueryCall(db, "Sales.page", PAGE).page(SalesQueries::readOrder, request);
    }

    @Override
    public Map<Long, Sales.Order> byId() {
        return new QueryCall(db, "Sales.byId", BY_ID).map(LONG, SalesQueries::readOrder);
    }

    @Override
    public List<Long> sorted(Sort sort) {
        Objects.requireNonNull(sort, "Parameter sort of Sales.sorted must not be null");
        return new QueryCall(db, "Sales.sorted", SORTED)
                .order("sort", sort, "price", "o.price", "city", "city")
                .sql(" id")
                .list(SalesQueries::readNullableLong);
    }

    @Override
    public long addAll(Set<Sales.Order> orders, String record) {
        Objects.requireNonNull(orders, "Parameter orders of Sales.addAll must not be null");
        Objects.requireNonNull(record, "Parameter record of Sales.addAll must not be null");
        return new QueryCall(db, "Sales.addAll", ADD_ALL)
                .rows("orders", orders, (row, record_) -> row
                .sql("(?, ")
                .value("orders.id", LONG, record_.id(), INT_11_COLUMN)
                .nested("orders.tags", TAGS_TYPE, record_.tags(), ARRAY_VARCHAR_20_COLUMN)
                .sql(", ?)")
                .value("record", TEXT, record))
                .sql(ADD_ALL_2)
                .execute();
    }

    @Override
    public List<byte[]> pictures(byte[] except) {
        Objects.requireNonNull(except, "Parameter except of Sales.pictures must not be null");
        return new QueryCall(db, "Sales.pictures", PICTURES).value("except", BINARY, except).list(SalesQueries::readBytes);
    }

    @Override
    public long purgeBefore(LocalDate day) {
        Objects.requireNonNull(day, "Parameter day of Sales.purgeBefore must not be null");
        return new QueryCall(db, "Sales.purgeBefore", PURGE_BEFORE).value("day", DATE, day).execute();
    }

    @Override
    public int add(Sales.Order order, Optional<String> note, BigDecimal price, String[] labels) {
        Objects.requireNonNull(order, "Parameter order of Sales.add must not be null");
        Objects.requireNonNull(note, "Parameter note of Sales.add must not be null");
        Objects.requireNonNull(price, "Parameter price of Sales.add must not be null");
        return Math.toIntExact(new QueryCall(db, "Sales.add", ADD)
                .value("order.id", LONG, order.id(), INT_11_COLUMN)
                .value("order.kind", KIND_TYPE, order.kind(), VARCHAR_8_COLUMN)
                .value("note", TEXT, note.orElse(null), VARCHAR_20_COLUMN)
                .value("price", DECIMAL, price, DECIMAL_10_2_COLUMN)
                .value("order.audit.at", DATE_TIME, order.audit().at())
                .value("order.audit.by", TEXT, order.audit().by(), VARCHAR_20_COLUMN)
                .nested("order.tags", TAGS_TYPE, order.tags(), ARRAY_VARCHAR_20_COLUMN)
                .sql(", ")
                .nested("labels", TAGS_TYPE, labels, ARRAY_VARCHAR_20_COLUMN)
                .sql(", ")
                .nested("order.size", SIZE_TYPE, order.size())
                .sql(")")
                .execute());
    }

    @Override
    public void refresh() {
        new QueryCall(db, "Sales.refresh", REFRESH).execute();
    }

    private static Sales.CitySales readCitySales(Row row) {
        return new Sales.CitySales(
                row.textAt(0),
                row.longAt(1),
                row.decimalAt(2));
    }

    private static Sales.Order readOrder(Row row) {
        return new Sales.Order(
                row.longAt(0),
                row.at(1, KIND_TYPE),
                new Sales.Audit(
                        row.dateTimeAt(3),
                        row.textAt(2)),
                row.at(4, TAGS_TYPE),
                row.at(5, SIZE_TYPE));
    }

    private static Long readNullableLong(Row row) {
        return row.at(0, LONG);
    }

    private static Long readLong(Row row) {
        return row.longAt(0);
    }

    private static String readString(Row row) {
        return row.textAt(0);
    }

    private static byte[] readBytes(Row row) {
        return row.at(0, BINARY);
    }
}
