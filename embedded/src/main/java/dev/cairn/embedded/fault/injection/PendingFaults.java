package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Faults;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.embedded.protocol.Answer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The pending faults of a server, and the statements that they have deferred. */
public final class PendingFaults implements Faults, AutoCloseable {
    private final List<ArmedFault> armed = new ArrayList<>();
    private final LateStatements late = new LateStatements();

    private static final class ArmedFault {
        private final Trigger trigger;
        private final Fault fault;
        private long matches;

        ArmedFault(Trigger trigger, Fault fault) {
            this.trigger = trigger;
            this.fault = fault;
        }
    }

    @Override
    public synchronized void on(Trigger trigger, Fault fault) {
        armed.add(new ArmedFault(trigger, fault));
    }

    @Override
    public synchronized void clear() {
        armed.clear();
    }

    @Override
    public synchronized int pending() {
        return armed.size();
    }

    @Override
    public int runLate() {
        return late.runAll();
    }

    @Override
    public int waitingLate() {
        return late.size();
    }

    /**
     * Returns the answer that replaces the greeting of a new client; {@link Answer#OK} if the client is greeted
     * normally.
     */
    public Answer beforeGreeting() {
        Optional<Fault> fault =
                faultFor(candidate -> candidate.trigger.isForConnections() && appliesBeforeGreeting(candidate.fault));
        if (fault.isPresent() && fault.get() instanceof Fault.Delay delay) {
            FaultyStatementHandler.sleep(delay.time());
            return Answer.OK;
        }
        return fault.map(PendingFaults::answer).orElse(Answer.OK);
    }

    /** Returns the answer to a client that has just logged in; {@link Answer#OK} if the client is admitted. */
    public Answer afterLogin() {
        return faultFor(candidate -> candidate.trigger.isForConnections() && !appliesBeforeGreeting(candidate.fault))
                .map(PendingFaults::answer)
                .orElse(Answer.OK);
    }

    private static boolean appliesBeforeGreeting(Fault fault) {
        return fault instanceof Fault.CutBefore || fault instanceof Fault.SilentBefore || fault instanceof Fault.Delay;
    }

    private static Answer answer(Fault fault) {
        if (fault instanceof Fault.CutBefore || fault instanceof Fault.CutAfter) {
            return Answer.CUT;
        }
        if (fault instanceof Fault.SilentBefore || fault instanceof Fault.SilentAfter) {
            return Answer.SILENCE;
        }
        if (fault instanceof Fault.Refuse refuse) {
            return new Answer.Failure(refuse.errno(), refuse.sqlState(), refuse.message());
        }
        throw new IllegalArgumentException("A connecting client can't have the fault " + fault);
    }

    /** Returns the fault that affects a statement, if any. The statement counts for all triggers that match it. */
    Optional<Fault> faultFor(LoggedStatement statement) {
        return faultFor(candidate -> candidate.trigger.fits(statement));
    }

    private synchronized Optional<Fault> faultFor(Predicate<ArmedFault> filter) {
        Fault due = null;
        Iterator<ArmedFault> remaining = armed.iterator();
        while (remaining.hasNext()) {
            ArmedFault candidate = remaining.next();
            if (!filter.test(candidate)) {
                continue;
            }
            candidate.matches++;
            if (due == null && candidate.trigger.firesAt(candidate.matches)) {
                due = candidate.fault;
            }
            if (candidate.trigger.isDoneAfter(candidate.matches)) {
                remaining.remove();
            }
        }
        return Optional.ofNullable(due);
    }

    LateStatements late() {
        return late;
    }

    /** Discards the deferred statements without running them. */
    @Override
    public void close() {
        late.close();
    }

    /** Deferred statements: their connections are closed, and they are still to be run. */
    static final class LateStatements implements AutoCloseable {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private final List<Future<?>> timers = new ArrayList<>();
        private @Nullable ScheduledExecutorService timer;
        private boolean closed;

        synchronized int size() {
            return waiting.size();
        }

        synchronized void add(Runnable statement, Duration after) {
            if (closed) {
                return;
            }
            waiting.addLast(statement);
            if (after.compareTo(Fault.Late.ON_REQUEST) < 0) {
                timers.removeIf(Future::isDone);
                timers.add(timer().schedule(() -> run(statement), after.toMillis(), TimeUnit.MILLISECONDS));
            }
        }

        /** Adds a held load; returns false if the server is closed. */
        synchronized boolean hold(HeldLoad load) {
            if (!closed) {
                waiting.addLast(load);
            }
            return !closed;
        }

        private ScheduledExecutorService timer() {
            if (timer == null) {
                timer = Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "cairn-embedded-late");
                    thread.setDaemon(true);
                    return thread;
                });
            }
            return timer;
        }

        private void run(Runnable statement) {
            if (taken(statement)) {
                statement.run();
            }
        }

        private synchronized boolean taken(Runnable statement) {
            return waiting.remove(statement);
        }

        private synchronized @Nullable Runnable first() {
            return waiting.pollFirst();
        }

        int runAll() {
            int count = 0;
            for (Runnable statement = first(); statement != null; statement = first()) {
                statement.run();
                count++;
            }
            return count;
        }

        @Override
        public synchronized void close() {
            closed = true;
            for (Runnable statement : waiting) {
                if (statement instanceof HeldLoad load) {
                    load.discard();
                }
            }
            waiting.clear();
            if (timer != null) {
                timer.shutdownNow();
            }
        }
    }
}
