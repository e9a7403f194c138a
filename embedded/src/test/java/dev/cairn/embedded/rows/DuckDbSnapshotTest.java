package dev.cairn.embedded.rows;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** The end of a query that another thread cancels. */
class DuckDbSnapshotTest {
    @Test
    void aQueryThatHasJustEndedMayBeCancelled() {
        try (DuckDb duck = DuckDb.open()) {
            DuckDbSnapshot snapshot = duck.openSnapshot();
            snapshot.close();

            assertThatCode(snapshot::cancel).doesNotThrowAnyException();
        }
    }
}
