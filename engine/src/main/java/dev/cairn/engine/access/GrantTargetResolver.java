package dev.cairn.engine.access;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemTable;
import dev.cairn.engine.context.ServerState;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.access.SecuredKind.Naming;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.write.OverloadedName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Resolves the objects that a GRANT or REVOKE names. Databases, tables, views and materialized views must exist;
 * objects of other kinds are not validated. Objects in databases that the catalog of a schema does not contain are
 * accepted unchecked.
 *
 * @param heldPrivileges the privileges of the user or the role before the statement
 */
record GrantTargetResolver(ServerState server, GrantTarget target, GrantedPrivileges heldPrivileges, Span span) {

    static GrantTargetResolver of(ServerState server, ChangePrivileges statement) {
        return new GrantTargetResolver(server, statement.target(), GrantedPrivileges.NONE, statement.span());
    }

    GrantTargetResolver withHeldPrivileges(GrantedPrivileges newPrivileges) {
        return new GrantTargetResolver(server, target, newPrivileges, span);
    }

    /**
     * Returns the objects in the order of the statement.
     *
     * @throws Refusal if an object is missing, or if its name does not have the form that its kind requires
     */
    List<SecuredObject> resolveObjects() {
        if (target instanceof GrantTarget.SystemTarget) {
            return List.of(SecuredObject.SYSTEM);
        }
        if (target instanceof GrantTarget.AllObjects allObjects) {
            return List.of(resolveAllObjects(allObjects));
        }
        if (target instanceof GrantTarget.ImpersonatedUsers impersonatedUsers) {
            return impersonatedUsers.users().stream()
                    .map(user -> SecuredObject.ofGlobal(SecuredKind.USER, user.toString()))
                    .toList();
        }
        if (target instanceof GrantTarget.NamedFunctions namedFunctions) {
            return namedFunctions.functions().stream()
                    .map(this::resolveFunction)
                    .toList();
        }
        return ((GrantTarget.NamedObjects) target)
                .names().stream().map(this::resolveNamedObject).toList();
    }

    private SecuredObject resolveAllObjects(GrantTarget.AllObjects allObjects) {
        boolean belongsToDatabase = allObjects.kind().naming() == Naming.IN_DATABASE;
        if (belongsToDatabase != (allObjects.isInAllDatabases() || allObjects.database() != null)) {
            throw Refusal.ofAnalysis(span, AccessRule.OBJECT_NAME_FORMAT, GrantTarget.NamedObjects.WILDCARD);
        }
        return allObjects.database() == null
                ? SecuredObject.ofAll(allObjects.kind())
                : SecuredObject.ofAllIn(allObjects.kind(), resolveDatabaseName(allObjects.database()));
    }

    private SecuredObject resolveNamedObject(QualifiedName name) {
        return target.kind().naming() == Naming.IN_DATABASE
                ? resolveInDatabase(name)
                : resolveDatabaseOrGlobalObject(name);
    }

    private SecuredObject resolveDatabaseOrGlobalObject(QualifiedName name) {
        SecuredKind kind = target.kind();
        boolean hasCatalog = name.parts().size() == 2;
        if (hasCatalog && kind != SecuredKind.DATABASE) {
            throw Refusal.ofAnalysis(name.span(), AccessRule.OBJECT_NAME_FORMAT, name);
        }
        if (isWildcard(name.lastPart())) {
            return SecuredObject.ofAll(kind);
        }
        if (kind != SecuredKind.DATABASE) {
            return SecuredObject.ofGlobal(kind, name.lastPart().text());
        }
        boolean isExternal =
                hasCatalog && !InternalCatalog.isInternal(name.parts().get(0).text());
        return SecuredObject.ofDatabase(isExternal ? name.toString() : resolveDatabaseName(name.lastPart()));
    }

    private SecuredObject resolveInDatabase(QualifiedName name) {
        Name objectName = name.lastPart();
        if (name.qualifier().isPresent() && isWildcard(name.qualifier().get())) {
            return SecuredObject.ofAll(target.kind());
        }
        String databaseName =
                name.qualifier().map(this::resolveDatabaseName).orElseGet(() -> requireSelectedDatabase(name.span()));
        if (isWildcard(objectName)) {
            return SecuredObject.ofAllIn(target.kind(), databaseName);
        }
        requireObject(databaseName, objectName);
        String canonicalName = server.catalog()
                .findDatabase(databaseName)
                .flatMap(namedDatabase -> namedDatabase.findSystemTable(objectName.text()))
                .map(SystemTable::name)
                .orElse(objectName.text());
        return new SecuredObject(target.kind(), databaseName, canonicalName);
    }

    private static boolean isWildcard(Name name) {
        return name.text().equals(GrantTarget.NamedObjects.WILDCARD);
    }

    private String requireSelectedDatabase(Span errorSpan) {
        return DatabaseNameResolver.requireDatabaseName(server.session().databaseName(), errorSpan);
    }

    private String resolveDatabaseName(Name name) {
        if (!name.isQuoted() && name.text().equals(Placeholder.DATABASE.toString())) {
            return requireSelectedDatabase(name.span());
        }
        if (server.catalog().isOfWholeServer() && !server.catalog().hasDatabase(name.text())) {
            throw Refusal.ofAnalysis(name.span(), AccessRule.DATABASE_TO_GRANT_NOT_FOUND, name);
        }
        return server.catalog().databaseNameInGrants(name.text());
    }

    /** Requires that the object exists. In a schema's catalog, held privileges prove that the server has the object. */
    private void requireObject(String databaseName, Name name) {
        if (!server.catalog().isOfWholeServer()
                && heldPrivileges.hasAnyPrivilege(new SecuredObject(target.kind(), databaseName, name.text()))) {
            return;
        }
        Optional<Database> knownDatabase = server.catalog().findDatabase(databaseName);
        boolean isMissing = switch (target.kind()) {
            case TABLE ->
                knownDatabase.isPresent()
                        && !knownDatabase.get().tables().contains(name.text())
                        && knownDatabase.get().findSystemTable(name.text()).isEmpty()
                        && server.catalog()
                                .findExternalObject(null, databaseName, name.text())
                                .isEmpty();
            case VIEW ->
                knownDatabase.isPresent() && !knownDatabase.get().views().contains(name.text());
            case MATERIALIZED_VIEW ->
                knownDatabase.isPresent()
                        && !knownDatabase.get().materializedViews().contains(name.text());
            default -> false;
        };
        if (isMissing) {
            String kindName = target.kind().sql().toLowerCase(Locale.ROOT);
            throw Refusal.ofAnalysis(name.span(), AccessRule.OBJECT_TO_GRANT_NOT_FOUND, kindName, name, databaseName);
        }
    }

    private SecuredObject resolveFunction(AccessStatement.GrantedFunction function) {
        String signature = OverloadedName.render(
                function.name().lastPart().text(), function.argumentTypes(), function.isVariadic());
        if (target.kind() == SecuredKind.GLOBAL_FUNCTION) {
            return SecuredObject.ofGlobal(SecuredKind.GLOBAL_FUNCTION, signature);
        }
        String databaseName = function.name()
                .qualifier()
                .map(this::resolveDatabaseName)
                .orElseGet(() -> requireSelectedDatabase(function.name().span()));
        return new SecuredObject(SecuredKind.FUNCTION, databaseName, signature);
    }
}
