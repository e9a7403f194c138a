package dev.cairn.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.Client;
import dev.cairn.embedded.EmbeddedStarRocks;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An extension with a preparation: each test has a copy of its own. */
class PreparedDatabaseTest {
    private static final Set<String> DATABASE_NAMES = new HashSet<>();

    @RegisterExtension
    static final EmbeddedStarRocksExtension STARROCKS = EmbeddedStarRocksExtension.withPreparation(dataSource -> {
        try (Client client = new Client(dataSource.getConnection())) {
            client.run(
                    "CREATE TABLE sale (id BIGINT, product STRING) DISTRIBUTED BY HASH (id)",
                    "INSERT INTO sale VALUES (1, 'tea')");
        }
    });

    @RepeatedTest(2)
    void aTestHasACopy(FreshDatabase database) throws SQLException {
        try (Client client = new Client(database.connection())) {
            assertThat(client.column("SELECT product FROM sale")).containsExactly("tea");
            client.run("INSERT INTO sale VALUES (2, 'cup')");
            assertThat(DATABASE_NAMES.add(database.name())).isTrue();
        }
    }

    @RepeatedTest(2)
    void theLogHasOnlyTheStatementsOfTheTest(FreshDatabase database) throws SQLException {
        try (Client client = new Client(database.connection())) {
            client.run("INSERT INTO sale VALUES (2, 'cup')");
        }
        assertThat(database.server().log().findMatching("(?i)(create|insert).*"))
                .hasSize(1);
    }

    @Nested
    class NestedTests {
        @Test
        void nestedClassesUseTheSameServer(FreshDatabase database, EmbeddedStarRocks server) throws SQLException {
            assertThat(database.server()).isSameAs(server);
            try (Client client = new Client(database.connection())) {
                assertThat(client.column("SELECT product FROM sale")).containsExactly("tea");
            }
        }
    }
}
