package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.golden.GoldenMessages;
import java.sql.SQLException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users, roles and privileges. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class GrantTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String TABLE_DEFINITION = " (k INT) DISTRIBUTED BY HASH(k)";

    private String database;
    private Client root;
    private Client user;

    @BeforeEach
    void connect(FreshDatabase freshDatabase) throws SQLException {
        database = freshDatabase.name();
        root = Client.of(freshDatabase.jdbcUrl());
        root.run(
                "CREATE USER 'app' IDENTIFIED BY 'secret'",
                "CREATE TABLE a" + TABLE_DEFINITION,
                "CREATE TABLE b" + TABLE_DEFINITION,
                "GRANT CREATE TABLE ON DATABASE " + database + " TO USER 'app'");
        user = Client.of(freshDatabase.jdbcUrl(), "app", "secret");
    }

    @AfterEach
    void close() throws SQLException {
        user.close();
        root.run("DROP USER 'app'");
        root.close();
    }

    @Test
    void aUserSeesOnlyWhatWasGranted() throws SQLException {
        assertThat(user.rows("SHOW TABLES")).isEmpty();
        assertThat(user.column("SHOW DATABASES")).containsExactly("information_schema", database);
        root.run("GRANT SELECT ON a TO 'app'");
        assertThat(user.column("SHOW TABLES")).containsExactly("a");
        assertThat(user.refusal("SHOW CREATE TABLE b"))
                .isEqualTo(new Client.Refusal(
                        5203,
                        "42000",
                        "Access denied; you need (at least one of) the ANY privilege(s) on TABLE b for this operation."
                                + " Please ask the admin to grant permission(s) or try activating existing roles using"
                                + " <set [default] role>. Current role(s): NONE. Inactivated role(s): NONE."));
        root.run("REVOKE SELECT ON a FROM USER 'app'");
        assertThat(user.rows("SHOW TABLES")).isEmpty();
    }

    @Test
    void aUserSeesTheRoutineLoadsOfTheTablesIntoWhichItMayInsert() throws SQLException {
        root.run(
                "CREATE ROUTINE LOAD stopped ON a FROM KAFKA ('kafka_broker_list' = 'k:1', 'kafka_topic' = 't')",
                "STOP ROUTINE LOAD FOR stopped",
                "CREATE ROUTINE LOAD running ON a FROM KAFKA ('kafka_broker_list' = 'k:1', 'kafka_topic' = 't')");

        root.run("GRANT SELECT ON a TO 'app'");
        assertThat(user.rows("SHOW ALL ROUTINE LOAD")).isEmpty();
        root.run("GRANT INSERT ON a TO 'app'");
        assertThat(user.rows("SHOW ROUTINE LOAD FOR running")).hasSize(1);
        assertThat(user.rows("SHOW ALL ROUTINE LOAD")).hasSize(2);
        root.run("STOP ROUTINE LOAD FOR running");
    }

    @Test
    void jobsAndRollupsAreListedWithoutPrivilegesOnTheirTables() throws SQLException {
        root.run(
                "CREATE TABLE c (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH(k)",
                "ALTER TABLE c ADD ROLLUP r (v)");
        assertThat(user.rows("SHOW ALTER TABLE ROLLUP")).hasSize(1);
        assertThat(user.rows("SHOW TABLES")).isEmpty();
        Awaitility.await()
                .untilAsserted(() -> assertThat(user.rows("SHOW MATERIALIZED VIEWS"))
                        .extracting(row -> row.get(2))
                        .containsExactly("r"));
    }

    @Test
    void theTablesAboutNodesRequireOperate() throws SQLException {
        for (String systemDatabase : List.of("information_schema", "sys")) {
            for (String table : root.column("SHOW TABLES FROM " + systemDatabase)) {
                String sql = "SELECT count(*) FROM " + systemDatabase + "." + table;
                boolean requiresOperate = table.matches("be_(?!tablets$).*|fe_(metrics|threads|locks|memory_usage)");
                if (requiresOperate) {
                    assertThat(user.refusal(sql).message())
                            .as(sql)
                            .startsWith("Access denied; you need (at least one of) the OPERATE privilege(s) on SYSTEM");
                } else if (systemDatabase.equals("information_schema")
                        && !List.of("load_tracking_logs", "column_stats_usage").contains(table)) {
                    assertThat(user.rows(sql)).as(sql).hasSize(1);
                }
            }
        }
        root.run("GRANT OPERATE ON SYSTEM TO 'app'");
        assertThat(user.rows("SELECT count(*) FROM information_schema.fe_threads"))
                .hasSize(1);
    }

    @Test
    void aUserDoesOnlyWhatWasGranted() throws SQLException {
        user.run("CREATE TABLE mine" + TABLE_DEFINITION);
        assertThat(user.refusal("DROP TABLE mine").errno()).isEqualTo(5203);
        assertThat(user.refusal("ALTER TABLE a ADD COLUMN x INT").errno()).isEqualTo(5203);
        assertThat(user.refusal("CREATE DATABASE other").message()).satisfies(MESSAGES::matchText);
        assertThat(user.refusal("GRANT SELECT ON a TO 'app'").errno()).isEqualTo(5203);
        root.run("GRANT ALTER, DROP ON ALL TABLES IN DATABASE " + database + " TO 'app'");
        user.run("ALTER TABLE a ADD COLUMN x INT", "DROP TABLE mine");
    }

    @Test
    void grantsFollowTheObject() throws SQLException {
        root.run("GRANT SELECT ON TABLE a TO 'app'", "ALTER TABLE a SWAP WITH b");
        assertThat(user.column("SHOW TABLES")).containsExactly("b");
        root.run("ALTER TABLE b RENAME c");
        assertThat(user.column("SHOW TABLES")).containsExactly("c");
        assertThat(root.rows("SHOW GRANTS FOR 'app'"))
                .anySatisfy(row ->
                        assertThat(row.get(2)).isEqualTo("GRANT SELECT ON TABLE " + database + ".c TO USER 'app'@'%'"));
        root.run("DROP TABLE c");
        assertThat(user.rows("SHOW TABLES")).isEmpty();
        root.run("RECOVER TABLE c");
        assertThat(user.column("SHOW TABLES")).containsExactly("c");
        root.run("DROP TABLE c FORCE", "CREATE TABLE c" + TABLE_DEFINITION);
        assertThat(user.rows("SHOW TABLES")).isEmpty();
        assertThat(user.rows("SHOW GRANTS")).hasSize(1);
    }

    @Test
    void viewsAndMaterializedViewsCanBeGranted() throws SQLException {
        root.run(
                "CREATE VIEW v AS SELECT k FROM a",
                "CREATE MATERIALIZED VIEW m REFRESH DEFERRED MANUAL AS SELECT k FROM a",
                "CREATE MATERIALIZED VIEW n REFRESH DEFERRED MANUAL AS SELECT k FROM a",
                "GRANT SELECT ON VIEW v TO 'app'",
                "GRANT REFRESH ON MATERIALIZED VIEW m TO 'app'");
        assertThat(user.column("SHOW TABLES")).containsExactly("m", "v");
        assertThat(user.refusal("DROP VIEW v").message()).satisfies(MESSAGES::matchText);
        user.run("REFRESH MATERIALIZED VIEW m");
        assertThat(user.refusal("REFRESH MATERIALIZED VIEW n").message()).satisfies(MESSAGES::matchText);
        root.run("ALTER MATERIALIZED VIEW m SWAP WITH n");
        assertThat(user.column("SHOW TABLES")).containsExactly("n", "v");
        root.run("ALTER MATERIALIZED VIEW n RENAME o");
        assertThat(user.column("SHOW TABLES")).containsExactly("o", "v");
    }

    @Test
    void creatingAViewRequiresSelectOnItsTables() throws SQLException {
        root.run("GRANT CREATE VIEW ON DATABASE " + database + " TO 'app'");
        assertThat(user.refusal("CREATE VIEW v AS SELECT k FROM a").message()).satisfies(MESSAGES::matchText);
        assertThat(user.refusal("CREATE VIEW v AS SELECT x FROM a").message()).satisfies(MESSAGES::matchText);
        root.run("GRANT SELECT ON a TO 'app'");
        user.run("CREATE VIEW v AS SELECT k FROM a");
        assertThat(user.column("SHOW TABLES")).containsExactly("a");
    }

    @Test
    void rolesMustBeActive() throws SQLException {
        root.run("CREATE ROLE readers", "GRANT SELECT ON TABLE a TO ROLE readers", "GRANT readers TO 'app'");
        assertThat(user.rows("SHOW TABLES")).isEmpty();
        assertThat(user.refusal("DESC a").message()).satisfies(MESSAGES::matchText);
        user.run("SET ROLE readers");
        assertThat(user.column("SHOW TABLES")).containsExactly("a");
        assertThat(user.value("SELECT CURRENT_ROLE()")).isEqualTo("readers");
        user.run("SET ROLE NONE");
        assertThat(user.rows("SHOW TABLES")).isEmpty();
        root.run("SET DEFAULT ROLE readers TO 'app'");
        try (Client newSession = Client.of(root.connection().getMetaData().getURL(), "app", "secret")) {
            assertThat(newSession.column("SHOW TABLES")).containsExactly("a");
        }
        root.run("DROP ROLE readers");
    }

    @Test
    void preparationNeedsNoPrivileges() throws SQLException {
        user.run("PREPARE q FROM 'SELECT * FROM a'");
        assertThat(user.refusal("EXECUTE q").errno()).isEqualTo(5203);
    }

    @Test
    void passwordsCanBeChanged() throws SQLException {
        String url = root.connection().getMetaData().getURL();
        user.run("SET PASSWORD = PASSWORD('other')");
        assertThat(Client.refusal(url, "app", "secret").errno()).isEqualTo(1045);
        assertThat(user.refusal("SET PASSWORD = PASSWORD 'third'").errno()).isEqualTo(1064);
        assertThat(user.refusal("SET PASSWORD = PASSWORD('third'").errno()).isEqualTo(1064);
        Client.of(url, "app", "other").close();
        root.run("ALTER USER 'app' IDENTIFIED BY ''");
        Client.of(url, "app", "").close();
        assertThat(user.refusal("SET PASSWORD FOR 'root' = PASSWORD('x')").message())
                .contains("Can not modify root user");
    }

    @Test
    void userNamesAreUnique() throws SQLException {
        assertThat(root.refusal("CREATE USER app").message()).satisfies(MESSAGES::matchText);
        root.run("CREATE USER IF NOT EXISTS app");
        assertThat(root.refusal("DROP USER nobody").message()).satisfies(MESSAGES::matchText);
        root.run("DROP USER IF EXISTS nobody");
        assertThat(root.refusal("GRANT SELECT ON nope TO app").message()).satisfies(MESSAGES::matchText);
        assertThat(root.refusal("GRANT FLY ON a TO app").message()).satisfies(MESSAGES::matchText);
        assertThat(root.refusal("GRANT USAGE ON a TO app").message()).satisfies(MESSAGES::matchText);
        assertThat(root.column("SHOW USERS")).contains("'app'@'%'", "'root'@'%'");
        assertThat(root.column("SHOW ROLES")).contains("root", "public");
    }

    @Test
    void usersSeeAndKillOnlyTheirOwnConnections() throws SQLException {
        String rootConnectionId = root.value("SELECT CONNECTION_ID()");
        assertThat(user.rows("SHOW PROCESSLIST"))
                .allSatisfy(row -> assertThat(row.get(2)).isEqualTo("app"));
        assertThat(user.refusal("KILL " + rootConnectionId).errno()).isEqualTo(5203);
        assertThat(root.rows("SHOW PROCESSLIST"))
                .anySatisfy(row -> assertThat(row).contains("app", "Sleep", "KILL " + rootConnectionId));
    }
}
