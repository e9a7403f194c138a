package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
}
