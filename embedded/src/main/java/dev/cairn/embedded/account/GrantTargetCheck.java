package dev.cairn.embedded.account;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.access.AccessRule;
import dev.cairn.engine.context.Session;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.write.OverloadedName;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Requires that the objects of a GRANT or a REVOKE exist. The engine checks all objects that this class does not
 * check.
 */
record GrantTargetCheck(AccessState state, Session session) {
    /** The kinds of objects outside of databases that the check looks up by their names. */
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
     * Requires that the users, functions, pipes and global objects of a target, and the catalogs of its databases,
     * exist. The engine checks all other objects.
     */
    void requireTargetObjects(GrantTarget target) {
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
}
