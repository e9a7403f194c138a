package dev.cairn.engine.access;

import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies GRANT and REVOKE of privileges. All objects are resolved first, so a grant on a missing object changes
 * nothing.
 */
public record PrivilegeDdl(ServerState server) {
    /** The privileges that only built-in roles have. */
    private static final Set<Privilege> BUILT_IN_ROLE_PRIVILEGES = Set.of(Privilege.GRANT, Privilege.NODE);

    StatementResult apply(ChangePrivileges statement) {
        if (!(statement.grantee() instanceof Grantee.RoleGrantee roleGrantee)) {
            changePrivileges(GrantedPrivileges.NONE, statement); // only checks it: a catalog contains no users
            return server.unchangedResult();
        }
        RoleDdl.requireRole(server, roleGrantee.name(), "Can not grant/revoke to role");
        boolean isImmutable = Role.isImmutable(roleGrantee.name().text());
        Optional<Role> role = server.catalog().findRole(roleGrantee.name().text());
        GrantedPrivileges oldPrivileges = role.map(Role::privileges).orElse(GrantedPrivileges.NONE);
        GrantedPrivileges newPrivileges = changePrivileges(oldPrivileges, statement);
        if (isImmutable) {
            throw Refusal.ofExecution(
                    roleGrantee.name().span(), AccessRule.ROLE_TO_GRANT_IMMUTABLE, roleGrantee.name());
        }
        return role.isEmpty()
                ? server.unchangedResult()
                : server.createResult(server.catalog().withRole(role.get().withPrivileges(newPrivileges)));
    }

    /**
     * Returns the privileges of a user or a role after a statement.
     *
     * @param oldPrivileges the privileges before the statement
     * @throws Refusal if an object is missing, if the statement can't change one of the privileges, or if REVOKE names
     *     an object without a grant
     */
    public GrantedPrivileges changePrivileges(GrantedPrivileges oldPrivileges, ChangePrivileges statement) {
        checkArgumentTypes(statement.target());
        List<SecuredObject> objects = GrantTargetResolver.of(server, statement)
                .withHeldPrivileges(oldPrivileges)
                .resolveObjects();
        Set<Privilege> privileges = resolvePrivileges(statement);
        GrantedPrivileges newPrivileges = oldPrivileges;
        for (SecuredObject object : objects) {
            if (statement.direction() == Direction.GRANT) {
                newPrivileges = newPrivileges.grant(object, privileges, statement.hasGrantOption());
            } else {
                requireHeldPrivilege(oldPrivileges, object, statement);
                newPrivileges = newPrivileges.revoke(object, privileges);
            }
        }
        return newPrivileges;
    }

    /**
     * Refuses a function whose arguments have types that no argument can have, such as VARCHAR without a length. The
     * server checks the types before it looks for the function.
     */
    public static void checkArgumentTypes(GrantTarget target) {
        if (target instanceof GrantTarget.NamedFunctions namedFunctions) {
            namedFunctions
                    .functions()
                    .forEach(function -> function.argumentTypes()
                            .forEach(type ->
                                    TypeRules.check(type, function.name().span())));
        }
    }

    /** Returns the objects of a statement, and refuses it if the server would not find one. */
    public List<SecuredObject> resolveObjects(ChangePrivileges statement) {
        return GrantTargetResolver.of(server, statement).resolveObjects();
    }

    /** Refuses a REVOKE if the role has privileges on other objects of the kind, but none on this object. */
    private static void requireHeldPrivilege(
            GrantedPrivileges heldPrivileges, SecuredObject object, ChangePrivileges statement) {
        boolean hasPrivilegeOfKind =
                heldPrivileges.objects().stream().anyMatch(heldObject -> heldObject.kind() == object.kind());
        if (hasPrivilegeOfKind && !heldPrivileges.hasAnyPrivilege(object)) {
            throw Refusal.ofExecution(statement.span(), AccessRule.NO_SUCH_GRANT, object);
        }
    }

    /**
     * Returns the privileges of a statement; the word ALL stands for all privileges of the kind.
     *
     * @throws Refusal if the kind does not have a privilege, or if only built-in roles have it
     */
    public Set<Privilege> resolvePrivileges(ChangePrivileges statement) {
        SecuredKind kind = statement.target().kind();
        Set<Privilege> privileges = new TreeSet<>();
        for (Privilege privilege : statement.privileges()) {
            if (privilege == Privilege.ALL) {
                privileges.addAll(kind.privileges());
            } else if (kind.privileges().contains(privilege)) {
                privileges.add(privilege);
            } else {
                throw Refusal.ofAnalysis(
                        statement.span(), AccessRule.PRIVILEGE_OF_OTHER_KIND, privilege.sql(), kind.sql());
            }
        }
        if (kind == SecuredKind.SYSTEM) {
            BUILT_IN_ROLE_PRIVILEGES.stream()
                    .filter(privileges::contains)
                    .sorted()
                    .findFirst()
                    .ifPresent(privilege -> {
                        throw Refusal.ofAnalysis(
                                statement.span(), AccessRule.PRIVILEGE_OF_BUILT_IN_ROLE, privilege.sql());
                    });
        }
        return privileges;
    }
}
