package dev.cairn.embedded.rows.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.refusal.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The rows of a load have their own connection. */
class IncomingRowsTest {
    @Test
    void incomingRowsWithoutATableCloseTheirConnection() throws SQLException {
        DuckDbEngine.AttachedDatabase database = DuckDbEngine.createDatabase();
        try (IncomingRows rows = new IncomingRows(database, database.connect(), "load1", 1);
                Connection secondConnection = database.connect()) {
            assertThatThrownBy(() -> new IncomingRows(database, secondConnection, "load1", 1))
                    .isInstanceOf(Refusal.class);
            assertThat(secondConnection.isClosed()).isTrue();
            assertThat(rows.parsedRowCount()).isZero();
        } finally {
            database.drop();
        }
    }
}
