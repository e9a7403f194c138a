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
 * transfer.announce();                     // the step of the migration
 * transfer.give();                         // right before the statement that replaces the object
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
     * @param first the grants of the old object when the run first read them
     * @param given the grants of the old object that the new one was given; null before that
     * @param finished whether nothing is left to do: the old object has lost its grants, or nobody may read them
     */
    record TransferState(ObjectGrants first, @Nullable ObjectGrants given, boolean finished) {
        TransferState with(@Nullable ObjectGrants newGiven) {
            return new TransferState(first, newGiven, finished);
        }

        TransferState end() {
            return new TransferState(first, given, true);
        }
    }

    /** Runs the step of the transfer: the grants are read, and given if no later step replaces the object. */
    void announce() {
        attempt("the grants of " + transfer.from() + " can't be read", () -> {
            GrantPair both = read();
            context.publishBegin(step);
            if (transfer.isCompletedLater()) {
                remember(new TransferState(both.from, null, false));
                return;
            }
            context.ledger().begin(step.number());
            try {
                change(transfer.to(), both.to, both.to.plus(both.from.forKind(transfer.kind())));
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
        attempt("the grants of " + transfer.to() + " can't be read", () -> {
            GrantPair both = read();
            if (!both.from.isEmpty() || !both.to.isEmpty()) {
                // What the grants were when the run began is not known any more.
                context.warn("The run was stopped while " + transfer.from()
                        + " was replaced. Grants and revocations made in the meantime remain; its grants are now: "
                        + (both.from.isEmpty() ? "none" : both.from.inWords("to"))
                        + (both.to.isEmpty()
                                ? ""
                                : ". The grants on its copy " + transfer.to() + ", which nobody else has to read yet,"
                                        + " are revoked: " + both.to.inWords("from")));
            }
            remember(new TransferState(both.from, null, false));
            change(transfer.to(), both.to, ObjectGrants.empty(both.to.kind()));
        });
    }

    /** Gives the new object the grants that the old one has now. */
    void give() {
        if (isFinished()) {
            return;
        }
        attempt("the grants of " + transfer.from() + " can't be transferred to " + transfer.to(), () -> {
            GrantPair both = read();
            ObjectGrants wanted = both.from.forKind(transfer.kind());
            // A view that was created under its own name may have got grants of its own. Only an earlier run can have
            // given it those of the old one, which may have been revoked since.
            boolean all = StagingName.isTemporary(transfer.to().name())
                    || (isResumed() && !StagingName.isTemporary(transfer.from().name()));
            change(transfer.to(), both.to, all ? wanted : both.to.plus(wanted));
            TransferState known = findKnown().orElse(new TransferState(both.from, null, false));
            if (known.given == null) {
                warnOf(
                        "The grants of " + transfer.from() + " have changed since its replacement began, and "
                                + transfer.to() + " gets those that it has now",
                        known.first,
                        both.from);
            }
            remember(known.with(both.from));
        });
    }

    /**
     * Gives the new object its grants if it does not have them yet; otherwise, what has changed since. Then only those are asked who
     * had grants: to ask all others would let writers come in between.
     */
    void giveOrUpdate() {
        Optional<ObjectGrants> givenGrants = findKnown().map(TransferState::given);
        if (givenGrants.isEmpty() || isFinished()) {
            give();
            return;
        }
        attempt("the grants of " + transfer.from() + " can't be transferred to " + transfer.to(), () -> {
            GrantPair both = read(holders(givenGrants.get()));
            change(transfer.to(), both.to, both.from.forKind(transfer.kind()));
            warnOfLate(givenGrants.get(), both.from);
            remember(findKnown().orElseThrow().with(both.from));
        });
    }

    /** Completes the transfer after the replacement. Has no effect if it is complete. */
    void finish() {
        if (!transfer.isCompletedBySwap() || isFinished()) {
            return;
        }
        attempt("the grants of the old " + transfer.from() + " can't be revoked", () -> {
            Optional<ObjectGrants> givenGrants = findKnown().map(TransferState::given);
            if (givenGrants.isPresent()) {
                changeLate(givenGrants.get());
            } else {
                // An earlier run has swapped the two, or the grants could not be read.
                GrantPair swapped = read();
                warnOfSwapped(swapped);
                change(transfer.to(), swapped.to, ObjectGrants.empty(swapped.to.kind()));
            }
            remember(findKnown()
                    .orElse(new TransferState(ObjectGrants.empty(transfer.kind()), null, false))
                    .end());
        });
    }

    /** Takes the grants of the copy again if the replacement has failed. */
    void abandon(RuntimeException failure) {
        boolean unreachable = failure instanceof ConnectionLostException
                || failure instanceof UnreachableException
                || failure instanceof LedgerLostException;
        Optional<ObjectGrants> givenGrants = findKnown().map(TransferState::given);
        if (unreachable
                || givenGrants.isEmpty()
                || !StagingName.isTemporary(transfer.to().name())) {
            return;
        }
        try {
            change(transfer.to(), givenGrants.get().forKind(transfer.kind()), ObjectGrants.empty(transfer.kind()));
            findKnown().ifPresent(known -> remember(known.with(null)));
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    /** Only those are asked who had grants: to ask all others would leave a revoked privilege in force meanwhile. */
    private void changeLate(ObjectGrants givenGrants) {
        GrantPair swapped = read(holders(givenGrants));
        ObjectGrants old = swapped.to;
        change(transfer.from(), swapped.from, swapped.from.applyChanges(givenGrants, old));
        warnOfLate(givenGrants, old);
        change(transfer.to(), old, ObjectGrants.empty(old.kind()));
    }

    private void warnOfLate(ObjectGrants givenGrants, ObjectGrants now) {
        warnOf(
                "The grants of " + transfer.from()
                        + " have changed while it was replaced, and the new one gets the change, too",
                givenGrants,
                now);
    }

    private static List<Holder> holders(ObjectGrants grants) {
        return grants.grantees().stream().map(GrantTransfer::holder).toList();
    }

    private void warnOfSwapped(GrantPair swapped) {
        if (!swapped.to.isEmpty()) {
            warnOf(
                    "The run was interrupted while " + transfer.from()
                            + " was replaced. The grants of the new one differ from those of the old one; if nobody"
                            + " has changed them since, change them again",
                    swapped.to,
                    swapped.from);
        }
    }

    private void warnOf(String what, ObjectGrants before, ObjectGrants after) {
        List<String> changes = new ArrayList<>();
        ObjectGrants added = after.minusShared(before);
        ObjectGrants takenGrants = before.minusShared(after);
        if (!added.isEmpty()) {
            changes.add("granted: " + added.inWords("to"));
        }
        if (!takenGrants.isEmpty()) {
            changes.add("revoked: " + takenGrants.inWords("from"));
        }
        if (!changes.isEmpty()) {
            context.warn(what + ": " + String.join("; ", changes));
        }
    }

    private boolean isResumed() {
        return context.ledger().completedSteps().contains(transfer.number()) || context.wasInterrupted(step);
    }

    private boolean isFinished() {
        return findKnown().filter(TransferState::finished).isPresent();
    }

    private Optional<TransferState> findKnown() {
        return Optional.ofNullable(context.grants().get(transfer.number()));
    }

    private void remember(TransferState known) {
        context.grants().put(transfer.number(), known);
    }

    private void attempt(String problem, Runnable work) {
        try {
            work.run();
        } catch (ServerRefusalException refusal) {
            if (!transfer.lossAccepted() || refusal.transientError().isPresent()) {
                throw new StepErrors(context, step).grants(problem, refusal);
            }
            context.warn(problem + ", and their loss was accepted: " + refusal.getMessage());
            remember(new TransferState(ObjectGrants.empty(transfer.kind()), null, true));
        }
    }

    /** The grants of the two objects. */
    private record GrantPair(ObjectGrants from, ObjectGrants to) {}

    private GrantPair read() {
        return read(connection.runIdempotent(context::backoff, GrantListing::holders));
    }

    private GrantPair read(List<Holder> holders) {
        ObjectGrants from = ObjectGrants.empty(transfer.kind());
        ObjectGrants to = from;
        for (Holder holder : holders) {
            for (ShownRow row : rows(holder)) {
                from = from.with(transfer.from(), row);
                to = to.with(transfer.to(), row);
            }
        }
        return new GrantPair(from, to);
    }

    private List<ShownRow> rows(Holder holder) {
        return connection
                .runIdempotent(context::backoff, server -> GrantListing.rows(server, holder))
                .orElse(List.of());
    }

    /** Changes the grants of an object. */
    private void change(ObjectName object, ObjectGrants now, ObjectGrants wanted) {
        ObjectGrants takenGrants = now.minusShared(wanted);
        ObjectGrants givenGrants = wanted.minusShared(now.minus(takenGrants));
        if (takenGrants.isEmpty() && givenGrants.isEmpty()) {
            return;
        }
        context.ledger().requireHeld();
        takenGrants.statements(Direction.REVOKE, object).forEach(revoke -> send(object, revoke));
        givenGrants.statements(Direction.GRANT, object).forEach(grant -> send(object, grant));
    }

    /**
     * Sends a statement, which is needless if the user or role was dropped, or if somebody else has done the same. If it was dropped
     * and is there again, it is sent once more.
     */
    private void send(ObjectName object, ChangePrivileges change) {
        for (int attempt = 1; ; attempt++) {
            try {
                connection.runIdempotent(context::backoff, server -> {
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
                context::backoff, server -> GrantListing.rows(server, holder(change.grantee())));
        if (rows.isEmpty()) {
            return false;
        }
        ObjectGrants now = ObjectGrants.empty(change.target().kind());
        for (ShownRow row : rows.get()) {
            now = now.with(object, row);
        }
        Set<Privilege> heldPrivileges = now.of(change.grantee()).keySet();
        return change.direction() == Direction.GRANT
                ? !heldPrivileges.containsAll(change.privileges())
                : !Collections.disjoint(heldPrivileges, change.privileges());
    }

    private static Holder holder(Grantee grantee) {
        return grantee instanceof Grantee.RoleGrantee role
                ? Holder.role(role.name().text())
                : new Holder(false, ((Grantee.UserGrantee) grantee).user().toString());
    }
}
