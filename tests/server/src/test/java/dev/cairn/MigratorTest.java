package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Status.DatabaseState;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import dev.cairn.upgrade.Progress;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A migrator upgrades, downgrades, compares and repairs a database with two migrations. */
class MigratorTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)"
                    + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_ORDERS_WITH_NOTE =
            CREATE_ORDERS.replace("city VARCHAR(20)", "city VARCHAR(20), note STRING");

    private final RecordedHistory history = new RecordedHistory(World.DATABASE)
            .version("create orders", CREATE_ORDERS)
            .version("add a note", CREATE_ORDERS_WITH_NOTE);
    private final SchemaDescriptor schema = history.schema();

    @AutoClose
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    private Migrator createMigrator() {
        return world.createMigrator(schema);
    }

    private Migrator createDestructiveMigrator() {
        return world.createMigrator(schema, World.options().consent(Consent.DESTRUCTIVE));
    }

    @Test
    @SuppressWarnings("NullAway") // callers without a check of null references
    void aUrlThatIsNullIsNamed() {
        assertThatThrownBy(() -> Migrator.of(schema, (String) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("The URL of the server is null");
    }

    @Test
    void aMigratorKnowsItsSchema() {
        assertThat(createMigrator().schema()).isSameAs(schema);
    }

    @Test
    void aDefinitionWhoseOutputCantBeParsedIsComparedAsText() {
        String createTableWithComment = CREATE_ORDERS.replace(
                "VARCHAR(20)", "VARCHAR(20), INDEX i (id) USING BITMAP COMMENT 'the customer''s'");
        SchemaDescriptor schemaWithComment = new RecordedHistory(World.DATABASE)
                .version("create orders", createTableWithComment)
                .version(
                        "add a note",
                        createTableWithComment.replace("city VARCHAR(20)", "city VARCHAR(20), note STRING"))
                .schema();

        world.createMigrator(schemaWithComment).upgrade();

        assertThat(world.readObjects().get("orders")).contains("COMMENT 'the customer's'", "`note`");
        assertThat(world.createMigrator(schemaWithComment).check().isEmpty()).isTrue();
        world.createMigrator(schemaWithComment, World.options().consent(Consent.DESTRUCTIVE))
                .downgradeTo(1);
        assertThat(world.readObjects().get("orders")).doesNotContain("`note`");
    }

    /**
     * The schema assumes three replicas, and the server prints those of a partition only if they differ from the
     * table's.
     */
    @Test
    void replicasOfAPartitionAreComparedWithThoseThatTheServerAssumed() {
        String createDays = "CREATE TABLE days (day DATE) PARTITION BY RANGE(day)"
                + " (PARTITION p1 VALUES LESS THAN ('2024-01-01') ('replication_num' = '2')) DISTRIBUTED BY HASH(day) BUCKETS 2";
        SchemaDescriptor replicatedSchema = new RecordedHistory(World.DATABASE)
                .version("create days", createDays)
                .statements(
                        "one replica",
                        List.of("ALTER TABLE days MODIFY PARTITION p1 SET ('replication_num' = '1')"),
                        List.of("ALTER TABLE days MODIFY PARTITION p1 SET ('replication_num' = '2')"))
                .statements("three", "ALTER TABLE days MODIFY PARTITION p1 SET ('replication_num' = '3')")
                .schema();
        assertThat(replicatedSchema.firstTarget().defaultReplicaCount()).isEqualTo(3);
        Migrator migrator = world.createMigrator(replicatedSchema);

        for (int number : List.of(2, 3)) {
            migrator.upgradeTo(number);
            assertThat(migrator.check().differences()).isEmpty();
        }
        assertThat(world.readObjects().get("days")).contains("(\"replication_num\" = \"3\")");
    }

    @Test
    void anUpgradeRunsAndRecordsPendingMigrations() {
        MigrationResult outcome = createMigrator().upgrade();

        assertThat(outcome.from()).isZero();
        assertThat(outcome.to()).isEqualTo(2);
        assertThat(outcome.migrations())
                .extracting(Object::toString)
                .containsExactly("V0001CreateOrders", "V0002AddANote");
        assertThat(world.readObjects().get("orders")).contains("`note`");
        assertThat(createMigrator().history().rows())
                .extracting(History.Row::number, History.Row::title, History.Row::appliedBy)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "Create orders", "tester"),
                        org.assertj.core.groups.Tuple.tuple(2, "Add a note", "tester"));
        assertThat(createMigrator().status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(createMigrator().status().owner()).isEmpty();
        assertThat(createMigrator().upgrade().isEmpty()).isTrue();
    }

    @Test
    void anUpgradeWithoutPendingMigrationsSendsTwoStatements() {
        createMigrator().upgrade();
        long statementCountBefore = world.server.log().count();

        createMigrator().upgrade();

        assertThat(findSentSince(statementCountBefore)).hasSize(2).allMatch(text -> text.startsWith("SHOW "));
    }

    private List<String> findSentSince(long statementCountBefore) {
        return world.server.log().findSince(statementCountBefore).stream()
                .map(LoggedStatement::text)
                .filter(text -> !text.contains("@@session") && !text.startsWith("SET "))
                .toList();
    }

    @Test
    void anUpgradeStopsAtTheRequestedMigration() {
        assertThat(createMigrator().upgradeTo(1).to()).isEqualTo(1);
        assertThat(createMigrator().status().pending())
                .extracting(Object::toString)
                .containsExactly("V0002AddANote");
        assertThat(createMigrator().plan()).singleElement().satisfies(plannedMigration -> {
            assertThat(plannedMigration.migration().number()).isEqualTo(2);
            assertThat(plannedMigration.steps())
                    .singleElement()
                    .satisfies(step -> assertThat(step.text())
                            .isEqualTo("ALTER TABLE `orders` ADD COLUMN `note` varchar(65533) NULL"));
        });
        assertThatThrownBy(() -> createMigrator().upgradeTo(3))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aPlanShowsWarningsAndTableSizes() {
        SchemaDescriptor indexedSchema = new RecordedHistory(World.DATABASE)
                .version("create orders", CREATE_ORDERS)
                .version(
                        "index cities",
                        CREATE_ORDERS.replace("city VARCHAR(20)", "city VARCHAR(20), INDEX c (city) USING BITMAP"))
                .schema();
        world.createMigrator(indexedSchema).upgradeTo(1);

        assertThat(world.createMigrator(indexedSchema).plan())
                .singleElement()
                .satisfies(plannedMigration -> assertThat(plannedMigration
                                .notes()
                                .get(plannedMigration.steps().get(0).number()))
                        .containsExactly(
                                "the server rewrites all rows of orders", "shop.orders is rewritten: 0 rows, 0.000 B"));
    }

    @Test
    void anUpgradeSendsExactlyThePlannedStatements() {
        List<String> plannedStatements = new ArrayList<>();
        createMigrator()
                .plan()
                .forEach(plannedMigration ->
                        plannedMigration.steps().forEach(step -> plannedStatements.add(step.text())));
        String sql = createMigrator().sql(0, 2);

        createMigrator().upgrade();

        List<String> sentStatements = world.server.log().findMatching("(?s)(CREATE|ALTER) TABLE.*").stream()
                .map(LoggedStatement::text)
                .toList();
        assertThat(sentStatements).isEqualTo(plannedStatements);
        assertThat(plannedStatements).allSatisfy(text -> assertThat(sql).contains(text + ";\n"));
    }

    @Test
    void offlineSqlCreatesTheSameDatabaseAndLedger() throws SQLException {
        for (String statement : createMigrator().sql(0, 2).split(";\n", -1)) {
            if (!statement.isBlank()) {
                world.execute(statement);
            }
        }

        assertThat(createMigrator().status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(createMigrator().check().isEmpty()).isTrue();
        assertThat(createMigrator().history().rows())
                .extracting(History.Row::title)
                .contains("Add a note");
        assertThat(createMigrator().sql(1, 2)).endsWith("cairn stamp 2\n");
        assertThat(createDestructiveMigrator().downgradeTo(1).to()).isEqualTo(1);
    }

    @Test
    void aDestructiveDowngradeNeedsConsent() throws SQLException {
        createMigrator().upgrade();

        assertThatThrownBy(() -> createMigrator().downgradeTo(1))
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(createDestructiveMigrator().downgradeTo(1).to()).isEqualTo(1);

        assertThat(world.readObjects().get("orders")).doesNotContain("`note`");
        assertThat(createMigrator().history().rows()).hasSize(1);
        assertThat(createDestructiveMigrator().downgradeTo(0).to()).isZero();
        assertThat(world.readObjects()).isEmpty();
        assertThat(createMigrator().upgrade().to()).isEqualTo(2);
    }

    @Test
    void anOlderApplicationDoesNotChangeTheDatabase() {
        createMigrator().upgrade();
        Migrator olderMigrator = world.createMigrator(history.schema(1));

        assertThat(olderMigrator.upgrade().to()).isEqualTo(2);
        assertThat(olderMigrator.status().databaseState()).isEqualTo(DatabaseState.AHEAD);
        olderMigrator.requireCurrent();
        assertThatThrownBy(() -> olderMigrator.downgradeTo(0))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aDifferentHistoryIsAnError() {
        createMigrator().upgrade();
        Migrator otherMigrator = world.createMigrator(new RecordedHistory(World.DATABASE)
                .version("create orders", CREATE_ORDERS)
                .version("add a remark", CREATE_ORDERS_WITH_NOTE.replace("note", "remark"))
                .schema());

        assertThatThrownBy(otherMigrator::upgrade)
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(otherMigrator::requireCurrent).isInstanceOf(DatabaseNotCurrentException.class);
        assertThat(otherMigrator.status().databaseState()).isEqualTo(DatabaseState.FOREIGN);
    }

    @Test
    void anApplicationCanWaitForAnUpgrade() {
        assertThatThrownBy(() -> createMigrator().requireCurrent())
                .isInstanceOf(DatabaseNotCurrentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> createMigrator().awaitCurrent(Duration.ofSeconds(3)))
                .isInstanceOf(DatabaseNotCurrentException.class)
                .satisfies(MESSAGES::match);
        createMigrator().upgrade();
        createMigrator().awaitCurrent(Duration.ofSeconds(3));
    }

    @Test
    void aBaselineRequiresTheStateOfItsMigration() throws SQLException {
        world.execute(CREATE_ORDERS);

        assertThatThrownBy(() -> createMigrator().baseline(2))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        createMigrator().baseline(1);

        assertThat(createMigrator().status().pending()).hasSize(1);
        assertThat(createMigrator().upgrade().migrations()).hasSize(1);
        assertThatThrownBy(() -> createMigrator().baseline(1))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aBaselineIsRefusedIfAnObjectCannotBeRead() throws SQLException {
        world.execute(CREATE_ORDERS);
        world.server
                .faults()
                .add(
                        Trigger.matching("SHOW CREATE TABLE.*").every(),
                        Fault.reject(1064, "HY000", "a plugin is missing"));

        assertThat(createMigrator().check().gaps()).isEmpty(); // nothing is recorded
        assertThatThrownBy(() -> createMigrator().baseline(1))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        world.server.faults().clear();
        createMigrator().baseline(1);
    }

    @Test
    void aStampChangesTheLedgerAlone() {
        createMigrator().stamp(1);

        assertThat(world.readObjects()).isEmpty();
        assertThat(createMigrator().history().rows()).hasSize(1);
        createMigrator().stamp(0);
        assertThat(createMigrator().history().rows()).isEmpty();
        assertThat(createMigrator().upgrade().to()).isEqualTo(2);
    }

    @Test
    void driftIsReportedAsTextAndAsSql() throws SQLException {
        createMigrator().upgrade();
        assertThat(createMigrator().check().isEmpty()).isTrue();

        world.execute("ALTER TABLE orders COMMENT = 'mine'");
        world.execute("CREATE VIEW other AS SELECT 1 AS one");

        assertThat(createMigrator().check().differences()).singleElement().satisfies(difference -> {
            assertThat(difference.object()).hasToString("shop.orders");
            assertThat(difference.remediation()).containsExactly("ALTER TABLE `orders` COMMENT = \"\"");
        });
        assertThat(createMigrator().check().unmanaged())
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
    void aDatabaseOfAnotherProductIsRefusedBeforeTheFirstStatement() {
        DataSource dataSource = (DataSource) Proxy.newProxyInstance(
                MigratorTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> DriverManager.getConnection("jdbc:duckdb:"));
        Migrator migrator = Migrator.of(schema, dataSource);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(migrator::status).isInstanceOf(WrongServerException.class);
        assertThatThrownBy(migrator::check).isInstanceOf(WrongServerException.class);
    }

    @Test
    void aServerOfMySqlIsRefusedBeforeTheFirstChange() {
        Map<String, String> queries = Map.of(
                "SELECT @@version_comment, @@run_mode, @@sql_mode, @@sql_select_limit, @@sql_dialect, @@insert_max_filter_ratio, @@enable_materialized_view_for_insert, @@dynamic_overwrite, @@enable_insert_partial_update, DATABASE()",
                        "SELECT @@run_mode_of_mysql",
                "SELECT @@version_comment, @@sql_mode, @@sql_select_limit, @@sql_dialect, @@insert_max_filter_ratio, @@enable_materialized_view_for_insert, @@dynamic_overwrite, @@enable_insert_partial_update, DATABASE()",
                        "SELECT 'MySQL Community Server - GPL', '', '9223372036854775807', 'StarRocks', '0', '0', '0', '1', DATABASE()",
                "SELECT current_version()", "SELECT no_such_function()");
        DataSource mySql = rewriteQueries(DataSource.class, world.server.dataSource(World.DATABASE), queries);

        assertThatThrownBy(() -> Migrator.of(schema, mySql).upgrade())
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.server.objects(World.DATABASE)).isEmpty();
    }

    /** Returns an object of JDBC whose statements send other queries in place of the given ones. */
    private static <T> T rewriteQueries(Class<T> type, T original, Map<String, String> queries) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object[] sentArguments = arguments == null ? new Object[0] : arguments.clone();
            if (sentArguments.length > 0 && method.getName().startsWith("execute")) {
                sentArguments[0] = queries.getOrDefault(String.valueOf(sentArguments[0]), (String) sentArguments[0]);
            }
            try {
                Object result = method.invoke(original, sentArguments);
                return result instanceof Connection connection
                        ? rewriteQueries(Connection.class, connection, queries)
                        : result instanceof Statement statement
                                ? rewriteQueries(Statement.class, statement, queries)
                                : result;
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(MigratorTest.class.getClassLoader(), new Class<?>[] {type}, handler));
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
        world.execute(CREATE_ORDERS);
        world.execute(
                "CREATE MATERIALIZED VIEW totals DISTRIBUTED BY HASH(id) BUCKETS 2 REFRESH MANUAL AS SELECT id FROM"
                        + " orders");
        createMigrator().deactivate("totals");
        assertThat(world.readObjects().get("totals")).endsWith("(inactive)");
        createMigrator().activate("shop.totals");
        assertThat(world.readObjects().get("totals")).doesNotEndWith("(inactive)");
    }

    @Test
    void theLedgerOfADeadMigratorCanBeUnlocked() {
        assertThat(createMigrator().unlock()).isEmpty();
    }
}
