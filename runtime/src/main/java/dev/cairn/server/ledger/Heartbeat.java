package dev.cairn.server.ledger;

import dev.cairn.schema.MigrationException;
import dev.cairn.server.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Gives signs of life beside what else the owner does, from a thread of its own, until it is closed or the ledger is lost.
 * What it could not do, the owner learns at its next transition.
 */
public final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final Thread thread;

    private Heartbeat(Thread thread) {
        this.thread = thread;
    }

    /** Begins. Ten times in a lease it looks whether a sign of life is due. */
    public static Heartbeat of(Holding holding, LedgerOptions options, Ticker ticker) {
        return of(holding, (state, sequence) -> state, options, ticker);
    }

    /**
     * Begins. Ten times in a lease it looks whether a sign of life is due.
     *
     * @param with what there is to write down, if anything
     */
    public static Heartbeat of(Holding holding, Transition with, LedgerOptions options, Ticker ticker) {
        Duration pause = options.lease().dividedBy(10);
        Thread thread = new Thread(() -> beat(holding, with, pause, ticker), "cairn-heartbeat");
        thread.setDaemon(true);
        thread.start();
        return new Heartbeat(thread);
    }

    private static void beat(Holding holding, Transition with, Duration pause, Ticker ticker) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ticker.sleep(pause);
                holding.beat(with);
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
