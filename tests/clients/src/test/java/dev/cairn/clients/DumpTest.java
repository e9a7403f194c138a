package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.random.Breadth;
import dev.cairn.sample.shop.ShopSchema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The command line of MariaDB dumps the database of the sample, and restores it in another one. The test dumps only
 * tables: a dump has views in comments, which StarRocks does not run, and materialized views may precede their tables.
 * Bitmaps and sketches are NULL in a dump, as they are in any query.
 */
@Tag(Breadth.LONG)
class DumpTest {
    private static final List<String> TABLE_NAMES = List.of("account", "orders", "page_view", "product");

    @Test
    void theTablesOfTheSampleAreDumpedAndRestored() throws Exception {
        new Program(List.of("mariadb-dump", "--version"), Map.of()).assumeSuccess("mariadb-dump");
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            server.createDatabase("restored");
            Migrator.of(ShopSchema.SCHEMA, server.dataSource("shop")).upgrade();
            try (Connection connection = server.dataSource("shop").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "INSERT INTO account VALUES (1, 'Jörg 😀', 'Köln', true), (2, 'O''Neil \\\\', '', false)");
                statement.execute("INSERT INTO product VALUES (7, 'tea', 3.50, NULL), (8, 'cup', 12.00, 'kitchen')");
                statement.execute(
                        "INSERT INTO orders VALUES ('2026-02-28', 1, 1, 7, 2, 7.00), ('2026-03-01', 2, 2, 8, 1, 12.00)");
            }

            run(server, "mariadb", List.of("restored"), run(server, "mariadb-dump", listDumpArguments(), ""));

            for (String table : TABLE_NAMES) {
                assertThat(queryRows(server, "restored", "SHOW CREATE TABLE " + table))
                        .isEqualTo(queryRows(server, "shop", "SHOW CREATE TABLE " + table));
                assertThat(queryRows(server, "restored", "SELECT * FROM " + table + " ORDER BY 1"))
                        .isEqualTo(queryRows(server, "shop", "SELECT * FROM " + table + " ORDER BY 1"));
            }
            assertThat(queryRows(server, "restored", "SELECT name FROM account ORDER BY id"))
                    .containsExactly("Jörg 😀", "O'Neil \\");
        }
    }

    private static List<String> listDumpArguments() {
        return Stream.concat(Stream.of("--no-tablespaces", "shop"), TABLE_NAMES.stream())
                .toList();
    }

    private static String run(EmbeddedStarRocks server, String command, List<String> arguments, String input)
            throws IOException {
        Program program = new Program(
                List.of(
                        command,
                        "--no-defaults",
                        "--default-character-set=utf8mb4",
                        "--skip-ssl",
                        "-h127.0.0.1",
                        "-P" + server.port(),
                        "-uroot",
                        "--protocol=tcp"),
                Map.of());
        Program.Result result = program.run(arguments, input);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    private static List<String> queryRows(EmbeddedStarRocks server, String database, String query) throws SQLException {
        try (Connection connection = server.dataSource(database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join(" | ", values));
            }
            return rows;
        }
    }
}
