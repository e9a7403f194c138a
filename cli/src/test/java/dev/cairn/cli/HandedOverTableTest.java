package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that a schema hands over to another application, and one that it takes over. */
class HandedOverTableTest {
    @TempDir
    private Path folder;

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();
    private CommandProject project;

    @BeforeEach
    void writeProject() {
        server.createDatabase("shop");
        server.createDatabase("empty");
        project = new CommandProject(folder);
        select("shop");
        project.write("shop/Shop.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = {Account.class, Active.class, Totals.class})
                public interface Shop {}
                """);
        project.write("shop/Active.java", """
                package shop;
                import dev.cairn.annotation.*;
                @View(query = "SELECT id, points FROM account WHERE points > 0")
                public record Active(long id, int points) {}
                """);
        project.write("shop/Totals.java", """
                package shop;
                import dev.cairn.annotation.*;
                @MaterializedView(query = "SELECT id, sum(points) AS total FROM active GROUP BY id")
                @DistributedByHash(value = "id", buckets = 2)
                @Refresh(mode = Refresh.Mode.MANUAL)
                public record Totals(long id, Long total) {}
                """);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private void select(String database) {
        project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/" + database);
    }

    private void writeAccount(String annotation) {
        project.write("shop/Account.java", """
                package shop;
                import dev.cairn.annotation.*;
                @%s
                public record Account(long id, int points) {}
                """.formatted(annotation));
    }

    private static final String TABLE = "Table @DuplicateKey(\"id\") @DistributedByHash(value = \"id\", buckets = 2)";
    private static final String EXTERNAL = "External(\"account\")";

    private void run(String... arguments) {
        assertThat(project.cairnWithClasses(arguments))
                .as(() -> project.out() + project.err())
                .isZero();
    }

    private void recordChange(String message) {
        for (String argument : new String[] {message, "--check"}) {
            assertThat(project.cairn("record", argument, "--destructive", "--sources=" + project.sources()))
                    .as(() -> project.out() + project.err())
                    .isZero();
            project.compile();
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop") + "?user=root");
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    @Test
    void aTableIsHandedOverAndTakenBackWithItsRows() throws SQLException {
        writeAccount(TABLE);
        recordChange("initial");
        run("upgrade");
        query("INSERT INTO account VALUES (1, 7)");

        writeAccount(EXTERNAL);
        recordChange("hand over");
        assertThat(project.read("shop/migrations/V0002HandOver.java")).doesNotContain("ACTIVE");
        run("stamp", "2", "--yes");
        run("check");

        writeAccount(TABLE);
        project.compile();
        recordChange("take back");
        run("upgrade");
        run("check");
        assertThat(query("SELECT points FROM account")).isEqualTo("7");

        select("empty");
        run("upgrade");
        run("check");
    }

    @Test
    void aTableThatARecordedViewReadsIsTakenOver() throws SQLException {
        query("CREATE TABLE account (id BIGINT NOT NULL, points INT NOT NULL) DUPLICATE KEY(id)"
                + " DISTRIBUTED BY HASH(id) BUCKETS 2");
        query("INSERT INTO account VALUES (1, 7)");
        writeAccount(EXTERNAL);
        recordChange("initial");
        run("upgrade");

        writeAccount(TABLE);
        recordChange("take over");
        run("upgrade");
        run("check");
        assertThat(query("SELECT points FROM account")).isEqualTo("7");
    }
}
