package dev.cairn.internal.run;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.Target;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Copies the grants of one object to another, which keeps its own grants. The step is idempotent. */
final class GrantRun {
    private static final Set<SecuredKind> OBJECTS =
            Set.of(SecuredKind.TABLE, SecuredKind.VIEW, SecuredKind.MATERIALIZED_VIEW);

    private final RunContext context;
    private final RunStep.OfGrants step;
    private final StepConnection stepConnection;

    GrantRun(RunContext context, RunStep.OfGrants step, StepConnection stepConnection) {
        this.context = context;
        this.step = step;
        this.stepConnection = stepConnection;
    }

    void run() {
        String doing = "the grants of " + step.from() + " can't be read";
        try {
            List<String> grants = stepConnection.ask(context::backoff, this::grants);
            context.begins(step);
            context.ledger().begin(step.number());
            doing = step.to() + " can't be given the grants of " + step.from();
            stepConnection.ask(context::backoff, connection -> {
                grants.forEach(connection::execute);
                return connection;
            });
        } catch (ServerRefusalException refusal) {
            if (!step.lossAccepted()) {
                context.ledger().undone(step.number());
                throw new StepErrors(context, step).grants(doing, refusal);
            }
            context.warn(doing + ", and their loss was accepted: " + refusal.getMessage());
        }
    }

    /**
     * Returns the statements that grant the same privileges. The server shows grants only for each user and each
     * role.
     */
    private List<String> grants(ServerConnection connection) {
        List<String> holders = new ArrayList<>();
        connection.rows("SHOW USERS").forEach(row -> holders.add("USER " + row.get(0)));
        connection
                .rows("SHOW ROLES")
                .forEach(row -> holders.add("ROLE " + SqlQuoting.text(String.valueOf(row.get(0)))));
        List<String> grants = new ArrayList<>();
        for (String holder : holders) {
            String grantee = holder.startsWith("USER ") ? holder.substring("USER ".length()) : holder;
            for (var row : connection.rows("SHOW GRANTS FOR " + grantee)) {
                onTarget(String.valueOf(row.get(2))).map(Sql::render).ifPresent(grants::add);
            }
        }
        return grants;
    }

    /**
     * Returns the statement that grants the same privileges on the target of the step; empty if the shown one is about another
     * object. Privileges that the kind of the target does not have are left out. Grants on all tables of a database name no object,
     * and also apply to new ones.
     */
    private Optional<ChangePrivileges> onTarget(String shown) {
        if (!(Sql.parseShown(shown) instanceof ChangePrivileges grant)
                || !(grant.target() instanceof Target.Named named)
                || !OBJECTS.contains(named.kind())
                || !named.names().equals(List.of(qualified(step.from())))) {
            return Optional.empty();
        }
        List<Privilege> privileges = new ArrayList<>(grant.privileges());
        privileges.retainAll(step.kind().privileges());
        return privileges.isEmpty()
                ? Optional.empty()
                : Optional.of(new ChangePrivileges(
                        grant.direction(),
                        privileges,
                        new Target.Named(step.kind(), List.of(qualified(step.to()))),
                        grant.grantee(),
                        grant.withGrantOption(),
                        grant.span()));
    }

    private static QualifiedName qualified(ObjectName name) {
        return QualifiedName.of(name.database(), name.name());
    }
}
