package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static dev.cairn.schema.ValueType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.golden.GoldenMessages;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A {@link Database} inserts, reads, changes and deletes rows as its descriptors say. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class DatabaseTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final Sale OSLO = Sale.of(1, "Oslo", 100);
    private static final Sale ROME = Sale.of(2, "Rome", 250);
    private static final Sale BONN = Sale.of(3, "Bonn", 70);

    private EmbeddedStarRocks server;
    private String url;
    private RecordingDataSource dataSource;
    private Database db;

    @BeforeEach
    void start(FreshDatabase fresh) {
        server = fresh.server();
        url = fresh.jdbcUrl();
        dataSource = new RecordingDataSource(url);
        db = Database.of(dataSource);
        db.execute(SALE.ddl());
    }

    @Test
    void insertedRowsCanBeRead() {
        assertThat(db.insert(SALE, List.of(OSLO, ROME, BONN))).isEqualTo(3);
        assertThat(db.insert(SALE, new Sale(4, null, 1, null, null))).isEqualTo(1);

        assertThat(db.from(SALE).orderBy(SALE.id.asc()).list())
                .containsExactly(OSLO, ROME, BONN, new Sale(4, null, 1, null, null));
    }

    @Test
    void aSelectionFiltersAndSortsRows() {
        db.insert(SALE, List.of(OSLO, ROME, BONN));

        assertThat(db.from(SALE)
                        .where(SALE.amount.gt(80).and(SALE.city.in("Oslo", "Rome", "Bonn")))
                        .orderBy(SALE.amount.desc())
                        .list())
                .containsExactly(ROME, OSLO);
        assertThat(db.from(SALE)
                        .where(SALE.city.like("%o%"))
                        .where(SALE.price.le(10))
                        .count())
                .isEqualTo(3);
        assertThat(db.from(SALE)
                        .where(SALE.city.in().or(SALE.day.isNull().not().and(SALE.id.between(2, 3))))
                        .count())
                .isEqualTo(2);
        assertThat(db.from(SALE).orderBy(SALE.id.desc()).first()).contains(BONN);
        assertThat(db.from(SALE).where(SALE.id.eq(9)).first()).isEmpty();
        assertThat(db.from(SALE).orderBy(SALE.id.asc()).limit(1).offset(1).list())
                .containsExactly(ROME);
        assertThat(db.from(SALE).limit(2).count()).isEqualTo(2);
    }

    @Test
    void valuesAreBoundAndNamesQuoted() {
        db.insert(SALE, List.of(OSLO));
        long statementCountBefore = server.log().count();
        assertThat(db.from(SALE).where(SALE.city.eq("'x\\")).list()).isEmpty();

        assertThat(server.log().findSince(statementCountBefore))
                .extracting(entry -> entry.text())
                .anyMatch(sql -> sql.equals(
                        "SELECT `id`, `city`, `amount`, `day`, `price` FROM `sale`" + " WHERE `city` = '''x\\\\'"));
    }

    @Test
    void aStreamHoldsItsConnectionUntilItsEnd() throws Exception {
        db.insert(SALE, LongStream.range(0, 5_000).mapToObj(id -> Sale.of(id, "Oslo", 1)));

        try (Stream<Sale> rows = db.from(SALE).stream()) {
            assertThat(dataSource.isInUse()).isTrue();
            assertThat(rows.limit(10)).hasSize(10);
        }
        assertThat(dataSource.isInUse()).isFalse();
    }

    @Test
    void aStreamThatWasReadToItsEndHasReleasedItsConnection() throws Exception {
        db.insert(SALE, LongStream.range(0, 5_000).mapToObj(id -> Sale.of(id, "Oslo", 1)));
        Stream<Sale> rows = db.from(SALE).stream();

        assertThat(rows.mapToLong(Sale::id).sum()).isEqualTo(5_000L * 4_999 / 2);
        assertThat(dataSource.isInUse()).isFalse();
    }

    @Test
    void manyRowsAreInsertedByFewStatements() {
        long statementCountBefore = server.log().count();

        assertThat(db.insert(SALE, LongStream.range(0, 9_001).mapToObj(id -> Sale.of(id, "Oslo", 1))))
                .isEqualTo(9_001);
        assertThat(server.log().findSince(statementCountBefore))
                .filteredOn(entry -> entry.text().startsWith("INSERT"))
                .hasSize(3);
        assertThat(db.from(SALE).count()).isEqualTo(9_001);
    }

    @Test
    void omittedColumnsGetTheirDefaults() {
        db.into(SALE).without(SALE.amount, SALE.day).insert(List.of(OSLO));

        assertThat(db.from(SALE).list()).containsExactly(new Sale(1, "Oslo", 5, null, OSLO.price()));
    }

    @Test
    void valuesOfAQueryAreReadByPosition() {
        db.insert(SALE, List.of(OSLO, ROME, BONN));

        assertThat(db.query(
                        "SELECT city, count(*) FROM sale WHERE amount > ? GROUP BY city ORDER BY city",
                        row -> row.at(0, TEXT) + row.longAt(1),
                        80))
                .containsExactly("Oslo1", "Rome1");
        try (Stream<Long> ids = db.stream("SELECT id FROM sale WHERE city = '{x' OR id = 3", row -> row.longAt(0))) {
            assertThat(ids).containsExactly(3L);
        }
    }

    @Test
    void aQueryIsReadIntoRecordsByColumnNames() throws Exception {
        db.insert(SALE, List.of(OSLO, ROME, BONN));
        String sql =
                "SELECT max(price) price, max(day) AS `DAY`, city, max(id) AS id, cast(sum(amount) AS int) AS amount"
                        + " FROM sale WHERE amount > ? GROUP BY city ORDER BY city";

        assertThat(db.query(sql, SALE, 80)).containsExactly(OSLO, ROME);
        try (Stream<Sale> rows = db.stream(sql, SALE, 200)) {
            assertThat(rows).containsExactly(ROME);
        }
        assertThat(dataSource.isInUse()).isFalse();
    }

    @Test
    void aResultWithOtherColumnsThanTheRecordIsRefused() throws Exception {
        assertThatThrownBy(() -> db.query("SELECT id, city AS town, id AS Id, 1 AS one, day, price FROM sale", SALE))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> db.stream("SELECT * EXCEPT (amount) FROM sale", SALE))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThat(dataSource.isInUse()).isFalse();
    }

    @Test
    void aValueThatTheRecordCannotRepresentIsReportedWithItsColumn() {
        db.insert(SALE, List.of(OSLO));

        assertThatThrownBy(() -> db.query("SELECT price, nullif(amount, 100) AS amount, day, city, id FROM sale", SALE))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aRowIsChangedAndDeletedByItsKey() {
        db.insert(SALE, List.of(OSLO, ROME, BONN));

        assertThat(db.update(SALE, Sale.of(2, "Milan", 7))).isEqualTo(1);
        assertThat(db.delete(SALE, List.of(OSLO, BONN))).isEqualTo(2);
        assertThat(db.from(SALE).list()).containsExactly(Sale.of(2, "Milan", 7));
        assertThat(db.delete(SALE, SALE.id.eq(2))).isEqualTo(1);
        assertThat(db.from(SALE).count()).isZero();
    }

    @Test
    void readingNullAsAPrimitiveIsRefused() {
        db.insert(SALE, List.of(OSLO, ROME));

        assertThatThrownBy(() ->
                        db.query("SELECT id, nullif(amount, 250) AS n FROM sale ORDER BY id", row -> row.intAt(1)))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aValueThatItsColumnCannotHoldIsNotSent() {
        long statementCountBefore = server.log().count();

        assertThatThrownBy(() -> db.insert(SALE, List.of(OSLO, Sale.of(2, "Zürich/ü", 1))))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
        assertThat(server.log().findSince(statementCountBefore))
                .noneMatch(entry -> entry.text().startsWith("INSERT"));
    }

    @Test
    void aRefusedQueryReportsTheServersMessage() {
        assertThatThrownBy(() -> db.query("SELECT nothing FROM sale", row -> row.intAt(0)))
                .isInstanceOf(FailedStatementException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aGivenConnectionStaysOpen() throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            Database database = Database.of(connection);
            database.insert(SALE, OSLO);
            try (Stream<Sale> rows = database.from(SALE).stream()) {
                assertThat(rows).containsExactly(OSLO);
            }
            assertThat(connection.isClosed()).isFalse();
            assertThat(database.<Boolean>useConnection(borrowedConnection -> borrowedConnection == connection))
                    .isTrue();
        }
    }

    @Test
    void anyStatementIsExecuted() {
        assertThat(db.execute("INSERT INTO sale (id, city) VALUES (?, ?), (2, 'Rome')", 1, "Oslo"))
                .isEqualTo(2);
        assertThat(db.execute("SHOW TABLES")).isZero();
        assertThat(db.query("SHOW TABLES", row -> row.at(0, TEXT))).containsExactly("sale");
        assertThatThrownBy(() -> db.query("TRUNCATE TABLE sale", row -> row.at(0, TEXT)))
                .isInstanceOf(FailedStatementException.class)
                .satisfies(MESSAGES::match);
    }
}
