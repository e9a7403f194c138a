package dev.cairn.plan.step;

import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.Name;
import java.util.Optional;
import java.util.stream.Collectors;

/** The access that a GRANT, REVOKE or DROP ROLE takes from the roles of the schema. */
record AccessLoss(SimulatedAction simulatedAction, AccessStatement accessStatement) {
    /** Describes the access that the roles of the schema lose; empty if they do not lose access. */
    Optional<String> describe() {
        boolean changesRoles = !simulatedAction
                .catalogBefore()
                .roles()
                .equals(simulatedAction.catalogAfter().roles());
        if (!changesRoles) {
            return Optional.empty();
        }
        if (accessStatement instanceof AccessStatement.DropRole drop) {
            return Optional.of(
                    "drops the role " + drop.roles().stream().map(Name::text).collect(Collectors.joining(", ")));
        }
        if (accessStatement instanceof ChangePrivileges change && change.direction() == Direction.REVOKE) {
            String privilegeList =
                    change.privileges().stream().map(Privilege::sql).collect(Collectors.joining(", "));
            return Optional.of("revokes " + privilegeList + " ON "
                    + Sql.render(change.target()).replace("`", "") + " from the "
                    + change.grantee().description());
        }
        return accessStatement instanceof ChangeRoles change && change.direction() == Direction.REVOKE
                ? Optional.of("revokes the role "
                        + change.roles().stream().map(Name::text).collect(Collectors.joining(", ")) + " from "
                        + change.grantee())
                : Optional.empty();
    }
}
