package dev.cairn.internal.migrate;

import dev.cairn.Migrator.Repair;
import dev.cairn.Status.OpenStep;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.reflection.DriftReport;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.RecordedMigration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes the records of the ledger without running migrations: stamp and baseline mark migrations as done, repair
 * records the results of open steps, and unlock releases the ledger from its owner.
 */
public final class LedgerMaintenance {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final MigratorContext context;
    private final ApplicationSchema application;

    public LedgerMaintenance(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /**
     * Marks the migrations up to the given one as done.
     *
     * @param discardsProgress whether to discard the progress of a migration in progress, instead of refusing
     * @throws IllegalArgumentException if there is no migration with the number
     * @throws MissingConsentException if a migration is in progress whose progress is not to be discarded
     */
    public void stamp(int number, boolean discardsProgress) {
        application.requireNumber(number);
        context.runOperation(MutatingOperation.STAMP, connection -> {
            List<HistoryRow> recordedRows =
                    context.ledger().readHistory(connection).rows();
            replaceState(connection, heldLedger -> {
                LedgerState currentState = heldLedger.entry().state();
                if (!discardsProgress && currentState.unfinishedMigration().isPresent()) {
                    throw createMigrationInProgressException(
                            currentState, currentState.unfinishedMigration().get(), number);
                }
                return (state, sequence) -> stampState(state, number, recordedRows);
            });
        });
    }

    /**
     * Creates the refusal of a stamp that would discard the progress of a migration, and mark steps that never ran as
     * done.
     */
    private MissingConsentException createMigrationInProgressException(
            LedgerState state, UnfinishedMigration unfinishedMigration, int number) {
        boolean isKnownMigration = application.hasMigration(unfinishedMigration.number());
        String progress = isKnownMigration
                ? ": " + state.completedStepNumbers().size() + " of its "
                        + RecordedStepTexts.of(
                                        application.migration(unfinishedMigration.number()),
                                        unfinishedMigration.direction())
                                .textByStepNumber()
                                .size()
                        + " steps are done"
                        + (state.openStepNumbers().isEmpty()
                                ? ""
                                : ", and these were begun: " + state.openStepNumbers())
                : "";
        return new MissingConsentException(
                isKnownMigration
                        ? application.place(application.migration(unfinishedMigration.number()))
                        : application.place(),
                "migration " + unfinishedMigration.number()
                        + (unfinishedMigration.direction() == Direction.UPGRADE
                                ? " is in progress"
                                : " is being reverted")
                        + progress
                        + "; a stamp at " + number + " would discard its progress, and not run its other steps",
                "Upgrade or downgrade to resume it. If its steps were completed manually, pass stamp --abandon (in"
                        + " Java abandonRunAndStamp).");
    }

    /**
     * Marks the migrations up to the given one as done, after verifying that the database matches them, and that the
     * ledger records no migration yet, or less than its history.
     *
     * @throws IllegalArgumentException if there is no migration with the number
     * @throws HistoryMismatchException if the verification fails
     */
    public void baseline(int number) {
        application.requireNumber(number);
        context.runOperation(MutatingOperation.BASELINE, connection -> {
            context.ledger()
                    .readIfIntact(connection)
                    .filter(entry -> entry.state().head().number() > 0)
                    .filter(entry -> !isOutdated(connection, entry))
                    .ifPresent(entry -> {
                        throw new HistoryMismatchException(
                                application.place(),
                                "the database has a ledger already, at migration "
                                        + entry.state().head().number(),
                                "A baseline starts a new ledger. To correct an existing ledger, stamp it.");
                    });
            requireMatch(connection, number);
            List<HistoryRow> recordedRows =
                    context.ledger().readHistory(connection).rows();
            requireVerifiable(number, recordedRows);
            replaceState(connection, heldLedger -> (state, sequence) -> stampState(state, number, recordedRows));
        });
    }

    /** Returns whether the history has migrations that a state lacks, while no migration or script is in progress. */
    private boolean isOutdated(ServerConnection connection, NumberedLedgerState entry) {
        return entry.state().unfinishedMigration().isEmpty()
                && entry.state().unfinishedScript().isEmpty()
                && context.ledger()
                        .findHistoryMismatch(connection, entry, application.numbersWithoutSteps())
                        .isPresent();
    }

    /**
     * Requires that the definitions verify all steps between the last migration of the history and the given one. They
     * do not show whether code, or a statement that only changes rows, has run: a baseline at another migration than
     * the last one could run such a step a second time, or never.
     */
    private void requireVerifiable(int number, List<HistoryRow> recordedRows) {
        if (recordedRows.isEmpty()) {
            return;
        }
        int lastNumber =
                recordedRows.stream().mapToInt(HistoryRow::number).max().orElseThrow();
        List<String> unverifiableSteps =
                application.migrationsBetween(Math.min(number, lastNumber), Math.max(number, lastNumber)).stream()
                        .flatMap(migration -> describeUnverifiableSteps(migration).stream())
                        .toList();
        if (!unverifiableSteps.isEmpty()) {
            throw new HistoryMismatchException(
                    application.place(),
                    "the history of the ledger ends with migration " + lastNumber
                            + ", and the definitions do not show whether these steps have run: "
                            + String.join("; ", unverifiableSteps),
                    "If the history is right, run cairn baseline " + lastNumber
                            + " (in Java baseline). If you know that the database is at migration " + number
                            + ", cairn stamp " + number + " (in Java stamp) records it.");
        }
    }

    /** Returns the steps of a migration that leave no definition behind, each in one line. */
    private static List<String> describeUnverifiableSteps(RecordedMigration migration) {
        List<String> descriptions = new ArrayList<>();
        RecordedStepTexts.of(migration, Direction.UPGRADE).textByStepNumber().forEach((stepNumber, text) -> {
            if (stepNumber == 0 || stepNumber > migration.upgrade().size()) {
                descriptions.add(migration.name() + ", its code");
            } else if (changesRowsOnly(MigrationAction.parse(text))) {
                descriptions.add(migration.name() + ", step " + stepNumber);
            }
        });
        return descriptions;
    }

    /**
     * Returns whether an action only changes rows. The copy of a rebuild does not count, because it is verified with
     * the definition of the table that it replaces.
     */
    private static boolean changesRowsOnly(MigrationAction action) {
        Statement statement = action.statement();
        return statement != null
                && statement.changesOnlyRows()
                && statement
                        .changedObject()
                        .filter(name -> TemporaryName.isStaging(name.lastPart().text()))
                        .isEmpty();
    }

    /** Requires that the database has the definitions after a migration, and not exactly those after another one. */
    private void requireMatch(ServerConnection connection, int number) {
        SchemaComparator comparator = new SchemaComparator(context);
        DriftReport driftReport = comparator.compare(connection, number);
        List<RecordedMigration> betterMatches = comparator.findBetterMatches(connection, number);
        if (betterMatches.isEmpty()) {
            requireNoDrift(driftReport, number);
            return;
        }
        RecordedMigration lastMatch = betterMatches.get(betterMatches.size() - 1);
        boolean isSingle = betterMatches.size() == 1;
        String match =
                "the definitions after " + (isSingle ? "" : betterMatches.get(0).name() + " to ") + lastMatch.name();
        String baseline = "cairn baseline " + lastMatch.number() + " (in Java baseline)"
                + (isSingle ? "" : ", or with the number of the last of them that ran");
        throw new HistoryMismatchException(
                application.place(),
                driftReport.hasSameDefinitions()
                        ? "the database has the definitions after migration " + number
                                + ", but also objects of other migrations: together, they are exactly " + match
                        : describeDrift(driftReport, number) + ". It has exactly " + match,
                driftReport.hasSameDefinitions()
                        ? "Run " + baseline + ". If an upgrade has to run the migrations after " + number
                                + " on these tables, record that: cairn stamp " + number + " (in Java stamp)."
                        : "Run " + baseline + "; or change the database so that it matches migration " + number + ".");
    }

    private static String describeDrift(DriftReport driftReport, int number) {
        return "the database differs from its expected state after migration " + number + ": "
                + join(driftReport.differences());
    }

    private void requireNoDrift(DriftReport driftReport, int number) {
        if (!driftReport.hasSameDefinitions()) {
            throw new HistoryMismatchException(
                    application.place(),
                    describeDrift(driftReport, number),
                    "Change the database or the migrations so that they match; or stamp the database, and inspect"
                            + " the drift afterwards.");
        }
        if (!driftReport.gaps().isEmpty()) {
            throw new HistoryMismatchException(
                    application.place(),
                    "the database can't be compared with migration " + number + ": " + join(driftReport.gaps()),
                    "Grant the user access to these objects; or inspect them yourself, and stamp the database.");
        }
    }

    /**
     * Begins the ledger of a database that was created from the records: if the migrations lead to the same schema, all
     * of them are marked as done. If they do not, a warning is logged, and nothing is written. A ledger that already
     * records a migration is left unchanged.
     */
    void stampIfMigrationsMatch(ServerConnection connection) {
        int lastNumber = application.lastNumber();
        if (lastNumber == 0
                || application.schema().hasUnrecordedChanges()
                || hasBegun(context.ledger().read(connection))) {
            return;
        }
        DriftReport driftReport = new SchemaComparator(context).compare(connection, lastNumber);
        if (!driftReport.hasSameDefinitions() || !driftReport.gaps().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    () -> application.place()
                            + ": the database differs from the result of the migrations, so none of them is marked as"
                            + " applied: "
                            + join(Stream.concat(driftReport.differences().stream(), driftReport.gaps().stream())
                                    .toList()));
            return;
        }
        acquireAndWrite(
                connection,
                heldLedger -> hasBegun(Optional.of(heldLedger.entry()))
                        ? (state, sequence) -> state
                        : (state, sequence) -> stampState(state, lastNumber, List.of()));
    }

    private static String join(List<?> descriptions) {
        return descriptions.stream().map(Object::toString).collect(Collectors.joining("; "));
    }

    private static boolean hasBegun(Optional<NumberedLedgerState> entry) {
        return entry.map(NumberedLedgerState::state)
                .filter(LedgerState::hasBegun)
                .isPresent();
    }

    /** Returns the steps of the migration in progress that were started and are not recorded as done. */
    public List<OpenStep> readOpenSteps() {
        return context.read(connection -> context.ledger()
                .read(connection)
                .map(entry -> new OpenStepRepair(application).listOpenSteps(entry.state()))
                .orElse(List.of()));
    }

    /**
     * Records the results of open steps, by their numbers.
     *
     * @throws HistoryMismatchException if one of the steps is not open
     */
    public void repair(Map<Integer, Repair> resultByStepNumber) {
        OpenStepRepair stepRepair = new OpenStepRepair(application);
        context.runOperation(
                MutatingOperation.REPAIR,
                connection -> acquireAndWrite(connection, heldLedger -> {
                    stepRepair.requireOpenSteps(heldLedger.entry().state(), resultByStepNumber);
                    return (state, sequence) -> stepRepair.recordResults(state, resultByStepNumber);
                }));
    }

    /** Releases the ledger from its owner and returns that owner; empty if the ledger was not held. */
    public Optional<String> unlock() {
        return context.callOperation(MutatingOperation.UNLOCK, context.ledger()::unlock);
    }

    /**
     * Returns the state with the head at a migration. The history gets a row for each migration up to it that has none.
     *
     * @param recordedRows the history so far, which the state may lack
     */
    private LedgerState stampState(LedgerState state, int number, List<HistoryRow> recordedRows) {
        Set<Integer> recordedNumbers =
                recordedRows.stream().map(HistoryRow::number).collect(Collectors.toSet());
        List<HistoryRow> rows = new ArrayList<>();
        for (RecordedMigration migration : application.migrationsBetween(0, number)) {
            if (!recordedNumbers.contains(migration.number())) {
                rows.add(context.settings().createHistoryRow(migration, 0));
            }
        }
        return state.withStampedHead(application.head(number), rows).withHistoryToRewrite();
    }

    /**
     * Acquires the ledger, applies a transition and releases the ledger.
     *
     * @param transitionFactory returns the transition, or throws a {@link MigrationException} to leave the ledger
     *     unchanged
     */
    private void acquireAndWrite(
            ServerConnection connection, Function<HeldLedger, LedgerTransition> transitionFactory) {
        String profile = context.readState(connection).profile();
        applyAndRelease(context.ledger().acquire(connection, profile), transitionFactory);
    }

    /** Like {@link #acquireAndWrite}, but also replaces a state that is missing or damaged. */
    private void replaceState(ServerConnection connection, Function<HeldLedger, LedgerTransition> transitionFactory) {
        String profile = context.ledger()
                .readIfIntact(connection)
                .map(entry -> entry.state().profile())
                .orElse("");
        applyAndRelease(context.ledger().acquireToReplaceState(connection, profile), transitionFactory);
    }

    private static void applyAndRelease(
            HeldLedger acquiredLedger, Function<HeldLedger, LedgerTransition> transitionFactory) {
        try (HeldLedger heldLedger = acquiredLedger) {
            heldLedger.release(
                    heldLedger.prepareOrRelease(LedgerTransition.UNCHANGED, () -> transitionFactory.apply(heldLedger)));
        }
    }
}
