package dev.cairn.embedded.rows;

import dev.cairn.embedded.rows.store.StatementTimeout;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;

/**
 * Throws the server's error if a statement is cancelled or exceeds its timeout while it is analyzed and translated. The
 * thread of the statement calls the check often; therefore, it rarely reads the clock.
 */
final class CancellationCheck implements Runnable {
    /** The number of checks per read of the clock. */
    private static final int CHECKS_PER_CLOCK_READ = 256;

    /** The check of a statement that has begun to change rows, and therefore must be completed. */
    static final Runnable NONE = () -> {};

    private final ServerSession session;
    private final StatementTimeout timeout;
    private final long startNanos = System.nanoTime();
    private int checkCount;

    CancellationCheck(ServerSession session, StatementTimeout timeout) {
        this.session = session;
        this.timeout = timeout;
    }

    @Override
    public void run() {
        if (session.isCancelled()) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.CANCELLED);
        }
        checkCount++;
        if (checkCount % CHECKS_PER_CLOCK_READ == 0) {
            timeout.requireNotExceeded(startNanos);
        }
    }
}
