package dev.cairn.embedded.rows.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.refusal.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The rows of a load have their own connection. */
class LoadStageTest {
    @Test
    void aStageThatCanNotBeCreatedClosesItsConnection() throws SQLException {
        DuckDbEngine.AttachedDatabase database = DuckDbEngine.createDatabase();
        try (LoadStage ignored = new LoadStage(database, database.connect(), "load1", 1);
                Connection secondConnection = database.connect()) {
            assertThatThrownBy(() -> new LoadStage(database, secondConnection, "load1", 1))
                    .isInstanceOf(Refusal.class);
            assertThat(secondConnection.isClosed()).isTrue();
        } finally {
            database.drop();
        }
    }
}
