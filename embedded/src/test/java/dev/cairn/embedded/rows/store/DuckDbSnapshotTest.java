package dev.cairn.embedded.rows.store;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** A query may be cancelled by another thread, even after its end. */
class DuckDbSnapshotTest {
    @Test
    void aQueryThatHasJustEndedMayBeCancelled() {
        try (DuckDb duckDb = DuckDb.open()) {
            DuckDbSnapshot snapshot = duckDb.openSnapshot();
            snapshot.close();

            assertThatCode(snapshot::cancel).doesNotThrowAnyException();
        }
    }
}
