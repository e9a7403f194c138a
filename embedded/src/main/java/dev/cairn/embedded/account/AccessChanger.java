package dev.cairn.embedded.account;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.Role;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.Engine;
import dev.cairn.engine.access.PrivilegeDdl;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.RoleSelection;
import dev.cairn.sql.ast.AccessStatement.SetDefaultRole;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Applies statements about roles and privileges. The engine changes the roles. This class changes the users, which the
 * engine does not model.
 *
 * @param currentUserIdentity the name of the user who runs the statement
 */
public record AccessChanger(Engine engine, AccessState state, Session session, UserName currentUserIdentity) {
    /** The maximum number of roles that a user has after a GRANT, including the roles from which these inherit. */
    private static final int MAX_EFFECTIVE_ROLE_COUNT = 64;

    /**
     * Returns the state after a statement. The state of this object is not changed. The statement is applied before the
     * privileges are checked: like a frontend, this reports an invalid statement even to a user who lacks a privilege.
     *
     * @param access the privileges of the current user
     * @throws Refusal with the server's error if the statement is invalid or the user lacks a privilege
     */
    public AccessState apply(AccessStatement statement, UserAccess access) {
        if (statement instanceof ChangePrivileges change) {
            return changePrivileges(change, access);
        }
        if (statement instanceof ChangeRoles change && change.grantee() instanceof Grantee.UserGrantee grantee) {
            return changeUserRoles(change, UserName.of(grantee.user()), access);
        }
        if (statement instanceof SetDefaultRole change) {
            return setDefaultRole(change, access);
        }
        if (statement instanceof ChangeRoles change) {
            requireRootForRestrictedRoles(change);
        }
        AccessState newState = applyWithEngine(statement);
        access.requirePrivileges(collectRequiredPrivileges(statement));
        return newState;
    }

    private List<RequiredPrivilege> collectRequiredPrivileges(AccessStatement statement) {
        return new RequiredPrivilegeCollector(engine.profile(), state.catalog(), session.databaseName())
                .collectRequirements(statement);
    }

    private AccessState applyWithEngine(AccessStatement statement) {
        Catalog newCatalog = engine.apply(state.catalog(), session, statement).catalog();
        return new AccessState(state.accounts(), newCatalog);
    }

    private AccessState changePrivileges(ChangePrivileges change, UserAccess access) {
        PrivilegeDdl.checkArgumentTypes(change.target());
        new GrantTargetCheck(state, session).requireTargetObjects(change.target());
        PrivilegeDdl ddl = new PrivilegeDdl(new ServerState(engine.profile(), state.catalog(), session));
        AccessState newState;
        if (change.grantee() instanceof Grantee.UserGrantee grantee) {
            User user = state.accounts().requireUser(UserName.of(grantee.user()));
            GrantedPrivileges newPrivileges = ddl.changePrivileges(user.privileges(), change);
            newState = state.withAccounts(state.accounts().withUser(user.withPrivileges(newPrivileges)));
        } else {
            newState = applyWithEngine(change);
        }
        if (!access.mayGrant(ddl.resolvePrivileges(change), ddl.resolveObjects(change))) {
            access.requirePrivileges(collectRequiredPrivileges(change));
        }
        return newState;
    }

    /** Grants roles to a user, or revokes them; a revoked role is no longer a default role of the user. */
    private AccessState changeUserRoles(ChangeRoles change, UserName granteeName, UserAccess access) {
        User user = state.accounts().requireUser(granteeName);
        requireRootForRestrictedRoles(change);
        boolean isGrant = change.direction() == Direction.GRANT;
        List<String> changedRoleNames = change.roles().stream().map(Name::text).toList();
        if (!isGrant && granteeName.equals(UserName.ROOT) && changedRoleNames.contains(Role.ROOT)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.ROOT_ROLE_NOT_REVOCABLE);
        }
        AccessState newState = applyWithEngine(
                new ChangeRoles(change.direction(), change.roles(), granteeName.toGrantee(), change.span()));
        access.requirePrivileges(collectRequiredPrivileges(change));
        if (!isGrant) {
            List<String> remainingDefaultRoleNames = user.defaultRoleNames().stream()
                    .filter(roleName -> !changedRoleNames.contains(roleName))
                    .toList();
            return newState.withAccounts(
                    newState.accounts().withUser(user.withDefaultRoleNames(remainingDefaultRoleNames)));
        }
        Set<String> effectiveRoleNames = new LinkedHashSet<>(newState.directRoleNames(granteeName));
        newState.directRoleNames(granteeName)
                .forEach(
                        roleName -> effectiveRoleNames.addAll(newState.catalog().findAncestorRoleNames(roleName)));
        if (effectiveRoleNames.size() > MAX_EFFECTIVE_ROLE_COUNT) {
            throw Refusal.ofExecution(
                    Span.NONE,
                    EmbeddedRule.TOO_MANY_ROLES,
                    granteeName,
                    effectiveRoleNames.size(),
                    MAX_EFFECTIVE_ROLE_COUNT);
        }
        return newState;
    }

    /** Requires that the current user is root if only root can grant one of the changed roles. */
    private void requireRootForRestrictedRoles(ChangeRoles change) {
        boolean needsRoot =
                change.roles().stream().map(Name::text).anyMatch(BuiltInRoles.GRANTED_ONLY_BY_ROOT::contains);
        if (needsRoot && !currentUserIdentity.equals(UserName.ROOT)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.ROOT_ROLE_NOT_GRANTABLE);
        }
    }

    private AccessState setDefaultRole(SetDefaultRole change, UserAccess access) {
        UserName userName = UserName.of(change.user());
        User user = state.accounts().requireUser(userName);
        applyWithEngine(change); // refuses unknown roles
        List<String> grantedRoleNames = state.directRoleNames(userName);
        List<String> newDefaultRoleNames =
                change.roles().stream().map(Name::text).toList();
        for (String roleName : newDefaultRoleNames) {
            if (!grantedRoleNames.contains(roleName)) {
                throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.ROLE_NOT_GRANTED, roleName, userName);
            }
        }
        if (!userName.equals(currentUserIdentity)) {
            access.requirePrivileges(collectRequiredPrivileges(change));
        }
        boolean selectsAll = change.selection() == RoleSelection.ALL;
        return state.withAccounts(state.accounts()
                .withUser(user.withDefaultRoleNames(selectsAll ? grantedRoleNames : newDefaultRoleNames)));
    }
}
