package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.AccessControl;
import dev.cairn.internal.reflection.RoleOwnership;
import dev.cairn.internal.reflection.RoleReflection;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.InspectionResult;
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
 * Guards a step that changes roles. All databases of a server share the roles, so another schema or an administrator
 * may use a role with the same name.
 */
public final class RoleStepGuard implements StepGuard {
    private final RunContext context;
    private final StatementStep step;

    RoleStepGuard(RunContext context, StatementStep step) {
        this.context = context;
        this.step = step;
    }

    /**
     * Requires that a role that exists was created by the migrations, and that a role to be dropped has only grants of
     * the migrations.
     */
    @Override
    public void requirePermitted(StepConnection connection) {
        Statement statement = step.simulatedStep().action().statement();
        if (isFirstCreation(context.wasInterrupted(step))) {
            requireNoRole(connection);
        } else if (statement instanceof DropRole dropRole) {
            requireNoForeignGrants(dropRole, connection);
        } else if (statement instanceof ChangePrivileges change
                && change.direction() == Direction.GRANT
                && change.grantee() instanceof Grantee.RoleGrantee roleGrantee) {
            requireNoForeignUse(List.of(roleGrantee.name()), connection);
        } else if (statement instanceof ChangeRoles change && change.direction() == Direction.GRANT) {
            requireNoForeignUse(change.roles(), connection);
        }
    }

    private void requireNoForeignGrants(DropRole dropRole, StepConnection connection) {
        RoleOwnership.ForeignUse foreignUse = connection.runIdempotent(
                context::createBackoff,
                server -> RoleOwnership.forConnection(server).readForeignUse(dropRole, step.catalogBefore()));
        if (!foreignUse.descriptions().isEmpty()) {
            throw new StepGuardErrors(context, step).foreignRoleGrants(foreignUse.descriptions());
        }
        if (!foreignUse.userNames().isEmpty()) {
            context.warn(Sql.render(dropRole) + ": these migrations did not grant the role to "
                    + String.join(", ", foreignUse.userNames()) + ", who will lose it");
        }
    }

    /**
     * Requires that the roles that this migration creates do not have privileges of other schemas. A frontend that
     * receives two CREATE ROLE statements at the same time may accept both, and create one role.
     */
    private void requireNoForeignUse(List<Name> roleNames, StepConnection connection) {
        Set<Name> createdRoleNames = new HashSet<>();
        for (RunStep runStep : context.preparedMigration().steps()) {
            if (runStep instanceof StatementStep statementStep
                    && statementStep.simulatedStep().action().statement() instanceof CreateRole createRole
                    && !createRole.ifNotExists()) {
                createdRoleNames.addAll(createRole.roles());
            }
        }
        createdRoleNames.retainAll(roleNames);
        if (!createdRoleNames.isEmpty()) {
            List<String> privilegeDescriptions = connection.runIdempotent(
                    context::createBackoff,
                    server -> RoleOwnership.forConnection(server)
                            .describeForeignPrivileges(
                                    createdRoleNames,
                                    context.preparedMigration().catalogAfter()));
            if (!privilegeDescriptions.isEmpty()) {
                throw new StepGuardErrors(context, step).foreignRole(privilegeDescriptions);
            }
        }
    }

    /**
     * Returns whether the step creates a role for the first time: if the role exists already, another client has
     * created it. If migrators create a role of the same name in several databases at the same time, only one of them
     * succeeds.
     */
    @Override
    public boolean skipsInspection(boolean mayHaveRun) {
        return isFirstCreation(mayHaveRun);
    }

    private boolean isFirstCreation(boolean mayHaveRun) {
        return step.simulatedStep().action().statement() instanceof CreateRole createRole
                && !createRole.ifNotExists()
                && context.isFirstRun(mayHaveRun);
    }

    private void requireNoRole(StepConnection connection) {
        CreateRole createRole = (CreateRole) step.requireStatement();
        Optional<List<String>> excessDescriptions = connection.runIdempotent(
                context::createBackoff,
                server -> RoleOwnership.forConnection(server)
                        .findExcessOfExistingRoles(
                                createRole, context.preparedMigration().catalogAfter()));
        if (excessDescriptions.isPresent()) {
            throw new StepGuardErrors(context, step).foreignRole(excessDescriptions.get());
        }
    }

    @Override
    public void requireDoneDespiteRefusal(
            ServerRefusalException refusal, StepConnection connection, boolean mayHaveRun) {
        if (isFirstCreation(mayHaveRun) && RefusalPatterns.isDuplicateRole(refusal)) {
            context.ledger().recordUndone(step.number());
            requireNoRole(connection);
            throw new StepErrors(context, step).refusedStatement(refusal);
        }
    }

    /** Inspects the roles. A GRANT or REVOKE that is done only in part counts as not done, and runs again. */
    @Override
    public Optional<InspectionResult> inspect(ServerConnection connection) {
        SortedMap<ObjectName, SortedSet<ObjectPart>> partsByRole = StepInspector.findTouchedDefinitionParts(step);
        if (partsByRole.isEmpty()) {
            return Optional.of(InspectionResult.INCONCLUSIVE);
        }
        boolean isAfter =
                new RoleReflection(connection).hasStateAfter(step.catalogBefore(), step.catalogAfter(), partsByRole);
        return Optional.of(isAfter ? InspectionResult.AFTER : InspectionResult.BEFORE);
    }

    /**
     * Returns all the given steps, and publishes a warning, if another system than StarRocks manages privileges, so
     * that they have no effect; otherwise returns an empty list.
     *
     * @param steps the steps that change roles, at least one
     */
    public static List<RunStep> findStepsWithoutEffect(
            RunContext context, List<RunStep> steps, StepConnection connection) {
        AccessControl accessControl = connection.runIdempotent(context::createBackoff, AccessControl::read);
        if (!accessControl.isExternal()) {
            return List.of();
        }
        context.warn(accessControl.describeExternalControl());
        return steps;
    }
}
