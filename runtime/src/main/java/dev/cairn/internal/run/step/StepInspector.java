package dev.cairn.internal.run.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.ExpectedObjects;
import dev.cairn.internal.reflection.ShownObject;
import dev.cairn.internal.reflection.ShownObject.Present;
import dev.cairn.internal.reflection.ShownText;
import dev.cairn.internal.run.preparation.RollupNames;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
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
 * Inspects on the server whether a step is done. It compares only the parts that the step changes: other differences
 * are drift, which does not decide about this step.
 */
public final class StepInspector {
    private final RunContext context;

    private @Nullable ObservedDefinition cachedDefinition;
    private @Nullable ObservedDefinition lastDefinition;

    public StepInspector(RunContext context) {
        this(context, null);
    }

    /** @param formerDefinition the definition that the step before has found, for the first inspection only */
    public StepInspector(RunContext context, @Nullable ObservedDefinition formerDefinition) {
        this.context = context;
        this.cachedDefinition = formerDefinition;
    }

    /** Returns the definition that was read last; null if none was. */
    @Nullable
    ObservedDefinition lastDefinition() {
        return lastDefinition;
    }

    private ShownText readText(ServerConnection connection, ObjectName name) {
        ObservedDefinition formerDefinition = cachedDefinition;
        cachedDefinition = null;
        lastDefinition = null;
        if (formerDefinition != null
                && formerDefinition.isCurrent(name, context.options().maxReadAge())) {
            return formerDefinition.text();
        }
        Ticker.Stopwatch stopwatch = context.ticker().start();
        ShownText shownText = ShownText.fetch(connection, name);
        lastDefinition = new ObservedDefinition(name, shownText, stopwatch);
        return shownText;
    }

    /**
     * Inspects the objects of a step. This takes one statement for each object whose definition changes, and one for
     * each object whose rollups change.
     */
    public InspectionResult inspect(ServerConnection connection, RunStep.StatementStep step) {
        Optional<InspectionResult> guardResult = StepGuard.of(context, step).inspect(connection);
        if (guardResult.isPresent()) {
            return guardResult.get();
        }
        SortedMap<ObjectName, List<PartVerdict>> verdictsByObject = new TreeMap<>();
        touchedParts(step)
                .forEach((name, parts) -> verdictsByObject.put(
                        name, inspectParts(connection, step, new ObjectComparison(context, step, name), parts)));
        List<PartVerdict> verdicts = preferCertain(
                verdictsByObject.values().stream().flatMap(List::stream).toList());
        List<String> beforeReasons = reasonsOf(verdicts, InspectionResult.State.BEFORE);
        List<String> afterReasons = reasonsOf(verdicts, InspectionResult.State.AFTER);
        List<String> otherReasons = reasonsOf(verdicts, InspectionResult.State.OTHER);
        boolean isMixed = !otherReasons.isEmpty() || (!beforeReasons.isEmpty() && !afterReasons.isEmpty());
        if (isMixed && context.ledger().isContinued()) {
            Optional<InspectionResult> result = new RevertedStep(context, step).inspect(connection);
            if (result.isPresent()) {
                return result.get();
            }
        }
        if (!otherReasons.isEmpty()) {
            return new InspectionResult(InspectionResult.State.OTHER, otherReasons);
        }
        if (!beforeReasons.isEmpty() && !afterReasons.isEmpty()) {
            if (CompletionEvidence.isSwap(step) && isSwapDone(connection, step)) {
                return InspectionResult.AFTER;
            }
            Map<String, AlterClause> redefinitions = findRedefinitions(step);
            if (redefinitions.keySet().containsAll(afterReasons)) {
                return InspectionResult.before(
                        afterReasons.stream().map(redefinitions::get).toList());
            }
            return new InspectionResult(
                    InspectionResult.State.OTHER,
                    List.of("the state after the step: " + String.join(", ", afterReasons) + "; the state before it: "
                            + String.join(", ", beforeReasons)));
        }
        if (!afterReasons.isEmpty()) {
            return InspectionResult.AFTER;
        }
        return beforeReasons.isEmpty() ? InspectionResult.INCONCLUSIVE : InspectionResult.BEFORE;
    }

    /** A verdict that may rest on a default assumed by the server counts only if there is no other evidence. */
    private static List<PartVerdict> preferCertain(List<PartVerdict> verdicts) {
        List<PartVerdict> certainVerdicts = verdicts.stream()
                .filter(verdict -> !verdict.isAssumed() && verdict.state() != InspectionResult.State.INCONCLUSIVE)
                .toList();
        return certainVerdicts.isEmpty() ? verdicts : certainVerdicts;
    }

    /**
     * Returns whether the object already has the state after the swap, while the staging object is unchanged. This is
     * the case when a rebuild is reverted that stopped before its swap.
     */
    private boolean isSwapDone(ServerConnection connection, RunStep.StatementStep swap) {
        return withoutRollups(swap).entrySet().stream().allMatch(entry -> {
            boolean isStaging = StagingName.parseNumber(entry.getKey().name()).isPresent();
            InspectionResult.State expectedState =
                    isStaging ? InspectionResult.State.BEFORE : InspectionResult.State.AFTER;
            return inspectParts(connection, swap, new ObjectComparison(context, swap, entry.getKey()), entry.getValue())
                    .stream()
                    .filter(verdict -> !verdict.isAssumed())
                    .map(PartVerdict::state)
                    .allMatch(state -> state == InspectionResult.State.INCONCLUSIVE || state == expectedState);
        });
    }

    /**
     * A swap leaves rollups with the table that is dropped later; later steps create them again, and are inspected on
     * their own.
     */
    private static SortedMap<ObjectName, SortedSet<ObjectPart>> withoutRollups(RunStep.StatementStep swap) {
        SortedMap<ObjectName, SortedSet<ObjectPart>> parts = touchedParts(swap);
        parts.values().forEach(changedParts -> changedParts.removeIf(part -> part.kind() == ObjectPart.Kind.ROLLUP));
        parts.values().removeIf(changedParts -> changedParts.isEmpty());
        return parts;
    }

    /**
     * Returns whether the object that a swap would put into place is already there, because the opposite direction
     * never reached its own swap. The copy is not necessary in this case, and its columns may have names from which
     * nothing can be copied.
     */
    public boolean isResultInPlaceBeforeSwap(ServerConnection connection, RunStep.StatementStep swap) {
        List<InspectionResult.State> states = new ArrayList<>();
        withoutRollups(swap).forEach((name, parts) -> {
            if (StagingName.parseNumber(name.name()).isEmpty()) {
                inspectParts(connection, swap, new ObjectComparison(context, swap, name), parts).stream()
                        .filter(verdict -> !verdict.isAssumed())
                        .forEach(verdict -> states.add(verdict.state()));
            }
        });
        return states.contains(InspectionResult.State.AFTER)
                && states.stream()
                        .allMatch(state ->
                                state == InspectionResult.State.AFTER || state == InspectionResult.State.INCONCLUSIVE);
    }

    /**
     * Returns the clauses of a statement that define a column, whatever it was before. A column that a downgrade left
     * with its wider type does not prevent the other clauses of the statement.
     */
    private static Map<String, AlterClause> findRedefinitions(RunStep.StatementStep step) {
        Map<String, AlterClause> clauses = new HashMap<>();
        if (step.step().action().statement() instanceof Statement.AlterTable alter
                && step.step().object() != null) {
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.ModifyColumn modify) {
                    String column = modify.column().name().text();
                    clauses.put(ObjectPart.column(column) + " of " + step.step().object(), clause);
                }
            }
        }
        return clauses;
    }

    private static List<String> reasonsOf(List<PartVerdict> verdicts, InspectionResult.State state) {
        return verdicts.stream()
                .filter(verdict -> verdict.state() == state)
                .map(PartVerdict::reason)
                .toList();
    }

    static SortedMap<ObjectName, SortedSet<ObjectPart>> touchedParts(RunStep.StatementStep step) {
        SortedMap<ObjectName, SortedSet<ObjectPart>> parts = new TreeMap<>();
        for (TouchedPart touchedPart : step.step().touchedParts()) {
            boolean isDatabase = touchedPart.object().name().isEmpty();
            if (!isDatabase && touchedPart.part().kind().isDefinition()) {
                parts.computeIfAbsent(touchedPart.object(), name -> new TreeSet<>())
                        .add(touchedPart.part());
            }
        }
        return parts;
    }

    private List<PartVerdict> inspectParts(
            ServerConnection connection,
            RunStep.StatementStep step,
            ObjectComparison comparison,
            SortedSet<ObjectPart> parts) {
        List<PartVerdict> verdicts = new ArrayList<>();
        SortedSet<ObjectPart> printedParts = new TreeSet<>(parts);
        printedParts.removeIf(part -> part.kind() == ObjectPart.Kind.ROLLUP);
        if (!printedParts.isEmpty()) {
            verdicts.addAll(compareShown(connection, step, comparison, printedParts));
        }
        if (printedParts.size() < parts.size()) {
            Set<String> rollups = RollupNames.read(connection, comparison.name());
            parts.stream()
                    .filter(part -> part.kind() == ObjectPart.Kind.ROLLUP)
                    .forEach(part -> verdicts.add(comparison.compareRollup(part, rollups)));
        }
        return verdicts;
    }

    /**
     * Compares the parts that SHOW CREATE prints. If the server prints the text of one of the expected states, and not
     * that of the other, it is not parsed. Some definitions are printed in a form that can't be parsed, or that is
     * parsed as something else, such as an index comment or the value of a list partition with a quote in it. Such a
     * definition is accepted if its text equals that of an expected state.
     */
    private List<PartVerdict> compareShown(
            ServerConnection connection,
            RunStep.StatementStep step,
            ObjectComparison comparison,
            SortedSet<ObjectPart> parts) {
        ObjectName name = comparison.name();
        ShownText shownText = readText(connection, name);
        Optional<InspectionResult.State> printedState = comparison.findPrintedState(shownText);
        if (printedState.isPresent()) {
            return parts.stream()
                    .map(part -> comparison.printedVerdict(part, printedState.get()))
                    .toList();
        }
        ShownObject shownObject = context.reflection().interpret(shownText, name, step.after());
        if (shownObject instanceof ShownObject.Unreadable unreadable) {
            return expectedStates(step)
                    .flatMap(state -> findShownAs(state, name, unreadable.text()).stream())
                    .findFirst()
                    .map(livePresent -> comparison.compareParts(parts, Optional.of(livePresent)))
                    .orElseThrow(() -> new StepErrors(context, step).unreadableObject(name, unreadable.reason()));
        }
        Optional<Present> livePresent =
                shownObject instanceof Present presentObject ? Optional.of(presentObject) : Optional.empty();
        List<PartVerdict> verdicts = comparison.compareParts(parts, livePresent);
        if (livePresent.isEmpty()
                || verdicts.stream().noneMatch(verdict -> verdict.state() == InspectionResult.State.OTHER)) {
            return verdicts;
        }
        Optional<Present> before =
                findShownAs(step.before(), name, livePresent.get().text());
        Optional<Present> after =
                findShownAs(step.after(), name, livePresent.get().text());
        return before.isPresent() == after.isPresent()
                ? verdicts
                : comparison.compareParts(parts, before.or(() -> after));
    }

    /** Returns the states that the objects of a step may have; those of a migration that is reverted are more. */
    private Stream<Catalog> expectedStates(RunStep.StatementStep step) {
        Stream<Catalog> ownStates = Stream.of(step.before(), step.after());
        return context.ledger().isContinued()
                ? Stream.concat(ownStates, Stream.concat(laterStates(context, step), oppositeStates(context)))
                : ownStates;
    }

    /** Returns the states of the migration in the other direction. */
    static Stream<Catalog> oppositeStates(RunContext context) {
        return RunStep.selectStatements(context.ledger().oppositeSteps())
                .flatMap(other -> Stream.of(other.before(), other.after()));
    }

    /** Returns the states that the later steps of the run leave. */
    static Stream<Catalog> laterStates(RunContext context, RunStep.StatementStep step) {
        return RunStep.selectStatements(context.preparedMigration().steps())
                .filter(laterStep -> laterStep.number() > step.number())
                .map(RunStep.StatementStep::after);
    }

    private Optional<Present> findShownAs(Catalog state, ObjectName name, String text) {
        return new ExpectedObjects(context.profile(), state)
                .findShownAs(name, text)
                .map(object -> new Present(object, text));
    }

    /**
     * The verdict on one part.
     *
     * @param reason describes the difference if the part matches neither state; otherwise, names the part
     * @param isAssumed whether a default assumed by the server decided
     */
    record PartVerdict(InspectionResult.State state, String reason, boolean isAssumed) {
        PartVerdict(InspectionResult.State state, String reason) {
            this(state, reason, false);
        }

        static PartVerdict of(boolean isAsBefore, boolean isAsAfter, String description, Supplier<String> difference) {
            if (isAsBefore == isAsAfter) {
                return isAsBefore
                        ? new PartVerdict(InspectionResult.State.INCONCLUSIVE, description)
                        : new PartVerdict(InspectionResult.State.OTHER, difference.get());
            }
            return new PartVerdict(
                    isAsBefore ? InspectionResult.State.BEFORE : InspectionResult.State.AFTER, description);
        }
    }
}
