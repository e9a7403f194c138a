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

/** Describes the grants of roles that each server has, such as {@code root}. */
public final class BuiltInRoleGrants {
    /** The user of each server that has the role of the same name. */
    private static final String ROOT = "root";

    private BuiltInRoleGrants() {}

    /** Describes the grants of a statement: {@code gives user x the role root, which has every privilege}. */
    public static List<String> describe(Statement statement) {
        if (statement instanceof ChangePrivileges change) {
            return grantsActingAsRoot(change)
                    ? List.of("lets " + change.grantee().description() + " act as root, which has every privilege")
                    : List.of();
        }
        return findGrant(statement).map(BuiltInRoleGrants::describeGrant).orElse(List.of());
    }

    /**
     * Returns whether a statement grants IMPERSONATE on root, which gives the grantee all roles of root.
     */
    private static boolean grantsActingAsRoot(ChangePrivileges change) {
        return change.direction() == Direction.GRANT
                && change.target() instanceof AccessStatement.GrantTarget.ImpersonatedUsers users
                && users.users().stream()
                        .anyMatch(user -> user instanceof UserReference.NamedUser namedUser
                                && namedUser.name().text().equals(ROOT));
    }

    /**
     * Returns the grants of a statement to users, groups and roles that are not of the schema. The roles of a role of
     * the schema are omitted, because its record declares them.
     *
     * @param catalog has the roles of the schema
     */
    public static List<String> describeBeyondSchema(Statement statement, Catalog catalog) {
        if (statement instanceof ChangePrivileges) {
            return describe(statement);
        }
        return findGrant(statement)
                .filter(grant -> !(grant.grantee() instanceof Grantee.RoleGrantee role)
                        || catalog.role(role.name().text()).isEmpty())
                .map(BuiltInRoleGrants::describeGrant)
                .orElse(List.of());
    }

    private static Optional<ChangeRoles> findGrant(Statement statement) {
        if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            return AccountStatement.parse(opaqueStatement).flatMap(AccountStatement::grantedRoles);
        }
        return statement instanceof ChangeRoles change && change.direction() == Direction.GRANT
                ? Optional.of(change)
                : Optional.empty();
    }

    private static List<String> describeGrant(ChangeRoles grant) {
        List<String> sentences = new ArrayList<>();
        for (Name role : grant.roles()) {
            Role.describeBuiltIn(role.text())
                    .ifPresent(meaning -> sentences.add("gives "
                            + grant.grantee().description() + " the role " + role.text() + ", which " + meaning));
        }
        return sentences;
    }
}
