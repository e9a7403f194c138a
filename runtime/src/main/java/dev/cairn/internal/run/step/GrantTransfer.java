package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.ObjectGrants;
import dev.cairn.internal.reflection.ServerGrantReader;
import dev.cairn.internal.reflection.ServerGrantReader.GrantHolder;
import dev.cairn.internal.reflection.ServerGrantReader.ShownGrant;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives an object the grants of the object that it replaces. The migration names the two before the rows are copied, so
 * a run detects early whether it may read grants. The grants are given only right before the replacement. Until then,
 * only the migrator can read the copy, and changes to the grants of the old object are transferred, too. After a swap,
 * the old object loses its grants, and changes between the last read and the swap are applied to the new object.
 *
 * <pre>{@code
 * transfer.runStep();                      // the step of the migration
 * transfer.applyGrants();                  // right before the statement that replaces the object
 * transfer.finish();                       // right after it
 * }</pre>
 */
public final class GrantTransfer {
    private final RunContext context;
    private final RunStep step;
    private final RunStep.GrantStep grantStep;
    private final StepConnection connection;

    /**
     * Creates a transfer, whose state in this run is kept in the context.
     *
     * @param step the running step: the transfer itself, or the step that replaces the object
     */
    public GrantTransfer(RunContext context, RunStep step, RunStep.GrantStep grantStep, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.grantStep = grantStep;
        this.connection = connection;
    }

    /** Returns the transfers that a step completes. */
    static List<GrantTransfer> findTransfers(RunContext context, StatementStep step, StepConnection connection) {
        return step.grantSteps().stream()
                .map(grantStep -> new GrantTransfer(context, step, grantStep, connection))
                .toList();
    }

    /**
     * The state of a transfer in this run.
     *
     * @param initialGrants the grants of the old object when the run first read them
     * @param appliedGrants the grants of the old object that were applied to the new one; null if none were applied yet
     * @param isFinished whether the transfer is complete: the old object has lost its grants, or the migrator may not
     *     read them
     */
    record TransferState(
            ObjectGrants initialGrants, @Nullable ObjectGrants appliedGrants, boolean isFinished) {
        /** Returns the state of a transfer that has applied no grants yet. */
        static TransferState of(ObjectGrants initialGrants) {
            return new TransferState(initialGrants, null, false);
        }

        TransferState withAppliedGrants(@Nullable ObjectGrants newAppliedGrants) {
            return new TransferState(initialGrants, newAppliedGrants, isFinished);
        }

        TransferState asFinished() {
            return new TransferState(initialGrants, appliedGrants, true);
        }
    }

    /**
     * Runs the step of the transfer. If a later step replaces the object, only reads the grants; otherwise, records
     * that the step begins, and gives the grants.
     */
    public void runStep() {
        runHandlingRefusal("the grants of " + grantStep.sourceName() + " can't be read", () -> {
            GrantPair grantPair = readGrants();
            context.publishBegin(step);
            if (grantStep.isCompletedLater()) {
                rememberState(TransferState.of(grantPair.sourceGrants));
                return;
            }
            context.ledger().beginStep(step.number());
            try {
                changeGrants(
                        grantStep.targetName(),
                        grantPair.targetGrants,
                        grantPair.targetGrants.unionWith(convertToTargetKind(grantPair.sourceGrants)));
            } catch (ServerRefusalException refusal) {
                context.ledger().recordUndone(step.number());
                throw refusal;
            }
        });
    }

    /** Returns grants for the new object. Warns once about the privileges that objects of its kind do not have. */
    private ObjectGrants convertToTargetKind(ObjectGrants sourceGrants) {
        ObjectGrants targetGrants = sourceGrants.convertToKind(grantStep.targetKind());
        ObjectGrants endingGrants = sourceGrants.withoutPrivilegesOf(targetGrants);
        if (!endingGrants.isEmpty()) {
            context.warnOnce("These privileges on " + grantStep.sourceName() + " end, because a "
                    + grantStep.targetKind().sql() + " does not have them: " + endingGrants.describe("of"));
        }
        return targetGrants;
    }

    private String describeTransferProblem() {
        return "the grants of " + grantStep.sourceName() + " can't be transferred to " + grantStep.targetName();
    }

    /** Gives the new object the grants of the old one in addition to its own, outside of a step of the run. */
    void addGrants() {
        runHandlingRefusal(describeTransferProblem(), () -> {
            GrantPair grantPair = readGrants();
            changeGrants(
                    grantStep.targetName(),
                    grantPair.targetGrants,
                    grantPair.targetGrants.unionWith(convertToTargetKind(grantPair.sourceGrants)));
        });
    }

    /**
     * Revokes, with a warning, the grants that an earlier run gave to a copy that has not replaced the old object. A
     * no-op unless a swap completes the transfer, and the ledger records the step of the transfer as done.
     */
    public void revokeEarlyGrants() {
        if (!grantStep.isCompletedBySwap()
                || !context.ledger().completedStepNumbers().contains(grantStep.number())) {
            return;
        }
        runHandlingRefusal("the grants of " + grantStep.targetName() + " can't be read", () -> {
            GrantPair grantPair = readGrants();
            if (!grantPair.sourceGrants.isEmpty() || !grantPair.targetGrants.isEmpty()) {
                // The grants from the beginning of the run are no longer known.
                context.warn("The run was stopped while " + grantStep.sourceName()
                        + " was replaced. Grants and revocations made in the meantime remain; its grants are now: "
                        + (grantPair.sourceGrants.isEmpty() ? "none" : grantPair.sourceGrants.describe("to"))
                        + (grantPair.targetGrants.isEmpty()
                                ? ""
                                : ". The grants on its copy " + grantStep.targetName()
                                        + ", which only the migrator has to read yet, are revoked: "
                                        + grantPair.targetGrants.describe("from")));
            }
            rememberState(TransferState.of(grantPair.sourceGrants));
            changeGrants(
                    grantStep.targetName(), grantPair.targetGrants, ObjectGrants.empty(grantPair.targetGrants.kind()));
        });
    }

    /**
     * Gives the new object the grants that the old one has now, and warns if they have changed since the run first read
     * them. A no-op if the transfer is complete.
     */
    public void applyGrants() {
        if (isFinished()) {
            return;
        }
        runHandlingRefusal(describeTransferProblem(), () -> {
            GrantPair grantPair = readGrants();
            ObjectGrants desiredGrants = convertToTargetKind(grantPair.sourceGrants);
            // A view that was created under its own name may have other grants. Only an earlier run can have
            // given it the grants of the old one, which may have been revoked since.
            boolean replacesAllGrants = TemporaryName.isTemporary(
                            grantStep.targetName().name())
                    || (isResumed()
                            && !TemporaryName.isTemporary(grantStep.sourceName().name()));
            changeGrants(
                    grantStep.targetName(),
                    grantPair.targetGrants,
                    replacesAllGrants ? desiredGrants : grantPair.targetGrants.unionWith(desiredGrants));
            TransferState state = findState().orElse(TransferState.of(grantPair.sourceGrants));
            if (state.appliedGrants == null) {
                warnAboutChanges(
                        "The grants of " + grantStep.sourceName()
                                + " have changed since its replacement began, and " + grantStep.targetName()
                                + " gets those that it has now",
                        state.initialGrants,
                        grantPair.sourceGrants);
            }
            rememberState(state.withAppliedGrants(grantPair.sourceGrants));
        });
    }

    /**
     * Gives the new object its grants if it does not have them yet; otherwise, applies the changes since then. In this
     * case, only the users and roles that had grants are read: reading the grants of all others would give writers time
     * to interfere.
     */
    void updateGrants() {
        Optional<ObjectGrants> appliedGrants = findState().map(TransferState::appliedGrants);
        if (appliedGrants.isEmpty() || isFinished()) {
            applyGrants();
            return;
        }
        runHandlingRefusal(describeTransferProblem(), () -> {
            GrantPair grantPair = readGrants(toHolders(appliedGrants.get()));
            changeGrants(grantStep.targetName(), grantPair.targetGrants, convertToTargetKind(grantPair.sourceGrants));
            warnAboutLateChanges(appliedGrants.get(), grantPair.sourceGrants);
            rememberState(findState().orElseThrow().withAppliedGrants(grantPair.sourceGrants));
        });
    }

    /**
     * Completes the transfer after a swap: applies late changes to the new object, and revokes the grants of the old
     * one. A no-op for any other replacement, or if the transfer is complete.
     */
    public void finish() {
        if (!grantStep.isCompletedBySwap() || isFinished()) {
            return;
        }
        runHandlingRefusal("the grants of the old " + grantStep.sourceName() + " can't be revoked", () -> {
            Optional<ObjectGrants> appliedGrants = findState().map(TransferState::appliedGrants);
            if (appliedGrants.isPresent()) {
                applyLateChanges(appliedGrants.get());
            } else {
                // An earlier run has swapped the two, or the grants could not be read.
                GrantPair swappedGrants = readGrants();
                warnAboutSwappedGrants(swappedGrants);
                changeGrants(
                        grantStep.targetName(),
                        swappedGrants.targetGrants,
                        ObjectGrants.empty(swappedGrants.targetGrants.kind()));
            }
            rememberState(findState()
                    .orElse(TransferState.of(ObjectGrants.empty(grantStep.targetKind())))
                    .asFinished());
        });
    }

    /**
     * Revokes the grants of the copy after the replacement has failed. If the revocation fails, too, its exception is
     * added to the failure of the replacement, as a suppressed exception. A no-op if the server can't be reached, if
     * the ledger is lost, if no grants were given, or if the new object is not a temporary one.
     */
    public void abandon(RuntimeException failure) {
        boolean isUnreachable = failure instanceof ConnectionLostException
                || failure instanceof ServerUnreachableException
                || failure instanceof LedgerLostException;
        Optional<ObjectGrants> appliedGrants = findState().map(TransferState::appliedGrants);
        if (isUnreachable
                || appliedGrants.isEmpty()
                || !TemporaryName.isTemporary(grantStep.targetName().name())) {
            return;
        }
        try {
            changeGrants(
                    grantStep.targetName(),
                    appliedGrants.get().convertToKind(grantStep.targetKind()),
                    ObjectGrants.empty(grantStep.targetKind()));
            findState().ifPresent(state -> rememberState(state.withAppliedGrants(null)));
        } catch (RuntimeException revocationFailure) {
            failure.addSuppressed(revocationFailure);
        }
    }

    /**
     * Applies to the new object the changes that were made to the grants of the old object before the swap, and revokes
     * the grants of the old object. Only the users and roles that had grants are read: reading the grants of all others
     * would leave a revoked privilege in force for longer.
     */
    private void applyLateChanges(ObjectGrants appliedGrants) {
        GrantPair swappedGrants = readGrants(toHolders(appliedGrants));
        ObjectGrants oldGrants = swappedGrants.targetGrants;
        changeGrants(
                grantStep.sourceName(),
                swappedGrants.sourceGrants,
                swappedGrants.sourceGrants.withChanges(appliedGrants, oldGrants));
        warnAboutLateChanges(appliedGrants, oldGrants);
        changeGrants(grantStep.targetName(), oldGrants, ObjectGrants.empty(oldGrants.kind()));
    }

    private void warnAboutLateChanges(ObjectGrants appliedGrants, ObjectGrants currentGrants) {
        warnAboutChanges(
                "The grants of " + grantStep.sourceName()
                        + " have changed while it was replaced, and the new one gets the change, too",
                appliedGrants,
                currentGrants);
    }

    private static List<GrantHolder> toHolders(ObjectGrants grants) {
        return grants.grantees().stream().map(GrantTransfer::toHolder).toList();
    }

    private void warnAboutSwappedGrants(GrantPair swappedGrants) {
        if (!swappedGrants.targetGrants.isEmpty()) {
            warnAboutChanges(
                    "The run was interrupted while " + grantStep.sourceName()
                            + " was replaced. The grants of the new one differ from those of the old one;"
                            + " unless they have been changed since, change them again",
                    swappedGrants.targetGrants,
                    swappedGrants.sourceGrants);
        }
    }

    private void warnAboutChanges(String description, ObjectGrants grantsBefore, ObjectGrants grantsAfter) {
        List<String> changes = new ArrayList<>();
        ObjectGrants addedGrants = grantsAfter.withoutGrantsOf(grantsBefore);
        ObjectGrants removedGrants = grantsBefore.withoutGrantsOf(grantsAfter);
        if (!addedGrants.isEmpty()) {
            changes.add("granted: " + addedGrants.describe("to"));
        }
        if (!removedGrants.isEmpty()) {
            changes.add("revoked: " + removedGrants.describe("from"));
        }
        if (!changes.isEmpty()) {
            context.warn(description + ": " + String.join("; ", changes));
        }
    }

    private boolean isResumed() {
        return context.ledger().completedStepNumbers().contains(grantStep.number()) || context.wasInterrupted(step);
    }

    private boolean isFinished() {
        return findState().filter(TransferState::isFinished).isPresent();
    }

    private Optional<TransferState> findState() {
        return Optional.ofNullable(context.transferStateByStepNumber().get(grantStep.number()));
    }

    private void rememberState(TransferState state) {
        context.transferStateByStepNumber().put(grantStep.number(), state);
    }

    /**
     * Runs work that reads or changes grants. If the server refuses it, throws an exception; but if the loss of the
     * grants is accepted, publishes a warning, and the transfer counts as finished.
     */
    private void runHandlingRefusal(String problem, Runnable work) {
        try {
            work.run();
        } catch (ServerRefusalException refusal) {
            if (!grantStep.isLossAccepted() || refusal.transientError().isPresent()) {
                throw new StepErrors(context, step).failedGrants(problem, refusal);
            }
            context.warn(problem + ", and their loss was accepted: " + refusal.getMessage());
            rememberState(
                    TransferState.of(ObjectGrants.empty(grantStep.targetKind())).asFinished());
        }
    }

    /**
     * The grants of the source and the target by their names. After a swap, the new object has the source name.
     */
    private record GrantPair(ObjectGrants sourceGrants, ObjectGrants targetGrants) {}

    private GrantPair readGrants() {
        return readGrants(connection.runIdempotent(context::createBackoff, ServerGrantReader::readHolders));
    }

    private GrantPair readGrants(List<GrantHolder> holders) {
        ObjectGrants sourceGrants = ObjectGrants.empty(grantStep.targetKind());
        ObjectGrants targetGrants = sourceGrants;
        for (GrantHolder holder : holders) {
            for (ShownGrant shownGrant : readShownGrants(holder)) {
                sourceGrants = sourceGrants.withGrant(grantStep.sourceName(), shownGrant);
                targetGrants = targetGrants.withGrant(grantStep.targetName(), shownGrant);
            }
        }
        return new GrantPair(sourceGrants, targetGrants);
    }

    private List<ShownGrant> readShownGrants(GrantHolder holder) {
        return connection
                .runIdempotent(context::createBackoff, server -> ServerGrantReader.readGrants(server, holder))
                .orElse(List.of());
    }

    /** Revokes the current grants that are not desired, and gives the desired ones that are missing after that. */
    private void changeGrants(ObjectName objectName, ObjectGrants currentGrants, ObjectGrants desiredGrants) {
        ObjectGrants removedGrants = currentGrants.withoutGrantsOf(desiredGrants);
        ObjectGrants addedGrants = desiredGrants.withoutGrantsOf(currentGrants.withoutPrivilegesOf(removedGrants));
        if (removedGrants.isEmpty() && addedGrants.isEmpty()) {
            return;
        }
        context.ledger().requireHeld();
        removedGrants.createStatements(Direction.REVOKE, objectName).forEach(revoke -> send(objectName, revoke));
        addedGrants.createStatements(Direction.GRANT, objectName).forEach(grant -> send(objectName, grant));
    }

    /**
     * Sends a statement. A refusal is ignored if the user or role was dropped, or if another client has made the same
     * change. If the user or role was dropped and created again, the statement is sent again.
     */
    private void send(ObjectName objectName, ChangePrivileges change) {
        for (int attemptNumber = 1; ; attemptNumber++) {
            try {
                connection.executeIdempotent(context::createBackoff, Sql.render(change));
                return;
            } catch (ServerRefusalException refusal) {
                if (refusal.isAccessDenied() || refusal.transientError().isPresent()) {
                    throw refusal;
                }
                if (!isChangeMissing(objectName, change)) {
                    return;
                }
                if (attemptNumber == ServerGrantReader.MAX_ATTEMPTS) {
                    throw refusal;
                }
            }
        }
    }

    /** Returns whether the user or role exists, and the change of its privileges has not taken effect. */
    private boolean isChangeMissing(ObjectName objectName, ChangePrivileges change) {
        Optional<List<ShownGrant>> shownGrants = connection.runIdempotent(
                context::createBackoff, server -> ServerGrantReader.readGrants(server, toHolder(change.grantee())));
        if (shownGrants.isEmpty()) {
            return false;
        }
        ObjectGrants currentGrants = ObjectGrants.empty(change.target().kind());
        for (ShownGrant shownGrant : shownGrants.get()) {
            currentGrants = currentGrants.withGrant(objectName, shownGrant);
        }
        Set<Privilege> heldPrivileges =
                currentGrants.findPrivileges(change.grantee()).keySet();
        return change.direction() == Direction.GRANT
                ? !heldPrivileges.containsAll(change.privileges())
                : !Collections.disjoint(heldPrivileges, change.privileges());
    }

    private static GrantHolder toHolder(Grantee grantee) {
        return grantee instanceof Grantee.RoleGrantee roleGrantee
                ? GrantHolder.ofRole(roleGrantee.name().text())
                : new GrantHolder(false, ((Grantee.UserGrantee) grantee).user().toString());
    }
}
