package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only the roles that SQL files define are compared with those of a server. */
class RoleDefinitionsTest {
    private static final String TABLES_SQL = """
        CREATE TABLE orders (id BIGINT NOT NULL) DUPLICATE KEY (id)
        DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ("replication_num" = "1");
        CREATE VIEW ids AS SELECT id FROM orders;
        """;
    private static final String ROLES_SQL = """
        CREATE ROLE analyst COMMENT 'reads';
        GRANT SELECT ON TABLE orders TO ROLE analyst;
        GRANT SELECT ON ALL VIEWS IN DATABASE ${database} TO ROLE analyst;
        GRANT analyst TO USER jane;
        """;

    @TempDir
    private Path folder;

    private String writeFile(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void runScript(EmbeddedStarRocks server, String script) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement()) {
            for (String sql : script.replaceAll("(?m)^--.*\\n?", "").split(";\\s*\\n?", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    @Test
    void aServerIsComparedWithTheRolesOfAFile() throws IOException, SQLException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String definitions = writeFile("schema.sql", TABLES_SQL + ROLES_SQL);
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            runScript(server, TABLES_SQL + "CREATE USER jane; CREATE ROLE other");
            String url = server.jdbcUrl("shop") + "?user=root";

            assertThat(project.cairn("diff", url, definitions)).as(project::err).isEqualTo(3);
            String plan = project.out();
            assertThat(plan)
                    .contains(
                            "CREATE ROLE `analyst` COMMENT \"reads\"",
                            "GRANT SELECT ON TABLE `orders` TO ROLE `analyst`")
                    .contains("GRANT SELECT ON ALL VIEWS IN DATABASE `shop` TO ROLE `analyst`", "TO USER `jane`@'%'")
                    .doesNotContain("other", "DROP");
            runScript(server, plan);
            assertThat(project.cairn("diff", url, definitions)).as(project::out).isZero();

            runScript(server, "GRANT DELETE ON orders TO ROLE analyst");
            assertThat(project.cairn("diff", url, definitions)).as(project::err).isEqualTo(3);
            assertThat(project.out())
                    .contains("-- destructive: revokes DELETE ON TABLE orders from the role analyst\n"
                            + "REVOKE DELETE ON TABLE `orders` FROM ROLE `analyst`");
        }
    }

    @Test
    void thePagesOfADatabaseShowWhoMayReadWhat() throws SQLException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            runScript(
                    server,
                    TABLES_SQL + "CREATE USER jane; CREATE ROLE analyst; GRANT SELECT ON VIEW shop.ids TO ROLE analyst;"
                            + "GRANT analyst TO jane; CREATE ROLE elsewhere");

            assertThat(project.cairn("docs", server.jdbcUrl("shop") + "?user=root", "--format", "markdown"))
                    .as(project::err)
                    .isZero();
            assertThat(project.out())
                    .contains("USER 'jane'@'%'", "analyst (ids)")
                    .doesNotContain("elsewhere");
        }
    }

    /** A user may see the objects, and not the roles. */
    @Test
    void rolesThatCannotBeReadAreNotPlanned() throws IOException, SQLException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String definitions = writeFile("schema.sql", TABLES_SQL + ROLES_SQL);
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            runScript(
                    server,
                    TABLES_SQL
                            + "CREATE USER jane; CREATE USER checker; GRANT SELECT ON ALL TABLES IN DATABASE shop TO checker;"
                            + "GRANT SELECT ON ALL VIEWS IN DATABASE shop TO checker; CREATE ROLE analyst");
            String url = server.jdbcUrl("shop") + "?user=checker";

            assertThat(project.cairn("diff", url, definitions)).as(project::out).isEqualTo(1);
            assertThat(project.err()).contains("role analyst", "user_admin");
            assertThat(project.cairn("diff", url, definitions, "--skip-unreadable"))
                    .as(project::out)
                    .isZero();
            assertThat(project.err()).contains("not compared: the server: role analyst");
        }
    }

    /** Whether a user has a role can't be read without the user's name. */
    @Test
    void aMemberWhoseNameIsUnknownIsNotPlanned() throws SQLException {
        CommandProject project = new CommandProject(folder.resolve("project"))
                .write("shop/Shop.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Schema(name = "shop", value = Orders.class, roles = Analyst.class)
                    public interface Shop {}
                    """)
                .write("shop/Orders.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Table @DuplicateKey("id") @DistributedByHash(value = "id", buckets = 1)
                    @Property(name = "replication_num", value = "1")
                    public record Orders(long id) {}
                    """)
                .write("shop/Analyst.java", """
                    package shop;
                    import dev.cairn.annotation.access.*;
                    @Role @Grant(value = Privilege.SELECT, on = Orders.class) @GrantedTo("${reporter}")
                    public interface Analyst {}
                    """)
                .compile();
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            runScript(
                    server,
                    TABLES_SQL.substring(0, TABLES_SQL.indexOf("CREATE VIEW"))
                            + "CREATE USER jane; CREATE ROLE analyst; GRANT SELECT ON shop.orders TO ROLE analyst;"
                            + "GRANT analyst TO USER jane");
            String url = server.jdbcUrl("shop") + "?user=root";
            String classes = project.classes().toString();

            assertThat(project.cairn("diff", url, classes)).as(project::out).isZero();
            assertThat(project.err())
                    .contains(
                            "not part of the comparison: the server: role analyst: whether USER ${reporter} has this role"
                                    + " is not compared, because the placeholder has no value");
            assertThat(project.cairn("diff", classes, url)).as(project::out).isZero();
            assertThat(project.cairn("diff", url, classes, "--placeholder", "reporter=jane"))
                    .as(project::out)
                    .isZero();
            assertThat(project.err()).isEmpty();

            runScript(server, "REVOKE SELECT ON shop.orders FROM ROLE analyst");
            assertThat(project.cairn("diff", url, classes)).as(project::err).isEqualTo(3);
            assertThat(project.out())
                    .contains("GRANT SELECT ON TABLE `orders` TO ROLE `analyst`")
                    .doesNotContain("TO USER ${reporter}");
        }
    }

    @Test
    void twoFilesAreCompared() throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String before = writeFile("before.sql", TABLES_SQL + ROLES_SQL);
        String after = writeFile(
                "after.sql",
                TABLES_SQL + ROLES_SQL.replace("TABLE orders", "VIEW ids").replace("'reads'", "'reads ids'"));

        assertThat(project.cairn("diff", before, after)).as(project::err).isEqualTo(3);
        assertThat(project.out())
                .contains("ALTER ROLE `analyst` SET COMMENT = \"reads ids\"")
                .contains("GRANT SELECT ON VIEW `ids` TO ROLE `analyst`")
                .contains("REVOKE SELECT ON TABLE `orders` FROM ROLE `analyst`");
    }
}
