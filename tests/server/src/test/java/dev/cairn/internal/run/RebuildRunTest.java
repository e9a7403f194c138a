package dev.cairn.internal.run;

import static dev.cairn.internal.run.MigrationBench.ORDERS;
import static dev.cairn.internal.run.MigrationBench.TABLE_CLAUSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables are rebuilt and dropped through staging tables; no rows are lost wherever a run stops. */
class RebuildRunTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String[] REBUILD_STATEMENTS = {
        "-- rebuild: city NOT NULL\nCREATE TABLE orders__cairn_new (id INT NOT NULL, city VARCHAR(20) NOT NULL)"
                + " DUPLICATE KEY(id)" + TABLE_CLAUSES,
        "-- grants: from orders to orders__cairn_new",
        "INSERT INTO orders__cairn_new (id, city) SELECT id, city FROM orders",
        "ALTER TABLE orders SWAP WITH orders__cairn_new",
        "-- destructive: drops the old rows\nDROP TABLE orders__cairn_new"
    };
    private static final String[] DROP_STATEMENTS = {
        "ALTER TABLE orders RENAME orders__cairn_old", "-- destructive: drops orders\nDROP TABLE orders__cairn_old"
    };

    @AutoClose
    private final MigrationBench bench = new MigrationBench();

    private Catalog before = MigrationBench.empty();

    @BeforeEach
    void createTable() throws SQLException {
        before = bench.createCatalog(ORDERS);
    }

    @Test
    void aStagingTableIsNamedByTheSequenceOfTheTakeOver() {
        bench.run(before, REBUILD_STATEMENTS);

        assertThat(bench.drainStatements())
                .extracting(text -> text.lines().findFirst().orElseThrow())
                .containsExactly(
                        "CREATE TABLE `orders__cairn_1` (",
                        "INSERT INTO orders__cairn_1 WITH LABEL `cairn_shop_3_3_1_9f3a01bc_sx4f53cda18c2baa0c_0` (id, city)"
                                + " SELECT id, city FROM orders",
                        "ALTER TABLE `orders` SWAP WITH `orders__cairn_1`",
                        "DROP TABLE `orders__cairn_1`");
        assertThat(listTables()).containsExactly("orders");
        assertThat(isNullable("city")).isFalse();
    }

    @Test
    void aRunThatTakesOverRenamesTheStagingTableOfThePreviousRun() {
        bench.server.faults().add(Trigger.matching("(?i)alter table.*swap.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, REBUILD_STATEMENTS)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.drainStatements();
        bench.runAgain(before, REBUILD_STATEMENTS);

        assertThat(bench.drainStatements())
                .containsExactly(
                        "ALTER TABLE `shop`.`orders__cairn_1` RENAME `orders__cairn_17`",
                        "ALTER TABLE `orders` SWAP WITH `orders__cairn_17`",
                        "DROP TABLE `orders__cairn_17`");
        assertThat(isNullable("city")).isFalse();
    }

    /** A server makes regular expressions of patterns, in which a dollar sign does not match itself. */
    @Test
    void aStagingTableIsFoundByANameWithADollarSign() throws SQLException {
        Catalog catalogWithDollarSign = bench.createCatalog(ORDERS.replace("orders", "`or$ders`"));
        String[] statements = Stream.of(REBUILD_STATEMENTS)
                .map(text -> text.replaceAll("\\borders(__cairn_new)?\\b", "`or\\$ders$1`"))
                .toArray(String[]::new);
        bench.server.faults().add(Trigger.matching("(?i)alter table.*swap.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(catalogWithDollarSign, statements))
                .isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.drainStatements();
        bench.runAgain(catalogWithDollarSign, statements);

        assertThat(bench.drainStatements())
                .containsExactly(
                        "ALTER TABLE `shop`.`or$ders__cairn_1` RENAME `or$ders__cairn_17`",
                        "ALTER TABLE `or$ders` SWAP WITH `or$ders__cairn_17`",
                        "DROP TABLE `or$ders__cairn_17`");
    }

    @Test
    void aCopyThatNeverArrivedIsMadeAgainIntoAnEmptyTable() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo'), (2, 'Rome')");
        stopAfterTheCopyBegan();
        // As if another copy had been made so long ago that the server has forgotten its label.
        bench.execute("INSERT INTO orders__cairn_1 VALUES (1, 'Oslo')");

        bench.runAgain(before, REBUILD_STATEMENTS);

        // The label is new: the server may still refuse the forgotten one.
        assertThat(bench.drainStatements().stream().map(statement -> statement.replaceAll("_sx[0-9a-f]{16}_", "_sx_")))
                .containsSubsequence(
                        "ALTER TABLE `shop`.`orders__cairn_1` RENAME `orders__cairn_17`",
                        "TRUNCATE TABLE `shop`.`orders__cairn_17`",
                        "INSERT INTO orders__cairn_17 WITH LABEL `cairn_shop_3_3_1_9f3a01bc_sx_17` (id, city)"
                                + " SELECT id, city FROM orders",
                        "ALTER TABLE `orders` SWAP WITH `orders__cairn_17`");
        assertThat(bench.queryRows("SELECT id FROM orders ORDER BY id")).containsExactly(List.of("1"), List.of("2"));
        assertThat(bench.warnings())
                .singleElement()
                .asString()
                .matches("The load cairn_shop_3_3_1_9f3a01bc_sx[0-9a-f]{16}_0 is unknown to the server:"
                        + " shop.orders__cairn_17 is truncated, and loaded again");
        assertThat(bench.server.faults().runDeferred()).isZero();
    }

    private void stopAfterTheCopyBegan() {
        bench.server
                .faults()
                .add(Trigger.matching("(?i)insert into orders__cairn.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, REBUILD_STATEMENTS)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.drainStatements();
    }

    @Test
    void aLateCopyFindsNoTableUnderItsOldName() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo'), (2, 'Rome')");
        bench.server.faults().add(Trigger.matching("(?i)insert into orders__cairn.*"), Fault.defer());
        bench.server
                .faults()
                .add(Trigger.matching("(?i)insert into orders__cairn.*").nth(2).every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, REBUILD_STATEMENTS)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.setListener(progress -> {
            if (progress instanceof Progress.Warning) {
                // The old copy arrives right before the table is emptied.
                bench.server.faults().runDeferred();
            }
        });

        bench.runAgain(before, REBUILD_STATEMENTS);

        assertThat(bench.queryRows("SELECT id FROM orders ORDER BY id")).containsExactly(List.of("1"), List.of("2"));
    }

    @Test
    void aTableThatAnotherStepFillsTooIsNotEmptied() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo'), (2, 'Rome')");
        String[] statements = {
            REBUILD_STATEMENTS[0],
            REBUILD_STATEMENTS[1],
            "INSERT INTO orders__cairn_new (id, city) SELECT id, city FROM orders WHERE id = 1",
            "INSERT INTO orders__cairn_new (id, city) SELECT id, city FROM orders WHERE id <> 1",
            REBUILD_STATEMENTS[3],
            REBUILD_STATEMENTS[4]
        };
        bench.server
                .faults()
                .add(Trigger.matching("(?i)insert into orders__cairn.*<>.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, statements)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();

        assertThatThrownBy(() -> bench.runAgain(before, statements)).isInstanceOf(UncertainStepException.class);
    }

    @Test
    void aStagingTableThatCannotBeEmptiedIsAnUncertainStep() throws SQLException {
        stopAfterTheCopyBegan();
        bench.server.faults().add(Trigger.matching("(?i)truncate.*"), Fault.reject(5203, "42000", "Access denied"));

        assertThatThrownBy(() -> bench.runAgain(before, REBUILD_STATEMENTS))
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aSwapThatWasLostIsNotSentTwice() {
        bench.server.faults().add(Trigger.matching("(?i)alter table.*swap.*"), Fault.defer());

        assertThatThrownBy(() -> bench.run(before, REBUILD_STATEMENTS))
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
        bench.runAgain(before, REBUILD_STATEMENTS);
        bench.server.faults().runDeferred();
        assertThat(isNullable("city")).isFalse();
    }

    @Test
    void aSwapWhoseReplyWasLostIsDone() {
        bench.server.faults().add(Trigger.matching("(?i)alter table.*swap.*"), Fault.cutAfter());
        bench.run(before, REBUILD_STATEMENTS);

        assertThat(isNullable("city")).isFalse();
        assertThat(listTables()).containsExactly("orders");
    }

    @Test
    void aLateSwapOfThePreviousRunFails() {
        bench.server.faults().add(Trigger.matching("(?i)alter table.*swap.*"), Fault.defer());
        bench.server
                .faults()
                .add(Trigger.matching("(?i)alter table.*swap.*").nth(2).every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, REBUILD_STATEMENTS)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.setListener(progress -> {
            boolean isSwap = progress instanceof Progress.StepStarted stepStarted
                    && stepStarted.step().number() == 4;
            if (isSwap) {
                // The old statement arrives right before the new one.
                assertThat(bench.server.faults().runDeferred()).isEqualTo(1);
            }
        });
        bench.runAgain(before, REBUILD_STATEMENTS);

        assertThat(listTables()).containsExactly("orders");
        assertThat(isNullable("city")).isFalse();
    }

    @Test
    void aTableThatThePreviousRunCreatesLateIsDropped() {
        bench.server.faults().add(Trigger.matching("(?i)create table.*"), Fault.defer());
        bench.server.faults().add(Trigger.matching("(?i)create table.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, REBUILD_STATEMENTS)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.server.faults().add(Trigger.matching("(?i)alter table.*swap.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.runAgain(before, REBUILD_STATEMENTS))
                .isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.server.faults().runDeferred();
        assertThat(listTables()).containsExactly("orders", "orders__cairn_1", "orders__cairn_17");
        bench.runAgain(before, REBUILD_STATEMENTS);

        assertThat(listTables()).containsExactly("orders");
        assertThat(isNullable("city")).isFalse();
    }

    @Test
    void aTableIsRenamedBeforeItIsDropped() {
        bench.run(before, DROP_STATEMENTS);

        assertThat(bench.drainStatements())
                .containsExactly("ALTER TABLE `orders` RENAME `orders__cairn_1`", "DROP TABLE `orders__cairn_1`");
        assertThat(listTables()).isEmpty();
    }

    @Test
    void aLateRenameOfThePreviousRunIsFound() {
        bench.server.faults().add(Trigger.matching("(?i)alter table.*rename.*"), Fault.defer());
        bench.server.faults().add(Trigger.matching("(?i)alter table.*rename.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, DROP_STATEMENTS)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.drainStatements();
        bench.setListener(progress -> {
            boolean isRename = progress instanceof Progress.StepStarted stepStarted
                    && stepStarted.step().number() == 1;
            if (isRename) {
                bench.server.faults().runDeferred();
            }
        });
        bench.runAgain(before, DROP_STATEMENTS);

        assertThat(bench.drainStatements())
                .containsExactly(
                        "ALTER TABLE `orders` RENAME `orders__cairn_17`",
                        "ALTER TABLE `shop`.`orders__cairn_1` RENAME `orders__cairn_17`",
                        "DROP TABLE `orders__cairn_17`");
        assertThat(listTables()).isEmpty();
    }

    @Test
    void aLateDropOfThePreviousRunFails() throws SQLException {
        bench.server.faults().add(Trigger.matching("(?i)drop table.*"), Fault.defer());
        bench.server.faults().add(Trigger.matching("(?i)drop table.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, DROP_STATEMENTS)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.runAgain(before, DROP_STATEMENTS);
        bench.execute("CREATE TABLE orders (id INT) DUPLICATE KEY(id)" + TABLE_CLAUSES);
        bench.server.faults().runDeferred();

        assertThat(listTables()).containsExactly("orders");
    }

    @Test
    void grantsAreGivenBeforeTheTablesAreSwapped() throws SQLException {
        bench.execute(
                "CREATE ROLE reader",
                "CREATE USER ann IDENTIFIED BY 'a'",
                "GRANT SELECT ON TABLE shop.orders TO ROLE reader",
                "GRANT INSERT, DELETE ON TABLE shop.orders TO USER ann WITH GRANT OPTION",
                "GRANT SELECT ON ALL TABLES IN DATABASE shop TO USER ann");
        bench.run(before, REBUILD_STATEMENTS);

        assertThat(bench.drainStatements())
                .filteredOn(text -> text.startsWith("GRANT"))
                .containsExactlyInAnyOrder(
                        "GRANT SELECT ON TABLE `shop`.`orders__cairn_1` TO ROLE 'reader'",
                        "GRANT DELETE, INSERT ON TABLE `shop`.`orders__cairn_1` TO USER 'ann'@'%' WITH GRANT OPTION");
        assertThat(bench.queryRows("SHOW GRANTS FOR ROLE reader"))
                .anyMatch(row -> row.contains("GRANT SELECT ON TABLE shop.orders TO ROLE 'reader'"));
    }

    @Test
    void grantsThatCantBeReadStopTheRun() {
        bench.server
                .faults()
                .add(Trigger.matching("SHOW USERS"), Fault.reject(5203, "42000", "Access denied; you need GRANT"));

        assertThatThrownBy(() -> bench.run(before, REBUILD_STATEMENTS))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void theLossOfGrantsCanBeAccepted() {
        bench.server.faults().add(Trigger.matching("SHOW USERS"), Fault.reject(5203, "42000", "Access denied"));
        String[] statements = REBUILD_STATEMENTS.clone();
        statements[1] = statements[1] + "\n-- grants: loss accepted";
        bench.run(before, statements);

        assertThat(bench.warnings())
                .contains("the grants of shop.orders can't be read, and their loss was accepted: 5203: Access denied");
        assertThat(listTables()).containsExactly("orders");
    }

    private List<String> listTables() {
        return bench.tableNames();
    }

    private boolean isNullable(String column) {
        return ServerCatalog.of(bench.server)
                .findTable("shop", "orders")
                .orElseThrow()
                .findColumn(column)
                .orElseThrow()
                .isNullable();
    }
}
