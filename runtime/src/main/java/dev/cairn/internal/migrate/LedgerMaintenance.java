package dev.cairn.internal.migrate;

import dev.cairn.Migrator.Leftover;
import dev.cairn.Migrator.Repair;
import dev.cairn.Status.OpenStep;
import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerEntry;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.Transition;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.reflection.DriftReport;
import dev.cairn.internal.reflection.KeptTable;
import dev.cairn.internal.reflection.ListedObject;
import dev.cairn.internal.reflection.Reflection;
import dev.cairn.internal.reflection.ServerClock;
import dev.cairn.internal.reflection.TableSize;
import dev.cairn.internal.run.MigratorSettings;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.StagingName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.NameReplacer;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ConsentException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.RecordedMigration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the ledger and the database in order without running migrations: stamp, baseline, repair and unlock change the
 * records in the ledger, and a cleanup drops what runs have left behind beside the objects of the schema.
 */
public final class LedgerMaintenance {
    private static final Logger LOG = System.getLogger("dev.cairn");
    private static final Transition UNCHANGED = (state, sequence) -> state;

    /** The names of views that block a late RENAME of a fence; they contain the state of the run. */
    private static final Pattern FENCE_VIEW_NAME = Pattern.compile("(.+)__cairn_fence_([0-9]{1,18})(?:_[0-9]+)?");

    private final MigratorContext context;
    private final ApplicationSchema application;

    public LedgerMaintenance(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /**
     * Marks the migrations up to the given one as done.
     *
     * @param isAbandoning whether to discard the progress of a migration in progress, instead of refusing
     */
    public void stamp(int number, boolean isAbandoning) {
        application.requireNumber(number);
        context.performOperation(MutatingOperation.STAMP, connection -> {
            List<HistoryRow> recordedRows =
                    context.ledger().readHistory(connection).rows();
            return replaceState(connection, heldLedger -> {
                LedgerState currentState = heldLedger.entry().state();
                if (!isAbandoning && currentState.run().isPresent()) {
                    throw migrationUnderWay(currentState, currentState.run().get(), number);
                }
                return (state, sequence) -> stampState(state, number, recordedRows);
            });
        });
    }

    /** A stamp discards the progress of the migration in progress and would mark steps that never ran as done. */
    private ConsentException migrationUnderWay(LedgerState state, UnfinishedMigration run, int number) {
        boolean isKnown = application.hasMigration(run.number());
        String steps = isKnown
                ? ": " + state.completedSteps().size() + " of its "
                        + StepTexts.of(application.migration(run.number()), run.direction())
                                .texts()
                                .size()
                        + " steps are done"
                        + (state.openSteps().isEmpty() ? "" : ", and these were begun: " + state.openSteps())
                : "";
        return new ConsentException(
                isKnown ? application.where(application.migration(run.number())) : application.where(),
                "migration " + run.number()
                        + (run.direction() == Direction.UPGRADE ? " is in progress" : " is being reverted")
                        + steps
                        + "; a stamp at " + number + " would discard its progress, and not run its other steps",
                "Upgrade or downgrade to resume it. If its steps were completed manually, pass stamp --abandon (in"
                        + " Java stampAbandoning).");
    }

    /** Marks the migrations up to the given one as done, if none is recorded yet and the database matches them. */
    public void baseline(int number) {
        application.requireNumber(number);
        context.performOperation(MutatingOperation.BASELINE, connection -> {
            Optional<LedgerEntry> entry = context.ledger().readReplaceable(connection);
            if (entry.isPresent() && entry.get().state().head().number() > 0) {
                throw new HistoryException(
                        application.where(),
                        "the database has a ledger already, at migration "
                                + entry.get().state().head().number(),
                        "A baseline starts a new ledger. To correct an existing ledger, stamp it.");
            }
            requireNoDrift(new SchemaComparison(context).check(connection, number), number);
            List<HistoryRow> recordedRows =
                    context.ledger().readHistory(connection).rows();
            requireVerifiable(number, recordedRows);
            return replaceState(connection, heldLedger -> (state, sequence) -> stampState(state, number, recordedRows));
        });
    }

    /**
     * Definitions do not show whether a statement that only changes rows, or code, has run. The history shows it; a baseline
     * at another migration would run such a step a second time, or never.
     */
    private void requireVerifiable(int number, List<HistoryRow> recordedRows) {
        if (recordedRows.isEmpty()) {
            return;
        }
        int lastNumber =
                recordedRows.stream().mapToInt(HistoryRow::number).max().orElseThrow();
        List<String> unverifiable =
                application.migrationsBetween(Math.min(number, lastNumber), Math.max(number, lastNumber)).stream()
                        .flatMap(migration -> findUnverifiableSteps(migration).stream())
                        .toList();
        if (!unverifiable.isEmpty()) {
            throw new HistoryException(
                    application.where(),
                    "the history of the ledger ends with migration " + lastNumber
                            + ", and the definitions do not show whether these steps have run: "
                            + String.join("; ", unverifiable),
                    "If the history is right, run cairn baseline " + lastNumber
                            + " (in Java baseline). If you know that the database is at migration " + number
                            + ", cairn stamp " + number + " (in Java stamp) records it.");
        }
    }

    /** Returns the steps of a migration that leave no definition behind, each in one line. */
    private static List<String> findUnverifiableSteps(RecordedMigration migration) {
        List<String> steps = new ArrayList<>();
        StepTexts.of(migration, Direction.UPGRADE).texts().forEach((step, text) -> {
            if (step == 0 || step > migration.upgrade().size()) {
                steps.add(migration.name() + ", its code");
            } else if (changesRowsOnly(Action.parse(text))) {
                steps.add(migration.name() + ", step " + step);
            }
        });
        return steps;
    }

    /** The rows that a rebuild copies are verified with the definition of the table that it replaces. */
    private static boolean changesRowsOnly(Action action) {
        Statement statement = action.statement();
        boolean isStaged = statement != null
                && statement
                        .changedObject()
                        .filter(name -> StagingName.isStaging(name.lastPart().text()))
                        .isPresent();
        return !isStaged
                && (statement instanceof Statement.TruncateTable
                        || (statement instanceof Statement.OpaqueStatement opaqueStatement
                                && opaqueStatement.changesRows()));
    }

    private void requireNoDrift(DriftReport drift, int number) {
        if (!drift.isEmpty()) {
            throw new HistoryException(
                    application.where(),
                    "the database differs from its expected state after migration " + number + ": "
                            + join(drift.differences()),
                    "Change the database or the migrations so that they match; or stamp the database, and inspect"
                            + " the drift afterwards.");
        }
        if (!drift.gaps().isEmpty()) {
            throw new HistoryException(
                    application.where(),
                    "the database can't be compared with migration " + number + ": " + join(drift.gaps()),
                    "Grant the user access to these objects; or inspect them yourself, and stamp the database.");
        }
    }

    /**
     * Begins the ledger of a database that was created from the records: if the migrations lead to the same schema, all
     * of them are marked as done. A ledger that has begun is left unchanged.
     */
    void stampIfMigrationsMatch(ServerConnection connection) {
        int lastNumber = application.lastNumber();
        if (lastNumber == 0
                || application.schema().pending()
                || hasBegun(context.ledger().read(connection))) {
            return;
        }
        DriftReport drift = new SchemaComparison(context).check(connection, lastNumber);
        if (!drift.isEmpty() || !drift.gaps().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    () -> application.where()
                            + ": the database differs from the result of the migrations, so none of them is marked as"
                            + " applied: "
                            + join(Stream.concat(drift.differences().stream(), drift.gaps().stream())
                                    .toList()));
            return;
        }
        writeOnce(
                connection,
                heldLedger -> hasBegun(Optional.of(heldLedger.entry()))
                        ? (state, sequence) -> state
                        : (state, sequence) -> stampState(state, lastNumber, List.of()));
    }

    private static String join(List<?> items) {
        return items.stream().map(Object::toString).collect(Collectors.joining("; "));
    }

    private static boolean hasBegun(Optional<LedgerEntry> ledger) {
        return ledger.map(LedgerEntry::state).filter(LedgerState::hasBegun).isPresent();
    }

    /** Returns the steps of the migration in progress that were started and are not recorded as done. */
    public List<OpenStep> openSteps() {
        return context.read(connection -> context.ledger()
                .read(connection)
                .map(entry -> listOpenSteps(entry.state()))
                .orElse(List.of()));
    }

    private List<OpenStep> listOpenSteps(LedgerState state) {
        List<OpenStep> openSteps = new ArrayList<>();
        state.run().ifPresent(run -> {
            Optional<StepTexts> steps = application.hasMigration(run.number())
                    ? Optional.of(StepTexts.of(application.migration(run.number()), run.direction()))
                    : Optional.empty();
            state.openSteps()
                    .forEach(step -> openSteps.add(new OpenStep(
                            run.number(),
                            run.direction(),
                            step,
                            steps.map(ownTexts -> RedactedSql.of(ownTexts.textOf(step, state))
                                            .text())
                                    .orElse(""))));
        });
        return List.copyOf(openSteps);
    }

    /** Records the results of open steps, by their numbers. */
    public void repair(Map<Integer, Repair> answers) {
        context.performOperation(
                MutatingOperation.REPAIR,
                connection -> writeOnce(connection, heldLedger -> {
                    requireAnswerable(heldLedger.entry().state(), answers);
                    return (state, sequence) -> {
                        LedgerState repairedState = state;
                        for (Map.Entry<Integer, Repair> answer : answers.entrySet()) {
                            repairedState = answer.getValue() == Repair.DONE
                                    ? repairedState.completeStep(answer.getKey())
                                    : repairedState.resetStep(answer.getKey());
                        }
                        return withCurrentTexts(repairedState);
                    };
                }));
    }

    private LedgerState withCurrentTexts(LedgerState state) {
        return findStepTexts(state)
                .map(steps -> state.resumeWith(state.run().orElseThrow().hash(), steps.hashes()))
                .orElse(state);
    }

    /**
     * Returns the steps of the migration in progress, if the application has it in the version in which it was started.
     */
    private Optional<StepTexts> findStepTexts(LedgerState state) {
        return state.run()
                .filter(run -> application.hasMigration(run.number())
                        && MigrationRunLedger.hashInProgress(application.migration(run.number()))
                                .equals(run.hash()))
                .map(run -> StepTexts.of(application.migration(run.number()), run.direction()));
    }

    /**
     * Requires that each answered step is open. DONE is also accepted for a step that was not started, because the
     * cause that stops it before it starts may have been resolved by hand.
     */
    private void requireAnswerable(LedgerState state, Map<Integer, Repair> answers) {
        SortedSet<Integer> answerableSteps = new TreeSet<>(state.openSteps());
        findStepTexts(state)
                .ifPresent(steps -> answerableSteps.addAll(steps.texts().keySet()));
        answerableSteps.removeAll(state.completedSteps());
        SortedSet<Integer> unknownSteps = new TreeSet<>();
        answers.forEach((step, answer) -> {
            if (!(answer == Repair.DONE ? answerableSteps : state.openSteps()).contains(step)) {
                unknownSteps.add(step);
            }
        });
        if (!unknownSteps.isEmpty()) {
            throw new HistoryException(
                    application.where(),
                    "there is no open step " + joinNumbers(unknownSteps) + ": "
                            + (state.openSteps().isEmpty()
                                    ? "no step is unfinished"
                                    : "the unfinished steps are " + joinNumbers(state.openSteps())),
                    "Run cairn repair to see the unfinished steps, and answer for these.");
        }
    }

    private static String joinNumbers(SortedSet<Integer> steps) {
        return steps.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Releases the ledger from its owner and returns that owner; empty if the ledger was not held. */
    public Optional<String> unlock() {
        return context.performOperation(MutatingOperation.UNLOCK, context.ledger()::unlock);
    }

    /** @param recordedRows the history so far; the state may not know of it */
    private LedgerState stampState(LedgerState state, int number, List<HistoryRow> recordedRows) {
        Set<Integer> numbers = recordedRows.stream().map(HistoryRow::number).collect(Collectors.toSet());
        List<HistoryRow> rows = new ArrayList<>();
        for (RecordedMigration migration : application.migrationsBetween(0, number)) {
            if (!numbers.contains(migration.number())) {
                rows.add(context.settings().createRow(migration.number(), migration.title(), migration.hash(), 0));
            }
        }
        return state.stampAt(application.head(number), rows).withHistoryToRewrite();
    }

    /**
     * Acquires the ledger, applies a transition and releases the ledger.
     *
     * @param decision returns the transition, or throws a {@link MigrationException} to leave the ledger unchanged
     */
    private boolean writeOnce(ServerConnection connection, Function<HeldLedger, Transition> decision) {
        String profile = context.readState(connection).profile();
        return decideAndRelease(context.ledger().acquire(connection, profile), decision);
    }

    /** Like {@link #writeOnce}, but also replaces a state that is missing or damaged. */
    private boolean replaceState(ServerConnection connection, Function<HeldLedger, Transition> decision) {
        String profile = context.ledger()
                .readReplaceable(connection)
                .map(entry -> entry.state().profile())
                .orElse("");
        return decideAndRelease(context.ledger().acquireOrReplace(connection, profile), decision);
    }

    private static boolean decideAndRelease(HeldLedger acquiredLedger, Function<HeldLedger, Transition> decision) {
        try (HeldLedger heldLedger = acquiredLedger) {
            Transition transition;
            try {
                transition = decision.apply(heldLedger);
            } catch (MigrationException refusal) {
                throw heldLedger.releaseAfterFailure((state, sequence) -> state, refusal);
            }
            heldLedger.release(transition);
            return true;
        }
    }

    /** Returns the leftovers of the schema's own objects, with the kept tables whose period is over. */
    public List<Leftover> leftovers() {
        return readLeftovers(false);
    }

    /** Returns the kept tables whose period is not over. */
    public List<Leftover> keptTables() {
        return readLeftovers(true);
    }

    private List<Leftover> readLeftovers(boolean isKept) {
        return context.read(connection -> {
            List<Leftover> allLeftovers = findLeftovers(connection, context.readState(connection));
            Instant now = ServerClock.read(connection).instant();
            return allLeftovers.stream()
                    .filter(leftover ->
                            leftover.keptUntil().filter(now::isBefore).isPresent() == isKept)
                    .toList();
        });
    }

    /**
     * Returns the leftovers and the kept tables of the schema's own objects, because another schema may use the same
     * database. Objects that the migration in progress builds are not leftovers, because the migrator that continues it
     * needs them.
     */
    private List<Leftover> findLeftovers(ServerConnection connection, LedgerState state) {
        new StatusReader(context).requireResumable(state);
        SchemaComparison comparison = new SchemaComparison(context);
        ServerProfile profile = comparison.readProfile(connection);
        Set<ObjectName> ownNames = new HashSet<>();
        SortedSet<String> databases = new TreeSet<>();
        for (Catalog catalog :
                comparison.computeCatalogs(profile, context.connections().readDatabase(connection))) {
            catalog.databases().forEach(database -> databases.add(database.getKey()));
            ownNames.addAll(Reflection.namesOf(catalog));
        }
        List<Leftover> leftovers = new ArrayList<>();
        for (ListedObject listedObject : Reflection.listStaged(connection, databases)) {
            ObjectName object = listedObject.object();
            Optional<KeptTable> keptTable = KeptTable.parse(object);
            Matcher fenceViewName = FENCE_VIEW_NAME.matcher(object.name());
            boolean isView = listedObject.kind().equals("view");
            if (isView != fenceViewName.matches()
                    || (keptTable.isPresent() && !listedObject.kind().equals("table"))) {
                // A table with the name of a fence holds rows that the continued run needs.
                continue;
            }
            ObjectName originalName = keptTable
                    .map(KeptTable::table)
                    .orElseGet(() ->
                            object.withName(isView ? fenceViewName.group(1) : StagingName.originalName(object.name())));
            List<RecordedMigration> migrations = application.migrations().stream()
                    .filter(migration -> buildsStagingCopy(migration, originalName.name()))
                    .toList();
            boolean isNeeded = state.run().map(UnfinishedMigration::number).stream()
                    .anyMatch(number -> migrations.contains(application.migration(number)));
            if (keptTable.isPresent()
                    ? ownNames.contains(originalName) || !migrations.isEmpty()
                    : ownNames.contains(originalName) && !isNeeded) {
                leftovers.add(new Leftover(
                        object.toString(),
                        listedObject.kind(),
                        keptTable
                                .map(KeptTable::run)
                                .orElseGet(() -> isView
                                        ? Long.parseLong(fenceViewName.group(2))
                                        : StagingName.parseNumber(object.name()).orElse(0)),
                        migrations,
                        isView ? "" : readSize(connection, object),
                        keptTable.map(KeptTable::until)));
            }
        }
        return leftovers;
    }

    /**
     * Returns whether the migration builds a staging copy of an object, or renames it before it drops it, in either
     * direction.
     */
    private static boolean buildsStagingCopy(RecordedMigration migration, String plainName) {
        Set<String> mentionedNames = new HashSet<>();
        List<String> texts = new ArrayList<>(migration.upgrade());
        texts.addAll(migration.downgrade());
        texts.forEach(text -> mentionedNames.addAll(NameReplacer.collectNames(text)));
        return mentionedNames.stream()
                .filter(name -> StagingName.isStaging(name) || StagingName.isRetired(name))
                .anyMatch(name -> StagingName.plainName(name).equals(plainName));
    }

    private static String readSize(ServerConnection connection, ObjectName object) {
        try {
            return TableSize.read(connection, object).toString();
        } catch (ServerRefusalException ignored) {
            // An object of unknown size can be dropped, too.
            return "";
        }
    }

    /**
     * Drops leftovers and kept tables, and returns those that were dropped.
     *
     * @param chosenNames the names of the objects to drop; names of objects that are no longer leftovers are ignored
     */
    public List<Leftover> drop(Collection<String> chosenNames) {
        return context.performOperation(MutatingOperation.CLEANUP, connection -> {
            LedgerState state = context.readState(connection);
            List<Leftover> candidates = selectLeftovers(findLeftovers(connection, state), chosenNames);
            if (candidates.isEmpty()) {
                return List.of();
            }
            requireConsent(candidates);
            return context.ledger().callWhileHeld(connection, state.profile(), UNCHANGED, heldLedger -> {
                try (ServerConnection dropConnection = context.connections().open()) {
                    List<Leftover> droppedLeftovers = selectLeftovers(
                            findLeftovers(dropConnection, heldLedger.entry().state()), chosenNames);
                    droppedLeftovers.forEach(leftover -> dropLeftover(leftover, heldLedger, dropConnection));
                    heldLedger.release();
                    return droppedLeftovers;
                } catch (MigrationException failure) {
                    throw heldLedger.releaseAfterFailure(UNCHANGED, failure);
                }
            });
        });
    }

    private static List<Leftover> selectLeftovers(List<Leftover> leftovers, Collection<String> chosenNames) {
        return leftovers.stream()
                .filter(leftover -> chosenNames.contains(leftover.object()))
                .toList();
    }

    private void requireConsent(List<Leftover> leftovers) {
        if (!context.settings().get(MigratorSettings.ALLOWED_CHANGES).allowsDestructive()) {
            throw new ConsentException(
                    application.where(),
                    "objects that runs left behind would be dropped: " + join(leftovers),
                    "Give consent in the options of the migrator, or confirm on the command line.");
        }
    }

    /**
     * Drops a leftover. Its name contains the state of a finished run, so no other object can get that name in the
     * meantime.
     */
    private void dropLeftover(Leftover leftover, HeldLedger heldLedger, ServerConnection connection) {
        heldLedger.requireHeld();
        String kind = leftover.kind().toUpperCase(Locale.ROOT);
        try {
            connection.execute("DROP " + kind + " IF EXISTS " + SqlQuoting.quoteQualifiedName(leftover.object()));
        } catch (ServerRefusalException refusal) {
            throw new StepException(
                    application.where(),
                    leftover.object() + " can't be dropped: " + refusal.getMessage(),
                    "Correct the cause that the server reports, and run it again: it continues with the remaining"
                            + " objects.",
                    refusal);
        }
    }
}
