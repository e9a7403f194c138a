package dev.cairn.internal.run.step;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.cluster.ClusterSecrets;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.ClusterReflection;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Guards a step that changes a cluster object: it refuses to take over an object that the migrations did not create,
 * compares the parts that the step changes with the parts of the live object, and lets a Routine Load that is created
 * again continue where the stopped one ended.
 */
final class ClusterStepGuard implements StepGuard {
    private final RunContext context;
    private final StatementStep step;

    ClusterStepGuard(RunContext context, StatementStep step) {
        this.context = context;
        this.step = step;
    }

    @Override
    public Optional<String> findReplacementStatement(ServerConnection connection) {
        if (!(step.simulatedStep().action().statement() instanceof CreateClusterObject createStatement)) {
            return Optional.empty();
        }
        if (isContinuation()) {
            return Optional.of(renderContinuation(
                    connection, createStatement, new StepGuardErrors(context, step)::unknownOffsets));
        }
        return mayRestoreLoad(createStatement) ? findRestoration(connection, createStatement) : Optional.empty();
    }

    /**
     * Returns whether a statement may create a load that another migration, or the other direction of this one, has
     * stopped. A migration that itself stops the load, and the author of a script, decide about its offsets.
     */
    private boolean mayRestoreLoad(CreateClusterObject createStatement) {
        return createStatement.kind().fillsTable()
                && !context.ledger().recordsDefinitions()
                && context.preparedMigration()
                        .catalogBefore()
                        .clusterObjects()
                        .find(objectName().name())
                        .isEmpty();
    }

    /**
     * Returns the statement that creates the load with the next offsets of a stopped one. The offsets of the statement
     * were those of the first load, so they would load messages again, or leave messages out.
     */
    private Optional<String> findRestoration(ServerConnection connection, CreateClusterObject createStatement) {
        try {
            Optional<String> restoration = new LoadContinuation(step, createStatement).findRestoration(connection);
            if (restoration.isPresent()) {
                context.warn("The " + objectName()
                        + " continues where the load of this name, table and topic was stopped, and not at the offsets of"
                        + " its statement. To load earlier messages again, move it with ALTER ROUTINE LOAD");
            }
            return restoration;
        } catch (LoadContinuation.UnknownOffsetsException failure) {
            throw new StepGuardErrors(context, step).unknownOffsets(objectName(), failure.reason());
        }
    }

    /** Returns the statement that creates the load again with its next offsets. */
    private String renderContinuation(
            ServerConnection connection,
            CreateClusterObject createStatement,
            BiFunction<ObjectName, String, StepFailedException> errorFactory) {
        try {
            return new LoadContinuation(step, createStatement).render(connection);
        } catch (LoadContinuation.UnknownOffsetsException failure) {
            throw errorFactory.apply(objectName(), failure.reason());
        }
    }

    private boolean isContinuation() {
        return step.simulatedStep().action().isMarked(Marker.Continuation.class);
    }

    /**
     * Creates a load again that the other direction of the migration has only stopped; otherwise, the server would
     * forget the offsets of the load when its table is dropped. The new load is paused, because its definition may not
     * fit the present table. Does nothing if the load exists, or if the step does not continue a load.
     */
    void restoreAbandonedLoad(StepConnection connection) {
        if (!isContinuation()
                || !(step.simulatedStep().action().statement()
                        instanceof ClusterStatement.CreateClusterObject createStatement)) {
            return;
        }
        ClusterObject expectedLoad =
                step.catalogAfter().clusterObjects().find(objectName().name()).orElseThrow();
        connection.performIdempotent(context::createBackoff, server -> {
            Optional<ClusterObject> liveLoad = readObject(server, expectedLoad);
            liveLoad.ifPresent(existingLoad -> requireSameLoad(existingLoad, expectedLoad));
            if (liveLoad.isEmpty()) {
                String creationText = renderContinuation(
                        server, createStatement, new StepGuardErrors(context, step)::unknownOffsetsBeforeReversal);
                context.ledger().requireHeld();
                server.execute(creationText);
                server.execute(Sql.render(new ClusterStatement.PauseOrResumeClusterObject(
                        createStatement.kind(), createStatement.name(), false, createStatement.span())));
            }
        });
    }

    @Override
    public void requirePermitted(StepConnection connection) {
        if (isFirstCreation(context.wasInterrupted(step))) {
            requireNoObject(connection);
        } else if (!(step.requireStatement() instanceof CreateClusterObject)) {
            step.catalogBefore()
                    .clusterObjects()
                    .find(objectName().name())
                    .filter(expectedLoad -> expectedLoad.kind().fillsTable())
                    .ifPresent(expectedLoad -> connection
                            .runIdempotent(context::createBackoff, server -> readObject(server, expectedLoad))
                            .ifPresent(liveLoad -> requireSameLoad(liveLoad, expectedLoad)));
        }
    }

    /**
     * Requires that a live load has the expected table and topic. Another client may have created a load with the same
     * name; such a load is neither changed nor used.
     */
    private void requireSameLoad(ClusterObject liveLoad, ClusterObject expectedLoad) {
        if (!LoadContinuation.isSameLoad(liveLoad, expectedLoad)) {
            throw new StepGuardErrors(context, step).foreignLoad(objectName());
        }
    }

    /**
     * Skips the inspection before a first creation, and before a DROP: a server does not list objects on which the user
     * has no privilege, so only the answer to the DROP proves that the object does not exist.
     */
    @Override
    public boolean skipsInspection(boolean mayHaveRun) {
        return isFirstCreation(mayHaveRun) || isDrop();
    }

    private boolean isDrop() {
        return step.catalogAfter().clusterObjects().find(objectName().name()).isEmpty();
    }

    private boolean isFirstCreation(boolean mayHaveRun) {
        return step.simulatedStep().action().statement() instanceof CreateClusterObject createStatement
                && createStatement.onExistingObject() == ExistingObjectPolicy.REFUSE
                && context.isFirstRun(mayHaveRun);
    }

    private void requireNoObject(StepConnection connection) {
        ClusterObject createdObject =
                step.catalogAfter().clusterObjects().find(objectName().name()).orElseThrow();
        Optional<ClusterObject> liveObject =
                connection.runIdempotent(context::createBackoff, server -> readObject(server, createdObject));
        if (liveObject.isPresent()) {
            StepGuardErrors errors = new StepGuardErrors(context, step);
            if (!isContinuation()) {
                throw errors.foreignClusterObject(objectName());
            }
            requireSameLoad(liveObject.get(), createdObject);
            throw liveObject.get().tableName().equals(createdObject.tableName())
                    ? errors.foreignContinuation(objectName())
                    : errors.foreignLoadOfOldTable(
                            objectName(), liveObject.get().tableName().orElse(""));
        }
    }

    @Override
    public void requireDoneDespiteRefusal(
            ServerRefusalException refusal, StepConnection connection, boolean mayHaveRun) {
        if (isDrop() && refusal.isAccessDenied()) {
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
        return Objects.requireNonNull(step.simulatedStep().object());
    }

    @Override
    public Optional<InspectionResult> inspect(ServerConnection connection) {
        ObjectName name = objectName();
        SortedSet<ObjectPart> changedParts = step.simulatedStep().touchedParts().stream()
                .filter(touchedPart -> touchedPart.object().equals(name))
                .map(TouchedPart::part)
                .collect(Collectors.toCollection(TreeSet::new));
        if (changedParts.isEmpty()) {
            return Optional.of(InspectionResult.INCONCLUSIVE);
        }
        ClusterObjectKind kind = ((ClusterStatement) step.requireStatement()).kind();
        Optional<String> listingProblem = ClusterReflection.findListingProblem(connection, kind);
        if (listingProblem.isPresent()) {
            return Optional.of(
                    new InspectionResult(InspectionResult.State.INCONCLUSIVE, List.of(listingProblem.get())));
        }
        Optional<ClusterObject> objectBefore =
                step.catalogBefore().clusterObjects().find(name.name());
        Optional<ClusterObject> objectAfter =
                step.catalogAfter().clusterObjects().find(name.name());
        ClusterObject expectedObject = objectAfter.or(() -> objectBefore).orElseThrow();
        Optional<ClusterObject> liveObject = readObject(connection, expectedObject);
        if (hasState(objectAfter, liveObject, changedParts)) {
            return Optional.of(setsHiddenSecret() ? InspectionResult.BEFORE : InspectionResult.AFTER);
        }
        if (liveObject.isEmpty() && ClusterReflection.isHidden(connection, expectedObject)) {
            throw new StepGuardErrors(context, step).hiddenClusterObject(name, describeRequiredPrivileges());
        }
        if (liveObject.isEmpty() && objectBefore.isPresent() && objectAfter.isPresent() && kind.fillsTable()) {
            throw new StepGuardErrors(context, step).missingLoad(name);
        }
        // A part that the server does not show exactly is completed from each of the two states.
        Optional<ClusterObject> liveBefore = readObject(connection, objectBefore.orElse(expectedObject));
        return Optional.of(
                hasState(objectBefore, liveBefore, changedParts)
                        ? InspectionResult.BEFORE
                        : new InspectionResult(
                                InspectionResult.State.UNEXPECTED,
                                describeDifferences(
                                        name, liveObject, objectAfter.or(() -> objectBefore), changedParts)));
    }

    /**
     * Returns whether the statement sets a secret. A server does not show whether a secret has its new value, so the
     * statement is sent again, which is harmless.
     */
    private boolean setsHiddenSecret() {
        return step.requireStatement() instanceof ClusterStatement.AlterClusterObject alterStatement
                && !(alterStatement.kind().fillsTable()
                        && context.wasInterrupted(step)) // such a statement may also move offsets
                && alterStatement.changes().stream()
                        .flatMap(change -> change.items().stream())
                        .anyMatch(item -> !ClusterSecrets.findSecretNames(item.part(), item.value())
                                .isEmpty());
    }

    /** Describes the privileges that the statement needs: a server lists an object to users who may change it. */
    private String describeRequiredPrivileges() {
        List<RequiredPrivilege> requirements = new RequiredPrivilegeCollector(
                        context.profile(), step.catalogBefore(), step.session().databaseName())
                .collectRequirements(step.requireStatement());
        return requirements.isEmpty()
                ? "a privilege on it"
                : requirements.stream()
                        .map(requirement -> requirement.describeAlternatives() + " on " + requirement.object())
                        .collect(Collectors.joining(", "));
    }

    private static Optional<ClusterObject> readObject(ServerConnection connection, ClusterObject expectedObject) {
        return ClusterReflection.read(connection, expectedObject.kind(), List.of(expectedObject)).stream()
                .findFirst();
    }

    /**
     * Returns whether a live object has an expected state. Only the changed parts count, unless the step creates the
     * whole object.
     */
    private static boolean hasState(
            Optional<ClusterObject> expectedObject,
            Optional<ClusterObject> liveObject,
            SortedSet<ObjectPart> changedParts) {
        SortedSet<ObjectPart> differingParts =
                GlobalParts.ofClusterObject(liveObject).findDifferingParts(GlobalParts.ofClusterObject(expectedObject));
        return includesWholeObject(changedParts)
                ? differingParts.stream().noneMatch(part -> part.kind().isDefinition())
                : differingParts.stream().noneMatch(part -> belongsToChange(part, changedParts));
    }

    private static boolean belongsToChange(ObjectPart part, SortedSet<ObjectPart> changedParts) {
        return part.hasKind(ObjectPart.Kind.OBJECT) || changedParts.contains(part);
    }

    private static boolean includesWholeObject(SortedSet<ObjectPart> changedParts) {
        return changedParts.contains(ObjectPart.of(ObjectPart.Kind.OBJECT));
    }

    private static List<String> describeDifferences(
            ObjectName name,
            Optional<ClusterObject> liveObject,
            Optional<ClusterObject> expectedObject,
            SortedSet<ObjectPart> changedParts) {
        if (liveObject.isEmpty()) {
            return List.of(name + " does not exist, or this user has no privilege on it");
        }
        GlobalParts liveParts = GlobalParts.ofClusterObject(liveObject);
        GlobalParts expectedParts = GlobalParts.ofClusterObject(expectedObject);
        List<String> differences = new ArrayList<>();
        for (ObjectPart part : liveParts.findDifferingParts(expectedParts)) {
            if ((includesWholeObject(changedParts) && part.kind().isDefinition())
                    || belongsToChange(part, changedParts)) {
                String liveContent = describeContent(liveParts, part);
                String expectedContent = describeContent(expectedParts, part);
                differences.add(part + " of " + name + " is "
                        + (liveContent.equals(expectedContent)
                                ? "another secret than " + expectedContent
                                : liveContent + " instead of " + expectedContent));
            }
        }
        return differences;
    }

    private static String describeContent(GlobalParts globalParts, ObjectPart part) {
        return globalParts.findText(part).orElse("nothing");
    }
}
