package dev.cairn.internal.run;

import dev.cairn.catalog.ServerProfile;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.ConnectionFactory;
import dev.cairn.internal.look.Reflection;
import dev.cairn.internal.run.prepare.PreparedMigration;
import dev.cairn.internal.run.prepare.Progress;
import dev.cairn.internal.run.prepare.RunLedger;
import dev.cairn.internal.run.prepare.RunOptions;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.schema.MigrationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs migrations, one after another. What is done already is found and left out, so a run that was cut off goes on where it
 * was.
 *
 * <pre>{@code
 * Preparation preparation = Preparation.asSent("shop", engine, session, placeholders, protection.takenOver());
 * try (MigrationRun runner = new MigrationRun("shop", profile, links, reflection, RunOptions.DEFAULT, listener, ticker)) {
 *     runner.run(preparation.of(migration, Direction.UPGRADE, catalog), protection);
 * }
 * }</pre>
 *
 * <p>Connections are made when they are needed, and kept until the runner is closed.
 */
public final class MigrationRun implements AutoCloseable {
    private final String schema;
    private final ServerProfile profile;
    private final Reflection reflection;
    private final RunOptions options;
    private final Consumer<Progress> listener;
    private final Ticker ticker;
    private final StepConnectionPool lanes;
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
        this.lanes = new StepConnectionPool(links, options.connections());
    }

    /**
     * Runs all steps that are not done yet. When it returns, all are.
     *
     * @throws MigrationException where a step can't be done; those beside it may still be under way at the server
     */
    public void run(PreparedMigration prepared, RunLedger protection) {
        RunContext course = new RunContext(
                schema, profile, prepared, protection, reflection, options, listener, ticker, new CancellationSignal());
        Ticker.Stopwatch watch = ticker.start();
        List<RunStep> open = prepared.steps().stream()
                .filter(step -> !protection.remembered().contains(step.number()))
                .collect(Collectors.toCollection(ArrayList::new));
        boolean resumed = open.size() < prepared.steps().size()
                || !protection.interrupted().isEmpty();
        course.tell(new Progress.Begins(
                prepared.migration(), prepared.direction(), prepared.steps().size(), resumed));
        lanes.set(prepared.migration().session());
        StagingTakeover leftovers = new StagingTakeover(course, lanes.first());
        if (protection.turnsBack()) {
            leftovers.drop(protection.givenUp());
            leftovers.drop(open);
            List<RunStep> needless = new NeedlessRebuilds(course, lanes.first()).of(open);
            needless.forEach(step -> {
                protection.done(step.number());
                course.tell(new Progress.StepSkipped(prepared.migration(), step));
            });
            open.removeAll(needless);
        } else if (resumed) {
            leftovers.take(open);
        }
        new ParallelStepRunner(course, lanes, step -> new StepRun(course, step, notes)).run(open);
        new ViewActivation(course, lanes.first()).run();
        course.tell(new Progress.Ends(prepared.migration(), prepared.direction(), watch.elapsed()));
    }

    /** Ends its connections. */
    @Override
    public void close() {
        lanes.close();
    }
}
