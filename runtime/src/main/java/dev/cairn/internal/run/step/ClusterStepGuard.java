package dev.cairn.internal.run.step;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.cluster.ClusterSecrets;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.engine.privilege.RequiredPrivileges;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.ClusterReflection;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterObjectKind;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.upgrade.MigrationException.StepException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Guards the steps that change cluster objects: objects that the migrations did not create are not taken over, and an
 * inspection compares the parts that a step changes with what the server shows.
 */
final class ClusterStepGuard implements StepGuard {
    private final RunContext context;
    private final RunStep.StatementStep step;

    ClusterStepGuard(RunContext context, RunStep.StatementStep step) {
        this.context = context;
        this.step = step;
    }

    @Override
    public Optional<String> findReplacementStatement(ServerConnection connection) {
        return isContinuation()
                        && step.step().action().statement() instanceof ClusterStatement.CreateClusterObject create
                ? Optional.of(renderContinuation(connection, create, new StepErrors(context, step)::unknownProgress))
                : Optional.empty();
    }

    private String renderContinuation(
            ServerConnection connection,
            CreateClusterObject create,
            BiFunction<ObjectName, String, StepException> createError) {
        try {
            return new LoadContinuation(step, create).render(connection);
        } catch (LoadContinuation.UnknownOffsetsException failure) {
            throw createError.apply(objectName(), failure.getMessage());
        }
    }

    private boolean isContinuation() {
        return step.step().action().isMarked(Marker.Continuation.class);
    }

    /**
     * Creates a load that the other direction of the migration has stopped, and has not created again. The server
     * forgets its offsets with the table that it had. The load is paused, because its definition need not be that of
     * the present table.
     */
    void restoreAbandonedLoad(StepConnection connection) {
        if (!isContinuation()
                || !(step.step().action().statement() instanceof ClusterStatement.CreateClusterObject create)) {
            return;
        }
        ClusterObject load =
                step.after().clusterObjects().find(objectName().name()).orElseThrow();
        connection.runIdempotent(context::createBackoff, server -> {
            Optional<ClusterObject> liveLoad = read(server, load);
            liveLoad.ifPresent(existingLoad -> requireSameLoad(existingLoad, load));
            if (liveLoad.isEmpty()) {
                String creation = renderContinuation(
                        server, create, new StepErrors(context, step)::unknownProgressBeforeReversal);
                context.ledger().requireHeld();
                server.execute(creation);
                server.execute(Sql.render(
                        new ClusterStatement.PauseClusterObject(create.kind(), create.name(), false, create.span())));
            }
            return server;
        });
    }

    @Override
    public void requirePermitted(StepConnection connection) {
        if (isFirstCreation(context.wasInterrupted(step))) {
            requireNoObject(connection);
        } else if (!(step.requireStatement() instanceof CreateClusterObject)) {
            step.before()
                    .clusterObjects()
                    .find(objectName().name())
                    .filter(load -> load.kind().fillsTable())
                    .ifPresent(load -> connection
                            .runIdempotent(context::createBackoff, server -> read(server, load))
                            .ifPresent(liveLoad -> requireSameLoad(liveLoad, load)));
        }
    }

    /**
     * Another client may have created a load of this name for another table or topic: nothing of it is changed or used.
     */
    private void requireSameLoad(ClusterObject liveLoad, ClusterObject load) {
        if (!LoadContinuation.isSameLoad(liveLoad, load)) {
            throw new StepErrors(context, step).foreignLoad(objectName());
        }
    }

    /**
     * A server does not list what the user has no privilege on: only its answer proves that an object to drop is
     * absent.
     */
    @Override
    public boolean skipsInspection(boolean mayHaveRun) {
        return isFirstCreation(mayHaveRun) || isDrop();
    }

    private boolean isDrop() {
        return step.after().clusterObjects().find(objectName().name()).isEmpty();
    }

    private boolean isFirstCreation(boolean mayHaveRun) {
        return step.step().action().statement() instanceof CreateClusterObject create
                && create.ifExists() == IfExists.REFUSE
                && context.isFirstRun(mayHaveRun);
    }

    private void requireNoObject(StepConnection connection) {
        ClusterObject createdObject =
                step.after().clusterObjects().find(objectName().name()).orElseThrow();
        Optional<ClusterObject> liveObject =
                connection.runIdempotent(context::createBackoff, server -> read(server, createdObject));
        if (liveObject.isPresent()) {
            StepErrors errors = new StepErrors(context, step);
            if (!isContinuation()) {
                throw errors.foreignClusterObject(objectName());
            }
            requireSameLoad(liveObject.get(), createdObject);
            throw liveObject.get().table().equals(createdObject.table())
                    ? errors.foreignContinuation(objectName())
                    : errors.foreignLoadOfOldTable(
                            objectName(), liveObject.get().table().orElse(""));
        }
    }

    @Override
    public void throwIfNotDone(ServerRefusalException refusal, StepConnection connection, boolean mayHaveRun) {
        if (isDrop() && refusal.isDenied()) {
            context.ledger().recordUndone(step.number());
            throw new StepErrors(context, step).refusedStatement(refusal);
        }
        if (isFirstCreation(mayHaveRun)) {
            context.ledger().recordUndone(step.number());
            requireNoObject(connection);
            throw new StepErrors(context, step).refusedStatement(refusal);
        }
    }

    private ObjectName objectName() {
        return Objects.requireNonNull(step.step().object());
    }

    @Override
    public Optional<InspectionResult> inspect(ServerConnection connection) {
        ObjectName name = objectName();
        SortedSet<ObjectPart> parts = step.step().touchedParts().stream()
                .filter(touchedPart -> touchedPart.object().equals(name))
                .map(TouchedPart::part)
                .collect(Collectors.toCollection(TreeSet::new));
        if (parts.isEmpty()) {
            return Optional.of(InspectionResult.INCONCLUSIVE);
        }
        ClusterObjectKind kind = ((ClusterStatement) step.requireStatement()).kind();
        Optional<String> listingProblem = ClusterReflection.findListingProblem(connection, kind);
        if (listingProblem.isPresent()) {
            return Optional.of(
                    new InspectionResult(InspectionResult.State.INCONCLUSIVE, List.of(listingProblem.get())));
        }
        Optional<ClusterObject> before = step.before().clusterObjects().find(name.name());
        Optional<ClusterObject> after = step.after().clusterObjects().find(name.name());
        ClusterObject knownObject = after.or(() -> before).orElseThrow();
        Optional<ClusterObject> liveObject = read(connection, knownObject);
        if (isInState(after, liveObject, parts)) {
            return Optional.of(setsSecret() ? InspectionResult.BEFORE : InspectionResult.AFTER);
        }
        if (liveObject.isEmpty() && ClusterReflection.isHidden(connection, knownObject)) {
            throw new StepErrors(context, step).hiddenClusterObject(name, describeRequirements());
        }
        if (liveObject.isEmpty() && before.isPresent() && after.isPresent() && kind.fillsTable()) {
            throw new StepErrors(context, step).missingLoad(name);
        }
        // A part that the server does not show exactly is compared with each of the two.
        Optional<ClusterObject> liveBefore = read(connection, before.orElse(knownObject));
        return Optional.of(
                isInState(before, liveBefore, parts)
                        ? InspectionResult.BEFORE
                        : new InspectionResult(
                                InspectionResult.State.OTHER,
                                describe(name, liveObject, after.or(() -> before), parts)));
    }

    /**
     * A server does not show whether a secret is the new one or another; the statement may be sent any number of times.
     */
    private boolean setsSecret() {
        return step.requireStatement() instanceof ClusterStatement.AlterClusterObject alter
                && !(alter.kind().fillsTable() && context.wasInterrupted(step)) // it may also move offsets
                && alter.changes().stream()
                        .flatMap(change -> change.items().stream())
                        .anyMatch(item -> !ClusterSecrets.findSecrets(item.part(), item.value())
                                .isEmpty());
    }

    /** Returns the privileges that the statement needs: a server lists an object to users who may change it. */
    private String describeRequirements() {
        List<RequiredPrivilege> requirements = new RequiredPrivileges(
                        context.profile(), step.before(), step.session().database())
                .collectRequirements(step.requireStatement());
        return requirements.isEmpty()
                ? "a privilege on it"
                : requirements.stream()
                        .map(requirement -> requirement.describeAlternatives() + " on " + requirement.object())
                        .collect(Collectors.joining(", "));
    }

    private static Optional<ClusterObject> read(ServerConnection connection, ClusterObject knownObject) {
        return ClusterReflection.read(connection, knownObject.kind(), List.of(knownObject)).stream()
                .findFirst();
    }

    /** Returns whether a live object has an expected state: an object that the step creates must match completely. */
    private static boolean isInState(
            Optional<ClusterObject> expectedObject, Optional<ClusterObject> liveObject, SortedSet<ObjectPart> parts) {
        SortedSet<ObjectPart> differingParts =
                GlobalParts.ofClusterObject(liveObject).findDifferingParts(GlobalParts.ofClusterObject(expectedObject));
        return containsWhole(parts)
                ? differingParts.stream().noneMatch(part -> part.kind().isDefinition())
                : differingParts.stream().noneMatch(part -> isConcerned(part, parts));
    }

    private static boolean isConcerned(ObjectPart part, SortedSet<ObjectPart> parts) {
        return part.hasKind(ObjectPart.Kind.OBJECT) || parts.contains(part);
    }

    private static boolean containsWhole(SortedSet<ObjectPart> parts) {
        return parts.contains(ObjectPart.of(ObjectPart.Kind.OBJECT));
    }

    private static List<String> describe(
            ObjectName name,
            Optional<ClusterObject> liveObject,
            Optional<ClusterObject> expectedObject,
            SortedSet<ObjectPart> parts) {
        if (liveObject.isEmpty()) {
            return List.of(name + " does not exist, or this user has no privilege on it");
        }
        GlobalParts liveParts = GlobalParts.ofClusterObject(liveObject);
        GlobalParts expectedParts = GlobalParts.ofClusterObject(expectedObject);
        List<String> differences = new ArrayList<>();
        for (ObjectPart part : liveParts.findDifferingParts(expectedParts)) {
            if ((containsWhole(parts) && part.kind().isDefinition()) || isConcerned(part, parts)) {
                String liveContent = contentOf(liveParts, part);
                String expectedContent = contentOf(expectedParts, part);
                differences.add(part + " of " + name + " is "
                        + (liveContent.equals(expectedContent)
                                ? "another secret than " + expectedContent
                                : liveContent + ", and not " + expectedContent));
            }
        }
        return differences;
    }

    private static String contentOf(GlobalParts parts, ObjectPart part) {
        String content = parts.content(part);
        return content == null ? "nothing" : content;
    }
}
