package dev.cairn.internal.run;

import static dev.cairn.internal.run.MigrationBench.ORDERS;
import static dev.cairn.internal.run.MigrationBench.TABLE_CLAUSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step is recognized as done by its own effects only. */
class StepInspectorTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_VIEW = "CREATE VIEW cities AS SELECT city FROM orders";

    @AutoClose
    private final MigrationBench bench = new MigrationBench();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ADD COLUMN note STRING, DROP COLUMN city",
                "ALTER TABLE orders RENAME COLUMN city TO town",
                "ALTER TABLE orders RENAME purchases",
                "ALTER TABLE orders COMMENT = 'all of them'",
                "ALTER TABLE orders SET (\"replicated_storage\" = \"false\")",
                "ALTER TABLE orders ADD INDEX by_city (city) USING BITMAP",
                "ALTER TABLE orders ADD ROLLUP by_city (city)",
                "CREATE MATERIALIZED VIEW summed AS SELECT city, count(id) FROM orders GROUP BY city",
                "CREATE MATERIALIZED VIEW copied DISTRIBUTED BY HASH(id) REFRESH MANUAL AS SELECT id FROM orders",
                "DROP TABLE orders",
                CREATE_VIEW
            })
    void aStepThatAlreadyRanIsNotRunAgain(String statement) throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.execute(statement);
        bench.runLedger = MemoryLedger.withBegunSteps(1);
        bench.run(before, statement);

        assertThat(bench.drainStatements()).isEmpty();
        assertThat(bench.events(Progress.StepSkipped.class)).hasSize(1);
    }

    @Test
    void foreignColumnsDoNotAffectTheColumnOrder() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS, "ALTER TABLE orders ADD COLUMN note STRING");
        bench.execute("ALTER TABLE orders ADD COLUMN other INT AFTER id");
        String moveColumn = "ALTER TABLE orders MODIFY COLUMN note STRING AFTER id";
        bench.run(before, moveColumn);
        assertThat(bench.drainStatements()).hasSize(1);

        bench.runLedger = MemoryLedger.withBegunSteps(1);
        bench.run(before, moveColumn);
        assertThat(bench.drainStatements()).isEmpty();
    }

    @Test
    void aDropIgnoresOtherChangesOfTheObject() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.execute("ALTER TABLE orders ADD COLUMN other INT");
        bench.run(before, "DROP TABLE orders");

        assertThat(bench.tableNames()).isEmpty();
    }

    @Test
    void aHalfAppliedStepStopsTheRun() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.execute("ALTER TABLE orders ADD COLUMN one INT");

        assertThatThrownBy(() -> bench.run(before, "ALTER TABLE orders ADD COLUMN one INT, ADD COLUMN two INT"))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
    }

    /** The statement of the old table does not name replicas, and the table has as many as the new one. */
    @Test
    void defaultsOfTheServerDoNotIdentifySwappedTables() throws SQLException {
        String createOldTable =
                "CREATE TABLE orders (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2";
        Catalog before = bench.createCatalog(createOldTable);
        bench.run(
                before,
                "-- rebuild: key\nCREATE TABLE orders__cairn_new (id INT NOT NULL) PRIMARY KEY(id)" + TABLE_CLAUSES,
                "ALTER TABLE orders SWAP WITH orders__cairn_new",
                "DROP TABLE orders__cairn_new");

        assertThat(bench.tableNames()).containsExactly("orders");
        assertThat(ServerCatalog.of(bench.server)
                        .findTable("shop", "orders")
                        .orElseThrow()
                        .model())
                .isEqualTo(KeyModel.PRIMARY);
    }

    @Test
    void aDifferentTableOfTheSameNameIsReported() throws SQLException {
        bench.execute("CREATE TABLE orders (id INT NOT NULL, town VARCHAR(20)) DUPLICATE KEY(id)" + TABLE_CLAUSES);

        assertThatThrownBy(() -> bench.run(MigrationBench.empty(), ORDERS))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anObjectOfAnotherKindWithTheSameNameIsReported() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.execute("CREATE TABLE cities (id INT) DUPLICATE KEY(id)" + TABLE_CLAUSES);

        assertThatThrownBy(() -> bench.run(before, CREATE_VIEW))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aViewIsReplaced() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS, CREATE_VIEW);
        String replaceView = "CREATE OR REPLACE VIEW cities AS SELECT city, id FROM orders";
        bench.run(before, replaceView);
        assertThat(bench.drainStatements()).hasSize(1);

        bench.runLedger = MemoryLedger.withBegunSteps(1);
        bench.run(before, replaceView);
        assertThat(bench.drainStatements()).isEmpty();
    }

    @Test
    void aStepWithoutAVisibleEffectIsTrackedByTheLedger() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.run(before, "TRUNCATE TABLE orders");
        assertThat(bench.drainStatements()).containsExactly("TRUNCATE TABLE `orders`");
        bench.runAgain(before, "TRUNCATE TABLE orders");
        assertThat(bench.drainStatements()).isEmpty();
    }
}
