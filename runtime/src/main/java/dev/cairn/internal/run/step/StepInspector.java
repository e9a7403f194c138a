package dev.cairn.internal.run.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.DescribedRollups;
import dev.cairn.internal.reflection.ExpectedObjects;
import dev.cairn.internal.reflection.ShowCreateAnswer;
import dev.cairn.internal.reflection.show.ShownObject;
import dev.cairn.internal.reflection.show.ShownObject.Present;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.internal.run.step.evidence.ObservedDefinition;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.MigrationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Inspects on the server whether a step is done. Only the parts that the step changes are compared: other differences
 * are drift, which does not matter for this step.
 */
public final class StepInspector {
    private final RunContext context;

    private @Nullable ObservedDefinition cachedDefinition;
    private @Nullable ObservedDefinition lastDefinition;
    private @Nullable Table differingTable;

    public StepInspector(RunContext context) {
        this(context, null);
    }

    /**
     * Creates an inspector, which keeps the definition that it has read last.
     *
     * @param previousDefinition the definition that the previous step has read, for the first inspection only; null if
     *     it has not read any
     */
    public StepInspector(RunContext context, @Nullable ObservedDefinition previousDefinition) {
        this.context = context;
        this.cachedDefinition = previousDefinition;
    }

    /** Returns the definition that was read last; null if the last inspection did not read one. */
    @Nullable
    ObservedDefinition lastDefinition() {
        return lastDefinition;
    }

    /**
     * Returns the last table whose definition was not exactly that of an expected state; empty if the last definition
     * was.
     */
    Optional<Table> differingTable() {
        return Optional.ofNullable(differingTable);
    }

    private ShowCreateAnswer readShowCreateAnswer(ServerConnection connection, ObjectName name) {
        ObservedDefinition previousDefinition = cachedDefinition;
        cachedDefinition = null;
        lastDefinition = null;
        differingTable = null;
        if (previousDefinition != null
                && previousDefinition.isCurrent(name, context.optionValues().maxReadAge())) {
            return previousDefinition.showCreateAnswer();
        }
        Ticker.Stopwatch stopwatch = context.ticker().start();
        ShowCreateAnswer showCreateAnswer = ShowCreateAnswer.fetch(connection, name);
        lastDefinition = new ObservedDefinition(name, showCreateAnswer, stopwatch);
        return showCreateAnswer;
    }

    /** Inspects the objects of a step over the connection of the steps, which is reopened if it is lost. */
    public InspectionResult inspect(StepConnection connection, StatementStep step) {
        return connection.runIdempotent(context::createBackoff, server -> inspect(server, step));
    }

    /**
     * Inspects the objects of a step. Without a special guard, this sends one statement for each object whose
     * definition changes, and one for each object whose rollups change; a migration that continues an earlier run may
     * need more.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if a definition can't be read
     */
    public InspectionResult inspect(ServerConnection connection, StatementStep step) {
        Optional<InspectionResult> guardResult = StepGuard.of(context, step).inspect(connection);
        if (guardResult.isPresent()) {
            return guardResult.get();
        }
        SortedMap<ObjectName, List<PartVerdict>> verdictsByObject = new TreeMap<>();
        findTouchedDefinitionParts(step)
                .forEach((name, parts) -> verdictsByObject.put(
                        name, inspectParts(connection, step, new ObjectStateMatcher(context, step, name), parts)));
        List<PartVerdict> verdicts = selectDecisiveVerdicts(
                verdictsByObject.values().stream().flatMap(List::stream).toList());
        List<String> beforeReasons = collectReasons(verdicts, InspectionResult.State.BEFORE);
        List<String> afterReasons = collectReasons(verdicts, InspectionResult.State.AFTER);
        List<String> mismatchReasons = collectReasons(verdicts, InspectionResult.State.UNEXPECTED);
        boolean isContradictory = !mismatchReasons.isEmpty() || (!beforeReasons.isEmpty() && !afterReasons.isEmpty());
        if (isContradictory && context.ledger().isContinued()) {
            Optional<InspectionResult> revertedResult = new RevertedStepInspector(context, step).inspect(connection);
            if (revertedResult.isPresent()) {
                return revertedResult.get();
            }
        }
        if (!mismatchReasons.isEmpty()) {
            return new InspectionResult(InspectionResult.State.UNEXPECTED, mismatchReasons);
        }
        if (!beforeReasons.isEmpty() && !afterReasons.isEmpty()) {
            if (step.isSwap() && hasSwappedState(connection, step)) {
                return InspectionResult.AFTER;
            }
            Map<TouchedPart, AlterClause.ModifyColumn> clauseByColumn = findColumnClauses(step);
            List<TouchedPart> doneParts = verdicts.stream()
                    .filter(verdict -> verdict.state() == InspectionResult.State.AFTER)
                    .map(PartVerdict::part)
                    .toList();
            if (clauseByColumn.keySet().containsAll(doneParts)) {
                // A clause with a position is sent again, because it moves the column, too.
                return InspectionResult.ofPartlyDone(doneParts.stream()
                        .map(clauseByColumn::get)
                        .filter(clause -> clause.position() == null)
                        .toList());
            }
            return new InspectionResult(
                    InspectionResult.State.UNEXPECTED,
                    List.of("as after the step is " + String.join(", ", afterReasons) + ", and as before it is "
                            + String.join(", ", beforeReasons)));
        }
        if (!afterReasons.isEmpty()) {
            return InspectionResult.AFTER;
        }
        return beforeReasons.isEmpty() ? InspectionResult.INCONCLUSIVE : InspectionResult.BEFORE;
    }

    /**
     * Selects the verdicts that decide. A verdict that may depend on an assumed default of the server, or on the
     * property of a table that is swapped, counts only if there is no other evidence.
     */
    private static List<PartVerdict> selectDecisiveVerdicts(List<PartVerdict> verdicts) {
        List<PartVerdict> certainVerdicts = verdicts.stream()
                .filter(verdict -> !verdict.isMinor() && verdict.state() != InspectionResult.State.INCONCLUSIVE)
                .toList();
        return certainVerdicts.isEmpty() ? verdicts : certainVerdicts;
    }

    /**
     * Returns whether the object already has the state after the swap, while the staging object is unchanged. This is
     * the case if a rebuild that stopped before its swap is reverted.
     */
    private boolean hasSwappedState(ServerConnection connection, StatementStep swapStep) {
        return findPartsWithoutRollups(swapStep).entrySet().stream().allMatch(partsEntry -> {
            boolean isStaging =
                    TemporaryName.findSentNumber(partsEntry.getKey().name()).isPresent();
            InspectionResult.State expectedState =
                    isStaging ? InspectionResult.State.BEFORE : InspectionResult.State.AFTER;
            return inspectParts(
                            connection,
                            swapStep,
                            new ObjectStateMatcher(context, swapStep, partsEntry.getKey()),
                            partsEntry.getValue())
                    .stream()
                    .filter(verdict -> !verdict.isMinor())
                    .map(PartVerdict::state)
                    .allMatch(state -> state == InspectionResult.State.INCONCLUSIVE || state == expectedState);
        });
    }

    /**
     * Returns the parts that a swap changes, except rollups: they remain with the table that is dropped later, and
     * later steps, which are inspected themselves, create them again.
     */
    private static SortedMap<ObjectName, SortedSet<ObjectPart>> findPartsWithoutRollups(StatementStep swapStep) {
        SortedMap<ObjectName, SortedSet<ObjectPart>> partsByObject = findTouchedDefinitionParts(swapStep);
        partsByObject
                .values()
                .forEach(changedParts -> changedParts.removeIf(part -> part.kind() == ObjectPart.Kind.ROLLUP));
        partsByObject.values().removeIf(changedParts -> changedParts.isEmpty());
        return partsByObject;
    }

    /**
     * Returns whether the table already has the state after a swap, because the opposite direction stopped before its
     * swap. The copy is not necessary then, and may even be impossible, because its columns may have other names.
     */
    public boolean isResultInPlaceBeforeSwap(ServerConnection connection, StatementStep swapStep) {
        List<InspectionResult.State> states = new ArrayList<>();
        findPartsWithoutRollups(swapStep).forEach((name, parts) -> {
            if (TemporaryName.findSentNumber(name.name()).isEmpty()) {
                inspectParts(connection, swapStep, new ObjectStateMatcher(context, swapStep, name), parts).stream()
                        .filter(verdict -> !verdict.isMinor())
                        .forEach(verdict -> states.add(verdict.state()));
            }
        });
        return states.contains(InspectionResult.State.AFTER)
                && states.stream()
                        .allMatch(state ->
                                state == InspectionResult.State.AFTER || state == InspectionResult.State.INCONCLUSIVE);
    }

    /**
     * Returns the clauses of a statement that define a column, by their columns. If such a clause is done already,
     * because a downgrade left the wider type, only the other clauses are sent.
     */
    private static Map<TouchedPart, AlterClause.ModifyColumn> findColumnClauses(StatementStep step) {
        Map<TouchedPart, AlterClause.ModifyColumn> clauseByColumn = new HashMap<>();
        ObjectName tableName = step.simulatedStep().object();
        if (step.simulatedStep().action().statement() instanceof Statement.AlterTable alter && tableName != null) {
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.ModifyColumn modify) {
                    clauseByColumn.put(
                            new TouchedPart(
                                    tableName,
                                    ObjectPart.ofColumn(modify.column().name().text())),
                            modify);
                }
            }
        }
        return clauseByColumn;
    }

    private static List<String> collectReasons(List<PartVerdict> verdicts, InspectionResult.State state) {
        return verdicts.stream()
                .filter(verdict -> verdict.state() == state)
                .map(PartVerdict::reason)
                .toList();
    }

    /** Returns the parts of definitions that a step changes, by their objects; callers may modify the map. */
    static SortedMap<ObjectName, SortedSet<ObjectPart>> findTouchedDefinitionParts(StatementStep step) {
        SortedMap<ObjectName, SortedSet<ObjectPart>> partsByObject = new TreeMap<>();
        for (TouchedPart touchedPart : step.simulatedStep().touchedParts()) {
            boolean isDatabase = touchedPart.object().name().isEmpty();
            if (!isDatabase && touchedPart.part().kind().isDefinition()) {
                partsByObject
                        .computeIfAbsent(touchedPart.object(), name -> new TreeSet<>())
                        .add(touchedPart.part());
            }
        }
        return partsByObject;
    }

    private List<PartVerdict> inspectParts(
            ServerConnection connection, StatementStep step, ObjectStateMatcher matcher, SortedSet<ObjectPart> parts) {
        List<PartVerdict> verdicts = new ArrayList<>();
        SortedSet<ObjectPart> printedParts = new TreeSet<>(parts);
        printedParts.removeIf(part -> part.kind() == ObjectPart.Kind.ROLLUP);
        if (!printedParts.isEmpty()) {
            verdicts.addAll(comparePrintedParts(connection, step, matcher, printedParts));
        }
        if (printedParts.size() < parts.size()) {
            Set<String> rollupNames =
                    DescribedRollups.readColumnNames(connection, matcher.name()).keySet();
            parts.stream()
                    .filter(part -> part.kind() == ObjectPart.Kind.ROLLUP)
                    .forEach(part -> verdicts.add(matcher.compareRollup(part, rollupNames)));
        }
        return verdicts;
    }

    private MigrationException createUnreadableException(
            StatementStep step, ObjectName name, ShowCreateAnswer showCreateAnswer, String reason) {
        StepErrors errors = new StepErrors(context, step);
        return showCreateAnswer instanceof ShowCreateAnswer.NotShown notShown
                        && notShown.refusal() != null
                        && notShown.refusal().isAccessDenied()
                ? errors.hiddenObject(name, notShown.refusal())
                : errors.unreadableObject(name, reason);
    }

    /**
     * Compares the parts that SHOW CREATE prints. If the server prints the text of exactly one of the expected states,
     * the text is not parsed. Some definitions are printed in a form that can't be parsed, or is parsed as something
     * else, such as a quote in an index comment or in the value of a list partition. Such a definition is accepted if
     * its text equals the text of an expected state.
     */
    private List<PartVerdict> comparePrintedParts(
            ServerConnection connection, StatementStep step, ObjectStateMatcher matcher, SortedSet<ObjectPart> parts) {
        ObjectName name = matcher.name();
        ShowCreateAnswer showCreateAnswer = readShowCreateAnswer(connection, name);
        Optional<InspectionResult.State> printedState = matcher.findPrintedState(showCreateAnswer);
        if (printedState.isPresent()) {
            return parts.stream()
                    .map(part -> matcher.createVerdict(part, printedState.get()))
                    .toList();
        }
        ShownObject shownObject = context.reflection().interpret(showCreateAnswer, name, step.catalogAfter());
        if (shownObject instanceof ShownObject.Unreadable unreadable) {
            return streamExpectedStates(step)
                    .flatMap(catalog -> findShownAs(catalog, name, unreadable.text()).stream())
                    .findFirst()
                    .map(liveObject -> matcher.compareParts(parts, Optional.of(liveObject)))
                    .orElseThrow(() -> createUnreadableException(step, name, showCreateAnswer, unreadable.reason()));
        }
        Optional<Present> liveObject =
                shownObject instanceof Present presentObject ? Optional.of(presentObject) : Optional.empty();
        differingTable = liveObject
                .map(Present::object)
                .map(object -> object instanceof TableObject tableObject ? tableObject.table() : null)
                .orElse(null);
        List<PartVerdict> verdicts = matcher.compareParts(parts, liveObject);
        if (liveObject.isEmpty()
                || verdicts.stream().noneMatch(verdict -> verdict.state() == InspectionResult.State.UNEXPECTED)) {
            return verdicts;
        }
        Optional<Present> interpretationBefore =
                findShownAs(step.catalogBefore(), name, liveObject.get().text());
        Optional<Present> interpretationAfter =
                findShownAs(step.catalogAfter(), name, liveObject.get().text());
        return interpretationBefore.isPresent() == interpretationAfter.isPresent()
                ? verdicts
                : matcher.compareParts(parts, interpretationBefore.or(() -> interpretationAfter));
    }

    /**
     * Returns the states that the objects of a step may have. For a migration that continues an earlier run, these
     * include later states and the states of the other direction.
     */
    private Stream<Catalog> streamExpectedStates(StatementStep step) {
        Stream<Catalog> stepStates = Stream.of(step.catalogBefore(), step.catalogAfter());
        MigrationStates states = new MigrationStates(context);
        return context.ledger().isContinued()
                ? Stream.of(stepStates, states.streamLaterStates(step), states.streamOppositeStates())
                        .flatMap(catalogs -> catalogs)
                : stepStates;
    }

    private Optional<Present> findShownAs(Catalog catalog, ObjectName name, String definitionText) {
        return new ExpectedObjects(context.profile(), catalog)
                .findShownAs(name, definitionText)
                .map(object -> new Present(object, definitionText));
    }

    /**
     * The verdict on one part.
     *
     * @param reason describes the difference if the part matches neither state; otherwise, names the part
     * @param isMinor whether the verdict counts only without others: an assumed default of the server was decisive, or
     *     the property of a table that is swapped
     */
    record PartVerdict(TouchedPart part, InspectionResult.State state, String reason, boolean isMinor) {
        PartVerdict(TouchedPart part, InspectionResult.State state, String reason) {
            this(part, state, reason, false);
        }

        static PartVerdict of(
                TouchedPart part,
                boolean matchesBefore,
                boolean matchesAfter,
                String description,
                Supplier<String> differenceSupplier) {
            if (matchesBefore == matchesAfter) {
                return matchesBefore
                        ? new PartVerdict(part, InspectionResult.State.INCONCLUSIVE, description)
                        : new PartVerdict(part, InspectionResult.State.UNEXPECTED, differenceSupplier.get());
            }
            return new PartVerdict(
                    part, matchesBefore ? InspectionResult.State.BEFORE : InspectionResult.State.AFTER, description);
        }
    }
}
