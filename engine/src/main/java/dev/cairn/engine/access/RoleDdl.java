package dev.cairn.engine.access;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.AlterRole;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.CreateRole;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.DropRole;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.SetDefaultRole;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies statements about roles.
 *
 * <p>The catalog of a schema has only the roles of the schema. A statement about an unknown role changes nothing there,
 * because the server may have the role; in the catalog of a whole server ({@link Catalog#isOfWholeServer}) it is
 * refused. A role that CREATE ROLE IF NOT EXISTS creates in the catalog of a schema is shared.
 */
public record RoleDdl(ServerState server) {
    private static final String GRANTEE_ERROR_PREFIX = "Can not granted/revoke role to/from role";
    private static final String GRANTED_ROLE_ERROR_PREFIX = "Can not granted/revoke role to/from user";

    /** The maximum number of inheritance steps from a role to its farthest ancestor. */
    private static final int MAX_INHERITANCE_DEPTH = 16;

    /**
     * Returns the result of a statement about roles or privileges.
     *
     * @throws Refusal with the error of the server
     */
    public StatementResult apply(AccessStatement statement) {
        if (statement instanceof CreateRole create) {
            return createRoles(create);
        }
        if (statement instanceof AlterRole alter) {
            return alterRoles(alter);
        }
        if (statement instanceof DropRole drop) {
            return dropRoles(drop);
        }
        if (statement instanceof ChangeRoles change) {
            return changeRoles(change);
        }
        return statement instanceof ChangePrivileges change
                ? new PrivilegeDdl(server).apply(change)
                : setDefaultRoles((SetDefaultRole) statement);
    }

    private StatementResult createRoles(CreateRole statement) {
        boolean hasExistingRole = false;
        for (Name roleName : statement.roles()) {
            requireValidName(server, roleName);
            boolean isExistingRole = hasRole(roleName) || Role.isBuiltIn(roleName.text());
            hasExistingRole |= isExistingRole;
            if (isExistingRole && !statement.ifNotExists()) {
                throw Refusal.ofAnalysis(roleName.span(), AccessRule.ROLE_EXISTS, roleName);
            }
        }
        Catalog catalog = server.catalog();
        boolean isShared = statement.ifNotExists() && !catalog.isOfWholeServer();
        String comment = statement.comment() == null ? "" : statement.comment();
        for (Name roleName : statement.roles()) {
            Optional<Role> role = catalog.findRole(roleName.text());
            if (role.isPresent() && isShared) {
                catalog = catalog.withRole(role.get().withShared(true));
            } else if (!hasExistingRole) { // the server creates none if one of them exists
                catalog = catalog.withRole(Role.of(roleName.text(), comment).withShared(isShared));
            }
        }
        return server.createResult(catalog);
    }

    private StatementResult alterRoles(AlterRole statement) {
        Catalog catalog = server.catalog();
        for (Name roleName : statement.roles()) {
            requireValidName(server, roleName);
            Optional<Role> role = catalog.findRole(roleName.text());
            if (role.isEmpty() && catalog.isOfWholeServer()) {
                throw Refusal.ofExecution(
                        roleName.span(), AccessRule.ROLE_TO_ALTER_NOT_FOUND, roleName); // also with IF EXISTS
            }
            if (Role.isImmutable(roleName.text())) {
                throw Refusal.ofExecution(roleName.span(), AccessRule.ROLE_TO_ALTER_IMMUTABLE, roleName);
            }
            if (role.isPresent()) {
                catalog = catalog.withRole(role.get().withComment(statement.comment()));
            }
        }
        return server.createResult(catalog);
    }

    private StatementResult dropRoles(DropRole statement) {
        Catalog catalog = server.catalog();
        for (Name roleName : statement.roles()) {
            requireValidName(server, roleName);
            if (!hasRole(roleName) && catalog.isOfWholeServer()) {
                if (statement.ifExists()) {
                    return server.unchangedResult(); // the server drops none if one of them does not exist
                }
                throw Refusal.ofAnalysis(roleName.span(), AccessRule.ROLE_TO_DROP_NOT_FOUND, roleName);
            }
        }
        for (Name roleName : statement.roles()) {
            if (Role.isBuiltIn(roleName.text())) {
                throw Refusal.ofExecution(roleName.span(), AccessRule.ROLE_NOT_DROPPABLE, roleName);
            }
            catalog = catalog.withoutRole(roleName.text());
        }
        List<String> droppedNames = statement.roles().stream().map(Name::text).toList();
        for (Role role : catalog.roles().values()) {
            catalog = catalog.withRole(role.withoutParents(droppedNames));
        }
        return server.createResult(catalog);
    }

    /** Requires a valid name of a role; in a schema, it may contain placeholders, which have no values yet. */
    private static void requireValidName(ServerState server, Name roleName) {
        NameValidation.requireValidRoleName(
                server.catalog().isOfWholeServer()
                        ? roleName
                        : new Name(
                                Placeholder.replaceAll(roleName.text(), Placeholder::name),
                                roleName.quote(),
                                roleName.span()));
    }

    private boolean hasRole(Name roleName) {
        return server.catalog().findRole(roleName.text()).isPresent();
    }

    /**
     * Requires that the name of a role is valid, and that the server has the role. In the catalog of a schema, every
     * valid name passes, because the server may have roles outside the schema.
     */
    static void requireRole(ServerState server, Name roleName, String errorPrefix) {
        requireValidName(server, roleName);
        if (server.catalog().isOfWholeServer()
                && server.catalog().findRole(roleName.text()).isEmpty()) {
            throw Refusal.ofAnalysis(roleName.span(), AccessRule.ROLE_NOT_FOUND, errorPrefix, roleName);
        }
    }

    private StatementResult changeRoles(ChangeRoles statement) {
        boolean isGrant = statement.direction() == Direction.GRANT;
        if (statement.grantee() instanceof Grantee.RoleGrantee childGrantee) {
            requireRole(server, childGrantee.name(), GRANTEE_ERROR_PREFIX);
        }
        for (Name roleName : statement.roles()) {
            requireRole(server, roleName, GRANTED_ROLE_ERROR_PREFIX);
            if (roleName.text().equals(Role.PUBLIC)) {
                throw Refusal.ofExecution(roleName.span(), AccessRule.PUBLIC_GRANTED, isGrant ? "grant" : "revoke");
            }
        }
        return server.createResult(
                statement.grantee() instanceof Grantee.RoleGrantee childGrantee
                        ? changeParents(statement.roles(), childGrantee.name(), isGrant)
                        : changeMembership(statement.roles(), statement.grantee(), isGrant));
    }

    private Catalog changeParents(List<Name> parentNames, Name child, boolean isGrant) {
        String childName = child.text();
        if (Role.isImmutable(childName)) {
            throw Refusal.ofExecution(child.span(), AccessRule.ROLE_TO_GRANT_IMMUTABLE, child);
        }
        Catalog catalog = server.catalog();
        if (catalog.findRole(childName).isEmpty()) {
            return catalog;
        }
        for (Name parentName : parentNames) {
            Role role = catalog.findRole(childName).orElseThrow();
            List<String> changedParents = List.of(parentName.text());
            if (!isGrant) {
                catalog = catalog.withRole(role.withoutParents(changedParents));
                continue;
            }
            if (parentName.text().equals(childName)
                    || catalog.findAncestorRoleNames(parentName.text()).contains(childName)) {
                throw Refusal.ofExecution(parentName.span(), AccessRule.ROLE_CYCLE, childName, parentName);
            }
            catalog = catalog.withRole(role.withAddedParents(changedParents));
            requireAllowedDepth(catalog, parentName.span());
        }
        return catalog;
    }

    private static void requireAllowedDepth(Catalog catalog, Span span) {
        for (Role role : catalog.roles().values()) {
            int depth = computeInheritanceDepth(catalog, role.name());
            if (depth > MAX_INHERITANCE_DEPTH) {
                throw Refusal.ofExecution(
                        span, AccessRule.ROLE_DEPTH_EXCEEDED, role.name(), depth, MAX_INHERITANCE_DEPTH);
            }
        }
    }

    private static int computeInheritanceDepth(Catalog catalog, String roleName) {
        Set<String> parentNames =
                catalog.findRole(roleName).<Set<String>>map(Role::parents).orElse(new TreeSet<>());
        return parentNames.stream()
                .mapToInt(parentName -> 1 + computeInheritanceDepth(catalog, parentName))
                .max()
                .orElse(0);
    }

    private Catalog changeMembership(List<Name> roleNames, Grantee grantee, boolean isGrant) {
        Catalog catalog = server.catalog();
        for (Name roleName : roleNames) {
            Optional<Role> role = catalog.findRole(roleName.text());
            if (role.isPresent()) {
                catalog = catalog.withRole(
                        isGrant ? role.get().withMember(grantee) : role.get().withoutMember(grantee));
            }
        }
        return catalog;
    }

    /** Changes nothing in the catalog, which does not contain the default roles of users. */
    private StatementResult setDefaultRoles(SetDefaultRole statement) {
        statement.roles().forEach(roleName -> requireRole(server, roleName, "Cannot set role"));
        return server.unchangedResult();
    }
}
