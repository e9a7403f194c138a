package dev.cairn.tooling.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.WriterPause;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plans from a live database to definitions in files, in which the drops and all other changes are ordered together.
 */
class LivePlansTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String PARENT =
            "CREATE TABLE %s (k INT NOT NULL) PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1;\n";

    @TempDir
    Path folder;

    @AutoClose
    private EmbeddedStarRocks server;

    @BeforeEach
    void start() {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
    }

    private void execute(String script) throws SQLException {
        try (Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";\n", 0)) {
                statement.execute(sql);
            }
        }
    }

    private Plan planTo(String target) throws IOException {
        return compareWith(target).plan();
    }

    private DefinitionComparator.ComparisonResult compareWith(String target) throws IOException {
        Path file = Files.writeString(folder.resolve("shop.sql"), target);
        LiveDatabase live = new LiveDatabase(ServerAddress.parse(server.jdbcUrl("shop") + "?user=root"));
        return new DefinitionComparator(
                        new ComparisonSide.Server(live),
                        new ComparisonSide.SqlFiles(List.of(file), ServerProfile.DEFAULT))
                .compareSides();
    }

    /** Executes the plan, and returns its statements without renames. */
    private List<String> executePlan(String target) throws IOException, SQLException {
        List<String> statements =
                planTo(target).steps().stream().map(Step::text).toList();
        for (String statement : statements) {
            execute(statement);
        }
        assertThat(planTo(target).steps()).isEmpty();
        return statements.stream()
                .filter(statement -> !statement.contains(" RENAME "))
                .toList();
    }

    @Test
    void otherForeignKeysRemainWhenTheTableOfOneIsDropped() throws Exception {
        String child = "CREATE TABLE child (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1"
                + " PROPERTIES ('foreign_key_constraints' = '%s');\n";
        execute(PARENT.formatted("p1")
                + PARENT.formatted("p2")
                + child.formatted("(k) REFERENCES p1(k);(k) REFERENCES p2(k)"));
        assertThat(executePlan(PARENT.formatted("p2") + child.formatted("(k) REFERENCES p2(k)")))
                .containsExactly(
                        "ALTER TABLE `child` SET (\"foreign_key_constraints\" =" + " \"(k) REFERENCES p2(k)\")",
                        "-- destructive: drops p1\nDROP TABLE `p1__cairn_old`");
    }

    @Test
    void anObjectThatIsNotDeclaredIsDroppedThoughNothingElseDiffers() throws Exception {
        execute(PARENT.formatted("p1") + PARENT.formatted("p2"));
        assertThat(executePlan(PARENT.formatted("p2")))
                .containsExactly("-- destructive: drops p1\nDROP TABLE `p1__cairn_old`");
    }

    @Test
    void aPlanNamesTheRoutineLoadThatItEnds() throws Exception {
        execute("CREATE TABLE t (id INT NOT NULL, v INT) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1;\n"
                + "CREATE ROUTINE LOAD shop.clicks ON t COLUMNS (id, v) PROPERTIES ('desired_concurrent_number' = '1')"
                + " FROM KAFKA ('kafka_broker_list' = '127.0.0.1:9', 'kafka_topic' = 'clicks',"
                + " 'kafka_partitions' = '0', 'kafka_offsets' = '5')");
        String otherDefinition =
                "CREATE TABLE t (id INT NOT NULL, v INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1;\n";
        DefinitionComparator.ComparisonResult result = compareWith(otherDefinition);
        assertThat(result.brokenDependents()).singleElement().satisfies(endedDependent -> {
            assertThat(endedDependent.toString())
                    .contains("Routine Load shop.clicks", "of shop.t: another table replaces its table");
            assertThat(result.plan()
                            .steps()
                            .get(endedDependent.stepNumber() - 1)
                            .text())
                    .startsWith("DROP TABLE");
        });
        assertThat(WriterPause.describe(result.plan().steps().get(0)))
                .hasValue("stop all writers of t until it is replaced");

        DefinitionComparator.ComparisonResult wideningResult =
                compareWith("CREATE TABLE t (id INT NOT NULL, v INT, n INT) PRIMARY KEY (id)"
                        + " DISTRIBUTED BY HASH (id) BUCKETS 1;\n");
        assertThat(wideningResult.plan().steps()).hasSize(1);
        assertThat(wideningResult.brokenDependents()).isEmpty();
    }

    /** Servers before 4.0 print the database of each table that a view reads. */
    @ParameterizedTest
    @CsvSource({"V3_5, V3_5", "V3_5, V4_1", "V4_1, V3_5", "V4_1, V4_1"})
    void databasesOfOtherNamesWithViewsAreEqual(Version firstVersion, Version otherDefinition) throws SQLException {
        try (EmbeddedStarRocks firstServer = startServer(firstVersion, "first");
                EmbeddedStarRocks secondServer = startServer(otherDefinition, "second")) {
            assertThat(new DefinitionComparator(
                                    createLiveSide(firstServer, "first"), createLiveSide(secondServer, "second"))
                            .compareSides()
                            .plan()
                            .steps())
                    .isEmpty();
            secondServer.createDatabase("empty");
            assertThat(new DefinitionComparator(
                                    createLiveSide(secondServer, "empty"), createLiveSide(firstServer, "first"))
                            .compareSides()
                            .plan()
                            .steps())
                    .extracting(step -> step.text().lines().findFirst().orElse(""))
                    .anyMatch(text -> text.contains("VIEW `total`"))
                    .anyMatch(text -> text.contains("VIEW `v`"));
        }
    }

    private static EmbeddedStarRocks startServer(Version version, String database) throws SQLException {
        EmbeddedStarRocks server =
                EmbeddedStarRocks.start(Options.DEFAULT.profile(ServerProfile.DEFAULT.with(version)));
        server.createDatabase(database);
        try (Connection connection = server.dataSource(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE p (k INT NOT NULL, n INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1");
            statement.execute("CREATE VIEW v AS SELECT p.k, q.n FROM p JOIN p q ON p.k = q.k");
            statement.execute(
                    "CREATE MATERIALIZED VIEW total DISTRIBUTED BY HASH (k) REFRESH MANUAL AS SELECT k, sum(n) AS s"
                            + " FROM p GROUP BY k");
        }
        return server;
    }

    private static ComparisonSide createLiveSide(EmbeddedStarRocks server, String database) {
        return new ComparisonSide.Server(
                new LiveDatabase(ServerAddress.parse(server.jdbcUrl(database) + "?user=root")));
    }

    @Test
    void theDatabaseIsReadAgainAfterALostConnection() throws Exception {
        execute(PARENT.formatted("p1") + PARENT.formatted("p2"));
        server.faults().add(Trigger.matching("(?is)SHOW CREATE TABLE.*p2.*"), Fault.cutBefore());
        assertThat(planTo(PARENT.formatted("p1") + PARENT.formatted("p2")).steps())
                .isEmpty();
        server.faults().add(Trigger.matching("(?is)SHOW CREATE TABLE.*p2.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> planTo(PARENT.formatted("p1")))
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aClientCanRunTheRebuildOfATableWithDynamicPartitions() throws Exception {
        String table =
                "CREATE TABLE ev (d DATE NOT NULL, id INT NOT NULL, v INT) %s KEY (d, id) PARTITION BY RANGE (d) ()"
                        + " DISTRIBUTED BY HASH (id) BUCKETS 1 PROPERTIES ('dynamic_partition.enable' = 'true',"
                        + " 'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '3',"
                        + " 'dynamic_partition.prefix' = 'p', 'dynamic_partition.buckets' = '1');\n";
        execute(table.formatted("DUPLICATE")
                + "ALTER TABLE ev SET ('dynamic_partition.enable' = 'false');\n"
                + "ALTER TABLE ev ADD PARTITION p20200101 VALUES [('2020-01-01'), ('2020-01-02'));\n"
                + "ALTER TABLE ev SET ('dynamic_partition.enable' = 'true');\n"
                + "INSERT INTO ev VALUES ('2020-01-01', 1, 10)");
        String rebuiltDefinition = table.formatted("PRIMARY");
        String script = planTo(rebuiltDefinition).steps().stream()
                .map(step -> step.findManualSql().orElseGet(() -> step.text() + ";"))
                .collect(Collectors.joining("\n"));
        assertThat(script).contains("ADD PARTITION IF NOT EXISTS").doesNotContain("assert_true");
        for (ScriptStatement scriptStatement : Sql.parseScriptStatements(script)) {
            execute(scriptStatement.text());
        }
        assertThat(planTo(rebuiltDefinition).steps()).isEmpty();
        try (Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM ev")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void aMaterializedViewOfASecondDatabaseIsActivatedWithItsReaders() throws Exception {
        String tables = """
            CREATE TABLE t (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1;
            CREATE TABLE u (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1;
            CREATE DATABASE audit;
            """;
        String viewTemplate = "CREATE MATERIALIZED VIEW %s REFRESH DEFERRED MANUAL AS SELECT k FROM %s;\n";
        String readers = viewTemplate.formatted("audit.reader", "m") + viewTemplate.formatted("last", "audit.reader");
        execute(tables + viewTemplate.formatted("m", "t") + readers);
        assertThat(executePlan(tables + viewTemplate.formatted("m", "u") + readers))
                .endsWith(
                        "DROP MATERIALIZED VIEW `m__cairn_new`",
                        "ALTER MATERIALIZED VIEW `audit`.`reader` ACTIVE",
                        "ALTER MATERIALIZED VIEW `last` ACTIVE");
    }

    @Test
    void aMaterializedViewIsActivatedThoughAViewOfASecondDatabaseNoLongerReadsADroppedTable() throws Exception {
        String table = """
            CREATE TABLE %s (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1;
            CREATE DATABASE audit;
            CREATE VIEW audit.v AS SELECT k FROM %<s;
            CREATE MATERIALIZED VIEW m REFRESH DEFERRED MANUAL AS SELECT k FROM audit.v;
            """;
        execute(table.formatted("t"));
        assertThat(executePlan(table.formatted("u"))).endsWith("ALTER MATERIALIZED VIEW `m` ACTIVE");
    }

    @Test
    void anEmptyDatabaseOfTheServerIsNotCreatedAgain() throws Exception {
        execute("CREATE DATABASE audit");
        assertThat(planTo("CREATE DATABASE audit;\n" + PARENT.formatted("p")).steps())
                .extracting(Step::text)
                .allMatch(text -> text.startsWith("CREATE TABLE"));
    }

    @Test
    void aMaterializedViewIsDroppedBeforeTheColumnThatItReads() throws Exception {
        String table = "CREATE TABLE t (k INT%s) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1;\n";
        execute(table.formatted(", v INT")
                + "CREATE MATERIALIZED VIEW m REFRESH DEFERRED MANUAL AS SELECT k, v FROM t;\n");
        assertThat(executePlan(table.formatted("")))
                .containsExactly(
                        "DROP MATERIALIZED VIEW `m__cairn_old`",
                        "-- destructive: drops t.v\nALTER TABLE `t` DROP COLUMN `v`");
    }
}
