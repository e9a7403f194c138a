package dev.cairn.internal.ledger;

import dev.cairn.internal.Ticker;
import dev.cairn.schema.MigrationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives signs of life beside what else the owner does, from a thread of its own, until it is closed or the ledger is lost.
 * What it could not do, the owner learns at its next transition. Where the work does not get on, it gives none, so that somebody
 * else can take the ledger over.
 */
public final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final Thread thread;

    private Heartbeat(Thread thread) {
        this.thread = thread;
    }

    /**
     * Begins. Ten times in a lease it looks whether a sign of life is due.
     *
     * @param with what there is to write down, if anything
     * @param stuck why the work does not get on, if so: then there are no signs of life until it does
     */
    public static Heartbeat of(
            HeldLedger holding,
            Transition with,
            LedgerOptions options,
            Ticker ticker,
            Supplier<Optional<String>> stuck) {
        Duration pause = options.lease().dividedBy(10);
        Thread thread = new Thread(() -> beat(holding, with, pause, ticker, stuck), "cairn-heartbeat");
        thread.setDaemon(true);
        thread.start();
        return new Heartbeat(thread);
    }

    private static void beat(
            HeldLedger holding, Transition with, Duration pause, Ticker ticker, Supplier<Optional<String>> stuck) {
        boolean silent = false;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ticker.sleep(pause);
                Optional<String> why = stuck.get();
                if (why.isEmpty()) {
                    holding.beat(with);
                } else if (!silent) {
                    LOG.log(Level.WARNING, () -> "No signs of life: " + why.get());
                }
                silent = why.isPresent();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (MigrationException failure) {
            LOG.log(Level.WARNING, "No more signs of life: " + failure.getMessage());
        }
    }

    /** Waits until it has ended. */
    void join() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
