package dev.cairn.tooling.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file that is compared with a server is read by the version, the run mode and the defaults of the server. */
class ServerRulesTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String TABLE_TEMPLATE = "CREATE TABLE %s (id INT NOT NULL, v %s) %s KEY (id)"
            + " DISTRIBUTED BY HASH (id) BUCKETS %s PROPERTIES (%s'compression' = 'LZ4');\n";
    private static final String GROUP_PROPERTY = "'colocate_with' = 'g', ";

    @TempDir
    Path folder;

    private static String renderColocatedTable(String name, String type, String key) {
        return TABLE_TEMPLATE.formatted(name, type, key, 3, GROUP_PROPERTY);
    }

    private static EmbeddedStarRocks startServer(ServerProfile profile, String script) throws SQLException {
        EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.profile(profile));
        server.createDatabase("shop");
        execute(server, script);
        return server;
    }

    private static void execute(EmbeddedStarRocks server, String script) throws SQLException {
        try (Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";\n", 0)) {
                statement.execute(sql);
            }
        }
    }

    private ComparisonSide writeFile(String text, ServerProfile rules) throws IOException {
        return new ComparisonSide.SqlFiles(List.of(Files.writeString(folder.resolve("shop.sql"), text)), rules);
    }

    private static ComparisonSide createLiveSide(EmbeddedStarRocks server, String user) {
        return new ComparisonSide.Server(
                new LiveDatabase(ServerAddress.parse(server.jdbcUrl("shop") + "?user=" + user)));
    }

    private static Plan createPlan(ComparisonSide from, ComparisonSide to) {
        return new DefinitionComparator(from, to).compareSides().plan();
    }

    private Plan planTo(EmbeddedStarRocks server, String text) throws IOException {
        return createPlan(createLiveSide(server, "root"), writeFile(text, ServerProfile.DEFAULT));
    }

    private static List<String> renderSteps(Plan plan) {
        assertThat(plan.impossibleChanges()).isEmpty();
        return plan.steps().stream().map(Step::text).toList();
    }

    @Test
    void theRunModeAndTheVersionAreThoseOfTheServer() throws Exception {
        String tables = renderColocatedTable("a", "INT", "PRIMARY")
                + "CREATE TABLE r (k INT) DUPLICATE KEY (k) DISTRIBUTED BY RANDOM;\n"
                + "CREATE VIEW w AS SELECT id, v FROM a;\n";
        for (Version version : Version.values()) {
            for (RunMode mode : RunMode.values()) {
                ServerProfile profile =
                        ServerProfile.DEFAULT.with(version).with(mode).withReplicas(1, 3);
                try (EmbeddedStarRocks server = startServer(profile, tables)) {
                    assertThat(planTo(server, tables).isEmpty())
                            .as(profile.target())
                            .isTrue();
                    Plan reversePlan =
                            createPlan(writeFile(tables, ServerProfile.DEFAULT), createLiveSide(server, "root"));
                    assertThat(reversePlan.isEmpty()).as(profile.target()).isTrue();
                }
            }
        }
    }

    @Test
    void tablesOfAGroupAreRebuiltAndAddedWithTheDefaultOfTheServer() throws Exception {
        for (int replicas = 1; replicas <= 3; replicas++) {
            try (EmbeddedStarRocks server = startServer(
                    ServerProfile.DEFAULT.withReplicas(replicas, 3),
                    renderColocatedTable("a", "INT", "DUPLICATE") + renderColocatedTable("b", "INT", "DUPLICATE"))) {
                String declaredTables = renderColocatedTable("a", "INT", "PRIMARY")
                        + renderColocatedTable("b", "INT", "DUPLICATE")
                                .replace(GROUP_PROPERTY, GROUP_PROPERTY + "'replication_num' = '" + replicas + "', ")
                        + renderColocatedTable("c", "INT", "DUPLICATE");
                List<String> statements = renderSteps(planTo(server, declaredTables));
                assertThat(statements)
                        .anyMatch(
                                text -> text.contains("CREATE TABLE `a__cairn_new`") && text.contains("colocate_with"))
                        .anyMatch(text -> text.contains("CREATE TABLE `c`") && text.contains("colocate_with"));
                for (String statement : statements) {
                    if (!statement.startsWith("-- grants")) {
                        execute(server, statement);
                    }
                }
                assertThat(renderSteps(planTo(server, declaredTables))).isEmpty();
            }
        }
    }

    @Test
    void aPartitionKeepsItsOwnNumberOfReplicas() throws Exception {
        String table = "CREATE TABLE p (d DATE) DUPLICATE KEY (d) PARTITION BY RANGE (d) ("
                + "PARTITION p1 VALUES LESS THAN ('2026-01-01') ('replication_num' = '%s'),"
                + " PARTITION p2 VALUES LESS THAN ('2026-02-01')) DISTRIBUTED BY HASH (d) BUCKETS 1;\n";
        try (EmbeddedStarRocks server = startServer(ServerProfile.DEFAULT.withReplicas(1, 3), table.formatted(1))) {
            assertThat(renderSteps(planTo(server, table.formatted(3))))
                    .containsExactly("ALTER TABLE `p` MODIFY PARTITION `p1` SET (\"replication_num\" = \"3\")");
            execute(server, "ALTER TABLE `p` MODIFY PARTITION `p1` SET (\"replication_num\" = \"3\")");
            assertThat(renderSteps(planTo(server, table.formatted(3)))).isEmpty();
        }
    }

    @Test
    void withoutThePrivilegeTheTablesShowTheDefault() throws Exception {
        try (EmbeddedStarRocks server = startServer(
                ServerProfile.DEFAULT.withReplicas(1, 3),
                renderColocatedTable("a", "INT", "DUPLICATE")
                        + "CREATE USER reader;\nGRANT SELECT ON ALL TABLES IN DATABASE shop TO USER reader")) {
            String definitionsWithNewTable = renderColocatedTable("a", "INT", "DUPLICATE")
                    + renderColocatedTable("c", "INT", "DUPLICATE")
                            .replace(GROUP_PROPERTY, GROUP_PROPERTY + "'replication_num' = '1', ");
            assertThat(renderSteps(createPlan(
                            createLiveSide(server, "reader"),
                            writeFile(definitionsWithNewTable, ServerProfile.DEFAULT))))
                    .singleElement()
                    .asString()
                    .contains("colocate_with");
        }
    }

    @Test
    void withoutThePrivilegeThePlanStopsOnlyIfItDependsOnTheDefault() throws Exception {
        String declaringTable = renderColocatedTable("a", "INT", "DUPLICATE")
                .replace(GROUP_PROPERTY, GROUP_PROPERTY + "'replication_num' = '1', ");
        try (EmbeddedStarRocks server = startServer(
                ServerProfile.DEFAULT.withReplicas(1, 3),
                declaringTable + "CREATE USER reader;\nGRANT SELECT ON ALL TABLES IN DATABASE shop TO USER reader")) {
            ComparisonSide dependentSide =
                    writeFile(declaringTable + renderColocatedTable("c", "INT", "DUPLICATE"), ServerProfile.DEFAULT);
            assertThatThrownBy(() -> createPlan(createLiveSide(server, "reader"), dependentSide))
                    .isInstanceOf(UnknownReplicaCountException.class)
                    .satisfies(MESSAGES::match);
            ComparisonSide independentSide = writeFile(
                    declaringTable + TABLE_TEMPLATE.formatted("c", "INT", "DUPLICATE", 3, ""), ServerProfile.DEFAULT);
            assertThat(renderSteps(createPlan(createLiveSide(server, "reader"), independentSide)))
                    .hasSize(1);
        }
    }
}
