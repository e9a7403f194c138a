package dev.cairn;

import static dev.cairn.ScriptRuns.createAnsweringRunner;
import static dev.cairn.ScriptRuns.createRunner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.migrate.script.ScriptOptions.StepAnswer;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Statements of a script that change the session of the connection, and those that depend on them. */
class ScriptSessionTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_T = "CREATE TABLE t (id INT, v INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)"
            + " BUCKETS 1 PROPERTIES (\"replication_num\" = \"1\");\n";

    private static final String CREATE_TEMPORARY = CREATE_T.replace("TABLE t", "TEMPORARY TABLE temp");

    private static World createWorld() throws SQLException {
        World world = new World();
        world.execute(CREATE_T.replace(";", ""));
        world.execute("CREATE TABLE u LIKE t");
        return world;
    }

    private static List<String> readRows(World world) throws SQLException {
        return world.queryRows("SELECT concat(id, '-', ifnull(v, 'NULL')) FROM t ORDER BY id");
    }

    /** Returns the rows of the two tables of {@link #TRANSACTION}. */
    private static List<String> readBothTables(World world) throws SQLException {
        return world.queryRows("SELECT concat(id, '-', v) FROM (SELECT id, v FROM t UNION ALL SELECT id, v FROM u) AS r"
                + " ORDER BY id");
    }

    /** Runs a script whose INSERT with the value 2 the server refuses; the process ends. */
    private static void stopAtSecondRow(World world, String script) {
        world.server
                .faults()
                .add(Trigger.matching("(?s)INSERT.*SELECT 2,.*"), Fault.reject(1064, "42000", "no backend has space"));
        assertThatThrownBy(() -> createRunner(world).run("a.sql", script))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("no backend has space");
        world.server.faults().clear();
    }

    /** Loses the connection of the n-th statement that matches a pattern. */
    private static void loseConnection(World world, String pattern, Fault fault) {
        world.server.faults().add(Trigger.matching(pattern), fault);
    }

    @Test
    void variablesAreSetAgainWhenAScriptResumes() throws SQLException {
        String script = """
            SET @x = 5, @y = @x + 1;
            SET SESSION query_timeout = 901, insert_timeout = 902;
            SET query_timeout = 903;
            INSERT INTO t SELECT 1, @x;
            INSERT INTO t SELECT 2, @y + @@query_timeout;
            DELETE FROM t WHERE id = 1;
            """;
        try (World world = createWorld()) {
            stopAtSecondRow(world, script);

            createRunner(world).run("a.sql", script);

            assertThat(readRows(world)).containsExactly("2-909");
        }
    }

    @Test
    void variablesAreSetAgainAfterALostConnection() throws SQLException {
        String script = """
            SET @x = 5;
            INSERT INTO t SELECT 1, @x;
            INSERT INTO t SELECT 2, @x;
            """;
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
            try (World world = createWorld()) {
                loseConnection(world, "(?s)INSERT.*SELECT 2.*", fault);

                createRunner(world).run("a.sql", script);

                assertThat(readRows(world)).containsExactly("1-5", "2-5");
            }
        }
    }

    @Test
    void aValueThatMayHaveChangedIsNotComputedAgain() throws SQLException {
        String script = """
            SET @n = (SELECT count(*) FROM t);
            INSERT INTO t SELECT 1, @n;
            INSERT INTO t SELECT 2, @n;
            """;
        try (World world = createWorld()) {
            stopAtSecondRow(world, script);

            assertThatThrownBy(() -> createRunner(world).run("a.sql", script))
                    .isInstanceOf(StepFailedException.class)
                    .satisfies(MESSAGES::match);

            createRunner(world).run("a.sql", script.replace("(SELECT count(*) FROM t)", "0"));
            assertThat(readRows(world)).containsExactly("1-0", "2-0");
        }
    }

    @Test
    void aValueThatNoStepHasUsedIsComputedAgain() throws SQLException {
        String script = """
            SET @n = (SELECT count(*) FROM t);
            INSERT INTO t SELECT 2, @n;
            """;
        try (World world = createWorld()) {
            stopAtSecondRow(world, script);

            createRunner(world).run("a.sql", script);

            assertThat(readRows(world)).containsExactly("2-0");
        }
    }

    @Test
    void aLostConnectionWithAValueThatMayHaveChangedStopsTheRun() throws SQLException {
        String script = """
            SET @n = (SELECT count(*) FROM t);
            INSERT INTO t SELECT 1, @n;
            INSERT INTO t SELECT 2, @n;
            """;
        try (World world = createWorld()) {
            loseConnection(world, "(?s)INSERT.*SELECT 2.*", Fault.cutBefore());

            assertThatThrownBy(() -> createRunner(world).run("a.sql", script))
                    .isInstanceOf(ServerUnreachableException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(() -> createRunner(world).run("a.sql", script))
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("step 2");
            createAnsweringRunner(world, StepAnswer.DONE, 1).run("a.sql", script);

            assertThat(readRows(world)).containsExactly("1-0", "2-NULL");
        }
    }

    @Test
    void globalVariablesAndPasswordsAreSetOnce() throws SQLException {
        String script = """
            CREATE USER 'other';
            SET GLOBAL query_timeout = 901;
            SET PASSWORD FOR 'other' = PASSWORD('secret');
            INSERT INTO t SELECT 2, 1;
            """;
        try (World world = createWorld()) {
            world.server
                    .faults()
                    .add(Trigger.matching("(?s)INSERT.*"), Fault.reject(1064, "42000", "no backend has space"));
            assertThatThrownBy(() -> createRunner(world).run("a.sql", script)).isInstanceOf(StepFailedException.class);
            world.server.faults().clear();
            world.execute("SET GLOBAL query_timeout = 300");

            createRunner(world).run("a.sql", script);

            assertThat(world.queryRows("SELECT @@query_timeout")).containsExactly("300");
            assertThat(world.server.log().findMatching("SET PASSWORD.*")).hasSize(1);
        }
    }

    @Test
    void aTransactionIsCommittedOrRolledBackAsAWhole() throws SQLException {
        try (World world = createWorld()) {
            createRunner(world).run("commit.sql", """
                BEGIN WORK;
                SET @x = 7;
                INSERT INTO t VALUES (1, @x);
                SELECT 1;
                COMMIT;
                START TRANSACTION;
                INSERT INTO t VALUES (2, 2);
                ROLLBACK WORK;
                INSERT INTO t VALUES (3, @x);
                """);

            assertThat(readRows(world)).containsExactly("1-7", "3-7");
            assertThat(world.server.log().findMatching("(?s)INSERT.*\\(2, 2\\).*"))
                    .hasSize(1);
        }
    }

    private static final String TRANSACTION = """
        INSERT INTO t VALUES (0, 0);
        BEGIN;
        INSERT INTO t SELECT 1, 1;
        INSERT INTO u SELECT 2, 2;
        COMMIT;
        INSERT INTO t VALUES (3, 3);
        """;

    @Test
    void aTransactionBeginsAgainAfterARefusal() throws SQLException {
        try (World world = createWorld()) {
            world.server
                    .faults()
                    .add(
                            Trigger.matching("(?s)INSERT.*SELECT 2.*"),
                            Fault.reject(1064, "42000", "no backend has space"));
            assertThatThrownBy(() -> createRunner(world).run("a.sql", TRANSACTION))
                    .isInstanceOf(StepFailedException.class)
                    .satisfies(MESSAGES::match);
            world.server.faults().clear();
            assertThat(readBothTables(world)).containsExactly("0-0");

            createRunner(world).run("a.sql", TRANSACTION);

            assertThat(readBothTables(world)).containsExactly("0-0", "1-1", "2-2", "3-3");
        }
    }

    @Test
    void aTransactionBeginsAgainAfterALostConnection() throws SQLException {
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
            try (World world = createWorld()) {
                loseConnection(world, "(?s)INSERT.*SELECT 2.*", fault);
                assertThatThrownBy(() -> createRunner(world).run("a.sql", TRANSACTION))
                        .isInstanceOf(ServerUnreachableException.class)
                        .satisfies(MESSAGES::match);
                world.server.faults().clear();
                assertThat(readBothTables(world)).containsExactly("0-0");

                createRunner(world).run("a.sql", TRANSACTION);

                assertThat(readBothTables(world)).containsExactly("0-0", "1-1", "2-2", "3-3");
            }
        }
    }

    @Test
    void aLostAnswerToACommitNeedsAnAnswerOfTheUser() throws SQLException {
        for (boolean isCommitted : List.of(true, false)) {
            try (World world = createWorld()) {
                loseConnection(world, "COMMIT", isCommitted ? Fault.cutAfter() : Fault.cutBefore());
                assertThatThrownBy(() -> createRunner(world).run("a.sql", TRANSACTION))
                        .isInstanceOf(UncertainStepException.class)
                        .satisfies(MESSAGES::match);
                world.server.faults().clear();
                assertThatThrownBy(() -> createRunner(world).run("a.sql", TRANSACTION))
                        .isInstanceOf(UncertainStepException.class);

                createAnsweringRunner(world, isCommitted ? StepAnswer.DONE : StepAnswer.AGAIN, 5)
                        .run("a.sql", TRANSACTION);

                assertThat(readBothTables(world)).containsExactly("0-0", "1-1", "2-2", "3-3");
            }
        }
    }

    @Test
    void aTransactionThatTheServerWouldIgnoreOrDiscardIsNotBegun() throws SQLException {
        try (World world = createWorld()) {
            for (String script : List.of(
                    "BEGIN; INSERT INTO t VALUES (1, 1);",
                    "BEGIN; INSERT INTO t VALUES (1, 1); TRUNCATE TABLE t; COMMIT;",
                    "BEGIN; INSERT OVERWRITE t VALUES (1, 1); COMMIT;",
                    "BEGIN; INSERT INTO t VALUES (1, 1); USE shop; COMMIT;",
                    "SET enable_sql_transaction = false; BEGIN; INSERT INTO t VALUES (1, 1); ROLLBACK;")) {
                assertThatThrownBy(() -> createRunner(world).run("a.sql", script))
                        .as(script)
                        .isInstanceOf(StepFailedException.class)
                        .satisfies(MESSAGES::match);
            }
            assertThat(readRows(world)).isEmpty();
        }
    }

    @Test
    void temporaryTablesBelongToAllStatementsOfTheScript() throws SQLException {
        String script = CREATE_TEMPORARY + """
            INSERT INTO temp VALUES (100, 1), (200, 2);
            """ + CREATE_T.replace("TABLE t", "TABLE copied") + """
            INSERT INTO copied SELECT * FROM temp;
            INSERT INTO t SELECT 2, count(*) FROM temp;
            DELETE FROM temp WHERE id = 300;
            CREATE TABLE summed PROPERTIES ("replication_num" = "1") AS SELECT sum(v) AS total FROM temp;
            DROP TABLE temp;
            """;
        try (World world = createWorld()) {
            stopAtSecondRow(world, script);
            assertThat(world.queryRows("SHOW TABLES")).contains("copied").doesNotContain("temp");

            createRunner(world).run("a.sql", script);

            assertThat(readRows(world)).containsExactly("2-2");
            assertThat(world.queryRows("SELECT id FROM copied ORDER BY id")).containsExactly("100", "200");
        }
    }

    @Test
    void aTemporaryTableMustNotHideAnotherTable() throws SQLException {
        try (World world = createWorld()) {
            for (String script : List.of(
                    CREATE_TEMPORARY.replace("temp ", "t ") + "INSERT INTO t VALUES (1, 1);",
                    CREATE_TEMPORARY + "CREATE VIEW temp AS SELECT 1 AS c;")) {
                assertThatThrownBy(() -> createRunner(world).run("a.sql", script))
                        .as(script)
                        .isInstanceOf(StepFailedException.class)
                        .satisfies(MESSAGES::match);
            }
            assertThat(readRows(world)).isEmpty();
        }
    }

    @Test
    void anotherCatalogMustNotBeSelected() throws SQLException {
        try (World world = createWorld()) {
            for (String statement : List.of("SET CATALOG lake", "USE 'catalog lake'")) {
                assertThatThrownBy(() -> createRunner(world).run("a.sql", statement + "; INSERT INTO t VALUES (1, 1);"))
                        .as(statement)
                        .isInstanceOf(StepFailedException.class)
                        .satisfies(MESSAGES::match);
            }
            createRunner(world).run("a.sql", "SET CATALOG default_catalog; INSERT INTO t VALUES (1, 1);");
            assertThat(readRows(world)).containsExactly("1-1");
        }
    }

    /** Migrations run their steps in the same way. */
    @Test
    void aMigrationSetsItsVariablesAgain() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .statements("create", CREATE_T.replace(";\n", ""))
                .statements("fill", "SET @x = 5", "INSERT INTO t SELECT 1, @x", "INSERT INTO t SELECT 2, @x");
        try (World world = new World()) {
            world.server
                    .faults()
                    .add(
                            Trigger.matching("(?s)INSERT.*SELECT 2,.*"),
                            Fault.reject(1064, "42000", "no backend has space"));
            assertThatThrownBy(() -> world.createMigrator(history.schema()).upgrade())
                    .isInstanceOf(MigrationException.class);
            world.server.faults().clear();

            world.createMigrator(history.schema()).upgrade();

            assertThat(readRows(world)).containsExactly("1-5", "2-5");
        }
    }
}
