package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Heartbeats run on a thread of their own, with a clock that advances whenever the thread waits. */
class HeartbeatTest {
    private final LedgerServer server = new LedgerServer();
    private final ManualTicker ticker = new ManualTicker();
    private final ServerConnection connection = server.openConnection(ticker);
    private final HeldLedger holding =
            server.createLedger(OptionValues.DEFAULTS, ticker, "a").acquire(connection, "4.1/shared-nothing");

    @AfterEach
    void close() {
        connection.close();
        server.close();
    }

    @Test
    void heartbeatsContinueUntilTheEndAndWritePendingTransitions() throws InterruptedException {
        CountDownLatch threeBeats = new CountDownLatch(3);
        LedgerTransition completeStep = (state, sequence) -> {
            threeBeats.countDown();
            return state.completeStep(7);
        };
        Heartbeat heartbeat = Heartbeat.start(holding, completeStep, OptionValues.DEFAULTS, ticker, Optional::empty);
        threeBeats.await();
        heartbeat.close();
        holding.write((state, sequence) -> state.completeStep(8));
        assertThat(holding.entry().state().completedSteps()).containsExactly(7, 8);
        assertThat(holding.entry().sequence()).isGreaterThanOrEqualTo(4);
        assertThat(ticker.now()).isGreaterThanOrEqualTo(Duration.ofSeconds(18));
        holding.release();
    }

    @Test
    void heartbeatsPauseWhileTheWorkMakesNoProgress() throws InterruptedException {
        AtomicInteger queryCount = new AtomicInteger();
        AtomicLong sequence = new AtomicLong();
        CountDownLatch firstBeat = new CountDownLatch(1);
        Heartbeat heartbeat = Heartbeat.start(
                holding,
                (state, number) -> {
                    firstBeat.countDown();
                    return state;
                },
                OptionValues.DEFAULTS,
                ticker,
                () -> {
                    if (queryCount.incrementAndGet() > 100) {
                        return Optional.empty();
                    }
                    sequence.set(holding.entry().sequence());
                    return Optional.of("a statement has not ended within 900 s");
                });
        firstBeat.await();
        heartbeat.close();
        assertThat(sequence.get()).isEqualTo(1);
        assertThat(ticker.now())
                .isGreaterThan(MigratorOption.LEASE.defaultValue().multipliedBy(10));
        holding.release();
    }

    @Test
    void heartbeatsEndWhenTheLedgerIsLost() throws InterruptedException {
        CountDownLatch firstBeat = new CountDownLatch(1);
        Heartbeat heartbeat = Heartbeat.start(
                holding,
                (state, sequence) -> {
                    firstBeat.countDown();
                    return state;
                },
                OptionValues.DEFAULTS,
                ticker,
                Optional::empty);
        firstBeat.await();
        try (ServerConnection otherConnection = server.openConnection(ticker)) {
            server.createLedger(OptionValues.DEFAULTS, ticker, "b").unlock(otherConnection);
            heartbeat.join();
            assertThatThrownBy(holding::requireHeld).isInstanceOf(LedgerLostException.class);
        }
    }
}
