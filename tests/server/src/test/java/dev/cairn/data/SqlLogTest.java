package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.schema.ValueType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The logger {@code dev.cairn.sql} receives each statement; java.util.logging calls DEBUG FINE, and TRACE FINER. */
class SqlLogTest {
    private static final Logger LOG = Logger.getLogger("dev.cairn.sql");
    private static final String INSERT_SQL =
            "INSERT INTO `sale` (`id`, `city`, `amount`, `day`, `price`) VALUES (?, ?, ?, ?, ?)";

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT);
    private final LineCollector lines = new LineCollector();
    private Database db;

    @BeforeEach
    void start() {
        server.createDatabase("shop");
        db = Database.of(SalesServer.createSource(server.jdbcUrl("shop")));
        db.execute(SALE.ddl());
        LOG.setUseParentHandlers(false);
        LOG.addHandler(lines);
        LOG.setLevel(Level.FINE);
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(lines);
        LOG.setUseParentHandlers(true);
        LOG.setLevel(null);
        server.close();
    }

    /** Collects the log entries of this thread, without durations. */
    private static final class LineCollector extends Handler {
        private final long threadId = Thread.currentThread().getId();
        private final List<String> collectedLines = new ArrayList<>();

        @Override
        public void publish(LogRecord logRecord) {
            if (logRecord.getLongThreadID() == threadId) {
                assertThat(logRecord.getMessage()).matches("(?s)\\d+\\.\\d ms, .*");
                collectedLines.add(logRecord.getMessage().replaceFirst("^\\S+ ms, ", ""));
            }
        }

        List<String> takeLines() {
            List<String> takenLines = List.copyOf(collectedLines);
            collectedLines.clear();
            return takenLines;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void eachStatementIsLoggedWithItsRows() {
        db.insert(SALE, List.of(Sale.of(1, "Oslo", 10), Sale.of(2, "Rome", 20)));
        assertThat(lines.takeLines()).containsExactly("2 rows: " + INSERT_SQL + ", …");

        db.from(SALE).where(SALE.city.eq("Oslo")).list();
        assertThat(lines.takeLines())
                .containsExactly("1 row: SELECT `id`, `city`, `amount`, `day`, `price` FROM `sale` WHERE `city` = ?");

        db.update(SALE, Sale.of(1, "Bonn", 11));
        db.delete(SALE, SALE.id.eq(2));
        db.execute("TRUNCATE TABLE sale");
        assertThat(lines.takeLines())
                .containsExactly(
                        "1 row: UPDATE `sale` SET `city` = ?, `amount` = ?, `day` = ?, `price` = ? WHERE (`id` = ?)",
                        "1 row: DELETE FROM `sale` WHERE `id` = ?",
                        "0 rows: TRUNCATE TABLE sale");
    }

    @Test
    void statementsOfInterfacesAreLoggedWithTheirMethods() {
        String statementText = "/* Sales.purge */ DELETE FROM sale WHERE id = ?";
        new QueryCall(db, "Sales.purge", statementText)
                .value("id", ValueType.LONG, 1L)
                .execute();
        new QueryCall(db.methodComments(false), "Sales.purge", statementText)
                .value("id", ValueType.LONG, 1L)
                .execute();
        new QueryCall(db, "Sales.ids", "/* Sales.ids */ SELECT id FROM sale").list(row -> row.longAt(0));
        assertThat(lines.takeLines())
                .containsExactly(
                        "0 rows: " + statementText,
                        "0 rows: DELETE FROM sale WHERE id = ?",
                        "0 rows: /* Sales.ids */ SELECT id FROM sale");
    }

    @Test
    void aStreamIsLoggedWhenItEnds() {
        db.insert(SALE, LongStream.range(0, 5).mapToObj(id -> Sale.of(id, "Oslo", 1)));
        lines.takeLines();
        try (Stream<Long> ids = db.stream("SELECT id FROM sale", row -> row.longAt(0))) {
            assertThat(ids.limit(3).toList()).hasSize(3);
            assertThat(lines.takeLines()).isEmpty();
        }
        assertThat(lines.takeLines()).containsExactly("3 rows: SELECT id FROM sale");
        assertThat(db.stream("SELECT id FROM sale", row -> row.longAt(0)).count())
                .isEqualTo(5);
        assertThat(lines.takeLines()).containsExactly("5 rows: SELECT id FROM sale");
    }

    @Test
    void aRefusedStatementIsLoggedWithItsReason() {
        assertThatThrownBy(() -> db.query("SELECT nothing FROM sale", row -> row.longAt(0)))
                .isInstanceOf(FailedStatementException.class);
        assertThatThrownBy(() -> db.stream("SELECT nothing FROM sale", row -> row.longAt(0)))
                .isInstanceOf(FailedStatementException.class);
        assertThatThrownBy(() -> db.execute("DROP TABLE none")).isInstanceOf(FailedStatementException.class);
        assertThat(lines.takeLines())
                .hasSize(3)
                .satisfies(
                        line -> assertThat(line).startsWith("failed: SELECT nothing FROM sale -> 1064: "),
                        Index.atIndex(0))
                .satisfies(
                        line -> assertThat(line).startsWith("failed: SELECT nothing FROM sale -> 1064: "),
                        Index.atIndex(1))
                .satisfies(line -> assertThat(line).startsWith("failed: DROP TABLE none -> 5502: "), Index.atIndex(2));
    }

    @Test
    void rowsThatCannotBeReadAreNotCountedInTheLog() {
        db.insert(SALE, new Sale(1, null, 1, null, null));
        lines.takeLines();
        assertThatThrownBy(() -> db.query("SELECT city FROM sale", row -> row.longAt(0)))
                .isInstanceOf(ValueConversionException.class);
        assertThat(lines.takeLines()).containsExactly("0 rows: SELECT city FROM sale");
    }

    @Test
    void valuesAreLoggedAtTheLevelTrace() {
        LOG.setLevel(Level.FINER);
        db.insert(SALE, List.of(Sale.of(1, "Oslo", 10), new Sale(2, null, 5, null, null)));
        db.query("SELECT id FROM sale WHERE city IN (?, ?)", row -> row.longAt(0), "Oslo", null);
        assertThat(lines.takeLines())
                .containsExactly(
                        "2 rows: " + INSERT_SQL + ", … [1, 'Oslo', 10, '2026-01-02', 9.50, 2, null, 5, null, null]",
                        "1 row: SELECT id FROM sale WHERE city IN (?, ?) ['Oslo', null]");
    }

    @Test
    void aStreamLoadIsLogged() {
        db.load(SALE).label("one").credentials("root", "").send(List.of(Sale.of(1, "Oslo", 10)));
        assertThat(lines.takeLines())
                .endsWith("1 row: PUT /api/shop/sale/_stream_load label: one, columns: `id`, `city`, `amount`, `day`,"
                        + " `price`");
        db.load(SALE).label("one").credentials("root", "").send(List.of(Sale.of(1, "Oslo", 10)));
        assertThat(lines.takeLines())
                .last()
                .asString()
                .startsWith("failed: PUT /api/shop/sale/_stream_load label: one")
                .contains(" -> Label Already Exists: ");
    }

    @Test
    void statementsOfMigratorsAreLoggedInTheSameWay() {
        try (ServerConnection connection = new ConnectionFactory(
                        SalesServer.createSource(server.jdbcUrl("shop")), "shop", Ticker.system())
                .open()) {
            connection.execute("CREATE VIEW cities AS SELECT city FROM sale");
            connection.fetchRows("SHOW TABLES");
            assertThatThrownBy(() -> connection.execute("DROP VIEW none")).isInstanceOf(ServerRefusalException.class);
        }
        assertThat(lines.takeLines())
                .hasSize(3)
                .contains("0 rows: CREATE VIEW cities AS SELECT city FROM sale", "2 rows: SHOW TABLES")
                .last()
                .asString()
                .startsWith("failed: DROP VIEW none -> 5502: ");
    }

    @Test
    void noPasswordIsLogged() throws Exception {
        LOG.setLevel(Level.FINER);
        db.execute("CREATE USER ada IDENTIFIED BY 'hunter2'");
        db.execute("CREATE USER bob IDENTIFIED BY ?", "hunter2");
        db.execute("GRANT INSERT ON TABLE shop.sale TO ada");
        db.execute("SET PASSWORD FOR ada = PASSWORD(\"hunter2\")");
        assertThatThrownBy(() -> db.execute("CREATE USER ada IDENTIFIED BY 'hunter2'"));
        assertThatThrownBy(() -> db.execute("CREATE EXTERNAL CATALOG c /* hunter2 */ PROPERTIES"
                + " (\"type\" = \"jdbc\", \"password\" = \"a\\\"hunter2\", \"aws.s3.secret_key\" = 'it''s hunter2)"));
        db.load(SALE).credentials("ada", "hunter2").send(List.of(Sale.of(1, "Oslo", 10)));
        assertThatThrownBy(() -> db.load(SALE).credentials("ada", "hunter3").send(List.of(Sale.of(1, "Oslo", 10))));
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "ada", "hunter2")) {
            assertThat(Database.of(connection).query("SELECT 1", row -> row.intAt(0)))
                    .containsExactly(1);
        }
        List<String> loggedLines = lines.takeLines();
        assertThat(loggedLines)
                .contains(
                        "0 rows: CREATE USER ada IDENTIFIED BY '***'",
                        "0 rows: CREATE USER bob IDENTIFIED BY ? [values are not logged]",
                        "0 rows: SET PASSWORD FOR ada = PASSWORD('***')",
                        "failed: CREATE USER ada IDENTIFIED BY '***' -> [the reason is not logged]",
                        "failed: CREATE EXTERNAL CATALOG c   PROPERTIES ('***' = '***', '***' = '***', '***' ="
                                + " '***''***' -> [the reason is not logged]",
                        "1 row: SELECT 1");
        assertThat(String.join("\n", loggedLines)).doesNotContain("hunter");
    }
}
