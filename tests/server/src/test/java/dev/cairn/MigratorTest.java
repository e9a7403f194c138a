package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Status.Standing;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.ConsentException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.NotCurrentException;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigratorTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String ORDERS = "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String LONGER = ORDERS.replace("city VARCHAR(20)", "city VARCHAR(20), note STRING");

    private final RecordedHistory history =
            new RecordedHistory(World.DATABASE).version("create orders", ORDERS).version("add a note", LONGER);
    private final SchemaDescriptor schema = history.schema();
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Migrator migrator() {
        return world.createMigrator(schema);
    }

    private Migrator destructive() {
        return world.createMigrator(schema, World.options().consent(Consent.DESTRUCTIVE));
    }

    @Test
    void aMigratorKnowsItsSchema() {
        assertThat(migrator().schema()).isSameAs(schema);
    }

    @Test
    void aDefinitionWhoseOutputCantBeParsedIsComparedAsText() {
        String quoted =
                ORDERS.replace("VARCHAR(20)", "VARCHAR(20), INDEX i (id) USING BITMAP COMMENT 'the customer''s'");
        SchemaDescriptor described = new RecordedHistory(World.DATABASE)
                .version("create orders", quoted)
                .version("add a note", quoted.replace("city VARCHAR(20)", "city VARCHAR(20), note STRING"))
                .schema();

        world.createMigrator(described).upgrade();

        assertThat(world.readObjects().get("orders")).contains("COMMENT 'the customer's'", "`note`");
        assertThat(world.createMigrator(described).check().isEmpty()).isTrue();
        world.createMigrator(described, World.options().consent(Consent.DESTRUCTIVE))
                .downgradeTo(1);
        assertThat(world.readObjects().get("orders")).doesNotContain("`note`");
    }

    /** The schema assumes three replicas, and the server prints those of a partition only if they differ from the table's. */
    @Test
    void replicasOfAPartitionAreComparedWithThoseThatTheServerAssumed() {
        String days = "CREATE TABLE days (day DATE) PARTITION BY RANGE(day)"
                + " (PARTITION p1 VALUES LESS THAN ('2024-01-01') ('replication_num' = '2')) DISTRIBUTED BY HASH(day) BUCKETS 2";
        SchemaDescriptor replicated = new RecordedHistory(World.DATABASE)
                .version("create days", days)
                .statements(
                        "one replica",
                        List.of("ALTER TABLE days MODIFY PARTITION p1 SET ('replication_num' = '1')"),
                        List.of("ALTER TABLE days MODIFY PARTITION p1 SET ('replication_num' = '2')"))
                .statements("three", "ALTER TABLE days MODIFY PARTITION p1 SET ('replication_num' = '3')")
                .schema();
        assertThat(replicated.profile().defaultReplicas()).isEqualTo(3);
        Migrator migrator = world.createMigrator(replicated);

        for (int number : List.of(2, 3)) {
            migrator.upgradeTo(number);
            assertThat(migrator.check().differences()).isEmpty();
        }
        assertThat(world.readObjects().get("days")).contains("(\"replication_num\" = \"3\")");
    }

    @Test
    void anUpgradeRunsAndRecordsPendingMigrations() {
        Outcome outcome = migrator().upgrade();

        assertThat(outcome.from()).isZero();
        assertThat(outcome.to()).isEqualTo(2);
        assertThat(outcome.ran()).extracting(Object::toString).containsExactly("V0001CreateOrders", "V0002AddANote");
        assertThat(world.readObjects().get("orders")).contains("`note`");
        assertThat(migrator().history().rows())
                .extracting(History.Row::number, History.Row::title, History.Row::by)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "Create orders", "tester"),
                        org.assertj.core.groups.Tuple.tuple(2, "Add a note", "tester"));
        assertThat(migrator().status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(migrator().status().owner()).isEmpty();
        assertThat(migrator().upgrade().isEmpty()).isTrue();
    }

    @Test
    void anUpgradeWithoutPendingMigrationsSendsTwoStatements() {
        migrator().upgrade();
        long before = world.server.log().count();

        migrator().upgrade();

        assertThat(sentSince(before)).hasSize(2).allMatch(text -> text.startsWith("SHOW "));
    }

    private List<String> sentSince(long before) {
        return world.server.log().since(before).stream()
                .map(LoggedStatement::text)
                .filter(text -> !text.contains("@@session") && !text.startsWith("SET "))
                .toList();
    }

    @Test
    void anUpgradeStopsAtTheRequestedMigration() {
        assertThat(migrator().upgradeTo(1).to()).isEqualTo(1);
        assertThat(migrator().status().pending()).extracting(Object::toString).containsExactly("V0002AddANote");
        assertThat(migrator().plan()).singleElement().satisfies(planned -> {
            assertThat(planned.migration().number()).isEqualTo(2);
            assertThat(planned.steps())
                    .singleElement()
                    .satisfies(step -> assertThat(step.text())
                            .isEqualTo("ALTER TABLE `orders` ADD COLUMN `note` varchar(65533) NULL"));
        });
        assertThatThrownBy(() -> migrator().upgradeTo(3))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aPlanShowsWarningsAndTableSizes() {
        SchemaDescriptor keyed = new RecordedHistory(World.DATABASE)
                .version("create orders", ORDERS)
                .version(
                        "index cities",
                        ORDERS.replace("city VARCHAR(20)", "city VARCHAR(20), INDEX c (city) USING BITMAP"))
                .schema();
        world.createMigrator(keyed).upgradeTo(1);

        assertThat(world.createMigrator(keyed).plan())
                .singleElement()
                .satisfies(planned -> assertThat(
                                planned.notes().get(planned.steps().get(0).number()))
                        .containsExactly(
                                "the server rewrites all rows of orders", "shop.orders is rewritten: 0 rows, 0.000 B"));
    }

    @Test
    void anUpgradeSendsExactlyThePlannedStatements() {
        List<String> planned = new ArrayList<>();
        migrator().plan().forEach(each -> each.steps().forEach(step -> planned.add(step.text())));
        String sql = migrator().sql(0, 2);

        migrator().upgrade();

        List<String> sent = world.server.log().matching("(?s)(CREATE|ALTER) TABLE.*").stream()
                .map(LoggedStatement::text)
                .toList();
        assertThat(sent).isEqualTo(planned);
        assertThat(planned).allSatisfy(text -> assertThat(sql).contains(text + ";\n"));
    }

    @Test
    void offlineSqlCreatesTheSameDatabaseAndLedger() throws SQLException {
        for (String statement : migrator().sql(0, 2).split(";\n", -1)) {
            if (!statement.isBlank()) {
                world.execute(statement);
            }
        }

        assertThat(migrator().status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(migrator().check().isEmpty()).isTrue();
        assertThat(migrator().history().rows()).extracting(History.Row::title).contains("Add a note");
        assertThat(migrator().sql(1, 2)).endsWith("cairn stamp 2\n");
        assertThat(destructive().downgradeTo(1).to()).isEqualTo(1);
    }

    @Test
    void aDestructiveDowngradeNeedsConsent() throws SQLException {
        migrator().upgrade();

        assertThatThrownBy(() -> migrator().downgradeTo(1))
                .isInstanceOf(ConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(destructive().downgradeTo(1).to()).isEqualTo(1);

        assertThat(world.readObjects().get("orders")).doesNotContain("`note`");
        assertThat(migrator().history().rows()).hasSize(1);
        assertThat(destructive().downgradeTo(0).to()).isZero();
        assertThat(world.readObjects()).isEmpty();
        assertThat(migrator().upgrade().to()).isEqualTo(2);
    }

    @Test
    void anOlderApplicationDoesNotChangeTheDatabase() {
        migrator().upgrade();
        Migrator older = world.createMigrator(history.schema(1));

        assertThat(older.upgrade().to()).isEqualTo(2);
        assertThat(older.status().standing()).isEqualTo(Standing.AHEAD);
        older.requireCurrent();
        assertThatThrownBy(() -> older.downgradeTo(0))
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aDifferentHistoryIsAnError() {
        migrator().upgrade();
        Migrator other = world.createMigrator(new RecordedHistory(World.DATABASE)
                .version("create orders", ORDERS)
                .version("add a remark", LONGER.replace("note", "remark"))
                .schema());

        assertThatThrownBy(other::upgrade).isInstanceOf(HistoryException.class).satisfies(MESSAGES::match);
        assertThatThrownBy(other::requireCurrent).isInstanceOf(NotCurrentException.class);
        assertThat(other.status().standing()).isEqualTo(Standing.FOREIGN);
    }

    @Test
    void anApplicationCanWaitForAnUpgrade() {
        assertThatThrownBy(() -> migrator().requireCurrent())
                .isInstanceOf(NotCurrentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> migrator().awaitCurrent(Duration.ofSeconds(3)))
                .isInstanceOf(NotCurrentException.class)
                .satisfies(MESSAGES::match);
        migrator().upgrade();
        migrator().awaitCurrent(Duration.ofSeconds(3));
    }

    @Test
    void aBaselineRequiresTheStateOfItsMigration() throws SQLException {
        world.execute(ORDERS);

        assertThatThrownBy(() -> migrator().baseline(2))
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        migrator().baseline(1);

        assertThat(migrator().status().pending()).hasSize(1);
        assertThat(migrator().upgrade().ran()).hasSize(1);
        assertThatThrownBy(() -> migrator().baseline(1))
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aBaselineIsRefusedIfAnObjectCannotBeRead() throws SQLException {
        world.execute(ORDERS);
        world.server
                .faults()
                .add(
                        Trigger.matching("SHOW CREATE TABLE.*").every(),
                        Fault.refuse(1064, "HY000", "a plugin is missing"));

        assertThat(migrator().check().gaps()).isEmpty(); // nothing is recorded
        assertThatThrownBy(() -> migrator().baseline(1))
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        world.server.faults().clear();
        migrator().baseline(1);
    }

    @Test
    void aStampChangesTheLedgerAlone() {
        migrator().stamp(1);

        assertThat(world.readObjects()).isEmpty();
        assertThat(migrator().history().rows()).hasSize(1);
        migrator().stamp(0);
        assertThat(migrator().history().rows()).isEmpty();
        assertThat(migrator().upgrade().to()).isEqualTo(2);
    }

    @Test
    void driftIsReportedAsTextAndAsSql() throws SQLException {
        migrator().upgrade();
        assertThat(migrator().check().isEmpty()).isTrue();

        world.execute("ALTER TABLE orders COMMENT = 'mine'");
        world.execute("CREATE VIEW other AS SELECT 1 AS one");

        assertThat(migrator().check().differences()).singleElement().satisfies(difference -> {
            assertThat(difference.object()).hasToString("shop.orders");
            assertThat(difference.remediation()).containsExactly("ALTER TABLE `orders` COMMENT = \"\"");
        });
        assertThat(migrator().check().unmanaged())
                .extracting(Drift.FoundObject::object)
                .containsExactly("shop.other");
    }

    @Test
    void aConnectionWithoutADatabaseIsRefused() {
        assertThatThrownBy(() -> Migrator.of(schema, world.server.jdbcUrl() + "?user=root")
                        .upgrade())
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void allListenersAreNotifiedOfEachStep() {
        List<Progress> events = new ArrayList<>();
        List<Progress> otherEvents = new ArrayList<>();
        world.createMigrator(schema, World.options().listener(events::add).listener(otherEvents::add))
                .upgrade();

        assertThat(otherEvents).isEqualTo(events);
        assertThat(events)
                .extracting(progress -> progress.getClass().getSimpleName())
                .startsWith("RunStarted", "MigrationStarted", "StepStarted", "StepEnded", "MigrationEnded")
                .endsWith("MigrationEnded", "RunEnded");
    }

    @Test
    void aMaterializedViewIsDeactivatedAndActivated() throws SQLException {
        world.execute(ORDERS);
        world.execute(
                "CREATE MATERIALIZED VIEW totals DISTRIBUTED BY HASH(id) BUCKETS 2 REFRESH MANUAL AS SELECT id FROM"
                        + " orders");
        migrator().deactivate("totals");
        assertThat(world.readObjects().get("totals")).endsWith("(inactive)");
        migrator().activate("shop.totals");
        assertThat(world.readObjects().get("totals")).doesNotEndWith("(inactive)");
    }

    @Test
    void theLedgerOfADeadMigratorCanBeUnlocked() {
        assertThat(migrator().unlock()).isEmpty();
    }
}
