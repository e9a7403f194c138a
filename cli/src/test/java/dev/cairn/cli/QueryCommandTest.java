package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code cairn query}. */
class QueryCommandTest {
    private static final String CREATE_ACCOUNT =
            "CREATE TABLE account (id BIGINT NOT NULL, name VARCHAR(200), active BOOLEAN,"
                    + " bonus DECIMAL(10, 2), photo VARBINARY) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1";

    @TempDir
    private Path folder;

    @AutoClose
    private EmbeddedStarRocks server;

    private CommandProject project;
    private String definitionsPath;

    @BeforeEach
    void startServer() throws SQLException, IOException {
        server = EmbeddedStarRocks.start(Options.DEFAULT);
        server.createDatabase("shop");
        execute(CREATE_ACCOUNT);
        execute("INSERT INTO account VALUES (1, 'Ada', true, 12.50, x'0aff'), (20, '東京', false, NULL, NULL)");
        definitionsPath =
                Files.writeString(folder.resolve("shop.sql"), CREATE_ACCOUNT).toString();
        project = new CommandProject(folder);
        project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int runQuery(String... arguments) {
        List<String> allArguments = new ArrayList<>(List.of("query"));
        allArguments.addAll(List.of(arguments));
        allArguments.add("--definitions=" + definitionsPath);
        return project.cairn(allArguments.toArray(String[]::new));
    }

    private String printQuery(String... arguments) {
        assertThat(runQuery(arguments)).as(() -> project.err()).isZero();
        return project.out();
    }

    @Test
    void aTableHasColumnsAsWideAsTheirValuesAppear() {
        assertThat(printQuery("SELECT * FROM account ORDER BY id")).isEqualTo("""
                id  name  active  bonus  photo
                 1  Ada   true    12.50  0x0aff
                20  東京  false    NULL  NULL
                """);
        assertThat(project.err()).isEmpty();
    }

    @Test
    void theNameOfATableStandsForItsRows() {
        assertThat(printQuery("account", "--format=csv")).startsWith("id,name,active,bonus,photo\n");
        assertThat(printQuery("shop.`account`", "--format=csv").lines()).hasSize(3);
        assertThat(printQuery("account;", "--format=csv").lines()).hasSize(3);
    }

    @Test
    void partitionsAndLookupTablesThatOnlyTheServerKnowsAreNotRefused() throws SQLException, IOException {
        execute("CREATE TABLE names (id BIGINT, name VARCHAR(10)) PRIMARY KEY (id)");
        execute("INSERT INTO names VALUES (1, 'Lovelace')");
        execute("CREATE TABLE event (k INT) PARTITION BY RANGE (k) (PARTITION low VALUES LESS THAN ('10'))");
        execute("INSERT INTO event VALUES (3)");
        assertThat(printQuery("SELECT dict_mapping('names', id, 'name') AS name FROM account WHERE id = 1"))
                .isEqualTo("name\nLovelace\n");
        definitionsPath = Files.writeString(folder.resolve("event.sql"), "CREATE TABLE event (k INT)")
                .toString();
        assertThat(printQuery("SELECT k FROM event PARTITION (low)")).isEqualTo("k\n3\n");
    }

    @Test
    void constantsOfEnumsAreThoseOfTheCompiledClasses() throws SQLException {
        project.writeShop("long id, Status status");
        project.write("shop/Status.java", "package shop; public enum Status { OPEN, PAID }");
        definitionsPath = project.compile().classes().toString();
        execute("ALTER TABLE account ADD COLUMN status VARCHAR(20)");
        printQuery("SELECT id FROM account WHERE status = 'PAYD'");
        assertThat(project.err()).startsWith("""
                warning: 'PAYD' is not a constant of Status, the enum of 'status'; did you mean 'PAID'?
                line 1, column 39:
                """);
        printQuery("UPDATE account SET status = 'GONE' WHERE id = 1", "--write");
        assertThat(project.err()).startsWith("""
                warning: 'GONE' is not a constant of Status, the enum of 'status'; the existing ones are 'OPEN' and 'PAID'.
                line 1, column 29:
                """);
        printQuery("SELECT id FROM account WHERE status = 'PAID'");
        assertThat(project.err()).isEqualTo("No rows.\n");
    }

    @Test
    void valuesAreShownBelowOneAnother() {
        assertThat(printQuery("SELECT id, concat('a\n', name) AS note FROM account ORDER BY id;", "--format=vertical"))
                .isEqualTo("""
                        -- row 1
                        id    1
                        note  a
                              Ada
                        -- row 2
                        id    20
                        note  a
                              東京
                        """);
    }

    @Test
    void csvKeepsNullsTextsAndLines() {
        assertThat(printQuery("SELECT NULL AS a, '' AS b, 'x,\"y\"' AS c, 'two\nlines' AS d, 1 AS e", "--format=CSV"))
                .isEqualTo("a,b,c,d,e\n,\"\",\"x,\"\"y\"\"\",\"two\nlines\",1\n");
    }

    @Test
    void jsonHasAnObjectForEachRow() {
        String expected = """
                {"id":1,"name":"Ada","active":true,"bonus":12.50,"photo":"0x0aff","id_2":1}
                {"id":20,"name":"東京","active":false,"bonus":null,"photo":null,"id_2":20}
                """;
        String sql = "SELECT *, id FROM account ORDER BY account.id";
        assertThat(printQuery(sql, "--json")).isEqualTo(expected);
        assertThat(printQuery(sql, "--format=json")).isEqualTo(expected);
        assertThat(runQuery(sql, "--json", "--format=csv")).isEqualTo(2);
    }

    @Test
    void timesAndDecimalsAreShownAsTheServerSendsThem() {
        String sql = "SELECT CAST('2024-01-01 10:00:00.100' AS DATETIME) AS a,"
                + " CAST('0000-01-01 00:00:00.000001' AS DATETIME) AS b, CAST('9999-12-31 23:59:59' AS DATETIME) AS c,"
                + " CAST('2024-01-01' AS DATE) AS d, CAST(NULL AS DATETIME) AS e,"
                + " timediff('2024-01-01', '2024-01-06 00:30:00') AS f, timediff('2024-01-01', '2024-01-01 00:30:00') AS g,"
                + " CAST(0 AS DECIMAL(10, 7)) AS h";
        assertThat(printQuery(sql, "--format=csv")).isEqualTo("""
                a,b,c,d,e,f,g,h
                2024-01-01 10:00:00.100000,0000-01-01 00:00:00.000001,9999-12-31 23:59:59,2024-01-01,,-120:30:00,-00:30:00,0.0000000
                """);
        assertThat(printQuery(sql, "--json"))
                .startsWith("{\"a\":\"2024-01-01 10:00:00.100000\",\"b\":\"0000-01-01 00:00:00.000001\"");
        assertThat(printQuery(sql, "--format=table")).contains("  0000-01-01 00:00:00.000001  9999-12-31 23:59:59  ");
        assertThat(printQuery(sql, "--format=vertical")).startsWith("-- row 1\na  2024-01-01 10:00:00.100000\n");
    }

    @Test
    void anEmptyTextIsNoStatement() {
        assertThat(runQuery(" ")).isEqualTo(2);
        assertThat(project.err()).startsWith("Pass a statement, or the name of a table or view.");
    }

    @Test
    void bytesAreShownAsDigitsWhateverTheirLength() throws SQLException {
        execute("ALTER TABLE account ADD COLUMN seal VARBINARY(20)");
        execute("UPDATE account SET seal = x'80' WHERE id = 1");
        assertThat(printQuery(
                        "SELECT x'00ff' AS literal, to_binary('fe', 'hex') AS calculated, CAST('a' AS VARBINARY) AS converted,"
                                + " seal, photo, 'a' AS word FROM account WHERE id = 1",
                        "--unchecked",
                        "--format=csv"))
                .isEqualTo("literal,calculated,converted,seal,photo,word\n0x00ff,0xfe,0x61,0x80,0x0aff,a\n");
    }

    @Test
    void aValueDoesNotControlTheTerminal() {
        assertThat(printQuery("SELECT concat('a', char(27), '[31m', char(10), char(9), 'b') AS note"))
                .isEqualTo("note\na\\u001b[31m\\n\\tb\n");
    }

    @Test
    void aTableThatIsWiderThanTheTerminalIsVertical() {
        String wideQuery = "SELECT repeat('x', 300) AS a, 1 AS b";
        assertThat(printQuery(wideQuery)).startsWith("a  ");
        project.isTerminal = true;
        project.environment.put("NO_COLOR", "1");
        assertThat(printQuery(wideQuery)).startsWith("-- row 1\n");
        assertThat(printQuery(wideQuery, "--format=table")).startsWith("a  ");
        assertThat(printQuery("SELECT 1 AS b")).isEqualTo("b\n1\n");
    }

    @Test
    void aTerminalHasColoursUnlessTheUserWantsNone() {
        assertThat(printQuery("account")).startsWith("id  name");
        project.isTerminal = true;
        assertThat(printQuery("account")).startsWith("\u001b[1mid  name").contains("Ada");
        assertThat(printQuery("account", "--no-color")).startsWith("id  name");
        project.environment.put("NO_COLOR", "1");
        assertThat(printQuery("account")).startsWith("id  name");
        assertThat(runQuery("account", "--format=csv")).isZero();
        assertThat(project.out()).startsWith("id,name");
    }

    @Test
    void aHundredRowsAreShownUnlessTheQueryOrTheUserLimitsThem() throws SQLException {
        execute("INSERT INTO account (id, name) SELECT 100 + generate_series, 'x' FROM TABLE(generate_series(1, 150))");
        assertThat(printQuery("SELECT id FROM account -- all").lines()).hasSize(101);
        assertThat(project.err()).isEqualTo("There are more rows than these 100; --limit 0 shows all.\n");
        assertThat(printQuery("SELECT id FROM account", "--limit=0").lines()).hasSize(153);
        assertThat(printQuery("SELECT id FROM account", "--limit=152").lines()).hasSize(153);
        assertThat(project.err()).isEmpty();
        assertThat(printQuery("SELECT id FROM account LIMIT 120").lines()).hasSize(121);
        assertThat(printQuery("(SELECT id FROM account LIMIT 120)").lines()).hasSize(121);
        assertThat(printQuery("SELECT id FROM account LIMIT 10, 120", "--limit=5")
                        .lines())
                .hasSize(6);
        assertThat(project.err()).contains("There are more rows than these 5");
        assertThat(printQuery("SELECT id FROM account LIMIT 3", "--limit=5").lines())
                .hasSize(4);
        assertThat(project.err()).isEmpty();
        assertThat(runQuery("account", "--limit=-1")).isEqualTo(2);
    }

    @Test
    void aResultWithoutRowsIsReported() {
        assertThat(printQuery("SELECT id FROM account WHERE id = 7")).isEqualTo("id\n");
        assertThat(project.err()).isEqualTo("No rows.\n");
    }

    @Test
    void listingsAreShownToo() {
        assertThat(printQuery("SHOW TABLES")).contains("account");
        assertThat(printQuery("DESC account")).contains("bonus");
    }

    @Test
    void aMistakeIsReportedBeforeTheServerSeesIt() {
        server.close();
        assertThat(runQuery("SELECT nam FROM account")).isEqualTo(1);
        assertThat(project.err()).contains("; did you mean 'name'?", """
                line 1, column 8:
                SELECT nam FROM account
                       ^
                The statement was checked against the definitions of the schema, and not sent. --unchecked sends it to a\
                 server with other definitions.
                """.strip());
        assertThat(runQuery("SELECT * FROM acount")).isEqualTo(1);
        assertThat(project.err()).contains("did you mean 'account'?");
        assertThat(runQuery("SELECT FROM account")).isEqualTo(1);
        assertThat(project.err()).contains("line 1");
    }

    @Test
    void warningsOfTheCheckPrecedeTheRows() {
        printQuery("SELECT a.id FROM account a, account b LIMIT 1");
        assertThat(project.err()).startsWith("warning: ");
    }

    @Test
    void tablesWithoutDefinitionsAreLeftToTheServer() throws SQLException {
        server.createDatabase("other");
        execute("CREATE TABLE other.t (id INT) DUPLICATE KEY (id) DISTRIBUTED BY RANDOM");
        execute("ALTER TABLE account ADD COLUMN points INT");
        assertThat(printQuery("SELECT id FROM other.t")).isEqualTo("id\n");
        assertThat(printQuery("SELECT count(*) AS n FROM information_schema.tables"))
                .startsWith(" n\n");
        assertThat(runQuery("SELECT points FROM account")).isEqualTo(1);
        assertThat(printQuery("SELECT points FROM account LIMIT 1", "--unchecked"))
                .isEqualTo("points\n  NULL\n");
        assertThat(runQuery("SELECT unknown FROM account", "--unchecked")).isEqualTo(1);
        assertThat(project.err()).contains("unknown");
    }

    @Test
    void changesNeedAnOption() {
        String update = "UPDATE account SET name = 'Grace' WHERE id = 1";
        assertThat(runQuery(update)).isEqualTo(4);
        assertThat(project.err()).isEqualTo("UPDATE changes rows. Confirmation required: pass --write.\n");
        assertThat(printQuery(update, "--write")).isEqualTo("1 row changed.\n");
        assertThat(printQuery("SELECT name FROM account WHERE id = 1")).isEqualTo("name\nGrace\n");
        assertThat(runQuery("UPDATE account SET nam = 'x' WHERE id = 1", "--write"))
                .isEqualTo(1);
        assertThat(project.err()).contains("did you mean 'name'?");
    }

    @Test
    void changesHaveWarningsToo() {
        printQuery("UPDATE account SET active = NULL", "--write");
        assertThat(project.err()).startsWith("warning: The UPDATE changes every row of account.");
        printQuery("UPDATE account SET active = true WHERE bonus = 'much'", "--write");
        assertThat(project.err()).contains("warning: ", "'much' is not a value of this type");
        printQuery("INSERT INTO account (id, name) SELECT id + 100, name FROM account WHERE name = NULL", "--write");
        assertThat(project.err()).contains("warning: ", "is never true");
        printQuery("UPDATE account SET active = true WHERE id = 1", "--write");
        assertThat(project.err()).isEmpty();
    }

    @Test
    void aRefusedStatementIsNamedByWhatItDoes() {
        assertThat(runQuery("WITH ids AS (SELECT 1 AS id) DELETE FROM account USING ids WHERE account.id = ids.id"))
                .isEqualTo(4);
        assertThat(project.err()).startsWith("DELETE changes rows.");
        assertThat(runQuery("/* why */ UPDATE account SET name = 'Grace' WHERE id = 1"))
                .isEqualTo(4);
        assertThat(project.err()).startsWith("UPDATE changes rows.");
        assertThat(runQuery("EXPLAIN ANALYZE SELECT * FROM account")).isEqualTo(2);
        assertThat(project.err()).startsWith("EXPLAIN ANALYZE runs the statement. Write EXPLAIN to see its plan.");
        for (String statement : List.of(
                "SELECT 1 INTO OUTFILE '/tmp/x'",
                "(SELECT 1) INTO OUTFILE '/tmp/x'",
                "WITH x AS (SELECT 1) SELECT * FROM x INTO OUTFILE '/tmp/x'")) {
            assertThat(runQuery(statement)).as(statement).isEqualTo(2);
            assertThat(project.err()).startsWith("INTO OUTFILE writes files. Remove it to see the rows.");
        }
        assertThat(runQuery("DROP TABLE account")).isEqualTo(2);
        assertThat(project.err()).startsWith("DROP is neither a query nor a change of rows.");
    }

    @Test
    void definitionsAndFilesAreNotWritten() {
        for (String statement : List.of(
                "DROP TABLE account",
                "SET GLOBAL query_timeout = 1",
                "EXPLAIN ANALYZE INSERT INTO account SELECT * FROM account",
                "SELECT * FROM account INTO OUTFILE \"s3://b/x\" PROPERTIES (\"broker\" = \"b\")",
                "SELECT 1; DELETE FROM account")) {
            assertThat(runQuery(statement, "--write")).as(statement).isIn(1, 2);
        }
        assertThat(printQuery("SELECT count(*) AS n FROM account")).isEqualTo("n\n2\n");
    }
}
