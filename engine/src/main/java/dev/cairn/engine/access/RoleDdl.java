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
            checkName(server, roleName);
            boolean isExistingRole = hasRole(roleName) || Role.isBuiltIn(roleName.text());
            hasExistingRole |= isExistingRole;
            if (isExistingRole && !statement.ifNotExists()) {
                throw Refusal.ofAnalysis(roleName.span(), AccessRule.ROLE_EXISTS, roleName);
            }
        }
        Catalog catalog = server.catalog();
        boolean isShared = statement.ifNotExists() && !catalog.isOfWholeServer();
        String comment = statement.comment() == null ? "" : statement.comment();
        for (Name name : statement.roles()) {
            Optional<Role> role = catalog.role(name.text());
            if (role.isPresent() && isShared) {
                catalog = catalog.withRole(role.get().withShared(true));
            } else if (!hasExistingRole) { // the server creates none if one of them exists
                catalog = catalog.withRole(Role.of(name.text(), comment).withShared(isShared));
            }
        }
        return server.resultOf(catalog);
    }

    private StatementResult alterRoles(AlterRole statement) {
        Catalog catalog = server.catalog();
        for (Name name : statement.roles()) {
            checkName(server, name);
            Optional<Role> role = catalog.role(name.text());
            if (role.isEmpty() && catalog.isOfWholeServer()) {
                throw Refusal.ofExecution(name.span(), AccessRule.ROLE_TO_ALTER_NOT_FOUND, name); // also with IF EXISTS
            }
            if (Role.isImmutable(name.text())) {
                throw Refusal.ofExecution(name.span(), AccessRule.ROLE_TO_ALTER_IMMUTABLE, name);
            }
            if (role.isPresent()) {
                catalog = catalog.withRole(role.get().withComment(statement.comment()));
            }
        }
        return server.resultOf(catalog);
    }

    private StatementResult dropRoles(DropRole statement) {
        Catalog catalog = server.catalog();
        for (Name name : statement.roles()) {
            checkName(server, name);
            if (!hasRole(name) && catalog.isOfWholeServer()) {
                if (statement.ifExists()) {
                    return server.unchangedResult(); // the server drops none if one of them does not exist
                }
                throw Refusal.ofAnalysis(name.span(), AccessRule.ROLE_TO_DROP_NOT_FOUND, name);
            }
        }
        for (Name name : statement.roles()) {
            if (Role.isBuiltIn(name.text())) {
                throw Refusal.ofExecution(name.span(), AccessRule.ROLE_NOT_DROPPABLE, name);
            }
            catalog = catalog.withoutRole(name.text());
        }
        List<String> droppedNames = statement.roles().stream().map(Name::text).toList();
        for (Role role : catalog.roles().values()) {
            catalog = catalog.withRole(role.withoutParents(droppedNames));
        }
        return server.resultOf(catalog);
    }

    /** Validates the name of a role; in a schema it may contain placeholders, which have no values yet. */
    private static void checkName(ServerState server, Name role) {
        NameValidation.checkRole(
                server.catalog().isOfWholeServer()
                        ? role
                        : new Name(Placeholder.replaceAll(role.text(), Placeholder::name), role.quote(), role.span()));
    }

    private boolean hasRole(Name role) {
        return server.catalog().role(role.text()).isPresent();
    }

    /**
     * Requires that the server has a role. In the catalog of a schema every role passes, because the server may have
     * roles outside the schema.
     */
    static void requireRole(ServerState server, Name role, String errorPrefix) {
        checkName(server, role);
        if (server.catalog().isOfWholeServer()
                && server.catalog().role(role.text()).isEmpty()) {
            throw Refusal.ofAnalysis(role.span(), AccessRule.ROLE_NOT_FOUND, errorPrefix, role);
        }
    }

    private StatementResult changeRoles(ChangeRoles statement) {
        boolean isGrant = statement.direction() == Direction.GRANT;
        if (statement.grantee() instanceof Grantee.RoleGrantee child) {
            requireRole(server, child.name(), GRANTEE_ERROR_PREFIX);
        }
        for (Name role : statement.roles()) {
            requireRole(server, role, GRANTED_ROLE_ERROR_PREFIX);
            if (role.text().equals(Role.PUBLIC)) {
                throw Refusal.ofExecution(role.span(), AccessRule.PUBLIC_GRANTED, isGrant ? "grant" : "revoke");
            }
        }
        return server.resultOf(
                statement.grantee() instanceof Grantee.RoleGrantee child
                        ? changeParents(statement.roles(), child.name().text(), isGrant)
                        : changeMembership(statement.roles(), statement.grantee(), isGrant));
    }

    private Catalog changeParents(List<Name> parents, String child, boolean isGrant) {
        Catalog catalog = server.catalog();
        if (catalog.role(child).isEmpty()) {
            return catalog;
        }
        if (Role.isImmutable(child)) {
            throw Refusal.ofExecution(Span.NONE, AccessRule.ROLE_TO_GRANT_IMMUTABLE, child);
        }
        for (Name parent : parents) {
            Role role = catalog.role(child).orElseThrow();
            List<String> parentNames = List.of(parent.text());
            if (!isGrant) {
                catalog = catalog.withRole(role.withoutParents(parentNames));
                continue;
            }
            if (parent.text().equals(child) || catalog.ancestors(parent.text()).contains(child)) {
                throw Refusal.ofExecution(parent.span(), AccessRule.ROLE_CYCLE, child, parent);
            }
            catalog = catalog.withRole(role.withAddedParents(parentNames));
            requireAllowedDepth(catalog, parent.span());
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

    private static int computeInheritanceDepth(Catalog catalog, String role) {
        Set<String> parents = catalog.role(role).<Set<String>>map(Role::parents).orElse(new TreeSet<>());
        return parents.stream()
                .mapToInt(parent -> 1 + computeInheritanceDepth(catalog, parent))
                .max()
                .orElse(0);
    }

    private Catalog changeMembership(List<Name> roles, Grantee grantee, boolean isGrant) {
        Catalog catalog = server.catalog();
        for (Name name : roles) {
            Optional<Role> role = catalog.role(name.text());
            if (role.isPresent()) {
                catalog = catalog.withRole(
                        isGrant ? role.get().withMember(grantee) : role.get().withoutMember(grantee));
            }
        }
        return catalog;
    }

    /** Changes nothing in the catalog, which does not contain the default roles of users. */
    private StatementResult setDefaultRoles(SetDefaultRole statement) {
        statement.roles().forEach(role -> requireRole(server, role, "Cannot set role"));
        return server.unchangedResult();
    }
}
