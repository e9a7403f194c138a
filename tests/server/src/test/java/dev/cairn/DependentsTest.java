package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.migrate.script.ScriptOptions;
import dev.cairn.internal.migrate.script.ScriptRunner;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.DependentPolicy;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Migrations that would end Routine Loads of a table stop before they end them. Those that break views of others warn.
 */
class DependentsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_TABLE =
            "CREATE TABLE `t` (`id` BIGINT NOT NULL, `v` INT NULL, `w` INT NULL) DUPLICATE KEY(`id`)"
                    + " DISTRIBUTED BY HASH(`id`) BUCKETS 1 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_REBUILT_TABLE = CREATE_TABLE.replace("DUPLICATE", "PRIMARY");
    private static final String CREATE_LOAD =
            "CREATE ROUTINE LOAD shop.clicks ON t COLUMNS (id, raw, v = raw + 1) PROPERTIES"
                    + " ('format' = 'csv') FROM KAFKA ('kafka_broker_list' = 'k:1', 'kafka_topic' = 'c', 'kafka_partitions' ="
                    + " '0,1', 'kafka_offsets' = '5,OFFSET_END')";

    @AutoClose
    private final World world = new World();

    private final List<Progress> progress = new ArrayList<>();

    private static SchemaDescriptor createRebuildSchema() {
        return new RecordedHistory(World.DATABASE)
                .version("before", CREATE_TABLE)
                .version("after", CREATE_REBUILT_TABLE)
                .schema();
    }

    private static SchemaDescriptor createSchemaWithChange(String... statements) {
        return new RecordedHistory(World.DATABASE)
                .version("before", CREATE_TABLE)
                .statements("change", statements)
                .schema();
    }

    /** Creates the table and its Routine Load, and returns a migrator of the schema. */
    private Migrator createTableWithLoad(SchemaDescriptor schema, DependentPolicy policy) throws SQLException {
        Migrator migrator = world.createMigrator(
                schema,
                World.options().consent(Consent.values()).dependents(policy).listener(progress::add));
        migrator.upgradeTo(1);
        world.execute(CREATE_LOAD);
        return migrator;
    }

    @Test
    void aRunDoesNotWaitForABackendThatListsTasks() throws SQLException {
        Migrator migrator = world.createMigrator(
                createRebuildSchema(),
                World.options()
                        .consent(Consent.values())
                        .dependents(DependentPolicy.KEEP)
                        .listener(progress::add));
        migrator.upgradeTo(1);
        world.server
                .faults()
                .add(
                        Trigger.matching(".*information_schema\\.tasks.*").every(),
                        Fault.reject(1064, "HY000", "Backend node not found. Check if any backend node is down."));
        migrator.upgrade();
        assertThat(joinWarnings()).contains("the tasks of shop can't be read: no backend answers");
        assertThat(world.server.log().all())
                .filteredOn(statement -> statement.text().contains("information_schema.tasks"))
                .hasSize(1);
    }

    private List<String> listLoads() throws SQLException {
        return world.queryRows("SHOW ROUTINE LOAD FROM shop");
    }

    private String joinWarnings() {
        return progress.stream()
                .filter(Progress.Warning.class::isInstance)
                .map(String::valueOf)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aRebuildStopsBeforeItsFirstStatement() throws SQLException {
        Migrator migrator = createTableWithLoad(createRebuildSchema(), DependentPolicy.KEEP);
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(MissingConsentException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.readObjects().keySet()).containsExactly("t");
            assertThat(migrator.status().head().number()).isEqualTo(1);
        }
        assertThat(listLoads()).hasSize(1);
        world.execute("STOP ROUTINE LOAD FOR clicks");
        assertThat(migrator.upgrade().to()).isEqualTo(2);
    }

    @Test
    void consentReportsWhatIsLost() throws SQLException {
        createTableWithLoad(createRebuildSchema(), DependentPolicy.LOSE).upgrade();
        assertThat(listLoads()).isEmpty();
        assertThat(joinWarnings()).contains("Routine Load shop.clicks").contains("{\"0\":\"4\",\"1\":\"OFFSET_END\"}");
    }

    @Test
    void aPlanNamesWhatItEnds() throws SQLException {
        Migrator migrator = createTableWithLoad(createRebuildSchema(), DependentPolicy.KEEP);
        assertThat(migrator.plan().get(0).notes().values())
                .anySatisfy(notes -> assertThat(notes)
                        .anyMatch(note -> note.startsWith("ends the Routine Load shop.clicks (NEED_SCHEDULE")));
    }

    private Migrator createTableWithViewsOfOthers(String statement) throws SQLException {
        Migrator migrator = world.createMigrator(
                createSchemaWithChange(statement),
                World.options().consent(Consent.values()).listener(progress::add));
        migrator.upgradeTo(1);
        world.execute("CREATE DATABASE bi");
        world.execute("CREATE VIEW bi.report AS SELECT x.id, x.v FROM shop.t AS x");
        world.execute("CREATE MATERIALIZED VIEW bi.sums REFRESH MANUAL AS SELECT id, w FROM shop.t");
        world.execute("CREATE VIEW ids AS SELECT id FROM t");
        return migrator;
    }

    @Test
    void aPlanNamesTheViewsOfOthersThatItBreaks() throws SQLException {
        Migrator migrator = createTableWithViewsOfOthers("DROP TABLE `t`");
        assertThat(migrator.plan().get(0).notes().get(1))
                .contains(
                        "breaks the view bi.report, which reads shop.t: this object is dropped",
                        "breaks the view shop.ids, which reads shop.t: this object is dropped",
                        "breaks the materialized view bi.sums, which reads shop.t: this object is dropped");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "DROP COLUMN `v`, view bi.report",
                "RENAME COLUMN `v` TO `x`, view bi.report",
                "DROP COLUMN `w`, materialized view bi.sums"
            })
    void anUpgradeWarnsAboutTheViewsThatUseAColumn(String clause, String reader) throws SQLException {
        createTableWithViewsOfOthers("ALTER TABLE `t` " + clause).upgrade();
        assertThat(joinWarnings().lines())
                .filteredOn(warning -> warning.contains("which reads"))
                .singleElement()
                .asString()
                .contains(
                        "the migration breaks the " + reader + ", which reads shop.t: these columns no longer exist: ");
    }

    @Test
    void anUpgradeNamesItsOwnViewsBehindABrokenViewOfOthers() throws SQLException {
        Migrator migrator = world.createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", CREATE_TABLE)
                        .statements(
                                "views",
                                "CREATE VIEW own AS SELECT id FROM bi.report",
                                "CREATE VIEW other AS SELECT id FROM own")
                        .statements("change", "ALTER TABLE t DROP COLUMN v")
                        .schema(),
                World.options().consent(Consent.values()).listener(progress::add));
        migrator.upgradeTo(1);
        world.execute("CREATE DATABASE bi");
        world.execute("CREATE VIEW bi.report AS SELECT id, v FROM shop.t");
        migrator.upgrade();
        assertThat(joinWarnings().lines())
                .filteredOn(warning -> warning.contains("which reads"))
                .singleElement()
                .asString()
                .contains(
                        "breaks the view bi.report", "no longer exist: v; the schema reads it in shop.other, shop.own");
    }

    @Test
    void anUpgradeNamesTheMaterializedViewsOfOthersThatARebuildMakesInactive() throws SQLException {
        Migrator migrator = world.createMigrator(
                createRebuildSchema(), World.options().consent(Consent.values()).listener(progress::add));
        migrator.upgradeTo(1);
        world.execute("CREATE DATABASE bi");
        world.execute("CREATE MATERIALIZED VIEW bi.sums REFRESH MANUAL AS SELECT id, w FROM shop.t");
        migrator.upgrade();
        assertThat(joinWarnings()).contains("ALTER MATERIALIZED VIEW `bi`.`sums` ACTIVE");
        assertThat(world.queryRows(
                        "SELECT IS_ACTIVE FROM information_schema.materialized_views WHERE TABLE_NAME = 'sums'"))
                .containsExactly("false");
    }

    @Test
    void theHistoryReadsNoTableThatATitleMentions() {
        Migrator migrator = world.createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("create t", CREATE_TABLE)
                        .statements("drop t", "DROP TABLE `t`")
                        .schema(),
                World.options().consent(Consent.values()).listener(progress::add));
        migrator.upgradeTo(1);
        assertThat(migrator.plan().get(0).notes().toString()).doesNotContain("which reads");
        migrator.upgrade();
        assertThat(joinWarnings()).isEmpty();
    }

    @Test
    void viewsThatTheSchemaContainsAreNoViewsOfOthers() throws SQLException {
        Migrator migrator = world.createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", CREATE_TABLE, "CREATE VIEW `ids` AS SELECT `id` FROM `t`")
                        .version("after", CREATE_REBUILT_TABLE)
                        .schema(),
                World.options().consent(Consent.values()).listener(progress::add));
        migrator.upgrade();
        assertThat(joinWarnings()).doesNotContain("which reads");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DROP TABLE `t`", "ALTER TABLE `t` DROP COLUMN `v`", "ALTER TABLE `t` RENAME COLUMN `v` TO `x`"})
    void changesThatEndALoadAreRefused(String statement) throws SQLException {
        Migrator migrator = createTableWithLoad(createSchemaWithChange(statement), DependentPolicy.KEEP);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(listLoads()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE `t` DROP COLUMN `w`",
                "ALTER TABLE `t` RENAME `u`",
                "ALTER TABLE `t` ADD COLUMN `y` INT NULL",
                "ALTER TABLE `t` RENAME COLUMN `w` TO `x`"
            })
    void changesThatKeepALoadRunningAreMade(String statement) throws SQLException {
        assertThat(createTableWithLoad(createSchemaWithChange(statement), DependentPolicy.KEEP)
                        .upgrade()
                        .to())
                .isEqualTo(2);
        assertThat(listLoads()).hasSize(1);
    }

    @Test
    void aLoadWithoutAListOfColumnsUsesAllOfThem() throws SQLException {
        Migrator migrator =
                createTableWithLoad(createSchemaWithChange("ALTER TABLE `t` DROP COLUMN `w`"), DependentPolicy.KEEP);
        world.execute("STOP ROUTINE LOAD FOR clicks");
        world.execute(CREATE_LOAD.replaceFirst("COLUMNS \\(.*?\\) ", ""));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aRunThatWasInterruptedBetweenSwapAndDropStops() throws SQLException {
        Migrator migrator = createTableWithLoad(createRebuildSchema(), DependentPolicy.LOSE);
        world.server.faults().add(Trigger.matching("(?is)DROP TABLE .*").every(), Fault.reject(1064, "42000", "no"));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        world.server.faults().clear();
        Migrator keepingMigrator = world.createMigrator(createRebuildSchema(), World.options());
        assertThatThrownBy(keepingMigrator::upgrade)
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator.upgrade().to()).isEqualTo(2);
    }

    @Test
    void aScriptStopsBeforeTheRebuild() throws SQLException {
        String script =
                createTableWithLoad(createRebuildSchema(), DependentPolicy.KEEP).sql(1, 2);
        ScriptOptions options =
                new ScriptOptions(World.options().settings(), ScriptOptions.StepAnswer.NONE, false, false);
        assertThatThrownBy(() -> new ScriptRunner(ServerAddress.parse(world.url()), options).run("rebuild.sql", script))
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.readObjects().keySet()).containsExactly("t");
        assertThat(listLoads()).hasSize(1);
    }

    @Test
    void aMigrationThatCannotEndDependentsDoesNotReadThem() throws SQLException {
        Migrator migrator = createTableWithLoad(
                createSchemaWithChange("ALTER TABLE `t` ADD COLUMN `y` INT NULL"), DependentPolicy.KEEP);
        long statementCountBefore = world.server.log().count();
        migrator.upgrade();
        assertThat(world.server.log().findSince(statementCountBefore).stream().map(LoggedStatement::text))
                .noneMatch(text -> text.contains("SHOW DICTIONARY") || text.contains("SHOW PIPES"));
    }
}
