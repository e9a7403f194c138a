package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comments of the script of a comparison, for a client that runs it. */
class DiffScriptTest {
    private static final String CREATE_TABLE = """
        CREATE TABLE t (id BIGINT NOT NULL, a TINYINT NOT NULL, s VARCHAR(20)) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2
        """;

    @TempDir
    private Path folder;

    private String renderScript(String from, String to) {
        CommandProject project =
                new CommandProject(folder).write("from.sql", from).write("to.sql", to);
        project.cairn(
                "diff",
                project.sources().resolve("from.sql").toString(),
                project.sources().resolve("to.sql").toString());
        return project.out();
    }

    @Test
    void aJobThatALaterStatementNeedsIsAwaited() {
        String viewStatement = "; CREATE MATERIALIZED VIEW m REFRESH %s AS SELECT a, count(*) AS c FROM t GROUP BY a";
        String renderedScript = renderScript(
                CREATE_TABLE + viewStatement.formatted("ASYNC"),
                CREATE_TABLE.replace("TINYINT", "INT") + viewStatement.formatted("MANUAL"));

        assertThat(renderedScript)
                .containsSubsequence(
                        "ALTER TABLE `t` MODIFY COLUMN `a` int(11) NOT NULL;",
                        "-- wait: ALTER TABLE t\n",
                        "SHOW ALTER TABLE COLUMN WHERE TableName = 't'",
                        "CREATE MATERIALIZED VIEW `m__cairn_new`",
                        "REFRESH MATERIALIZED VIEW `m__cairn_new` WITH SYNC MODE;",
                        "ALTER MATERIALIZED VIEW `m` SWAP WITH `m__cairn_new`;");
        assertThat(renderedScript.split("-- wait: ", -1)).hasSize(2);
    }

    @Test
    void aSingleChangeIsNotAwaited() {
        assertThat(renderScript(CREATE_TABLE, CREATE_TABLE.replace("TINYINT", "INT")))
                .doesNotContain("-- wait");
    }

    @Test
    void aFilterThatTheServerMayHaveKeptIsExplained() {
        String tableWithFilter = CREATE_TABLE.strip() + " PROPERTIES ('bloom_filter_columns' = 's')";
        assertThat(renderScript(CREATE_TABLE.replace(", s VARCHAR(20)", ""), tableWithFilter))
                .containsSubsequence(
                        "ADD COLUMN `s`", "-- note: if the server answers", "SET (\"bloom_filter_columns\"");
        assertThat(renderScript(CREATE_TABLE, tableWithFilter)).doesNotContain("-- note: if the server answers");
    }

    @Test
    void aViewThatIsMissingForAWhileIsNamed() {
        String viewStatement = CREATE_TABLE + "; CREATE VIEW v SECURITY %s AS SELECT id FROM t";
        assertThat(renderScript(viewStatement.formatted("NONE"), viewStatement.formatted("INVOKER")))
                .containsSubsequence(
                        "-- note: queries of v fail until a statement below creates it again\nDROP VIEW `v`;",
                        "CREATE VIEW `v`",
                        "DROP VIEW `v__cairn_new`;")
                .containsOnlyOnce("-- note: ");
        assertThat(renderScript(viewStatement.formatted("NONE"), CREATE_TABLE)).doesNotContain("-- note: ");
    }

    /** The retention of dynamic partitions that are off would come into effect with them. */
    @Test
    void aRetentionThatIsOffIsRemovedToo() throws SQLException {
        String table = "CREATE TABLE p (id INT, d DATE NOT NULL) DUPLICATE KEY (id) PARTITION BY RANGE (d) ()"
                + " DISTRIBUTED BY HASH (id) BUCKETS 2 PROPERTIES ('dynamic_partition.enable' = 'false',"
                + " 'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.start' = '-7',"
                + " 'dynamic_partition.end' = '3', 'dynamic_partition.prefix' = 'p')";
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            try (Connection connection = server.dataSource("shop").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(table);
            }
            CommandProject project = new CommandProject(folder)
                    .write("same.sql", table)
                    .write("to.sql", table.replace(" 'dynamic_partition.start' = '-7',", ""));
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            project.cairn("diff", url, project.sources().resolve("same.sql").toString());
            assertThat(project.out()).isEqualTo("No differences.\n");
            project.cairn("diff", url, project.sources().resolve("to.sql").toString());
            assertThat(project.out())
                    .isEqualTo("ALTER TABLE `p` SET (\"dynamic_partition.start\" = \"-2147483648\");\n");
        }
    }

    /** The markers of the script say which object takes the place of another one, so that its grants go with it. */
    @Test
    void aScriptKeepsGrantsAndGeneratedIds() throws Exception {
        String tables = "CREATE TABLE t (id BIGINT NOT NULL AUTO_INCREMENT, b INT) %s KEY (id) DISTRIBUTED BY HASH (id)"
                + " BUCKETS 1; CREATE TABLE o (a INT NOT NULL, b INT) %s KEY (a) DISTRIBUTED BY HASH (a) BUCKETS 1;"
                + " CREATE VIEW v SECURITY %s AS SELECT a FROM o;"
                + " CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT b, %s AS c FROM o GROUP BY b";
        try (EmbeddedStarRocks server =
                        EmbeddedStarRocks.start(Options.DEFAULT.database("shop").jobs(Job.Pace.atOnce()));
                Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql :
                    tables.formatted("DUPLICATE", "UNIQUE", "NONE", "count(*)").split(";", -1)) {
                statement.execute(sql);
            }
            statement.execute("CREATE USER reader");
            statement.execute("GRANT INSERT ON TABLE t TO USER reader");
            statement.execute("GRANT SELECT ON TABLE o TO USER reader");
            statement.execute("GRANT SELECT ON VIEW v TO USER reader");
            statement.execute("GRANT SELECT ON MATERIALIZED VIEW m TO USER reader");
            statement.execute("INSERT INTO t (b) VALUES (1), (2), (3)");
            List<String> grantsBefore = readRows(statement, "SHOW GRANTS FOR reader");
            CommandProject project = new CommandProject(folder)
                    .write("to.sql", tables.formatted("PRIMARY", "DUPLICATE", "INVOKER", "max(a)"));
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            String toFile = project.sources().resolve("to.sql").toString();
            project.cairn("diff", url, toFile);
            Path script = Files.writeString(folder.resolve("changes.sql"), project.out());

            assertThat(project.cairn("run-sql", script.toString(), "--url", url))
                    .as(project::err)
                    .isZero();

            project.cairn("diff", url, toFile);
            assertThat(project.out()).isEqualTo("No differences.\n");
            assertThat(readRows(statement, "SHOW GRANTS FOR reader")).isEqualTo(grantsBefore);
            statement.execute("INSERT INTO t (b) VALUES (4)");
            assertThat(readRows(statement, "SELECT count(DISTINCT id) FROM t")).containsExactly("4");
        }
    }

    @Test
    void viewsMayReadOtherDatabases() throws Exception {
        try (EmbeddedStarRocks server =
                        EmbeddedStarRocks.start(Options.DEFAULT.database("shop").database("other"));
                Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement()) {
            server.createDatabase("copy");
            statement.execute(
                    "CREATE TABLE other.src (id INT, n VARCHAR(5)) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)");
            statement.execute("CREATE TABLE loc (id INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)");
            statement.execute("CREATE VIEW v AS SELECT s.n FROM other.src s JOIN loc l ON s.id = l.id");
            statement.execute(
                    "CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT n, count(*) AS c FROM other.src GROUP BY n");
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            CommandProject project = new CommandProject(folder).write("empty.sql", "");
            String emptyFile = project.sources().resolve("empty.sql").toString();
            project.cairn("diff", emptyFile, url);
            String schema = project.out();
            assertThat(schema)
                    .contains("CREATE VIEW `v`", "CREATE MATERIALIZED VIEW `m`")
                    .doesNotContain("not possible");
            project.write("schema.sql", schema);
            String schemaFile = project.sources().resolve("schema.sql").toString();

            project.cairn("diff", url, schemaFile);
            assertThat(project.out()).as(project::err).isEqualTo("No differences.\n");

            project.write("schema.sql", schema.replaceFirst("(?s)(CREATE VIEW `v`.*?);", "$1 WHERE l.id > 0;"));
            project.cairn("diff", url, schemaFile);
            assertThat(project.out())
                    .as(project::err)
                    .contains("CREATE OR REPLACE VIEW `v`")
                    .doesNotContain("DROP");

            project.write("schema.sql", "CREATE VIEW first AS SELECT id FROM other.src;");
            String copyUrl = url.replace("/shop", "/copy");
            project.cairn("diff", copyUrl, schemaFile);
            assertThat(project.out()).as(project::err).startsWith("CREATE VIEW `first`");
            project.cairn("diff", copyUrl, url);
            assertThat(project.out())
                    .as(project::err)
                    .contains("CREATE VIEW `v`")
                    .doesNotContain("not possible");
            project.cairn("diff", url, copyUrl);
            assertThat(project.out()).as(project::err).contains("DROP VIEW `v`").doesNotContain("not possible");
        }
    }

    @Test
    void aDumpContainsAMaterializedViewWithUnnamedColumns() throws Exception {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
                Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE_TABLE);
            statement.execute("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT count(*), max(a), id + 1, a < 2"
                    + " FROM t GROUP BY id + 1, a < 2");
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            CommandProject project = new CommandProject(folder).write("empty.sql", "");

            assertThat(project.cairn(
                            "diff", project.sources().resolve("empty.sql").toString(), url))
                    .isEqualTo(3);
            project.write("schema.sql", project.out());
            project.cairn("diff", url, project.sources().resolve("schema.sql").toString());
            assertThat(project.out()).as(project::err).isEqualTo("No differences.\n");
        }
    }

    @Test
    void aDumpThatLacksAnObjectFails() throws Exception {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
                Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE_TABLE);
            statement.execute("CREATE VIEW v AS SELECT id FROM t");
            statement.execute("DROP TABLE t");
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            CommandProject project = new CommandProject(folder).write("empty.sql", "");

            assertThat(project.cairn(
                            "diff", project.sources().resolve("empty.sql").toString(), url))
                    .as(project::out)
                    .isEqualTo(1);
            assertThat(project.err()).startsWith("not in the printed statements: shop.v: ");
        }
    }

    private static List<String> readRows(Statement statement, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet resultSet = statement.executeQuery(query)) {
            while (resultSet.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= resultSet.getMetaData().getColumnCount(); i++) {
                    values.add(resultSet.getString(i));
                }
                rows.add(String.join(" ", values));
            }
        }
        rows.sort(null);
        return rows;
    }
}
