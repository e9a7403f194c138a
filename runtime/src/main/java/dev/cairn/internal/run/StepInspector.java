package dev.cairn.internal.run;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.look.ShownObject;
import dev.cairn.internal.look.ShownObject.Present;
import dev.cairn.internal.run.prepare.RollupNames;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step.Touched;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Tells by a look at the server whether a step is done: only by the parts that it changes. */
final class StepInspector {
    /** Rows tell nothing, and the server activates and inactivates views by itself. */
    private static final Set<ObjectPart.Kind> MUTE = EnumSet.of(ObjectPart.Kind.ROWS, ObjectPart.Kind.ACTIVITY);

    private final RunContext course;

    StepInspector(RunContext course) {
        this.course = course;
    }

    /** One statement for each object whose look changes, and one where rollups do. */
    InspectionResult look(ServerConnection link, RunStep.OfStatement step) {
        SortedMap<ObjectName, List<PartVerdict>> looks = new TreeMap<>();
        touched(step)
                .forEach((name, parts) ->
                        looks.put(name, verdicts(link, step, new ObjectComparison(course, step, name), parts)));
        List<PartVerdict> verdicts =
                firm(looks.values().stream().flatMap(List::stream).toList());
        List<String> before = of(verdicts, InspectionResult.State.BEFORE);
        List<String> after = of(verdicts, InspectionResult.State.AFTER);
        List<String> other = of(verdicts, InspectionResult.State.OTHER);
        if (!other.isEmpty()) {
            return new InspectionResult(InspectionResult.State.OTHER, other);
        }
        if (!before.isEmpty() && !after.isEmpty()) {
            if (CompletionEvidence.isSwap(step) && isThereWithoutSwap(link, step)) {
                return InspectionResult.AFTER;
            }
            Map<String, AlterClause> redefined = redefinitions(step);
            if (redefined.keySet().containsAll(after)) {
                return InspectionResult.before(
                        after.stream().map(redefined::get).toList());
            }
            return new InspectionResult(
                    InspectionResult.State.OTHER,
                    List.of(String.join(", ", after) + " is as after the step, " + String.join(", ", before)
                            + " as before it"));
        }
        if (!after.isEmpty() && isStillToReplace(link, step)) {
            return InspectionResult.BEFORE;
        }
        return after.isEmpty()
                ? before.isEmpty() ? InspectionResult.UNTOLD : InspectionResult.BEFORE
                : InspectionResult.AFTER;
    }

    /** A value that may also be one that the server assumes counts only where nothing else tells. */
    private static List<PartVerdict> firm(List<PartVerdict> verdicts) {
        List<PartVerdict> firm = verdicts.stream()
                .filter(verdict -> !verdict.assumed() && verdict.state() != InspectionResult.State.UNTOLD)
                .toList();
        return firm.isEmpty() ? verdicts : firm;
    }

    /**
     * Whether temporary partitions wait to replace others. Where a move that never came so far is taken back, the others
     * are as they should be already; but then the temporary ones would stay.
     */
    private static boolean isStillToReplace(ServerConnection link, RunStep.OfStatement step) {
        if (!(step.step().action().statement() instanceof Statement.AlterTable alter)
                || !(alter.clauses().get(0) instanceof AlterClause.ReplacePartitions replace)) {
            return false;
        }
        ObjectName table = Objects.requireNonNull(step.step().object());
        List<String> there = link
                .named("SHOW TEMPORARY PARTITIONS FROM " + SqlQuoting.name(table.database()) + "."
                        + SqlQuoting.name(table.name()))
                .stream()
                .map(row -> String.valueOf(row.get("PartitionName")))
                .toList();
        return replace.replacement().names().stream().map(Name::text).allMatch(there::contains);
    }

    /**
     * Whether what is wanted has its name, and the staging object was never anything else: so it is where a rebuild that
     * stopped before it swapped is taken back.
     */
    private boolean isThereWithoutSwap(ServerConnection link, RunStep.OfStatement swap) {
        return withoutRollups(swap).entrySet().stream().allMatch(look -> {
            boolean staging = StagingName.number(look.getKey().name()).isPresent();
            InspectionResult.State wanted = staging ? InspectionResult.State.BEFORE : InspectionResult.State.AFTER;
            return verdicts(link, swap, new ObjectComparison(course, swap, look.getKey()), look.getValue()).stream()
                    .filter(verdict -> !verdict.assumed())
                    .map(PartVerdict::state)
                    .allMatch(state -> state == InspectionResult.State.UNTOLD || state == wanted);
        });
    }

    /** A swap leaves rollups with the table that goes; later steps make them anew, and look for themselves. */
    private static SortedMap<ObjectName, SortedSet<ObjectPart>> withoutRollups(RunStep.OfStatement swap) {
        SortedMap<ObjectName, SortedSet<ObjectPart>> parts = touched(swap);
        parts.values().forEach(each -> each.removeIf(part -> part.kind() == ObjectPart.Kind.ROLLUP));
        parts.values().removeIf(each -> each.isEmpty());
        return parts;
    }

    /**
     * Whether the object that a swap puts into its place is there without it: where the way there never came as far as its own
     * swap. The copy beside it is not needed then, and its columns may have names from which nothing can be copied.
     */
    boolean isThereBefore(ServerConnection link, RunStep.OfStatement swap) {
        List<InspectionResult.State> states = new ArrayList<>();
        withoutRollups(swap).forEach((name, parts) -> {
            if (StagingName.number(name.name()).isEmpty()) {
                verdicts(link, swap, new ObjectComparison(course, swap, name), parts).stream()
                        .filter(verdict -> !verdict.assumed())
                        .forEach(verdict -> states.add(verdict.state()));
            }
        });
        return states.contains(InspectionResult.State.AFTER)
                && states.stream()
                        .allMatch(state ->
                                state == InspectionResult.State.AFTER || state == InspectionResult.State.UNTOLD);
    }

    /**
     * The clauses of a statement that define a column, whatever it was before. One that a downgrade left with its wider type
     * does not stand in the way of what the statement does besides.
     */
    private static Map<String, AlterClause> redefinitions(RunStep.OfStatement step) {
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

    private static List<String> of(List<PartVerdict> verdicts, InspectionResult.State state) {
        return verdicts.stream()
                .filter(verdict -> verdict.state() == state)
                .map(PartVerdict::words)
                .toList();
    }

    private static SortedMap<ObjectName, SortedSet<ObjectPart>> touched(RunStep.OfStatement step) {
        SortedMap<ObjectName, SortedSet<ObjectPart>> parts = new TreeMap<>();
        for (Touched touched : step.step().touched()) {
            boolean database = touched.object().name().isEmpty();
            if (!database && !MUTE.contains(touched.part().kind())) {
                parts.computeIfAbsent(touched.object(), name -> new TreeSet<>()).add(touched.part());
            }
        }
        return parts;
    }

    private List<PartVerdict> verdicts(
            ServerConnection link, RunStep.OfStatement step, ObjectComparison comparison, SortedSet<ObjectPart> parts) {
        List<PartVerdict> verdicts = new ArrayList<>();
        SortedSet<ObjectPart> shown = new TreeSet<>(parts);
        shown.removeIf(part -> part.kind() == ObjectPart.Kind.ROLLUP);
        if (!shown.isEmpty()) {
            Optional<Present> live = live(link, step, comparison.name());
            shown.forEach(part -> verdicts.add(comparison.of(part, live)));
        }
        if (shown.size() < parts.size()) {
            Set<String> rollups = RollupNames.of(link, comparison.name());
            parts.stream()
                    .filter(part -> part.kind() == ObjectPart.Kind.ROLLUP)
                    .forEach(part -> verdicts.add(comparison.ofRollup(part, rollups)));
        }
        return verdicts;
    }

    private Optional<Present> live(ServerConnection link, RunStep.OfStatement step, ObjectName name) {
        ShownObject shown = course.reflection().one(link, name, step.after());
        if (shown instanceof ShownObject.Unreadable unreadable) {
            throw new StepErrors(course, step).unreadable(name, unreadable.why());
        }
        return shown instanceof Present present ? Optional.of(present) : Optional.empty();
    }

    /**
     * About one part.
     *
     * @param words what is neither; or else what it is about
     * @param assumed whether a value of the server's own decided
     */
    record PartVerdict(InspectionResult.State state, String words, boolean assumed) {
        PartVerdict(InspectionResult.State state, String words) {
            this(state, words, false);
        }

        static PartVerdict of(boolean before, boolean after, String about, Supplier<String> difference) {
            if (before == after) {
                return before
                        ? new PartVerdict(InspectionResult.State.UNTOLD, about)
                        : new PartVerdict(InspectionResult.State.OTHER, difference.get());
            }
            return new PartVerdict(before ? InspectionResult.State.BEFORE : InspectionResult.State.AFTER, about);
        }
    }
}
