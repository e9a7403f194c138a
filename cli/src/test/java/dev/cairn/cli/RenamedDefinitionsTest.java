package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The renames that a compiled schema declares, in a comparison with a server or with files. */
class RenamedDefinitionsTest {
    private static final String SQL_BEFORE = """
        CREATE TABLE sales (id BIGINT NOT NULL, buyer BIGINT, note VARCHAR(40)) DUPLICATE KEY (id)
        DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ("replication_num" = "1");
        CREATE TABLE events (id BIGINT NOT NULL, note VARCHAR(40)) DUPLICATE KEY (id)
        DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ("replication_num" = "1");
        CREATE VIEW buyers AS SELECT id, buyer FROM sales;
        CREATE MATERIALIZED VIEW notes DISTRIBUTED BY HASH(id) BUCKETS 1 REFRESH MANUAL
        PROPERTIES ("replication_num" = "1") AS SELECT id, note FROM events;
        """;

    @TempDir
    private static Path folder;

    private static CommandProject project;

    @BeforeAll
    static void compileProject() {
        project = new CommandProject(folder)
                .write("shop/Shop.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Schema(name = "shop", value = {Orders.class, Events.class, Customers.class, Remarks.class})
                    public interface Shop {}
                    """)
                .write("shop/Orders.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Table @RenamedFrom("sales") @DuplicateKey("id") @Property(name = "replication_num", value = "1")
                    @DistributedByHash(value = "id", buckets = 1)
                    public record Orders(long id, @RenamedFrom("buyer") Long customer, @Varchar(40) String note) {}
                    """)
                .write("shop/Events.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Table @DuplicateKey("id") @Property(name = "replication_num", value = "1")
                    @DistributedByHash(value = "id", buckets = 1)
                    public record Events(long id, @Varchar(40) String note) {}
                    """)
                .write("shop/Customers.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @View(query = "SELECT id, customer FROM orders") @RenamedFrom("buyers")
                    public record Customers(long id, Long customer) {}
                    """)
                .write("shop/Remarks.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @MaterializedView(query = "SELECT id, note FROM events") @RenamedFrom("notes") @Property(name = "replication_num", value = "1")
                    @DistributedByHash(value = "id", buckets = 1) @Refresh(mode = Refresh.Mode.MANUAL)
                    public record Remarks(long id, String note) {}
                    """)
                .compile();
    }

    private static void assertRenamed() {
        assertThat(project.out())
                .contains("`sales` RENAME `orders`", "`notes` RENAME `remarks`", "RENAME COLUMN `buyer` TO `customer`")
                .contains("CREATE VIEW `customers`", "DROP VIEW `buyers`")
                .doesNotContain("DROP TABLE", "DROP MATERIALIZED VIEW", "CREATE TABLE", "hint", "destructive");
    }

    @Test
    void aServerIsRenamedAsTheClassesDeclare() throws Exception {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
                Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement()) {
            for (String sql : SQL_BEFORE.split(";\n", 0)) {
                statement.execute(sql);
            }
            String url = "starrocks://root@localhost:" + server.port() + "/shop";
            project.cairn("diff", url, project.classes().toString());
            assertRenamed();
            for (String sql : project.out().split(";\n", 0)) {
                if (!sql.lines().allMatch(line -> line.isBlank() || line.startsWith("--"))) {
                    statement.execute(sql);
                }
            }
            assertThat(project.cairn("diff", url, project.classes().toString()))
                    .as(project::out)
                    .isZero();
        }
    }

    @Test
    void filesAreRenamedInBothDirections() throws Exception {
        Path before = Files.writeString(folder.resolve("before.sql"), SQL_BEFORE);
        project.cairn("diff", before.toString(), project.classes().toString());
        assertRenamed();
        project.cairn("diff", project.classes().toString(), before.toString());
        assertThat(project.out())
                .contains("`orders` RENAME `sales`", "`remarks` RENAME `notes`", "RENAME COLUMN `customer` TO `buyer`")
                .doesNotContain("DROP TABLE", "hint");
    }
}
