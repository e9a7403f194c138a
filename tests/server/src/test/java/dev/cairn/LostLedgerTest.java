package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * No migration runs a second time if the ledger is missing in part or as a whole, is damaged, or is older than the
 * database.
 */
class LostLedgerTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String TABLE_ENDING =
            " DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_ORDERS = "CREATE TABLE orders (id INT NOT NULL, total INT)" + TABLE_ENDING;
    private static final String STATE_PATTERN = "__cairn_shop_0%";

    @AutoClose
    private final World world = new World();

    /** Returns three migrations: a table, rows, and another table. */
    private static RecordedHistory createHistory() {
        return new RecordedHistory(World.DATABASE)
                .version("orders", CREATE_ORDERS)
                .statements("rows", "INSERT INTO orders VALUES (1, 10), (2, 20), (3, 30)")
                .statements("more", "CREATE TABLE accounts (id INT NOT NULL)" + TABLE_ENDING);
    }

    private static SchemaDescriptor createSchema() {
        return createHistory().schema();
    }

    /** Returns the same migrations and a fourth one, which is pending. */
    private static SchemaDescriptor createPendingSchema() {
        return createHistory()
                .statements("next", "CREATE TABLE notes (id INT NOT NULL)" + TABLE_ENDING)
                .schema();
    }

    private Migrator createMigrator() {
        return world.createMigrator(createPendingSchema());
    }

    private void upgrade() {
        world.createMigrator(createSchema()).upgrade();
    }

    private List<String> listViews(String pattern) throws SQLException {
        return world.queryRows("SHOW TABLES LIKE '" + pattern + "'");
    }

    private void dropViews(String pattern) throws SQLException {
        for (String view : listViews(pattern)) {
            world.execute("DROP VIEW " + view);
        }
    }

    private String findState() throws SQLException {
        return listViews(STATE_PATTERN).get(0);
    }

    private void assertUnchanged() throws SQLException {
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
        assertThat(world.queryRows("SHOW TABLES LIKE 'notes'")).isEmpty();
    }

    /** Returns the definition of a view from its name on. */
    private String showDefinition(String view) throws SQLException {
        String shownDefinition = world.queryRows("SHOW CREATE VIEW " + view).get(0);
        String createKeyword = "CREATE VIEW";
        return shownDefinition.substring(
                shownDefinition.indexOf(createKeyword) + createKeyword.length(), shownDefinition.lastIndexOf(';'));
    }

    private String showComment(String view) throws SQLException {
        String definition = showDefinition(view);
        return definition.substring(definition.indexOf("COMMENT"), definition.lastIndexOf('"') + 1);
    }

    /** Requires that each operation which reads the ledger in order to act on it is refused. */
    private void assertRefused() throws SQLException {
        Migrator migrator = createMigrator();
        List<String> viewsBefore = listViews("__cairn%");
        for (Runnable operation : new Runnable[] {migrator::upgrade, () -> migrator.upgradeTo(4), migrator::plan}) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match)
                    .message()
                    .doesNotContainIgnoringCase("drop");
        }
        assertThat(listViews("__cairn%")).isEqualTo(viewsBefore);
        assertUnchanged();
    }

    private void assertContinuesAfter(Runnable repair) throws SQLException {
        repair.run();
        assertThat(createMigrator().upgrade().migrations()).hasSize(1);
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
        assertThat(createMigrator().history().rows())
                .extracting(History.Row::number)
                .containsExactly(1, 2, 3, 4);
        assertThat(listViews("__cairn%")).hasSize(2);
        assertThat(world.queryRows("SELECT number FROM __cairn_shop_history")).containsExactly("1", "2", "3", "4");
        assertThat(createMigrator().check().isEmpty()).isTrue();
    }

    @Test
    void aStateThatIsMissingBesideAHistoryIsWrittenAgainByAStamp() throws SQLException {
        upgrade();
        List<History.Row> rows = createMigrator().history().rows();
        dropViews(STATE_PATTERN);

        assertRefused();
        Migrator migrator = createMigrator();
        for (Runnable operation : new Runnable[] {
            migrator::status,
            migrator::check,
            migrator::requireCurrent,
            migrator::unlock,
            migrator::apply,
            migrator::openSteps
        }) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThat(migrator.history().rows()).isEqualTo(rows);

        assertContinuesAfter(() -> migrator.stamp(3));
        assertThat(migrator.history().rows().subList(0, 3)).isEqualTo(rows);
    }

    @Test
    void aBaselineVerifiesTheDatabaseOfAMissingState() throws SQLException {
        upgrade();
        dropViews(STATE_PATTERN);
        assertThatThrownBy(() -> createMigrator().baseline(4)).isInstanceOf(HistoryMismatchException.class);
        assertRefused();
        assertContinuesAfter(() -> createMigrator().baseline(3));
    }

    /**
     * Migration 2 only inserts rows: the definitions after 1 and 2 are the same, and so are those after 3 and the next
     * one.
     */
    @Test
    void aBaselineDoesNotContradictTheHistoryAboutRows() throws SQLException {
        SchemaDescriptor filledSchema = createHistory()
                .statements("next", "INSERT INTO orders VALUES (4, 40)")
                .schema();
        upgrade();
        dropViews(STATE_PATTERN);
        Migrator migrator = world.createMigrator(filledSchema);
        assertThatThrownBy(() -> migrator.baseline(4))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        world.execute("DROP TABLE accounts");
        assertThatThrownBy(() -> migrator.baseline(1))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        migrator.baseline(2);
        assertThat(migrator.upgrade().migrations()).hasSize(2);
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("4");
    }

    @Test
    void aDamagedStateIsWrittenAgainByAStamp() throws SQLException {
        upgrade();
        for (String comment : List.of("", "cairn=2 head=x", "what I know", "cairn=2 head=3:h1:4f1c")) {
            world.execute("CREATE OR REPLACE VIEW " + findState() + " COMMENT \"" + comment + "\" AS SELECT 1");
            assertRefused();
        }
        assertContinuesAfter(() -> createMigrator().stamp(3));
    }

    @Test
    void aDamagedStateWithoutAHistoryNamesTheStamp() throws SQLException {
        upgrade();
        dropViews("__cairn_shop_history");
        world.execute("CREATE OR REPLACE VIEW " + findState() + " AS SELECT 1");
        assertRefused();
        assertContinuesAfter(() -> createMigrator().stamp(3));
    }

    @Test
    void noStampReplacesTheStateOfANewerCairn() throws SQLException {
        upgrade();
        for (String comment : List.of("cairn=3 words=new", "cairn=2 head=3:h1:4f colour=red")) {
            world.execute("CREATE OR REPLACE VIEW " + findState() + " COMMENT \"" + comment + "\" AS SELECT 1");
            assertRefused();
            assertThatThrownBy(() -> createMigrator().stamp(3))
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    @Test
    void rowsWithoutALedgerStopAnUpgrade() throws SQLException {
        upgrade();
        dropViews("__cairn%");
        assertRefused();
        Migrator migrator = createMigrator();
        for (Runnable operation : new Runnable[] {
            migrator::status, migrator::check, migrator::requireCurrent, () -> migrator.awaitCurrent(Duration.ofDays(1))
        }) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
        }
        assertContinuesAfter(() -> createMigrator().baseline(3));
    }

    @Test
    void theLedgerOfARenamedSchemaIsNamed() {
        upgrade();
        Migrator migrator = world.createMigrator(
                new RecordedHistory("store").version("orders", CREATE_ORDERS).schema());

        assertThatThrownBy(migrator::status)
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aLedgerThatHasRecordedNothingDoesNotHideALostOne() throws SQLException {
        upgrade();
        dropViews("__cairn%");
        assertThatThrownBy(() -> createMigrator().repair(1, Migrator.Repair.DONE))
                .isInstanceOf(HistoryMismatchException.class);
        assertThat(listViews(STATE_PATTERN)).isNotEmpty();
        assertRefused();
    }

    @Test
    void rowsOfARenamedTableStopAnUpgrade() throws SQLException {
        SchemaDescriptor renamedSchema = createHistory()
                .statements("purchases", "ALTER TABLE orders RENAME purchases")
                .statements("sales", "ALTER TABLE purchases RENAME sales")
                .schema();
        world.createMigrator(renamedSchema).upgradeTo(4);
        dropViews("__cairn%");
        assertThatThrownBy(() -> world.createMigrator(renamedSchema).upgrade())
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aStampAtZeroLetsAllMigrationsRun() throws SQLException {
        upgrade();
        dropViews("__cairn%");
        createMigrator().stamp(0);
        createMigrator().upgrade();
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("6");
    }

    @Test
    void emptyTablesWithoutALedgerAreTakenOver() throws SQLException {
        world.execute(CREATE_ORDERS);
        createMigrator().upgrade();
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
    }

    @Test
    void rowsInOtherTablesDoNotStopAnUpgrade() throws SQLException {
        world.execute("CREATE TABLE others (id INT NOT NULL)" + TABLE_ENDING);
        world.execute("INSERT INTO others VALUES (1)");
        createMigrator().upgrade();
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
    }

    @Test
    void aRecreatedDatabaseBeginsWithTheFirstMigration() throws SQLException {
        upgrade();
        world.server.dropDatabase(World.DATABASE);
        world.server.createDatabase(World.DATABASE);
        assertThat(createMigrator().upgrade().migrations()).hasSize(4);
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
    }

    @Test
    void aMissingHistoryIsWrittenAgain() throws SQLException {
        upgrade();
        dropViews("__cairn_shop_history");
        assertContinuesAfter(() -> {});
    }

    @Test
    void aStateThatIsOlderThanItsHistoryStopsAnUpgrade() throws SQLException {
        world.createMigrator(createSchema()).upgradeTo(1);
        String comment = showComment(findState());
        upgrade();
        String latestState = findState();
        dropViews(STATE_PATTERN);
        world.execute("CREATE VIEW " + latestState + " " + comment + " AS SELECT 1");

        assertRefused();
        assertContinuesAfter(() -> createMigrator().stamp(3));
    }

    /** Migration 2 only inserts rows, so the definitions after it are those after migration 1. */
    @Test
    void aCheckNamesTheMigrationsWhoseDefinitionsTheDatabaseHas() throws SQLException {
        upgrade();
        assertThat(createMigrator().matchingMigrations()).isEmpty();
        createMigrator().stamp(1);
        assertThat(createMigrator().matchingMigrations())
                .extracting(RecordedMigration::number)
                .containsExactly(3);

        createMigrator().stamp(3);
        world.execute("DROP TABLE accounts");
        assertThat(createMigrator().matchingMigrations())
                .extracting(RecordedMigration::number)
                .containsExactly(1, 2);

        world.execute("DROP TABLE orders");
        world.execute("CREATE TABLE accounts (id INT NOT NULL, other INT)" + TABLE_ENDING);
        assertThat(createMigrator().matchingMigrations()).isEmpty();
    }

    /** Without a history, only the definitions show that a later migration has run. */
    @Test
    void aBaselineNamesTheMigrationWhoseDefinitionsTheDatabaseHas() throws SQLException {
        upgrade();
        dropViews("__cairn%");
        for (int number : new int[] {2, 4}) {
            assertThatThrownBy(() -> createMigrator().baseline(number))
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
        }
        assertContinuesAfter(() -> createMigrator().baseline(3));
    }

    @Test
    void aBaselineNamesSeveralMigrationsWithTheSameDefinitions() throws SQLException {
        world.createMigrator(createSchema()).upgradeTo(2);
        dropViews("__cairn%");
        assertThatThrownBy(() -> createMigrator().baseline(3))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        createMigrator().baseline(1);
    }

    @Test
    void aBaselineCorrectsAStateThatIsOlderThanItsHistory() throws SQLException {
        world.createMigrator(createSchema()).upgradeTo(1);
        String comment = showComment(findState());
        upgrade();
        List<History.Row> rows = createMigrator().history().rows();
        String latestState = findState();
        dropViews(STATE_PATTERN);
        world.execute("CREATE VIEW " + latestState + " " + comment + " AS SELECT 1");

        assertThat(createMigrator().history().rows()).isEqualTo(rows);
        assertThatThrownBy(() -> createMigrator().check()).isInstanceOf(HistoryMismatchException.class);
        assertContinuesAfter(() -> createMigrator().baseline(3));
        assertThat(createMigrator().history().rows().subList(0, 3)).isEqualTo(rows);
    }

    @Test
    void aHistoryThatIsNewerThanItsStateIsCorrectedByAStamp() throws SQLException {
        upgrade();
        String newerHistory = showDefinition("__cairn_shop_history");
        dropViews("__cairn%");
        world.execute("TRUNCATE TABLE orders");
        world.execute("DROP TABLE accounts");
        world.createMigrator(createSchema()).upgradeTo(2);
        world.execute("CREATE OR REPLACE VIEW" + newerHistory);
        assertRefused();
        createMigrator().stamp(2);
        assertThat(createMigrator().upgrade().migrations()).hasSize(2);
        assertThat(createMigrator().history().rows()).hasSize(4);
    }

    @Test
    void aStateThatIsNewerThanTheHistoryCompletesIt() throws SQLException {
        world.createMigrator(createSchema()).upgradeTo(1);
        String olderHistory = showDefinition("__cairn_shop_history");
        upgrade();
        world.execute("CREATE OR REPLACE VIEW" + olderHistory);
        assertContinuesAfter(() -> {});
    }

    @Test
    void ofTwoStatesTheNextTransitionDropsTheLowerOne() throws SQLException {
        upgrade();
        world.execute("CREATE VIEW __cairn_shop_00000001 COMMENT \"cairn=2\" AS SELECT 1");
        assertThat(createMigrator().status().head().number()).isEqualTo(3);
        assertContinuesAfter(() -> {});
    }

    /** The label of an INSERT shows that its migration ran, although neither view of the ledger knows it. */
    @Test
    void aLedgerFromABackupDoesNotLetALoadedMigrationRunAgain() throws SQLException {
        SchemaDescriptor salaryIncreaseSchema = new RecordedHistory(World.DATABASE)
                .version(
                        "salary",
                        "CREATE TABLE salary (id INT NOT NULL, amount INT) PRIMARY KEY(id)"
                                + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')")
                .statements(
                        "rows",
                        "INSERT INTO salary VALUES (1, 5), (2, 6)",
                        "UPDATE salary SET amount = amount + 1 WHERE id > 0")
                .schema();
        world.createMigrator(salaryIncreaseSchema).upgradeTo(1);
        String state = findState();
        String savedState = showDefinition(state);
        String history = showDefinition("__cairn_shop_history");
        world.createMigrator(salaryIncreaseSchema).upgrade();
        dropViews("__cairn%");
        world.execute("CREATE VIEW" + savedState);
        world.execute("CREATE VIEW" + history);

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> world.createMigrator(salaryIncreaseSchema).upgrade())
                    .isInstanceOf(MigrationException.StepFailedException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThat(world.queryRows("SELECT amount FROM salary ORDER BY id")).containsExactly("6", "7");
        world.createMigrator(salaryIncreaseSchema).abandonRunAndStamp(2);
        assertThat(world.createMigrator(salaryIncreaseSchema).upgrade().migrations())
                .isEmpty();
        assertThat(world.queryRows("SELECT amount FROM salary ORDER BY id")).containsExactly("6", "7");
    }

    /** The server still knows the label of the INSERT, but its rows were not in the backup. */
    @Test
    void aLedgerAndTablesFromABackupGetTheRowsOfALoadAgain() throws SQLException {
        world.createMigrator(createSchema()).upgradeTo(1);
        String savedState = showDefinition(findState());
        String history = showDefinition("__cairn_shop_history");
        upgrade();
        dropViews("__cairn%");
        world.execute("CREATE VIEW" + savedState);
        world.execute("CREATE VIEW" + history);
        world.execute("TRUNCATE TABLE orders");
        world.execute("DROP TABLE accounts");

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(this::upgrade)
                    .isInstanceOf(MigrationException.StepFailedException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThatThrownBy(() -> world.createMigrator(createSchema()).repair(1, Migrator.Repair.AGAIN))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        createMigrator().abandonRunAndStamp(1);
        upgrade();
        assertThat(world.queryRows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2", "3");
    }

    /** The migration now begins in an earlier state, so that its load would have another label. */
    @Test
    void aLedgerFromABackupDoesNotLetALoadRunAgainWithAnotherLabel() throws SQLException {
        world.createMigrator(createSchema()).upgradeTo(1);
        String savedState = showDefinition(findState());
        String history = showDefinition("__cairn_shop_history");
        createMigrator().stamp(1);
        upgrade();
        dropViews("__cairn%");
        world.execute("CREATE VIEW" + savedState);
        world.execute("CREATE VIEW" + history);

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(this::upgrade)
                    .isInstanceOf(MigrationException.StepFailedException.class)
                    .hasMessageContaining("the ledger is older than the load");
        }
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
    }

    /** The UPDATE of the other table leaves no trace, and would run beside the INSERT. */
    @Test
    void aLedgerFromABackupDoesNotLetAStatementBesideALoadRunAgain() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .statements(
                        "tables",
                        "CREATE TABLE salary (id INT NOT NULL, amount INT) PRIMARY KEY(id)"
                                + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')",
                        CREATE_ORDERS,
                        "INSERT INTO salary VALUES (1, 5)")
                .statements(
                        "raise",
                        "UPDATE salary SET amount = amount + 1 WHERE id > 0",
                        "INSERT INTO orders VALUES (1, 1)")
                .schema();
        Migrator migrator = world.createMigrator(schema);
        migrator.upgradeTo(1);
        String olderState = showDefinition(findState());
        String olderHistory = showDefinition("__cairn_shop_history");
        migrator.upgrade();
        dropViews("__cairn_shop_%");
        world.execute("CREATE VIEW" + olderState);
        world.execute("CREATE VIEW" + olderHistory);

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(MigrationException.StepFailedException.class)
                    .hasMessageContaining("the ledger is older than the load");
        }

        assertThat(world.queryRows("SELECT amount FROM salary")).containsExactly("6");
        migrator.abandonRunAndStamp(2);
        assertThat(migrator.upgrade().migrations()).isEmpty();
    }

    /** The run writes more states than the earlier one before it comes to the migration with the INSERT. */
    @Test
    void aLedgerFromABackupDoesNotLetALoadRunAgainAfterASlowerMigration() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .statements(
                        "tables",
                        "CREATE TABLE salary (id INT NOT NULL, amount INT) PRIMARY KEY(id)"
                                + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')",
                        CREATE_ORDERS)
                .statements("raise", "UPDATE salary SET amount = amount + 1 WHERE id > 0")
                .statements("rows", "INSERT INTO orders VALUES (1, 1)")
                .schema();
        Migrator migrator = world.createMigrator(schema);
        migrator.upgradeTo(1);
        String olderState = showDefinition(findState());
        String olderHistory = showDefinition("__cairn_shop_history");
        migrator.upgrade();
        dropViews("__cairn_shop_%");
        world.execute("CREATE VIEW" + olderState);
        world.execute("CREATE VIEW" + olderHistory);
        world.server.faults().add(Trigger.matching("(?s).*UPDATE.*salary.*"), Fault.cutBefore());

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(MigrationException.StepFailedException.class)
                    .hasMessageContaining("the ledger is older than the load");
        }
        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("1");
    }

    @Test
    void theStateOfAnotherSchemaIsForeign() throws SQLException {
        SchemaDescriptor otherSchema = new RecordedHistory("other")
                .statements("others", "CREATE TABLE others (id INT NOT NULL)" + TABLE_ENDING)
                .schema();
        upgrade();
        String comment = showComment(findState());
        world.execute("CREATE VIEW __cairn_other_00000001 " + comment + " AS SELECT 1");
        assertThatThrownBy(() -> world.createMigrator(otherSchema).upgrade())
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        world.createMigrator(otherSchema).stamp(0);
        world.createMigrator(otherSchema).upgrade();
        assertThat(world.queryRows("SHOW TABLES LIKE 'others'")).hasSize(1);
    }

    @Test
    void anOlderLedgerBesideNewerTablesIsDrift() throws SQLException {
        world.createMigrator(createSchema()).upgradeTo(1);
        List<String> ledger = new ArrayList<>();
        for (String view : listViews("__cairn%")) {
            ledger.add(showDefinition(view));
        }
        SchemaDescriptor laterSchema = createHistory()
                .statements("note", "ALTER TABLE orders ADD COLUMN note VARCHAR(20)")
                .schema();
        world.createMigrator(laterSchema).upgrade();
        dropViews("__cairn%");
        for (String view : ledger) {
            world.execute("CREATE VIEW" + view);
        }
        assertThat(world.createMigrator(laterSchema).check().differences()).isNotEmpty();
    }

    /** Upgrades a new database. The upgrade begins before a change by others, and reads the tables after the change. */
    private void upgradeDuring(Runnable change) throws SQLException {
        world.execute(CREATE_ORDERS);
        world.server.faults().add(Trigger.matching("SHOW PARTITIONS FROM .*"), Fault.delay(Duration.ofSeconds(2)));
        CompletableFuture<Void> upgrade =
                CompletableFuture.runAsync(this::upgrade, runnable -> new Thread(runnable).start());
        await().until(() ->
                !world.server.log().findMatching("SHOW PARTITIONS FROM .*").isEmpty());
        change.run();
        upgrade.join();

        assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("3");
        assertThat(world.queryRows("SELECT number FROM __cairn_shop_history")).containsExactly("1", "2", "3");
    }

    @Test
    void rowsOfAConcurrentMigratorDoNotStopAnUpgrade() throws SQLException {
        upgradeDuring(this::upgrade);
    }

    @Test
    void aTableThatIsDroppedDuringTheUpgradeHasNoRows() throws SQLException {
        upgradeDuring(() -> {
            try {
                world.execute("DROP TABLE orders FORCE");
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }
}
