package dev.cairn.internal.run;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.ConnectionFactory;
import dev.cairn.internal.look.Reflection;
import dev.cairn.internal.run.CancellationSignal.Halted;
import dev.cairn.internal.run.prepare.Footprint;
import dev.cairn.internal.run.prepare.PreparedMigration;
import dev.cairn.internal.run.prepare.RunLedger;
import dev.cairn.internal.run.prepare.RunOptions;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step.Touched;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs migrations, one after another. Steps that are already done are detected and skipped, so an interrupted run
 * resumes where it stopped.
 *
 * <pre>{@code
 * var preparation = MigrationPreparation.asSent("shop", engine, session, placeholders, protection.takenOver());
 * try (var run = new MigrationRun("shop", profile, links, reflection, RunOptions.DEFAULT, listener, ticker)) {
 *     run.run(preparation.of(migration, Direction.UPGRADE, catalog), protection);
 * }
 * }</pre>
 *
 * <p>Connections are opened on demand, and kept until the run is closed.
 */
public final class MigrationRun implements AutoCloseable {
    private final String schema;
    private final ServerProfile profile;
    private final Reflection reflection;
    private final RunOptions options;
    private final Consumer<Progress> listener;
    private final Ticker ticker;
    private final StepConnectionPool pool;
    private final RewriteNotes notes = new RewriteNotes();

    /** @param profile of the server */
    public MigrationRun(
            String schema,
            ServerProfile profile,
            ConnectionFactory links,
            Reflection reflection,
            RunOptions options,
            Consumer<Progress> listener,
            Ticker ticker) {
        this.schema = schema;
        this.profile = profile;
        this.reflection = reflection;
        this.options = options;
        this.listener = listener;
        this.ticker = ticker;
        this.pool = new StepConnectionPool(links, options.connections());
    }

    /**
     * Runs all steps that are not done yet, and returns when all of them are done.
     *
     * @throws MigrationException if a step fails; steps that ran in parallel may still be running on the server
     */
    public void run(PreparedMigration prepared, RunLedger ledger) {
        RunContext context = new RunContext(
                schema,
                profile,
                prepared,
                ledger,
                reflection,
                options,
                listener,
                ticker,
                new CancellationSignal(),
                new ConcurrentHashMap<>());
        Ticker.Stopwatch watch = ticker.start();
        List<RunStep> open = prepared.steps().stream()
                .filter(step -> !ledger.remembered().contains(step.number()))
                .collect(Collectors.toCollection(ArrayList::new));
        boolean resumed =
                open.size() < prepared.steps().size() || !ledger.interrupted().isEmpty();
        context.publish(new Progress.Begins(
                prepared.migration(), prepared.direction(), prepared.steps().size(), resumed));
        try {
            run(context, open, resumed);
        } catch (RuntimeException | Error failure) {
            publish(context, new Progress.Fails(prepared.migration(), prepared.direction(), watch.elapsed(), failure));
            throw failure;
        }
        context.publish(new Progress.Ends(prepared.migration(), prepared.direction(), watch.elapsed()));
    }

    private void run(RunContext context, List<RunStep> open, boolean resumed) {
        PreparedMigration prepared = context.prepared();
        RunLedger ledger = context.ledger();
        pool.set(prepared.migration().session());
        pool.permit(context.cancellation()::check);
        if (resumed || ledger.turnsBack()) {
            TableFence.restore(context, pool.first(), ledger.givenUp());
            TableFence.restore(context, pool.first(), open);
        }
        StagingTakeover leftovers = new StagingTakeover(context, pool.first());
        if (ledger.turnsBack()) {
            leftovers.drop(ledger.givenUp());
            leftovers.drop(open);
            List<RunStep> needless = new NeedlessRebuilds(context, pool.first()).of(open);
            needless.forEach(step -> {
                ledger.done(step.number());
                context.publish(new Progress.StepSkipped(prepared.migration(), step.planned()));
            });
            open.removeAll(needless);
        } else if (resumed) {
            leftovers.take(open);
        }
        new ParallelStepRunner(context, pool, step -> new StepRun(context, step, notes)).run(open);
        new ViewActivation(context, pool.first()).run();
    }

    /** Notifies the listener of a failure, which must not be replaced by one of the listener. */
    private static void publish(RunContext context, Progress.Fails fails) {
        try {
            context.publish(fails);
        } catch (RuntimeException ofListener) {
            if (ofListener != fails.failure()) {
                fails.failure().addSuppressed(ofListener);
            }
        }
    }

    /** Closes the connections. */
    @Override
    public void close() {
        pool.close();
    }

    /**
     * The rebuilds of a downgrade that have nothing to do: the upgrade stopped before its swap, so the object that they
     * would create is still in its place.
     */
    private static final class NeedlessRebuilds {
        private final RunContext context;
        private final StepConnection connection;

        NeedlessRebuilds(RunContext context, StepConnection connection) {
            this.context = context;
            this.connection = connection;
        }

        /** Returns all steps of these rebuilds: those that create the copy, fill it, swap it and drop it. */
        List<RunStep> of(List<RunStep> steps) {
            List<RunStep> needless = new ArrayList<>();
            for (RunStep step : steps) {
                if (step instanceof RunStep.OfStatement statement && CompletionEvidence.isSwap(statement)) {
                    staging(statement)
                            .filter(name -> isOnlyOne(steps, name) && isThere(statement))
                            .ifPresent(name -> {
                                needless.add(step);
                                steps.stream()
                                        .filter(other -> name.toString().equals(other.about()))
                                        .forEach(needless::add);
                            });
                }
            }
            return needless;
        }

        private static Optional<ObjectName> staging(RunStep.OfStatement swap) {
            return swap.step().touched().stream()
                    .map(Touched::object)
                    .filter(name -> StagingName.number(name.name()).isPresent())
                    .findFirst();
        }

        /** If the same staging object is swapped twice, the author of the migration intended both swaps. */
        private static boolean isOnlyOne(List<RunStep> steps, ObjectName staging) {
            return steps.stream()
                            .filter(step -> step instanceof RunStep.OfStatement statement
                                    && CompletionEvidence.isSwap(statement))
                            .filter(step -> staging((RunStep.OfStatement) step).equals(Optional.of(staging)))
                            .count()
                    == 1;
        }

        private boolean isThere(RunStep.OfStatement swap) {
            return connection.ask(context::backoff, link -> new StepInspector(context).isThereBefore(link, swap));
        }
    }

    /** Runs the steps of different objects in parallel. If only one step can run, it runs on the caller's thread. */
    private static final class ParallelStepRunner {
        private final RunContext context;
        private final StepConnectionPool pool;
        private final Function<RunStep, StepRun> runs;
        private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        private @Nullable ExecutorService threads;
        private @Nullable Throwable failure;

        private record Ended(RunStep step, @Nullable Throwable failure) {}

        ParallelStepRunner(RunContext context, StepConnectionPool pool, Function<RunStep, StepRun> runs) {
            this.context = context;
            this.pool = pool;
            this.runs = runs;
        }

        void run(List<RunStep> steps) {
            Schedule schedule = new Schedule(steps);
            try {
                List<RunStep> next = schedule.take(pool.number());
                while (schedule.running() > 0) {
                    start(next, schedule.running());
                    Ended first = take();
                    schedule.ended(first.step());
                    note(first.failure());
                    next = failure == null ? schedule.take(pool.number()) : List.of();
                }
            } finally {
                if (threads != null) {
                    threads.shutdown();
                }
            }
            rethrow();
        }

        private void start(List<RunStep> next, int running) {
            if (next.size() == 1 && running == 1) {
                ended.add(ended(next.get(0)));
                return;
            }
            for (RunStep step : next) {
                if (threads == null) {
                    threads = Executors.newFixedThreadPool(pool.number(), ParallelStepRunner::thread);
                }
                threads.execute(() -> ended.add(ended(step)));
            }
        }

        private static Thread thread(Runnable work) {
            Thread thread = new Thread(work, "cairn-step");
            thread.setDaemon(true);
            return thread;
        }

        private Ended ended(RunStep step) {
            StepConnection connection = pool.take();
            try {
                runs.apply(step).run(connection);
                return new Ended(step, null);
            } catch (RuntimeException | Error thrown) {
                return new Ended(step, thrown);
            } finally {
                pool.giveBack(connection);
            }
        }

        /**
         * Interrupting the caller cancels the run: waiting steps stop, and the caller waits for all of them to return.
         */
        private Ended take() {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return ended.take();
                    } catch (InterruptedException end) {
                        interrupted = true;
                        context.cancellation().call();
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /**
         * Keeps the first failure, unless the ledger is lost: then the other failures may be caused by the next owner.
         * A halted step adds no information. Neither does a further step that finds the ledger lost: all of them throw
         * the same exception.
         */
        private void note(@Nullable Throwable thrown) {
            if (thrown == null) {
                return;
            }
            context.cancellation().call();
            if (failure == null || failure instanceof Halted) {
                failure = thrown;
            } else if (thrown instanceof LedgerLostException && thrown != failure) {
                thrown.addSuppressed(failure);
                failure = thrown;
            } else if (!(thrown instanceof Halted) && thrown != failure) {
                failure.addSuppressed(thrown);
            }
        }

        private void rethrow() {
            if (failure instanceof Halted) {
                throw StepErrors.interrupted(context.where());
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof UncertainStepException uncertain) {
                throw withOpenSteps(uncertain);
            }
            if (failure instanceof RuntimeException known) {
                throw known;
            }
        }

        private UncertainStepException withOpenSteps(UncertainStepException first) {
            List<UncertainStepException> others = Stream.of(first.getSuppressed())
                    .filter(UncertainStepException.class::isInstance)
                    .map(UncertainStepException.class::cast)
                    .toList();
            Set<Integer> named = new TreeSet<>();
            named.add(first.where().step());
            others.forEach(other -> named.add(other.where().step()));
            List<RunStep> open = context.prepared().steps().stream()
                    .filter(step -> context.ledger().open().contains(step.number()))
                    .filter(step -> !named.contains(step.number()))
                    .toList();
            return StepErrors.withOpenSteps(context, first, others, open);
        }
    }

    /** The pool of connections of a run. */
    private static final class StepConnectionPool implements AutoCloseable {
        private final List<StepConnection> all = new ArrayList<>();
        private final Deque<StepConnection> free = new ArrayDeque<>();

        StepConnectionPool(ConnectionFactory links, int number) {
            for (int i = 0; i < number; i++) {
                all.add(new StepConnection(links));
            }
            free.addAll(all);
        }

        /** Changes the settings of all connections. Call it only while no step runs. */
        void set(Map<String, String> settings) {
            all.forEach(connection -> connection.set(settings));
        }

        /** Sets what ends the waits of all connections for the server. Call it only while no step runs. */
        void permit(Runnable permission) {
            all.forEach(connection -> connection.permit(permission));
        }

        /** Returns the first connection. Call it only while no step runs. */
        StepConnection first() {
            return all.get(0);
        }

        int number() {
            return all.size();
        }

        /** Returns a connection that no other step has; connections that have been used come first. */
        synchronized StepConnection take() {
            return free.removeFirst();
        }

        synchronized void giveBack(StepConnection connection) {
            free.addFirst(connection);
        }

        @Override
        public void close() {
            all.forEach(StepConnection::close);
        }
    }

    /** Determines which steps may run now: each waits for all earlier steps with a conflicting footprint. */
    static final class Schedule {
        /** Comparing steps by content would compare whole catalogs: the number is enough. */
        private static final Comparator<RunStep> BY_NUMBER = Comparator.comparingInt(RunStep::number);

        private final Map<RunStep, Set<RunStep>> waiting = new TreeMap<>(BY_NUMBER);
        private final Set<RunStep> running = new TreeSet<>(BY_NUMBER);

        public Schedule(List<RunStep> steps) {
            Map<RunStep, Footprint> footprints = new TreeMap<>(BY_NUMBER);
            for (RunStep step : steps) {
                Footprint footprint = Footprint.of(step);
                Set<RunStep> before = new TreeSet<>(BY_NUMBER);
                footprints.forEach((earlier, other) -> {
                    if (footprint.waitsFor(other)) {
                        before.add(earlier);
                    }
                });
                footprints.put(step, footprint);
                waiting.put(step, before);
            }
        }

        /** Returns the steps that wait for nothing, at most the given number; from now on, they count as running. */
        public List<RunStep> take(int most) {
            List<RunStep> ready = new ArrayList<>();
            for (Map.Entry<RunStep, Set<RunStep>> entry : waiting.entrySet()) {
                if (entry.getValue().isEmpty() && ready.size() + running.size() < most) {
                    ready.add(entry.getKey());
                }
            }
            ready.forEach(waiting::remove);
            running.addAll(ready);
            return ready;
        }

        public void ended(RunStep step) {
            running.remove(step);
            waiting.values().forEach(before -> before.remove(step));
        }

        public int running() {
            return running.size();
        }
    }
}
