package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A ledger that is missing, in parts or as a whole, damaged, or older than the database: no migration runs a second
 * time.
 */
class LostLedgerTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String TAIL =
            " DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String ORDERS = "CREATE TABLE orders (id INT NOT NULL, total INT)" + TAIL;
    private static final String STATES = "__cairn_shop_0%";

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    /** Three migrations: a table, rows, and another table. */
    private static RecordedHistory history() {
        return new RecordedHistory(World.DATABASE)
                .version("orders", ORDERS)
                .statements("rows", "INSERT INTO orders VALUES (1, 10), (2, 20), (3, 30)")
                .statements("more", "CREATE TABLE accounts (id INT NOT NULL)" + TAIL);
    }

    private static SchemaDescriptor schema() {
        return history().schema();
    }

    /** The same with a fourth migration, which is pending. */
    private static SchemaDescriptor next() {
        return history()
                .statements("next", "CREATE TABLE notes (id INT NOT NULL)" + TAIL)
                .schema();
    }

    private Migrator migrator() {
        return world.createMigrator(next());
    }

    private void upgraded() {
        world.createMigrator(schema()).upgrade();
    }

    private List<String> views(String pattern) throws SQLException {
        return world.queryRows("SHOW TABLES LIKE '" + pattern + "'");
    }

    private void dropped(String pattern) throws SQLException {
        for (String view : views(pattern)) {
            world.execute("DROP VIEW " + view);
        }
    }

    private String state() throws SQLException {
        return views(STATES).get(0);
    }

    private void assertUnchanged() throws SQLException {
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
        assertThat(world.queryRows("SHOW TABLES LIKE 'notes'")).isEmpty();
    }

    /** Returns the definition of a view from its name on. */
    private String definition(String view) throws SQLException {
        String shown = world.queryRows("SHOW CREATE VIEW " + view).get(0);
        String create = "CREATE VIEW";
        return shown.substring(shown.indexOf(create) + create.length(), shown.lastIndexOf(';'));
    }

    private String comment(String view) throws SQLException {
        String definition = definition(view);
        return definition.substring(definition.indexOf("COMMENT"), definition.lastIndexOf('"') + 1);
    }

    /** Each operation that reads the ledger to act on it. */
    private void assertRefused() throws SQLException {
        Migrator migrator = migrator();
        List<String> before = views("__cairn%");
        for (Runnable operation : new Runnable[] {migrator::upgrade, () -> migrator.upgradeTo(4), migrator::plan}) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(HistoryException.class)
                    .satisfies(MESSAGES::match)
                    .message()
                    .doesNotContainIgnoringCase("drop");
        }
        assertThat(views("__cairn%")).isEqualTo(before);
        assertUnchanged();
    }

    private void assertGoesOnAfter(Runnable repair) throws SQLException {
        repair.run();
        assertThat(migrator().upgrade().ran()).hasSize(1);
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
        assertThat(migrator().history().rows()).extracting(History.Row::number).containsExactly(1, 2, 3, 4);
        assertThat(views("__cairn%")).hasSize(2);
        assertThat(world.queryRows("SELECT number FROM __cairn_shop_history")).containsExactly("1", "2", "3", "4");
        assertThat(migrator().check().isEmpty()).isTrue();
    }

    @Test
    void aStateThatIsMissingBesideAHistoryIsWrittenAgainByAStamp() throws SQLException {
        upgraded();
        List<History.Row> rows = migrator().history().rows();
        dropped(STATES);

        assertRefused();
        Migrator migrator = migrator();
        for (Runnable operation : new Runnable[] {
            migrator::status,
            migrator::check,
            migrator::requireCurrent,
            migrator::unlock,
            migrator::apply,
            migrator::openSteps
        }) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(HistoryException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThat(migrator.history().rows()).isEqualTo(rows);

        assertGoesOnAfter(() -> migrator.stamp(3));
        assertThat(migrator.history().rows().subList(0, 3)).isEqualTo(rows);
    }

    @Test
    void aBaselineVerifiesTheDatabaseOfAMissingState() throws SQLException {
        upgraded();
        dropped(STATES);
        assertThatThrownBy(() -> migrator().baseline(4)).isInstanceOf(HistoryException.class);
        assertRefused();
        assertGoesOnAfter(() -> migrator().baseline(3));
    }

    /**
     * Migration 2 only inserts rows: the definitions after 1 and 2 are the same, and so are those after 3 and the next
     * one.
     */
    @Test
    void aBaselineDoesNotContradictTheHistoryAboutRows() throws SQLException {
        SchemaDescriptor filled = history()
                .statements("next", "INSERT INTO orders VALUES (4, 40)")
                .schema();
        upgraded();
        dropped(STATES);
        Migrator migrator = world.createMigrator(filled);
        assertThatThrownBy(() -> migrator.baseline(4))
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        world.execute("DROP TABLE accounts");
        assertThatThrownBy(() -> migrator.baseline(1))
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        migrator.baseline(2);
        assertThat(migrator.upgrade().ran()).hasSize(2);
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("4");
    }

    @Test
    void aDamagedStateIsWrittenAgainByAStamp() throws SQLException {
        upgraded();
        for (String comment : List.of("", "cairn=2 head=x", "what I know", "cairn=2 head=3:h1:4f1c")) {
            world.execute("CREATE OR REPLACE VIEW " + state() + " COMMENT \"" + comment + "\" AS SELECT 1");
            assertRefused();
        }
        assertGoesOnAfter(() -> migrator().stamp(3));
    }

    @Test
    void aDamagedStateWithoutAHistoryNamesTheStamp() throws SQLException {
        upgraded();
        dropped("__cairn_shop_history");
        world.execute("CREATE OR REPLACE VIEW " + state() + " AS SELECT 1");
        assertRefused();
        assertGoesOnAfter(() -> migrator().stamp(3));
    }

    @Test
    void noStampReplacesTheStateOfANewerCairn() throws SQLException {
        upgraded();
        for (String comment : List.of("cairn=3 words=new", "cairn=2 head=3:h1:4f colour=red")) {
            world.execute("CREATE OR REPLACE VIEW " + state() + " COMMENT \"" + comment + "\" AS SELECT 1");
            assertRefused();
            assertThatThrownBy(() -> migrator().stamp(3))
                    .isInstanceOf(HistoryException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    @Test
    void rowsWithoutALedgerStopAnUpgrade() throws SQLException {
        upgraded();
        dropped("__cairn%");
        assertRefused();
        Migrator migrator = migrator();
        for (Runnable operation : new Runnable[] {
            migrator::status, migrator::check, migrator::requireCurrent, () -> migrator.awaitCurrent(Duration.ofDays(1))
        }) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(HistoryException.class)
                    .satisfies(MESSAGES::match);
        }
        assertGoesOnAfter(() -> migrator().baseline(3));
    }

    @Test
    void aLedgerThatHasRecordedNothingDoesNotHideALostOne() throws SQLException {
        upgraded();
        dropped("__cairn%");
        assertThatThrownBy(() -> migrator().repair(1, Migrator.Repair.DONE)).isInstanceOf(HistoryException.class);
        assertThat(views(STATES)).isNotEmpty();
        assertRefused();
    }

    @Test
    void rowsOfARenamedTableStopAnUpgrade() throws SQLException {
        SchemaDescriptor renamed = history()
                .statements("purchases", "ALTER TABLE orders RENAME purchases")
                .statements("sales", "ALTER TABLE purchases RENAME sales")
                .schema();
        world.createMigrator(renamed).upgradeTo(4);
        dropped("__cairn%");
        assertThatThrownBy(() -> world.createMigrator(renamed).upgrade())
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aStampAtZeroLetsAllMigrationsRun() throws SQLException {
        upgraded();
        dropped("__cairn%");
        migrator().stamp(0);
        migrator().upgrade();
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("6");
    }

    @Test
    void emptyTablesWithoutALedgerAreTakenOver() throws SQLException {
        world.execute(ORDERS);
        migrator().upgrade();
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
    }

    @Test
    void rowsInOtherTablesDoNotMatter() throws SQLException {
        world.execute("CREATE TABLE others (id INT NOT NULL)" + TAIL);
        world.execute("INSERT INTO others VALUES (1)");
        migrator().upgrade();
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
    }

    @Test
    void aDatabaseThatWasCreatedAnewBeginsWithTheFirstMigration() throws SQLException {
        upgraded();
        world.server.dropDatabase(World.DATABASE);
        world.server.createDatabase(World.DATABASE);
        assertThat(migrator().upgrade().ran()).hasSize(4);
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
    }

    @Test
    void aMissingHistoryIsWrittenAgain() throws SQLException {
        upgraded();
        dropped("__cairn_shop_history");
        assertGoesOnAfter(() -> {});
    }

    @Test
    void aStateThatIsOlderThanItsHistoryStopsAnUpgrade() throws SQLException {
        world.createMigrator(schema()).upgradeTo(1);
        String comment = comment(state());
        upgraded();
        String last = state();
        dropped(STATES);
        world.execute("CREATE VIEW " + last + " " + comment + " AS SELECT 1");

        assertRefused();
        assertGoesOnAfter(() -> migrator().stamp(3));
    }

    @Test
    void aHistoryThatIsNewerThanItsStateIsCorrectedByAStamp() throws SQLException {
        upgraded();
        String newer = definition("__cairn_shop_history");
        dropped("__cairn%");
        world.execute("TRUNCATE TABLE orders");
        world.execute("DROP TABLE accounts");
        world.createMigrator(schema()).upgradeTo(2);
        world.execute("CREATE OR REPLACE VIEW" + newer);
        assertRefused();
        migrator().stamp(2);
        assertThat(migrator().upgrade().ran()).hasSize(2);
        assertThat(migrator().history().rows()).hasSize(4);
    }

    @Test
    void aStateThatIsNewerThanTheHistoryCompletesIt() throws SQLException {
        world.createMigrator(schema()).upgradeTo(1);
        String older = definition("__cairn_shop_history");
        upgraded();
        world.execute("CREATE OR REPLACE VIEW" + older);
        assertGoesOnAfter(() -> {});
    }

    @Test
    void ofTwoStatesTheNextTransitionDropsTheLowerOne() throws SQLException {
        upgraded();
        world.execute("CREATE VIEW __cairn_shop_00000001 COMMENT \"cairn=2\" AS SELECT 1");
        assertThat(migrator().status().head().number()).isEqualTo(3);
        assertGoesOnAfter(() -> {});
    }

    /** The label of an INSERT shows that its migration ran, although neither view of the ledger knows it. */
    @Test
    void aLedgerFromABackupDoesNotLetALoadedMigrationRunAgain() throws SQLException {
        SchemaDescriptor raised = new RecordedHistory(World.DATABASE)
                .version(
                        "salary",
                        "CREATE TABLE salary (id INT NOT NULL, amount INT) PRIMARY KEY(id)"
                                + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')")
                .statements(
                        "rows",
                        "INSERT INTO salary VALUES (1, 5), (2, 6)",
                        "UPDATE salary SET amount = amount + 1 WHERE id > 0")
                .schema();
        world.createMigrator(raised).upgradeTo(1);
        String state = state();
        String saved = definition(state);
        String history = definition("__cairn_shop_history");
        world.createMigrator(raised).upgrade();
        dropped("__cairn%");
        world.execute("CREATE VIEW" + saved);
        world.execute("CREATE VIEW" + history);

        assertThatThrownBy(() -> world.createMigrator(raised).upgrade())
                .isInstanceOf(MigrationException.StepException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.queryRows("SELECT amount FROM salary ORDER BY id")).containsExactly("6", "7");
        world.createMigrator(raised).stampAbandoning(2);
        assertThat(world.createMigrator(raised).upgrade().ran()).isEmpty();
        assertThat(world.queryRows("SELECT amount FROM salary ORDER BY id")).containsExactly("6", "7");
    }

    @Test
    void theStateOfAnotherSchemaIsForeign() throws SQLException {
        SchemaDescriptor other = new RecordedHistory("other")
                .statements("others", "CREATE TABLE others (id INT NOT NULL)" + TAIL)
                .schema();
        upgraded();
        String comment = comment(state());
        world.execute("CREATE VIEW __cairn_other_00000001 " + comment + " AS SELECT 1");
        assertThatThrownBy(() -> world.createMigrator(other).upgrade())
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        world.createMigrator(other).stamp(0);
        world.createMigrator(other).upgrade();
        assertThat(world.queryRows("SHOW TABLES LIKE 'others'")).hasSize(1);
    }

    @Test
    void anOlderLedgerBesideNewerTablesIsDrift() throws SQLException {
        world.createMigrator(schema()).upgradeTo(1);
        List<String> ledger = new ArrayList<>();
        for (String view : views("__cairn%")) {
            ledger.add(definition(view));
        }
        SchemaDescriptor later = history()
                .statements("note", "ALTER TABLE orders ADD COLUMN note VARCHAR(20)")
                .schema();
        world.createMigrator(later).upgrade();
        dropped("__cairn%");
        for (String view : ledger) {
            world.execute("CREATE VIEW" + view);
        }
        assertThat(world.createMigrator(later).check().differences()).isNotEmpty();
    }

    /** An upgrade of a new database that begins before a change by others, and looks at its tables after it. */
    private void upgradeBesides(Runnable change) throws SQLException {
        world.execute(ORDERS);
        world.server.faults().add(Trigger.matching("SHOW PARTITIONS FROM .*"), Fault.delay(Duration.ofSeconds(2)));
        CompletableFuture<Void> upgrade =
                CompletableFuture.runAsync(this::upgraded, runnable -> new Thread(runnable).start());
        await().until(() ->
                !world.server.log().matching("SHOW PARTITIONS FROM .*").isEmpty());
        change.run();
        upgrade.join();

        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
        assertThat(world.queryRows("SELECT number FROM __cairn_shop_history")).containsExactly("1", "2", "3");
    }

    @Test
    void rowsThatAnotherMigratorWritesMeanwhileAreNotUnrecorded() throws SQLException {
        upgradeBesides(this::upgraded);
    }

    @Test
    void aTableThatIsDroppedMeanwhileHasNoRows() throws SQLException {
        upgradeBesides(() -> {
            try {
                world.execute("DROP TABLE orders FORCE");
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }
}
