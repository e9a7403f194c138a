package dev.cairn.engine.access;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.DirectPrivileges;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.access.SecuredKind.Naming;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.Target;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The objects that a GRANT or REVOKE names, resolved. Objects in databases that the catalog does not have are not
 * validated, unless the catalog is that of a whole server, and neither are objects other than databases, tables and views.
 *
 * @param heldPrivileges what the user or the role has before the statement
 */
record SecuredTarget(ServerState server, Target target, DirectPrivileges heldPrivileges, Span span) {

    static SecuredTarget of(ServerState server, ChangePrivileges statement) {
        return new SecuredTarget(server, statement.target(), DirectPrivileges.NONE, statement.span());
    }

    SecuredTarget withHolder(DirectPrivileges grantee) {
        return new SecuredTarget(server, target, grantee, span);
    }

    List<SecuredObject> objects() {
        if (target instanceof Target.SystemTarget) {
            return List.of(SecuredObject.SYSTEM);
        }
        if (target instanceof Target.All all) {
            return List.of(allObjects(all));
        }
        if (target instanceof Target.Users users) {
            return users.users().stream()
                    .map(user -> SecuredObject.global(SecuredKind.USER, user.toString()))
                    .toList();
        }
        if (target instanceof Target.Functions functions) {
            return functions.functions().stream().map(this::resolveFunction).toList();
        }
        return ((Target.Named) target).names().stream().map(this::namedObject).toList();
    }

    private SecuredObject allObjects(Target.All all) {
        boolean inDatabase = all.kind().naming() == Naming.IN_DATABASE;
        if (inDatabase != (all.inAllDatabases() || all.database() != null)) {
            throw Refusal.analysis(span, AccessRule.OBJECT_NAME_FORMAT, Target.Named.ALL);
        }
        return all.database() == null
                ? SecuredObject.ofAll(all.kind())
                : SecuredObject.allIn(all.kind(), resolveDatabase(all.database()));
    }

    private SecuredObject namedObject(QualifiedName name) {
        return target.kind().naming() == Naming.IN_DATABASE ? resolveInDatabase(name) : resolveWithoutDatabase(name);
    }

    private SecuredObject resolveWithoutDatabase(QualifiedName name) {
        SecuredKind kind = target.kind();
        boolean ofCatalog = name.parts().size() == 2;
        if (ofCatalog && kind != SecuredKind.DATABASE) {
            throw Refusal.analysis(name.span(), AccessRule.OBJECT_NAME_FORMAT, name);
        }
        if (isAll(name.lastPart())) {
            return SecuredObject.ofAll(kind);
        }
        if (kind != SecuredKind.DATABASE) {
            return SecuredObject.global(kind, name.lastPart().text());
        }
        boolean external = ofCatalog && !name.parts().get(0).text().equals(ResolvedTableName.INTERNAL_CATALOG);
        return SecuredObject.database(external ? name.toString() : resolveDatabase(name.lastPart()));
    }

    private SecuredObject resolveInDatabase(QualifiedName name) {
        Name last = name.lastPart();
        if (name.qualifier().isPresent() && isAll(name.qualifier().get())) {
            return SecuredObject.ofAll(target.kind());
        }
        String database = name.qualifier().map(this::resolveDatabase).orElseGet(() -> defaultDatabase(name.span()));
        if (isAll(last)) {
            return SecuredObject.allIn(target.kind(), database);
        }
        requireObject(database, last);
        return new SecuredObject(target.kind(), database, last.text());
    }

    private static boolean isAll(Name name) {
        return name.text().equals(Target.Named.ALL);
    }

    private String defaultDatabase(Span place) {
        return Optional.ofNullable(server.session().database())
                .orElseThrow(() -> Refusal.analysis(place, ServerError.NO_DATABASE_CHOSEN));
    }

    private String resolveDatabase(Name name) {
        if (!name.isQuoted() && name.text().equals(Placeholder.DATABASE.toString())) {
            return defaultDatabase(name.span());
        }
        if (server.catalog().hasAllRoles()
                && !SystemDatabases.contains(name.text())
                && server.catalog().database(name.text()).isEmpty()) {
            throw Refusal.analysis(name.span(), AccessRule.DATABASE_TO_GRANT_NOT_FOUND, name);
        }
        boolean ofUser = server.catalog().database(name.text()).isPresent();
        return ofUser ? name.text() : SystemDatabases.shownName(name.text());
    }

    /** An object on which the catalog's role has privileges exists, even if the catalog has only a part of the server's objects. */
    private void requireObject(String database, Name name) {
        if (!server.catalog().hasAllRoles()
                && heldPrivileges.hasAny(new SecuredObject(target.kind(), database, name.text()))) {
            return;
        }
        Optional<Database> knownDatabase = server.catalog().database(database);
        boolean missing = switch (target.kind()) {
            case TABLE ->
                knownDatabase.isPresent()
                        && !knownDatabase.get().tables().contains(name.text())
                        && server.catalog()
                                .external(null, database, name.text())
                                .isEmpty();
            case VIEW ->
                knownDatabase.isPresent() && !knownDatabase.get().views().contains(name.text());
            case MATERIALIZED_VIEW ->
                knownDatabase.isPresent()
                        && !knownDatabase.get().materializedViews().contains(name.text());
            default -> false;
        };
        if (missing) {
            String kind = target.kind().sql().toLowerCase(Locale.ROOT);
            throw Refusal.analysis(name.span(), AccessRule.OBJECT_TO_GRANT_NOT_FOUND, kind, name, database);
        }
    }

    private SecuredObject resolveFunction(AccessStatement.Function function) {
        String arguments = function.arguments().stream().map(Sql::render).collect(Collectors.joining(", "));
        String signature =
                function.name().lastPart().text() + "(" + arguments + (function.variadic() ? ", ..." : "") + ")";
        if (target.kind() == SecuredKind.GLOBAL_FUNCTION) {
            return SecuredObject.global(SecuredKind.GLOBAL_FUNCTION, signature);
        }
        String database = function.name()
                .qualifier()
                .map(this::resolveDatabase)
                .orElseGet(() -> defaultDatabase(function.name().span()));
        return new SecuredObject(SecuredKind.FUNCTION, database, signature);
    }
}
