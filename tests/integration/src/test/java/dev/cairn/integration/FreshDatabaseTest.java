package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each test has a database of its own, which is empty at first and dropped after the test. */
@DdlTests
class FreshDatabaseTest {
    @Test
    void aTestGetsAnEmptyDatabaseOfItsOwn(FreshDatabase database) throws SQLException {
        assertThat(database.name()).startsWith("cairn_it_");
        assertThat(database.rows("SELECT DATABASE()")).containsExactly(List.of(database.name()));
        assertThat(database.objects()).isEmpty();
    }

    @Test
    void aClosedDatabaseIsDropped(FreshDatabase database) throws SQLException {
        FreshDatabase sibling = database.sibling("more");
        assertThat(database.rows("SHOW DATABASES")).contains(List.of(sibling.name()));

        sibling.close();

        assertThat(database.rows("SHOW DATABASES")).doesNotContain(List.of(sibling.name()));
    }

    @Test
    void anExistingDatabaseIsNotReused(FreshDatabase database) {
        try (FreshDatabase sibling = database.sibling("more")) {
            assertThatThrownBy(() -> database.sibling("more"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("CREATE DATABASE " + sibling.name());
        }
    }
}
