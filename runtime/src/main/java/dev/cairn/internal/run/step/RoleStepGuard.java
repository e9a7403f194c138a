package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.AccessControl;
import dev.cairn.internal.reflection.RoleOwnership;
import dev.cairn.internal.reflection.RoleReflection;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.CreateRole;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.DropRole;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Guards the steps that change roles, which all databases of a server share: another schema, or an administrator, may
 * use a role of the same name.
 */
public final class RoleStepGuard implements StepGuard {
    private final RunContext context;
    private final RunStep.StatementStep step;

    RoleStepGuard(RunContext context, RunStep.StatementStep step) {
        this.context = context;
        this.step = step;
    }

    /** Roles that the migrations did not create are not taken over, and what they did not grant is not dropped. */
    @Override
    public void requirePermitted(StepConnection connection) {
        Statement statement = step.step().action().statement();
        if (isFirstCreation(context.wasInterrupted(step))) {
            requireNoRole(connection);
        } else if (statement instanceof DropRole drop) {
            requireOwnGrants(drop, connection);
        } else if (statement instanceof ChangePrivileges change
                && change.direction() == Direction.GRANT
                && change.grantee() instanceof Grantee.RoleGrantee role) {
            requireNoForeignUse(List.of(role.name()), connection);
        } else if (statement instanceof ChangeRoles change && change.direction() == Direction.GRANT) {
            requireNoForeignUse(change.roles(), connection);
        }
    }

    private void requireOwnGrants(DropRole drop, StepConnection connection) {
        RoleOwnership.ForeignUse foreignUse = connection.runIdempotent(
                context::createBackoff,
                server -> RoleOwnership.forConnection(server).findForeignUse(drop, step.before()));
        if (!foreignUse.rights().isEmpty()) {
            throw new StepErrors(context, step).rolesOfOthers(foreignUse.rights());
        }
        if (!foreignUse.users().isEmpty()) {
            context.warn(Sql.render(drop) + ": these migrations did not grant the role to "
                    + String.join(", ", foreignUse.users()) + ", who will lose it");
        }
    }

    /**
     * Requires that no other schema and no user has the roles that this migration creates. A frontend that gets CREATE
     * ROLE twice at the same time may accept both, and create one role.
     */
    private void requireNoForeignUse(List<Name> roles, StepConnection connection) {
        Set<Name> createdRoles = new HashSet<>();
        for (RunStep otherStep : context.preparedMigration().steps()) {
            if (otherStep instanceof RunStep.StatementStep statementStep
                    && statementStep.step().action().statement() instanceof CreateRole create
                    && !create.ifNotExists()) {
                createdRoles.addAll(create.roles());
            }
        }
        createdRoles.retainAll(roles);
        if (!createdRoles.isEmpty()) {
            List<String> rights = connection.runIdempotent(
                    context::createBackoff,
                    server -> RoleOwnership.forConnection(server)
                            .describeForeignRights(
                                    createdRoles, context.preparedMigration().after()));
            if (!rights.isEmpty()) {
                throw new StepErrors(context, step).foreignRole(rights);
            }
        }
    }

    /**
     * Returns whether the step creates a role for the first time. If the role exists already, others have created it.
     * Of migrators that create a role of the same name in several databases at the same time, the server lets one
     * succeed.
     */
    @Override
    public boolean skipsInspection(boolean mayHaveRun) {
        return isFirstCreation(mayHaveRun);
    }

    private boolean isFirstCreation(boolean mayHaveRun) {
        return step.step().action().statement() instanceof CreateRole create
                && !create.ifNotExists()
                && context.isFirstRun(mayHaveRun);
    }

    private void requireNoRole(StepConnection connection) {
        CreateRole create = (CreateRole) step.requireStatement();
        Optional<List<String>> excess = connection.runIdempotent(
                context::createBackoff,
                server -> RoleOwnership.forConnection(server)
                        .describeExcessOfExistingRoles(
                                create, context.preparedMigration().after()));
        if (excess.isPresent()) {
            throw new StepErrors(context, step).foreignRole(excess.get());
        }
    }

    @Override
    public void throwIfNotDone(ServerRefusalException refusal, StepConnection connection, boolean mayHaveRun) {
        if (isFirstCreation(mayHaveRun) && RefusalPatterns.isExistingRole(refusal)) {
            context.ledger().recordUndone(step.number());
            requireNoRole(connection);
            throw new StepErrors(context, step).refusedStatement(refusal);
        }
    }

    /** A GRANT or REVOKE of which this migrator or another client has made a part runs again. */
    @Override
    public Optional<InspectionResult> inspect(ServerConnection connection) {
        SortedMap<ObjectName, SortedSet<ObjectPart>> parts = StepInspector.touchedParts(step);
        if (parts.isEmpty()) {
            return Optional.of(InspectionResult.INCONCLUSIVE);
        }
        boolean isAfter = new RoleReflection(connection).hasStateAfter(step.before(), step.after(), parts);
        return Optional.of(isAfter ? InspectionResult.AFTER : InspectionResult.BEFORE);
    }

    /**
     * Returns the steps that have no effect because another system than StarRocks manages privileges.
     *
     * @param steps the steps that change roles, at least one
     */
    public static List<RunStep> findStepsWithoutEffect(
            RunContext context, List<RunStep> steps, StepConnection connection) {
        AccessControl accessControl = connection.runIdempotent(context::createBackoff, AccessControl::read);
        if (!accessControl.isExternal()) {
            return List.of();
        }
        context.warn(accessControl.note());
        return steps;
    }
}
