package dev.cairn.plan.access;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describes what statements grant through the roles and users that each server has, such as {@code root}. */
public final class BuiltInRoleGrants {
    /** The user that every server has; the role of the user has the same name. */
    private static final String ROOT_USER = "root";

    private BuiltInRoleGrants() {}

    /**
     * Describes the grants of a statement, such as {@code gives user x the role root, which has every privilege}. The
     * list is empty if the statement grants neither a built-in role nor IMPERSONATE on root.
     */
    public static List<String> describe(Statement statement) {
        if (statement instanceof ChangePrivileges change) {
            return isGrantOfImpersonatingRoot(change)
                    ? List.of("lets " + change.grantee().description() + " act as root, which has every privilege")
                    : List.of();
        }
        return findGrant(statement).map(BuiltInRoleGrants::describeGrant).orElse(List.of());
    }

    /**
     * Returns whether a statement grants IMPERSONATE on root, which gives the grantee all roles of root.
     */
    private static boolean isGrantOfImpersonatingRoot(ChangePrivileges change) {
        return change.direction() == Direction.GRANT
                && change.target() instanceof AccessStatement.GrantTarget.ImpersonatedUsers users
                && users.users().stream()
                        .anyMatch(user -> user instanceof UserReference.NamedUser namedUser
                                && namedUser.name().text().equals(ROOT_USER));
    }

    /**
     * Describes the grants of a statement to users, groups and roles that do not belong to the schema. Roles that are
     * granted to a role of the schema are omitted, because its record declares them.
     *
     * @param catalog the catalog with the roles of the schema
     */
    public static List<String> describeBeyondSchema(Statement statement, Catalog catalog) {
        if (statement instanceof ChangePrivileges) {
            return describe(statement);
        }
        return findGrant(statement)
                .filter(grant -> !(grant.grantee() instanceof Grantee.RoleGrantee role)
                        || catalog.findRole(role.name().text()).isEmpty())
                .map(BuiltInRoleGrants::describeGrant)
                .orElse(List.of());
    }

    private static Optional<ChangeRoles> findGrant(Statement statement) {
        if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            return AccountStatement.parse(opaqueStatement).flatMap(AccountStatement::defaultRoleGrant);
        }
        return statement instanceof ChangeRoles change && change.direction() == Direction.GRANT
                ? Optional.of(change)
                : Optional.empty();
    }

    private static List<String> describeGrant(ChangeRoles grant) {
        List<String> descriptions = new ArrayList<>();
        for (Name role : grant.roles()) {
            Role.describeBuiltIn(role.text())
                    .ifPresent(meaning -> descriptions.add("gives "
                            + grant.grantee().description() + " the role " + role.text() + ", which " + meaning));
        }
        return descriptions;
    }
}
