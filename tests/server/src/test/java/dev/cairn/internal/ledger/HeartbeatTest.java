package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Heartbeats keep a ledger on a thread of their own; the clock of the test advances whenever that thread waits. */
class HeartbeatTest {
    @AutoClose
    private final LedgerServer server = new LedgerServer();

    private final ManualTicker ticker = new ManualTicker();

    @AutoClose
    private final ServerConnection connection = server.openConnection(ticker);

    private final HeldLedger heldLedger =
            server.createLedger(OptionValues.DEFAULTS, ticker, "a").acquire(connection, "4.1/shared-nothing");

    @Test
    void heartbeatsContinueUntilTheEndAndWritePendingTransitions() throws InterruptedException {
        CountDownLatch threeBeats = new CountDownLatch(3);
        LedgerTransition completeStep = (state, sequence) -> {
            threeBeats.countDown();
            return state.withCompletedStep(7);
        };
        Heartbeat heartbeat = Heartbeat.start(heldLedger, completeStep, OptionValues.DEFAULTS, ticker, Optional::empty);
        threeBeats.await();
        heartbeat.close();
        heldLedger.write((state, sequence) -> state.withCompletedStep(8));
        assertThat(heldLedger.entry().state().completedStepNumbers()).containsExactly(7, 8);
        assertThat(heldLedger.entry().sequenceNumber()).isGreaterThanOrEqualTo(4);
        assertThat(ticker.now()).isGreaterThanOrEqualTo(Duration.ofSeconds(18));
        heldLedger.release();
    }

    @Test
    void heartbeatsPauseWhileTheWorkMakesNoProgress() throws InterruptedException {
        AtomicInteger queryCount = new AtomicInteger();
        AtomicLong sequence = new AtomicLong();
        CountDownLatch firstBeat = new CountDownLatch(1);
        Heartbeat heartbeat = Heartbeat.start(
                heldLedger,
                (state, nextSequence) -> {
                    firstBeat.countDown();
                    return state;
                },
                OptionValues.DEFAULTS,
                ticker,
                () -> {
                    if (queryCount.incrementAndGet() > 100) {
                        return Optional.empty();
                    }
                    sequence.set(heldLedger.entry().sequenceNumber());
                    return Optional.of("a statement has not ended within 15 min");
                });
        firstBeat.await();
        heartbeat.close();
        assertThat(sequence.get()).isEqualTo(1);
        assertThat(ticker.now())
                .isGreaterThan(MigratorOption.LEASE.defaultValue().multipliedBy(10));
        heldLedger.release();
    }

    @Test
    void anUnexpectedFailureIsLogged() throws InterruptedException {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.cairn");
        logger.addHandler(handler);
        try {
            Heartbeat.start(heldLedger, (state, sequence) -> state, OptionValues.DEFAULTS, ticker, () -> {
                        throw new IllegalStateException("no state");
                    })
                    .join();
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.getMessage())
                    .isEqualTo("The heartbeat has failed unexpectedly, and the lease will expire");
            assertThat(record.getThrown()).hasMessage("no state");
        });
        heldLedger.release();
    }

    @Test
    void heartbeatsEndWhenTheLedgerIsLost() throws InterruptedException {
        CountDownLatch firstBeat = new CountDownLatch(1);
        Heartbeat heartbeat = Heartbeat.start(
                heldLedger,
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
            assertThatThrownBy(heldLedger::requireHeld).isInstanceOf(LedgerLostException.class);
        }
    }
}
