package dev.cairn;

import dev.cairn.Status.Standing;
import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.Transition;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.run.MigrationRun;
import dev.cairn.internal.run.MigratorSettings;
import dev.cairn.internal.run.RewriteNotes;
import dev.cairn.internal.run.prepare.MigrationPreparation;
import dev.cairn.internal.run.prepare.PreparedMigration;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.ConsentException;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.HistoryException;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MissingGrantException;
import dev.cairn.upgrade.RecordedMigration;
import dev.cairn.upgrade.StepException;
import dev.cairn.upgrade.UncertainStepException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Runs migrations. The ledger is held from before the first until after the last. */
final class MigrationExecution {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final MigratorContext context;
    private final ApplicationSchema application;
    private final MigratorSettings settings;

    MigrationExecution(MigratorContext context) {
        this.context = context;
        this.application = context.application();
        this.settings = context.settings();
    }

    /** Runs all pending migrations. */
    Outcome upgrade() {
        requireRecorded();
        return run(Direction.UPGRADE, state -> application.last());
    }

    /** Runs the pending migrations up to the given one. */
    Outcome upgradeTo(int number) {
        application.checked(number);
        return run(Direction.UPGRADE, state -> Math.max(number, state.head().number()));
    }

    /** Reverts migrations until the given one is the last that is done. */
    Outcome downgradeTo(int number) {
        application.checked(number);
        return run(Direction.DOWNGRADE, state -> Math.min(number, state.head().number()));
    }

    /** Returns the migrations that {@link #upgrade} would run, with their statements. */
    List<PlannedMigration> plan() {
        return context.connected(link -> {
            LedgerState state = context.state(link);
            if (isNewer(link, state)) {
                return List.of();
            }
            MigrationPath journey = journey(state, now -> application.last());
            if (journey.legs().isEmpty()) {
                return List.of();
            }
            RewriteNotes rewrites = new RewriteNotes();
            return journey
                    .prepared(settings, context.server(link), context.links().database(link))
                    .stream()
                    .map(prepared -> PlannedMigration.of(prepared, rewrites, link))
                    .toList();
        });
    }

    private void requireRecorded() {
        if (application.schema().pending()) {
            throw new HistoryException(
                    application.where(),
                    "the records have changes that are not recorded as a migration",
                    "Record them (cairn record \"what changed\", or mvn cairn:record -Dcairn.message=\"what"
                            + " changed\"), and deploy the new version.");
        }
    }

    private Outcome run(Direction direction, ToIntFunction<LedgerState> target) {
        return context.connected(link -> run(link, direction, target));
    }

    private Outcome run(ServerConnection link, Direction direction, ToIntFunction<LedgerState> target) {
        LedgerState before = context.state(link);
        if (isNewer(link, before)) {
            return beyond(before.head().number(), direction);
        }
        MigrationPath seen = journey(before, target);
        if (seen.legs().isEmpty()) {
            return new Outcome(seen.from(), seen.from(), List.of());
        }
        String database = context.links().database(link);
        ServerProfile profile = context.server(link);
        requireConsent(seen, profile, database);
        EndedStepsTransition ended = new EndedStepsTransition();
        return context.ledger()
                .holding(link, profile.toString(), ended, holding -> run(holding, ended, profile, database, target));
    }

    /**
     * Returns the outcome for a database that a newer version of the application has upgraded further: an upgrade is a
     * no-op, a downgrade fails, because this application does not have the statements for it.
     */
    private Outcome beyond(int number, Direction direction) {
        String happened = "the database is at migration " + number + ", but the last migration of this application is "
                + application.last();
        if (direction == Direction.DOWNGRADE) {
            throw new HistoryException(
                    application.where(),
                    happened,
                    "Downgrade it with the application that upgraded it: only that application contains the"
                            + " downgrade.");
        }
        LOG.log(Level.WARNING, () -> application.where() + ": " + happened + "; the database is not changed");
        return new Outcome(number, number, List.of());
    }

    private boolean isNewer(ServerConnection link, LedgerState state) {
        Standing standing = new StatusReader(context).standing(link, state.head());
        if (standing == Standing.FOREIGN || standing == Standing.TOO_OLD) {
            throw new StatusReader(context).unknown(state.head());
        }
        return standing == Standing.AHEAD;
    }

    private MigrationPath journey(LedgerState state, ToIntFunction<LedgerState> target) {
        new StatusReader(context).requireResumable(state);
        return MigrationPath.of(application, state, target.applyAsInt(state));
    }

    /**
     * Requires consent to destroy data in a downgrade. An upgrade needs none, because recording the migration gave it.
     */
    private void requireConsent(MigrationPath journey, ServerProfile profile, String database) {
        if (journey.legs().stream().allMatch(leg -> leg.direction() == Direction.UPGRADE)) {
            return;
        }
        List<String> losses = new ArrayList<>();
        for (PreparedMigration prepared : journey.prepared(settings, profile, database)) {
            if (prepared.direction() == Direction.DOWNGRADE) {
                losses.addAll(losses(prepared, application.target(profile)));
            }
        }
        if (!losses.isEmpty() && !settings.allowed().destructive()) {
            throw new ConsentException(
                    application.where(),
                    "the downgrade destroys data: " + String.join("; ", losses),
                    "Give consent in the options of the migrator, or pass --destructive on the command line.");
        }
    }

    private List<String> losses(PreparedMigration prepared, ServerProfile target) {
        RecordedMigration migration = prepared.migration();
        if (migration.irreversible().isPresent() && !hasDowngrade(migration, target)) {
            throw new HistoryException(
                    application.where(migration),
                    "the migration has no downgrade: "
                            + migration.irreversible().get(),
                    "Add the downgrade statements to the migration, or upgrade instead.");
        }
        List<String> losses = new ArrayList<>();
        migration.irreversible().ifPresent(why -> losses.add(migration.name() + " " + why));
        for (RunStep step : prepared.steps()) {
            if (step instanceof RunStep.OfStatement statement) {
                loss(statement).ifPresent(loss -> losses.add(migration.name() + " " + loss));
            }
        }
        return losses;
    }

    /**
     * Returns whether a migration has statements that lead back on a target, or changes nothing there because all its
     * statements are meant for others.
     */
    private static boolean hasDowngrade(RecordedMigration migration, ServerProfile target) {
        return !migration.downgrade().isEmpty()
                && (migration.downgrade().stream().anyMatch(text -> isMeantFor(target, text))
                        || migration.upgrade().stream().noneMatch(text -> isMeantFor(target, text)));
    }

    private static boolean isMeantFor(ServerProfile target, String text) {
        Action action = Action.parse(text);
        return action.on(target).equals(action);
    }

    /**
     * Returns the loss that the marker of a statement describes, or the first line of the statement if it destroys
     * data.
     */
    private static Optional<String> loss(RunStep.OfStatement statement) {
        Optional<String> markers = statement.step().action().markers().stream()
                .filter(Marker.Destructive.class::isInstance)
                .map(marker -> ((Marker.Destructive) marker).why())
                .findFirst();
        return statement.step().destroysData() && markers.isEmpty()
                ? statement.text().lines().findFirst()
                : markers;
    }

    /**
     * Runs the migrations with the ledger held. While this migrator waited for it, another one may have run them all.
     */
    private Outcome run(
            HeldLedger holding,
            EndedStepsTransition ended,
            ServerProfile profile,
            String database,
            ToIntFunction<LedgerState> target) {
        LedgerState state = holding.entry().state();
        if (!application.knows(state.head())) {
            holding.release();
            throw new StatusReader(context).unknown(state.head());
        }
        Transition pending = (old, sequence) -> old;
        MigrationPath journey = prepared(holding, pending, () -> journey(state, target));
        MigrationPreparation preparation = MigrationPreparation.asSent(
                        application.schema().name(),
                        new Engine(profile),
                        new Session(database),
                        settings.placeholders(),
                        holding.takenOver())
                .on(application.target(profile));
        List<Catalog> catalogs = prepared(holding, pending, () -> journey.catalogs(preparation));
        try (MigrationRun run = context.run(profile)) {
            for (MigrationPath.Leg leg : journey.legs()) {
                PreparedMigration prepared =
                        prepared(holding, pending, () -> journey.prepared(leg, preparation, catalogs));
                MigrationRunLedger guarded = new MigrationRunLedger(
                        holding, prepared, () -> journey.otherWay(leg, preparation, catalogs), pending, ended);
                Stopwatch watch = settings.ticker().start();
                run(run, guarded, holding);
                HistoryRow row = row(leg.migration(), watch.elapsed().toMillis());
                pending = guarded.committing(row, journey.after(leg));
            }
        }
        holding.release(pending);
        int to = holding.entry().state().head().number();
        return new Outcome(
                journey.from(),
                to,
                journey.legs().stream().map(MigrationPath.Leg::migration).toList());
    }

    /**
     * Prepares a step of the run. If that fails, because a placeholder has no value for example, the ledger is
     * released.
     */
    private static <T> T prepared(HeldLedger holding, Transition pending, Supplier<T> preparing) {
        try {
            return preparing.get();
        } catch (MigrationException stopped) {
            throw holding.stopped(pending, stopped);
        }
    }

    private static void run(MigrationRun run, MigrationRunLedger guarded, HeldLedger holding) {
        try {
            run.run(guarded.prepared(), guarded);
        } catch (StepException | UncertainStepException | MissingGrantException stopped) {
            throw holding.stopped(guarded.stopping(), stopped);
        }
    }

    private HistoryRow row(RecordedMigration migration, long millis) {
        return settings.row(migration.number(), migration.title(), migration.hash(), millis);
    }
}
