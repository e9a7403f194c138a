package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code cairn docs}. */
class DocsCommandTest {
    private static final String SHOP_SQL = """
        CREATE TABLE account (id BIGINT NOT NULL, city VARCHAR(40) COMMENT "a | b") PRIMARY KEY (id) COMMENT "Who buys";
        CREATE TABLE orders (id BIGINT NOT NULL, account_id BIGINT NOT NULL, amount DECIMAL(10, 2) DEFAULT "0")
            DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2;
        CREATE VIEW per_city AS
            SELECT a.city, sum(o.amount) AS total FROM orders o JOIN account a ON a.id = o.account_id GROUP BY a.city;
        """;

    private static final Duration MAX_WAIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private CommandProject createProject(String sql) throws IOException {
        Files.writeString(folder.resolve("shop.sql"), sql);
        return new CommandProject(folder);
    }

    private String renderDocs(CommandProject project, String format) {
        assertThat(project.cairn("docs", folder.resolve("shop.sql").toString(), "--format=" + format))
                .as(project::err)
                .isZero();
        return project.out();
    }

    @Test
    void thePageIsWrittenToAFile() throws IOException {
        CommandProject project = createProject(SHOP_SQL);
        Path page = folder.resolve("pages/shop.html");

        assertThat(project.cairn("docs", folder.resolve("shop.sql").toString(), "-o", page.toString()))
                .isZero();

        assertThat(project.out()).isEmpty();
        assertThat(page).content().startsWith("<!DOCTYPE html>").contains("<title>shop</title>", "per_city");
        assertThat(renderDocs(project, "html")).isEqualTo(Files.readString(page));
    }

    @Test
    void aWatchedSourceIsWrittenAgainAfterEachChange() throws IOException {
        CommandProject project = createProject(SHOP_SQL);
        String sql = folder.resolve("shop.sql").toString();
        Path page = folder.resolve("shop.md");
        Thread watchingThread =
                new Thread(() -> project.cairn("docs", sql, "--format=markdown", "-o", page.toString(), "--watch"));
        watchingThread.start();
        await().atMost(MAX_WAIT).until(() -> contains(page, "per_city"));

        Files.writeString(folder.resolve("shop.sql"), "CREATE TABLE (");
        Files.writeString(folder.resolve("shop.sql"), SHOP_SQL.replace("per_city", "by_city"));
        await().atMost(MAX_WAIT).until(() -> contains(page, "by_city"));

        watchingThread.interrupt();
        await().atMost(MAX_WAIT).until(() -> !watchingThread.isAlive());
    }

    private static boolean contains(Path file, String text) throws IOException {
        return Files.exists(file) && Files.readString(file).contains(text);
    }

    @Test
    void onlyFilesAreWatched() throws IOException {
        CommandProject project = createProject(SHOP_SQL);
        assertThat(project.cairn("docs", folder.resolve("shop.sql").toString(), "--watch"))
                .isEqualTo(2);
        assertThat(project.err()).isEqualTo("--watch needs the file to write: pass --output.\n");
        assertThat(project.cairn("docs", "starrocks://root@127.0.0.1:1/shop", "-o", "x.html", "--watch"))
                .isEqualTo(2);
        assertThat(project.err()).isEqualTo("--watch waits for changes of files, and the source is a server.\n");
    }

    @Test
    void markdownHasDiagramsAndASectionForEachObject() throws IOException {
        assertThat(renderDocs(createProject(SHOP_SQL), "markdown"))
                .contains("# shop\n", "## Data flow", "flowchart LR", """
            ### db.account

            Who buys

            - Key model: PRIMARY KEY(\\`id\\`)
            """, """
            | Column | Type | Description |
            | --- | --- | --- |
            | id (key) | bigint(20) NOT NULL |  |
            | city | varchar(40) | a \\| b |
            """, """
            - Reads: db.account, db.orders

            | Column | Type | Description |
            | --- | --- | --- |
            | city | varchar(40) |  |
            | total | decimal(38, 2) | = sum(o.amount) |
            """);
    }

    @Test
    void mermaidDrawsTheTablesAndTheirRelationships() throws IOException {
        assertThat(renderDocs(createProject(SHOP_SQL), "mermaid")).isEqualTo("""
            erDiagram
                o0["db.account"] {
                    bigint(20) id PK
                    varchar(40) city "a | b"
                }
                o1["db.orders"] {
                    bigint(20) id
                    bigint(20) account_id
                    decimal(10_2) amount
                }
                o0 ||..o{ o1 : "account_id"
            """);
    }

    @Test
    void aDefinitionThatCannotBeReadIsNamed() throws IOException {
        CommandProject project = createProject(SHOP_SQL + "CREATE VIEW broken AS SELECT nothing FROM orders;");
        assertThat(renderDocs(project, "markdown")).contains("## Not in this document", "'nothing' cannot be resolved");
        assertThat(project.err()).contains("left out: ", "'nothing' cannot be resolved");
    }

    @Test
    void anUnknownFormatIsRefused() throws IOException {
        CommandProject project = createProject(SHOP_SQL);
        assertThat(project.cairn("docs", folder.resolve("shop.sql").toString(), "--format=pdf"))
                .isEqualTo(2);
        assertThat(project.err()).contains("Unknown format pdf: pass html, markdown or mermaid.");
        assertThat(project.cairn("docs", "starrocks://root@127.0.0.1:1/shop", "--format=pdf"))
                .as("the server is not read before")
                .isEqualTo(2);
        assertThat(project.err()).isEqualTo("Unknown format pdf: pass html, markdown or mermaid.\n");
    }

    @Test
    void aViewIsNotCalledUnrefreshedDuringItsFirstRefresh() throws IOException, SQLException {
        CommandProject project = createProject(SHOP_SQL);
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.manual()))) {
            server.createDatabase("copy");
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("copy"), "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE account (id BIGINT) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
                statement.execute("CREATE MATERIALIZED VIEW ids REFRESH DEFERRED MANUAL AS SELECT id FROM account");
                String url = "starrocks://root@127.0.0.1:" + server.port() + "/copy";
                assertThat(project.cairn("docs", url, "--format=markdown"))
                        .as(project::err)
                        .isZero();
                assertThat(project.out()).contains("- Last refresh: never\n");
                statement.execute("REFRESH MATERIALIZED VIEW ids");
                assertThat(project.cairn("docs", url, "--format=markdown"))
                        .as(project::err)
                        .isZero();
                assertThat(project.out())
                        .contains("- Last refresh state: ")
                        .doesNotContain("SUCCESS", "- Last refresh: never\n");
            }
        }
    }

    @Test
    void aServerReportsRowsAndStates() throws IOException, SQLException {
        CommandProject project = createProject(SHOP_SQL);
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("copy");
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/copy";
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("copy"), "root", "");
                    Statement statement = connection.createStatement()) {
                for (String sql : SHOP_SQL.split(";\\s*", 0)) {
                    statement.execute(sql);
                }
                statement.execute("INSERT INTO account VALUES (1, 'Bonn'), (2, 'Ulm')");
                statement.execute("CREATE MATERIALIZED VIEW cities REFRESH MANUAL AS SELECT city FROM account");
                statement.execute("REFRESH MATERIALIZED VIEW cities FORCE WITH SYNC MODE");
                statement.execute("DROP TABLE orders");
            }

            assertThat(project.cairn("docs", url, "--format=markdown"))
                    .as(project::err)
                    .isZero();
            assertThat(project.out())
                    .contains("# copy\n", "### copy.account", "- State: active\n", "- Last refresh state: SUCCESS\n");

            String file = folder.resolve("shop.sql").toString();
            assertThat(project.cairn("docs", file, "--url=" + url, "--format=markdown"))
                    .as(project::err)
                    .isZero();
            assertThat(project.out())
                    .containsPattern("### db.account\n\nWho buys\n\n- Rows: \\d\n- Size: .*\n- Partitions: 1\n");
            assertThat(project.err()).contains("left out: db.orders: the server does not report its size");

            project.environment.put("CAIRN_URL", url);
            assertThat(project.cairn("docs", file, "--format=markdown")).isZero();
            assertThat(project.out()).as("the same without a server").doesNotContain("Rows:");
        }
    }

    @Test
    void compiledClassesHaveSourcesAndMigrations() throws IOException {
        CommandProject project = new CommandProject(folder)
                .writeShop("long id, String note")
                .record("first table")
                .compile();

        assertThat(project.cairn(
                        "docs", project.classes().toString(), "--sources=" + project.sources(), "--format=markdown"))
                .as(project::err)
                .isZero();
        assertThat(project.out()).contains("# shop\n", "| V0001FirstTable | shop.account |");

        assertThat(project.cairn("docs", project.classes().toString(), "--sources=" + project.sources()))
                .isZero();
        assertThat(project.out()).contains("public record Account(long id, String note)", "V0001FirstTable");
    }

    @Test
    void eachColumnHasTheMigrationsThatChangedIt() {
        CommandProject project = new CommandProject(folder)
                .writeShop("long id, String note, int age")
                .record("first table")
                .writeShop("long id, @RenamedFrom(\"note\") String remark, int age")
                .record("rename note")
                .writeShop("long id, @RenamedFrom(\"note\") String remark, long age")
                .record("older accounts")
                .compile();

        assertThat(project.cairn("docs", project.classes().toString()))
                .as(project::err)
                .isZero();
        assertThat(project.out())
                .as("the number of the table, and those of its columns")
                .contains(
                        "\"title\":\"First table\",\"repeatable\":false,\"changes\":[[0,0,1,2]]",
                        "\"title\":\"Rename note\",\"repeatable\":false,\"changes\":[[0,1]]",
                        "\"title\":\"Older accounts\",\"repeatable\":false,\"changes\":[[0,2]]")
                .contains("MODIFY COLUMN `age` bigint");
    }

    @Test
    void declaredRowsOfCompiledClassesAreShown() {
        CommandProject project = new CommandProject(folder)
                .writeShop("long id, String note")
                .write("shop/Account.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Table @PrimaryKey("id") @DistributedByHash("id")
                    @Seed(columns = {"name", "id"}, rows = {"'Ann', 2", "NULL, 1"})
                    public record Account(int id, @Varchar(20) String name) {}
                    """)
                .record("first table")
                .compile();

        assertThat(project.cairn("docs", project.classes().toString(), "--format=markdown"))
                .as(project::err)
                .isZero();
        assertThat(project.out()).contains("""
            Declared rows: 2

            | id | name |
            | --- | --- |
            | 2 | Ann |
            | 1 | *NULL* |
            """);
        assertThat(project.cairn("docs", project.classes().toString())).isZero();
        assertThat(project.out())
                .contains("\"rows\":{\"columns\":[\"id\",\"name\"],\"values\":[[\"2\",\"Ann\"],[\"1\",null]]}");
    }

    @Test
    void repeatableMigrationsAreShownWithTheirText() {
        CommandProject project = new CommandProject(folder)
                .writeShop("long id, String note")
                .record("first table")
                .write("shop/migrations/FirstAccounts.java", """
                    package shop.migrations;
                    import dev.cairn.annotation.RepeatableMigration;
                    @RepeatableMigration(
                            schema = shop.Shop.class,
                            statements = {
                                "GRANT SELECT ON TABLE shop.account TO ROLE 'reader'",
                                "INSERT INTO account (id, note) VALUES (1, 'a')"
                            })
                    interface FirstAccounts {}
                    """)
                .compile();

        assertThat(project.cairn("docs", project.classes().toString(), "--format=markdown"))
                .as(project::err)
                .isZero();
        assertThat(project.out()).endsWith("""
            | V0001FirstTable | shop.account |

            ## Repeatable migrations

            An upgrade runs them after the recorded migrations, in this order, each whenever its text has changed.

            ### FirstAccounts

            First accounts

            - Changes: role reader, shop.account

            ```sql
            GRANT SELECT ON TABLE shop.account TO ROLE 'reader';
            INSERT INTO account (id, note) VALUES (1, 'a');
            ```
            """);
        assertThat(project.cairn("docs", project.classes().toString())).isZero();
        assertThat(project.out()).contains("GRANT SELECT ON TABLE shop.account TO ROLE 'reader';\\nINSERT INTO");
    }
}
