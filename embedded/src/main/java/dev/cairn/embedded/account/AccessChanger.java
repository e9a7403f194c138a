package dev.cairn.embedded.account;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.Engine;
import dev.cairn.engine.access.AccessRule;
import dev.cairn.engine.access.PrivilegeDdl;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.RoleSelection;
import dev.cairn.sql.ast.AccessStatement.SetDefaultRole;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.write.OverloadedName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Applies statements about roles and privileges. The engine changes the roles. This class changes the users, which the
 * engine does not model. It also requires that the objects of a grant exist, if the engine does not check this.
 *
 * @param currentUserIdentity the name of the user who runs the statement
 */
public record AccessChanger(Engine engine, AccessState state, Session session, UserName currentUserIdentity) {
    /** The maximum number of roles that a user has after a GRANT, including the roles from which these inherit. */
    private static final int MAX_EFFECTIVE_ROLE_COUNT = 64;
    /** The kinds of objects outside of databases that {@link #requireTargetObjects} looks up by their names. */
    private static final Set<SecuredKind> GLOBAL_OBJECT_KINDS = Set.of(
            SecuredKind.CATALOG,
            SecuredKind.RESOURCE,
            SecuredKind.RESOURCE_GROUP,
            SecuredKind.STORAGE_VOLUME,
            SecuredKind.WAREHOUSE);

    /** The objects outside of databases that every server has. */
    private static final Set<SecuredObject> PREDEFINED_OBJECTS = Set.of(
            SecuredObject.ofGlobal(SecuredKind.CATALOG, InternalCatalog.NAME),
            SecuredObject.ofGlobal(SecuredKind.WAREHOUSE, "default_warehouse"));

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
        requireTargetObjects(change.target());
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

    /**
     * Requires that the users, functions, pipes and global objects of a target, and the catalogs of its databases,
     * exist. The engine checks all other objects.
     */
    private void requireTargetObjects(GrantTarget target) {
        if (target instanceof GrantTarget.ImpersonatedUsers impersonatedUsers) {
            impersonatedUsers.users().forEach(user -> state.accounts().requireUser(UserName.of(user)));
        } else if (target instanceof GrantTarget.NamedFunctions namedFunctions) {
            namedFunctions.functions().forEach(function -> requireFunction(function, namedFunctions.kind()));
        } else if (target instanceof GrantTarget.NamedObjects namedPipes && namedPipes.kind() == SecuredKind.PIPE) {
            namedPipes.names().stream().filter(name -> !isWildcard(name)).forEach(name -> {
                throw createNotFoundRefusal(name, SecuredKind.PIPE);
            });
        } else if (target instanceof GrantTarget.NamedObjects namedObjects
                && namedObjects.kind() == SecuredKind.DATABASE) {
            namedObjects.names().stream()
                    .flatMap(name -> name.qualifier().stream())
                    .forEach(catalogName -> requireGlobalObject(SecuredKind.CATALOG, catalogName.text()));
        } else if (target instanceof GrantTarget.NamedObjects namedObjects
                && GLOBAL_OBJECT_KINDS.contains(namedObjects.kind())) {
            namedObjects
                    .names()
                    .forEach(name -> requireGlobalObject(
                            namedObjects.kind(), name.lastPart().text()));
        }
    }

    private void requireFunction(AccessStatement.GrantedFunction function, SecuredKind kind) {
        String functionName = OverloadedName.render(
                function.name().lastPart().text(), function.argumentTypes(), function.isVariadic());
        String databaseName = function.name().qualifier().map(Name::text).orElse(session.databaseName());
        ClusterObjectKind clusterKind =
                kind == SecuredKind.FUNCTION ? ClusterObjectKind.FUNCTION : ClusterObjectKind.GLOBAL_FUNCTION;
        String fullName = ClusterObject.fullName(clusterKind, databaseName == null ? "" : databaseName, functionName);
        if (state.catalog().clusterObjects().find(clusterKind, fullName).isEmpty()) {
            throw createNotFoundRefusal(function.name(), kind);
        }
    }

    private static boolean isWildcard(QualifiedName name) {
        return name.lastPart().text().equals(GrantTarget.NamedObjects.WILDCARD);
    }

    /**
     * Returns the refusal of a grant on an unknown function or on a pipe. Every pipe is unknown, because the embedded
     * server has no pipes.
     */
    private Refusal createNotFoundRefusal(QualifiedName name, SecuredKind kind) {
        String databaseName = kind == SecuredKind.GLOBAL_FUNCTION
                ? "__global_udf_db__"
                : DatabaseNameResolver.requireDatabaseName(
                        name.qualifier().map(Name::text).orElse(session.databaseName()), Span.NONE);
        return kind == SecuredKind.PIPE
                ? Refusal.ofAnalysis(
                        Span.NONE, AccessRule.OBJECT_TO_GRANT_NOT_FOUND, "pipe", name.lastPart(), databaseName)
                : Refusal.ofAnalysis(
                        Span.NONE, EmbeddedRule.GRANTED_FUNCTION_NOT_FOUND, databaseName + "." + name.lastPart());
    }

    private void requireGlobalObject(SecuredKind kind, String name) {
        SecuredObject object = SecuredObject.ofGlobal(kind, name);
        boolean isKnown = name.equals(GrantTarget.NamedObjects.WILDCARD)
                || PREDEFINED_OBJECTS.contains(object)
                || state.accounts().resources().contains(object.toString())
                || Stream.of(ClusterObjectKind.values())
                        .filter(clusterKind -> clusterKind.securedKind().equals(Optional.of(kind)))
                        .anyMatch(clusterKind -> state.catalog()
                                .clusterObjects()
                                .find(clusterKind, name)
                                .isPresent());
        if (!isKnown) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    EmbeddedRule.GRANTED_GLOBAL_OBJECT_NOT_FOUND,
                    kind.sql().toLowerCase(Locale.ROOT),
                    name);
        }
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

    /** Returns the SET DEFAULT ROLE statement that does the same as ALTER USER … DEFAULT ROLE. */
    static SetDefaultRole createSetDefaultRole(RoleSelection selection, List<String> roleNames, UserName userName) {
        UserReference userReference = userName.toGrantee().user();
        return new SetDefaultRole(selection, roleNames.stream().map(Name::of).toList(), userReference, Span.NONE);
    }
}
