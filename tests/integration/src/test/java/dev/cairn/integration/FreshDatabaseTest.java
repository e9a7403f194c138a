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
        FreshDatabase another = database.sibling("more");
        assertThat(database.rows("SHOW DATABASES")).contains(List.of(another.name()));

        another.close();

        assertThat(database.rows("SHOW DATABASES")).doesNotContain(List.of(another.name()));
    }

    @Test
    void anExistingDatabaseIsNotReused(FreshDatabase database) {
        try (FreshDatabase another = database.sibling("more")) {
            assertThatThrownBy(() -> database.sibling("more"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("CREATE DATABASE " + another.name());
        }
    }
}
