package dev.cairn.embedded.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A history keeps all running work, and the newest work that has ended. */
class WorkHistoryTest {
    private static LoadTransaction load(long id) {
        return new LoadTransaction(
                id,
                "label" + id,
                new LoadTransaction.LoadTarget(id % 2 == 0 ? "even" : "odd", "t", 1),
                new LoadTransaction.LoadOrigin("root", "INSERT", 60),
                new LoadTransaction.LoadStatus(
                        LoadTransaction.TransactionStatus.PREPARE, Instant.EPOCH, null, "", List.of()));
    }

    private static LoadTransaction endedLoad(long id) {
        return load(id).withAbort(Instant.EPOCH, "cancelled");
    }

    private static List<Long> ids(List<LoadTransaction> loads) {
        return loads.stream().map(LoadTransaction::id).toList();
    }

    @Test
    void theOldestWorkThatHasEndedIsRemovedFirst() {
        WorkHistory<LoadTransaction> history =
                WorkHistory.<LoadTransaction>ofMaxSize(2).withWork(load(9)).withWork(endedLoad(10));
        WorkHistory<LoadTransaction> fullHistory = history.withWork(endedLoad(11));
        assertThat(ids(fullHistory.list())).containsExactly(9L, 11L);
        assertThat(ids(fullHistory.runningWork())).containsExactly(9L);
        assertThat(fullHistory.find(10)).isEmpty();
    }

    @Test
    void workThatEndsIsNotRunningAnyMore() {
        WorkHistory<LoadTransaction> history = WorkHistory.<LoadTransaction>ofMaxSize(2)
                .withWork(load(1))
                .withWork(load(2))
                .withWork(endedLoad(1));
        assertThat(ids(history.runningWork())).containsExactly(2L);
        assertThat(history.hasNoRunningWork()).isFalse();
        assertThat(history.withWork(endedLoad(2)).hasNoRunningWork()).isTrue();
    }

    @Test
    void theWorkOnADatabaseIsRemovedWithIt() {
        WorkHistory<LoadTransaction> history = WorkHistory.<LoadTransaction>ofMaxSize(3)
                .withWork(load(1))
                .withWork(load(2))
                .withWork(endedLoad(3));
        assertThat(ids(history.withoutDatabase("odd").list())).containsExactly(2L);
    }
}
