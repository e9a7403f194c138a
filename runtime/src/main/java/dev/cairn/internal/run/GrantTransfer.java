package dev.cairn.internal.run;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.GrantListing;
import dev.cairn.internal.reflection.GrantListing.Holder;
import dev.cairn.internal.reflection.GrantListing.ShownRow;
import dev.cairn.internal.reflection.ObjectGrants;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives an object the grants of the one that it replaces. The migration names the two before the rows are copied, so that a run finds out
 * early whether it may read grants. But they are given only right before the replacement: until then, nobody but the migrator can
 * read the copy, and what is granted or revoked meanwhile counts. After a swap, the old object loses its grants, and what was
 * changed between the last look and the swap is changed on the new object, too.
 *
 * <pre>{@code
 * transfer.runStep();                      // the step of the migration
 * transfer.giveGrants();                   // right before the statement that replaces the object
 * transfer.finish();                       // right after it
 * }</pre>
 */
final class GrantTransfer {
    private final RunContext context;
    private final RunStep step;
    private final RunStep.GrantStep transfer;
    private final StepConnection connection;

    /** @param step the step that is run: the transfer itself, or the one that replaces the object */
    GrantTransfer(RunContext context, RunStep step, RunStep.GrantStep transfer, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.transfer = transfer;
        this.connection = connection;
    }

    /** Returns the transfers that a step completes. */
    static List<GrantTransfer> transfersOf(RunContext context, RunStep.StatementStep step, StepConnection connection) {
        return step.transfers().stream()
                .map(transfer -> new GrantTransfer(context, step, transfer, connection))
                .toList();
    }

    /**
     * What a run knows of a transfer.
     *
     * @param initialGrants the grants of the old object when the run first read them
     * @param givenGrants the grants of the old object that the new one was given; null before that
     * @param isFinished whether nothing is left to do: the old object has lost its grants, or nobody may read them
     */
    record TransferState(
            ObjectGrants initialGrants, @Nullable ObjectGrants givenGrants, boolean isFinished) {
        TransferState with(@Nullable ObjectGrants newGiven) {
            return new TransferState(initialGrants, newGiven, isFinished);
        }

        TransferState end() {
            return new TransferState(initialGrants, givenGrants, true);
        }
    }

    /** Runs the step of the transfer: the grants are read, and given if no later step replaces the object. */
    void runStep() {
        attempt("the grants of " + transfer.sourceObject() + " can't be read", () -> {
            GrantPair both = read();
            context.publishBegin(step);
            if (transfer.isCompletedLater()) {
                rememberState(new TransferState(both.sourceGrants, null, false));
                return;
            }
            context.ledger().beginStep(step.number());
            try {
                changeGrants(
                        transfer.targetObject(),
                        both.targetGrants,
                        both.targetGrants.plus(both.sourceGrants.forKind(transfer.kind())));
            } catch (ServerRefusalException refusal) {
                context.ledger().noteUndone(step.number());
                throw refusal;
            }
        });
    }

    /** Takes the grants of a copy that an earlier run gave, until the copy replaces the old object. */
    void takeBack() {
        if (!transfer.isCompletedBySwap() || !context.ledger().completedSteps().contains(transfer.number())) {
            return;
        }
        attempt("the grants of " + transfer.targetObject() + " can't be read", () -> {
            GrantPair both = read();
            if (!both.sourceGrants.isEmpty() || !both.targetGrants.isEmpty()) {
                // The grants from the beginning of the run are not known any more.
                context.warn("The run was stopped while " + transfer.sourceObject()
                        + " was replaced. Grants and revocations made in the meantime remain; its grants are now: "
                        + (both.sourceGrants.isEmpty() ? "none" : both.sourceGrants.describe("to"))
                        + (both.targetGrants.isEmpty()
                                ? ""
                                : ". The grants on its copy " + transfer.targetObject()
                                        + ", which nobody else has to read yet," + " are revoked: "
                                        + both.targetGrants.describe("from")));
            }
            rememberState(new TransferState(both.sourceGrants, null, false));
            changeGrants(transfer.targetObject(), both.targetGrants, ObjectGrants.empty(both.targetGrants.kind()));
        });
    }

    /** Gives the new object the grants that the old one has now. */
    void giveGrants() {
        if (isFinished()) {
            return;
        }
        attempt(
                "the grants of " + transfer.sourceObject() + " can't be transferred to " + transfer.targetObject(),
                () -> {
                    GrantPair both = read();
                    ObjectGrants wanted = both.sourceGrants.forKind(transfer.kind());
                    // A view that was created under its own name may have got grants of its own. Only an earlier run
                    // can have
                    // given it those of the old one, which may have been revoked since.
                    boolean all =
                            StagingName.isTemporary(transfer.targetObject().name())
                                    || (isResumed()
                                            && !StagingName.isTemporary(
                                                    transfer.sourceObject().name()));
                    changeGrants(
                            transfer.targetObject(), both.targetGrants, all ? wanted : both.targetGrants.plus(wanted));
                    TransferState known = findState().orElse(new TransferState(both.sourceGrants, null, false));
                    if (known.givenGrants == null) {
                        warnOf(
                                "The grants of " + transfer.sourceObject()
                                        + " have changed since its replacement began, and " + transfer.targetObject()
                                        + " gets those that it has now",
                                known.initialGrants,
                                both.sourceGrants);
                    }
                    rememberState(known.with(both.sourceGrants));
                });
    }

    /**
     * Gives the new object its grants if it does not have them yet; otherwise, what has changed since. In that case, it
     * reads the grants only of those who had some: to read those of all others would give writers time to interfere.
     */
    void giveOrUpdate() {
        Optional<ObjectGrants> givenGrants = findState().map(TransferState::givenGrants);
        if (givenGrants.isEmpty() || isFinished()) {
            giveGrants();
            return;
        }
        attempt(
                "the grants of " + transfer.sourceObject() + " can't be transferred to " + transfer.targetObject(),
                () -> {
                    GrantPair both = read(holders(givenGrants.get()));
                    changeGrants(
                            transfer.targetObject(), both.targetGrants, both.sourceGrants.forKind(transfer.kind()));
                    warnOfLateChanges(givenGrants.get(), both.sourceGrants);
                    rememberState(findState().orElseThrow().with(both.sourceGrants));
                });
    }

    /** Completes the transfer after the replacement. Has no effect if it is complete. */
    void finish() {
        if (!transfer.isCompletedBySwap() || isFinished()) {
            return;
        }
        attempt("the grants of the old " + transfer.sourceObject() + " can't be revoked", () -> {
            Optional<ObjectGrants> givenGrants = findState().map(TransferState::givenGrants);
            if (givenGrants.isPresent()) {
                applyLateChanges(givenGrants.get());
            } else {
                // An earlier run has swapped the two, or the grants could not be read.
                GrantPair swapped = read();
                warnOfSwapped(swapped);
                changeGrants(
                        transfer.targetObject(), swapped.targetGrants, ObjectGrants.empty(swapped.targetGrants.kind()));
            }
            rememberState(findState()
                    .orElse(new TransferState(ObjectGrants.empty(transfer.kind()), null, false))
                    .end());
        });
    }

    /** Takes the grants of the copy again if the replacement has failed. */
    void abandon(RuntimeException failure) {
        boolean unreachable = failure instanceof ConnectionLostException
                || failure instanceof UnreachableException
                || failure instanceof LedgerLostException;
        Optional<ObjectGrants> givenGrants = findState().map(TransferState::givenGrants);
        if (unreachable
                || givenGrants.isEmpty()
                || !StagingName.isTemporary(transfer.targetObject().name())) {
            return;
        }
        try {
            changeGrants(
                    transfer.targetObject(),
                    givenGrants.get().forKind(transfer.kind()),
                    ObjectGrants.empty(transfer.kind()));
            findState().ifPresent(known -> rememberState(known.with(null)));
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    /** Reads the grants only of those who had some: to read those of all others would leave a revoked privilege in force
     * for longer. */
    private void applyLateChanges(ObjectGrants givenGrants) {
        GrantPair swapped = read(holders(givenGrants));
        ObjectGrants old = swapped.targetGrants;
        changeGrants(
                transfer.sourceObject(), swapped.sourceGrants, swapped.sourceGrants.applyChanges(givenGrants, old));
        warnOfLateChanges(givenGrants, old);
        changeGrants(transfer.targetObject(), old, ObjectGrants.empty(old.kind()));
    }

    private void warnOfLateChanges(ObjectGrants givenGrants, ObjectGrants now) {
        warnOf(
                "The grants of " + transfer.sourceObject()
                        + " have changed while it was replaced, and the new one gets the change, too",
                givenGrants,
                now);
    }

    private static List<Holder> holders(ObjectGrants grants) {
        return grants.grantees().stream().map(GrantTransfer::toHolder).toList();
    }

    private void warnOfSwapped(GrantPair swapped) {
        if (!swapped.targetGrants.isEmpty()) {
            warnOf(
                    "The run was interrupted while " + transfer.sourceObject()
                            + " was replaced. The grants of the new one differ from those of the old one; if nobody"
                            + " has changed them since, change them again",
                    swapped.targetGrants,
                    swapped.sourceGrants);
        }
    }

    private void warnOf(String description, ObjectGrants before, ObjectGrants after) {
        List<String> changes = new ArrayList<>();
        ObjectGrants added = after.minusShared(before);
        ObjectGrants takenGrants = before.minusShared(after);
        if (!added.isEmpty()) {
            changes.add("granted: " + added.describe("to"));
        }
        if (!takenGrants.isEmpty()) {
            changes.add("revoked: " + takenGrants.describe("from"));
        }
        if (!changes.isEmpty()) {
            context.warn(description + ": " + String.join("; ", changes));
        }
    }

    private boolean isResumed() {
        return context.ledger().completedSteps().contains(transfer.number()) || context.wasInterrupted(step);
    }

    private boolean isFinished() {
        return findState().filter(TransferState::isFinished).isPresent();
    }

    private Optional<TransferState> findState() {
        return Optional.ofNullable(context.grants().get(transfer.number()));
    }

    private void rememberState(TransferState known) {
        context.grants().put(transfer.number(), known);
    }

    private void attempt(String problem, Runnable work) {
        try {
            work.run();
        } catch (ServerRefusalException refusal) {
            if (!transfer.isLossAccepted() || refusal.transientError().isPresent()) {
                throw new StepErrors(context, step).failedGrants(problem, refusal);
            }
            context.warn(problem + ", and their loss was accepted: " + refusal.getMessage());
            rememberState(new TransferState(ObjectGrants.empty(transfer.kind()), null, true));
        }
    }

    /** The grants of the two objects. */
    private record GrantPair(ObjectGrants sourceGrants, ObjectGrants targetGrants) {}

    private GrantPair read() {
        return read(connection.runIdempotent(context::createBackoff, GrantListing::readHolders));
    }

    private GrantPair read(List<Holder> holders) {
        ObjectGrants from = ObjectGrants.empty(transfer.kind());
        ObjectGrants to = from;
        for (Holder holder : holders) {
            for (ShownRow row : readRows(holder)) {
                from = from.with(transfer.sourceObject(), row);
                to = to.with(transfer.targetObject(), row);
            }
        }
        return new GrantPair(from, to);
    }

    private List<ShownRow> readRows(Holder holder) {
        return connection
                .runIdempotent(context::createBackoff, server -> GrantListing.readRows(server, holder))
                .orElse(List.of());
    }

    /** Changes the grants of an object. */
    private void changeGrants(ObjectName object, ObjectGrants currentGrants, ObjectGrants wantedGrants) {
        ObjectGrants takenGrants = currentGrants.minusShared(wantedGrants);
        ObjectGrants givenGrants = wantedGrants.minusShared(currentGrants.minus(takenGrants));
        if (takenGrants.isEmpty() && givenGrants.isEmpty()) {
            return;
        }
        context.ledger().requireHeld();
        takenGrants.renderStatements(Direction.REVOKE, object).forEach(revoke -> send(object, revoke));
        givenGrants.renderStatements(Direction.GRANT, object).forEach(grant -> send(object, grant));
    }

    /**
     * Sends a statement, which is needless if the user or role was dropped, or if somebody else has done the same. If it was dropped
     * and is there again, it is sent once more.
     */
    private void send(ObjectName object, ChangePrivileges change) {
        for (int attempt = 1; ; attempt++) {
            try {
                connection.runIdempotent(context::createBackoff, server -> {
                    server.execute(Sql.render(change));
                    return server;
                });
                return;
            } catch (ServerRefusalException refusal) {
                if (refusal.isDenied() || refusal.transientError().isPresent()) {
                    throw refusal;
                }
                if (!isNeeded(object, change)) {
                    return;
                }
                if (attempt == GrantListing.ATTEMPTS) {
                    throw refusal;
                }
            }
        }
    }

    private boolean isNeeded(ObjectName object, ChangePrivileges change) {
        Optional<List<ShownRow>> rows = connection.runIdempotent(
                context::createBackoff, server -> GrantListing.readRows(server, toHolder(change.grantee())));
        if (rows.isEmpty()) {
            return false;
        }
        ObjectGrants now = ObjectGrants.empty(change.target().kind());
        for (ShownRow row : rows.get()) {
            now = now.with(object, row);
        }
        Set<Privilege> heldPrivileges = now.privilegesOf(change.grantee()).keySet();
        return change.direction() == Direction.GRANT
                ? !heldPrivileges.containsAll(change.privileges())
                : !Collections.disjoint(heldPrivileges, change.privileges());
    }

    private static Holder toHolder(Grantee grantee) {
        return grantee instanceof Grantee.RoleGrantee role
                ? Holder.role(role.name().text())
                : new Holder(false, ((Grantee.UserGrantee) grantee).user().toString());
    }
}
