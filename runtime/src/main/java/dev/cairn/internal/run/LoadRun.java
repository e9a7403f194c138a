package dev.cairn.internal.run;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.Retry;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.link.TransientError;
import dev.cairn.internal.look.LoadStates;
import dev.cairn.internal.look.LoadStates.LoadState;
import dev.cairn.internal.run.prepare.RefusalPatterns;
import dev.cairn.internal.run.prepare.RunLabel;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.schema.UnreachableException;
import dev.cairn.sql.parse.InsertLabel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** An INSERT. The server takes no second load with the same label, and tells whether the first one has run. */
final class LoadRun {
    private static final int MOST_LOSSES = 5;

    /** With the default of five seconds, a load is looked at each minute. */
    private static final int POLLS_BETWEEN_LOOKS = 12;

    private final RunContext course;
    private final RunStep.OfStatement step;
    private final StepConnection lane;
    private final StepErrors stops;
    private final ObjectName table;
    private final String database;
    private boolean sent;

    LoadRun(RunContext course, RunStep.OfStatement step, StepConnection lane) {
        this.course = course;
        this.step = step;
        this.lane = lane;
        this.stops = new StepErrors(course, step);
        this.table = Objects.requireNonNull(step.step().object());
        this.database = table.database();
    }

    /** Whether there was anything to do. */
    boolean run() {
        boolean interrupted = course.wasInterrupted(step);
        sent = interrupted;
        if (!interrupted) {
            course.begins(step);
        }
        RunLabel run = course.protection().begin(step.number());
        String label = SentInsert.label(course, step, run);
        boolean own = run.isOfThisLedger() && InsertLabel.in(step.text()).isEmpty();
        if (interrupted) {
            LoadState state = settled(label);
            if (state == LoadState.FINISHED) {
                return false;
            }
            course.begins(step);
            if (state == LoadState.UNKNOWN && !step.repeatable()) {
                empty(label);
            }
            course.protection().look();
        }
        // A label of one's own that is used was used by a predecessor: its statement came late.
        send(label, interrupted || own);
        return true;
    }

    /**
     * The load never came, or ended so long ago that its label is forgotten. Where it is all that fills a table of Cairn's own,
     * the table is emptied, and the load may come once more. Should the old one still arrive, it finds no table under the name that
     * it knows: whoever takes over gives the table another one.
     */
    private void empty(String label) {
        String what = "the load " + label + " ran: the server does not know its label, or not any more";
        if (!fillsStagingTable()) {
            throw stops.uncertain(what);
        }
        course.warn("The load " + label + " is not known to the server: " + table + " is emptied, and filled again");
        try {
            lane.ask(course::backoff, link -> {
                course.protection().look();
                link.execute("TRUNCATE TABLE " + SqlQuoting.name(table));
                return link;
            });
        } catch (ServerRefusalException refused) {
            throw stops.uncertain(what + ", and " + table + " can't be emptied: " + refused.getMessage());
        }
    }

    /** Whether nothing else fills the table, and it is not the one that others read. */
    private boolean fillsStagingTable() {
        return StagingName.number(table.name()).stream()
                        .anyMatch(number -> number == course.protection().takenOver())
                && course.prepared().steps().stream()
                        .takeWhile(earlier -> earlier.number() < step.number())
                        .noneMatch(this::changesRowsOfTheTable);
    }

    private boolean changesRowsOfTheTable(RunStep earlier) {
        return earlier instanceof RunStep.OfStatement statement
                && (CompletionEvidence.of(statement) != CompletionEvidence.LOOK || CompletionEvidence.isSwap(statement))
                && (table.equals(statement.step().object())
                        || statement.step().touched().stream().anyMatch(touched -> table.equals(touched.object())));
    }

    private void send(String label, boolean known) {
        boolean mayHaveRun = known;
        Backoff backoff = course.backoff();
        Retry retry = lane.retry();
        for (int losses = 0; ; ) {
            try {
                send(lane.link(step.session()), label);
                break;
            } catch (ServerRefusalException refused) {
                Optional<TransientError> passing = refused.passing();
                if (passing.isPresent()) {
                    mayHaveRun |= passing.get().mayHaveRun();
                    if (isDoneAfter(refused, passing.get(), label, retry)) {
                        return;
                    }
                } else if (refused(refused, label, mayHaveRun, backoff)) {
                    return;
                }
            } catch (ConnectionLostException lost) {
                mayHaveRun = true;
                if (++losses == MOST_LOSSES) {
                    throw stops.lost(lost);
                }
                lane.reconnect(backoff);
                if (settled(label) == LoadState.FINISHED) {
                    return;
                }
            }
            // What was thought lost may only be late: the server takes but one of the two.
            course.protection().look();
        }
        // Whoever is refused an answer here has not been refused the load.
        settled(label);
    }

    @SuppressWarnings("try") // the watch is there to be ended
    private void send(ServerConnection link, String label) {
        boolean first = !sent;
        sent = true;
        Duration pause = course.options().longestPoll().multipliedBy(POLLS_BETWEEN_LOOKS);
        try (LoadWatch watch = LoadWatch.of(
                link, () -> lane.askElsewhere(other -> LoadStates.of(other, database, label)), first, pause)) {
            link.load(SentInsert.text(step, label));
        }
    }

    /** The server takes but one load with the label, so what is not done may be sent again. */
    private boolean isDoneAfter(ServerRefusalException refused, TransientError passing, String label, Retry retry) {
        if (passing.mayHaveRun() && settled(label) == LoadState.FINISHED) {
            return true;
        }
        if (!retry.again()) {
            course.protection().undone(step.number());
            throw stops.refused(refused);
        }
        course.waiting(step, "the server can't do it now: " + refused.words());
        course.halt().check();
        return false;
    }

    /** Whether it is done after all. */
    private boolean refused(ServerRefusalException refused, String label, boolean mayHaveRun, Backoff backoff) {
        if (RefusalPatterns.isBusy(refused)) {
            course.waiting(step, "the table is busy: " + refused.words());
            backoff.pause();
            return false;
        }
        if (!RefusalPatterns.isUsedLabel(refused)) {
            course.protection().undone(step.number());
            throw stops.refused(refused);
        }
        if (!mayHaveRun) {
            course.protection().undone(step.number());
            throw InsertLabel.in(step.text()).isPresent() ? stops.labelTaken(label) : stops.labelOfAnother(label);
        }
        LoadState state = settled(label);
        // A label that is used and not known any more belongs to a load that has ended.
        return state == LoadState.FINISHED || state == LoadState.UNKNOWN;
    }

    /**
     * What became of the load, when it is no longer under way.
     *
     * @throws dev.cairn.schema.StepException if it is for longer than a load may take
     */
    private LoadState settled(String label) {
        Backoff backoff = course.backoff();
        Ticker.Stopwatch waited = course.ticker().start();
        LoadState state = state(label);
        while (state == LoadState.RUNNING) {
            if (waited.elapsed().compareTo(lane.longestLoad()) >= 0) {
                throw stops.stillRunning(label, lane.longestLoad());
            }
            course.waiting(step, "the load " + label + " is under way");
            backoff.pause();
            state = state(label);
        }
        return state;
    }

    private LoadState state(String label) {
        return lane.ask(course::backoff, link -> LoadStates.of(link, database, label));
    }

    /** An INSERT as it is sent: with a label, so that it is known whether it ran. */
    private static final class SentInsert {
        private SentInsert() {}

        /** The label that it says; else one that no other step, and no other run of this one, has. */
        static String label(RunContext course, RunStep.OfStatement step, RunLabel run) {
            return InsertLabel.in(step.text())
                    .orElseGet(() -> "cairn_" + course.schema() + "_"
                            + course.migration().number() + "_" + step.number() + "_" + run);
        }

        static String text(RunStep.OfStatement step, String label) {
            String text = step.text();
            return InsertLabel.in(text).isPresent() ? text : InsertLabel.added(text, label);
        }
    }

    /**
     * Looks from time to time, over another connection, whether a load has ended while its own connection still waits for the answer. A
     * network that drops idle connections without a word drops just those of long loads: then no answer will come, and the connection
     * is ended, long before its limit.
     */
    private static final class LoadWatch implements AutoCloseable {
        private static final Logger LOG = System.getLogger("dev.cairn");

        /** The first time, the answer may be on its way. */
        private static final int LOOKS = 2;

        private final ServerConnection link;
        private final Supplier<LoadState> state;
        private final boolean first;
        private final long pauseMillis;
        private boolean answered;

        private LoadWatch(ServerConnection link, Supplier<LoadState> state, boolean first, Duration pause) {
            this.link = link;
            this.state = state;
            this.first = first;
            this.pauseMillis = Math.max(1, pause.toMillis());
        }

        /**
         * Begins.
         *
         * @param link on which the load is about to be sent
         * @param first whether no load with its label was sent before. One that was may be the cancelled one that is seen
         * @param pause between two looks, by the clock of the machine
         */
        static LoadWatch of(ServerConnection link, Supplier<LoadState> state, boolean first, Duration pause) {
            LoadWatch watch = new LoadWatch(link, state, first, pause);
            Thread thread = new Thread(watch::look, "cairn-load-watch");
            thread.setDaemon(true);
            thread.start();
            return watch;
        }

        private void look() {
            int ended = 0;
            while (!isAnswered()) {
                ended = hasEnded() ? ended + 1 : 0;
                if (ended == LOOKS) {
                    abort();
                    return;
                }
            }
        }

        /** After a pause. */
        private synchronized boolean isAnswered() {
            long begun = System.nanoTime();
            long left = pauseMillis;
            try {
                while (!answered && left > 0) {
                    wait(left);
                    left = pauseMillis - (System.nanoTime() - begun) / 1_000_000;
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return true;
            }
            return answered;
        }

        /** A load that is not known may not have begun: its connection is left to its limit. */
        private boolean hasEnded() {
            try {
                LoadState now = state.get();
                return now == LoadState.FINISHED || (first && now == LoadState.CANCELLED);
            } catch (UnreachableException | ConnectionLostException | ServerRefusalException unknown) {
                LOG.log(Level.DEBUG, "A load can't be looked at", unknown);
                return false;
            }
        }

        private synchronized void abort() {
            if (!answered) {
                link.abort();
            }
        }

        /** The answer has come, or the connection was lost: from now on it is left alone. */
        @Override
        public synchronized void close() {
            answered = true;
            notifyAll();
        }
    }
}
