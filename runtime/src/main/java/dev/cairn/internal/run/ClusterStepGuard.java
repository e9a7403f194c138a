package dev.cairn.internal.run;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.ClusterReflection;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Guards the steps that change cluster objects: objects that the migrations did not create are not taken over, and an inspection compares
 * the parts that a step changes with what the server shows.
 */
final class ClusterStepGuard implements StepGuard {
    private final RunContext context;
    private final RunStep.StatementStep step;

    ClusterStepGuard(RunContext context, RunStep.StatementStep step) {
        this.context = context;
        this.step = step;
    }

    @Override
    public Optional<String> findText(ServerConnection connection) {
        return step.step().action().isMarked(Marker.Continues.class)
                        && step.step().action().statement() instanceof ClusterStatement.CreateClusterObject create
                ? Optional.of(new LoadContinuation(context, step, create).render(connection))
                : Optional.empty();
    }

    @Override
    public void requireAllowed(StepConnection connection) {
        if (isFirstCreation(context.wasInterrupted(step))) {
            requireNoObject(connection);
        }
    }

    @Override
    public boolean isFirstCreation(boolean mayHaveRun) {
        return step.step().action().statement() instanceof CreateClusterObject create
                && create.ifExists() == IfExists.REFUSE
                && context.isFirstRun(mayHaveRun);
    }

    private void requireNoObject(StepConnection connection) {
        ClusterObject created = step.after().cluster().find(name().name()).orElseThrow();
        List<ClusterObject> live = connection.runIdempotent(
                context::createBackoff, server -> ClusterReflection.read(server, created.kind(), List.of(created)));
        if (!live.isEmpty()) {
            throw new StepErrors(context, step).foreignClusterObject(name());
        }
    }

    @Override
    public void requireOwn(ServerRefusalException refusal, StepConnection connection, boolean mayHaveRun) {
        if (isFirstCreation(mayHaveRun)) {
            context.ledger().noteUndone(step.number());
            requireNoObject(connection);
            throw new StepErrors(context, step).refusedStatement(refusal);
        }
    }

    private ObjectName name() {
        return Objects.requireNonNull(step.step().object());
    }

    @Override
    public Optional<InspectionResult> inspect(ServerConnection connection) {
        ObjectName name = name();
        SortedSet<ObjectPart> parts = step.step().touchedParts().stream()
                .filter(touched -> touched.object().equals(name))
                .map(TouchedPart::part)
                .collect(Collectors.toCollection(TreeSet::new));
        if (parts.isEmpty()) {
            return Optional.of(InspectionResult.INCONCLUSIVE);
        }
        ClusterKind kind =
                ((ClusterStatement) Objects.requireNonNull(step.step().action().statement())).kind();
        Optional<ClusterObject> before = step.before().cluster().find(name.name());
        Optional<ClusterObject> after = step.after().cluster().find(name.name());
        ClusterObject known = after.or(() -> before).orElseThrow();
        Optional<ClusterObject> live = read(connection, kind, known);
        if (isAs(after, live, parts)) {
            return Optional.of(InspectionResult.AFTER);
        }
        // What the server does not show exactly is compared with each of the two.
        Optional<ClusterObject> liveBefore = read(connection, kind, before.orElse(known));
        return Optional.of(
                isAs(before, liveBefore, parts)
                        ? InspectionResult.BEFORE
                        : new InspectionResult(
                                InspectionResult.State.OTHER, describe(name, live, after.or(() -> before), parts)));
    }

    private static Optional<ClusterObject> read(ServerConnection connection, ClusterKind kind, ClusterObject known) {
        return ClusterReflection.read(connection, kind, List.of(known)).stream().findFirst();
    }

    /** Whether a live object has an expected state: an object that the step creates must match completely. */
    private static boolean isAs(
            Optional<ClusterObject> expected, Optional<ClusterObject> live, SortedSet<ObjectPart> parts) {
        SortedSet<ObjectPart> differing =
                GlobalParts.ofClusterObject(live).partsChangedIn(GlobalParts.ofClusterObject(expected));
        return isWhole(parts)
                ? differing.stream().noneMatch(part -> part.kind().isDefinition())
                : differing.stream().noneMatch(part -> isOf(part, parts));
    }

    private static boolean isOf(ObjectPart part, SortedSet<ObjectPart> parts) {
        return part.is(ObjectPart.Kind.OBJECT) || parts.contains(part);
    }

    private static boolean isWhole(SortedSet<ObjectPart> parts) {
        return parts.contains(ObjectPart.of(ObjectPart.Kind.OBJECT));
    }

    private static List<String> describe(
            ObjectName name,
            Optional<ClusterObject> live,
            Optional<ClusterObject> expected,
            SortedSet<ObjectPart> parts) {
        if (live.isEmpty()) {
            return List.of(name + " does not exist");
        }
        GlobalParts shown = GlobalParts.ofClusterObject(live);
        GlobalParts wanted = GlobalParts.ofClusterObject(expected);
        List<String> differences = new ArrayList<>();
        for (ObjectPart part : shown.partsChangedIn(wanted)) {
            if ((isWhole(parts) && part.kind().isDefinition()) || isOf(part, parts)) {
                differences.add(
                        part + " of " + name + " is " + textOf(shown, part) + ", and not " + textOf(wanted, part));
            }
        }
        return differences;
    }

    private static String textOf(GlobalParts parts, ObjectPart part) {
        String content = parts.content(part);
        return content == null ? "nothing" : content;
    }
}
