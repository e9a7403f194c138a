package dev.cairn.plan.role;

import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.access.SecuredKind.Naming;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Names objects in the statements of a session; objects of the session's database are named without the database.
 *
 * @param usesPlaceholder whether {@link Placeholder#DATABASE} replaces the name of the session's database; migrations
 *     need the placeholder, because they run in databases with different names
 */
public record SecuredNames(Session session, boolean usesPlaceholder) {
    /** Returns names for migrations, with the placeholder in place of the session's database. */
    public static SecuredNames ofMigrations(Session session) {
        return new SecuredNames(session, true);
    }

    /** Returns names for statements in one database, whose name they contain. */
    public static SecuredNames ofDatabase(Session session) {
        return new SecuredNames(session, false);
    }

    /**
     * Returns the target of one GRANT. The list contains at least one object, and all objects are of one kind. An
     * object that stands for all objects of its kind is the only one in the list.
     */
    public GrantTarget toGrantTarget(List<SecuredObject> objects) {
        SecuredObject firstObject = objects.get(0);
        SecuredKind kind = firstObject.kind();
        if (kind == SecuredKind.SYSTEM) {
            return new GrantTarget.SystemTarget();
        }
        if (firstObject.isForAllObjects()) {
            boolean isInDatabase = kind.naming() == Naming.IN_DATABASE;
            String database = firstObject.database();
            return new GrantTarget.AllObjects(
                    kind, database == null ? null : toDatabaseName(database), isInDatabase && database == null);
        }
        if (kind == SecuredKind.FUNCTION || kind == SecuredKind.GLOBAL_FUNCTION || kind == SecuredKind.USER) {
            return Sql.parseGrantTarget(kind.sql() + " " + Objects.requireNonNull(renderName(firstObject)));
        }
        List<QualifiedName> names = new ArrayList<>();
        objects.forEach(object -> names.add(toQualifiedName(object)));
        return new GrantTarget.NamedObjects(kind, names);
    }

    /** Returns a key that is the same for objects that one statement may name together. */
    String toGroupKey(SecuredObject object) {
        return switch (object.kind()) {
            case FUNCTION, GLOBAL_FUNCTION, USER -> object.toString();
            default ->
                object.isForAllObjects() ? object.toString() : object.kind().sql();
        };
    }

    /** Renders the name of a function with the types of its arguments, or of a user with its host. */
    private String renderName(SecuredObject object) {
        String name = Objects.requireNonNull(object.name());
        if (object.kind() == SecuredKind.USER) {
            return name;
        }
        int argumentsStart = name.indexOf('(');
        QualifiedName functionName = object.database() == null
                ? QualifiedName.of(name.substring(0, argumentsStart))
                : new ObjectName(object.database(), name.substring(0, argumentsStart)).toSqlName(session);
        return Sql.render(functionName) + name.substring(argumentsStart);
    }

    private QualifiedName toQualifiedName(SecuredObject object) {
        String name = Objects.requireNonNull(object.name());
        if (object.database() != null) {
            return new ObjectName(object.database(), name).toSqlName(session);
        }
        if (object.kind() != SecuredKind.DATABASE) {
            return QualifiedName.of(name);
        }
        int dotIndex = name.indexOf('.');
        return dotIndex < 0
                ? new QualifiedName(List.of(toDatabaseName(name)))
                : QualifiedName.of(name.substring(0, dotIndex), name.substring(dotIndex + 1));
    }

    private Name toDatabaseName(String name) {
        return usesPlaceholder && name.equals(session.databaseName())
                ? Name.ofUnquoted(Placeholder.DATABASE.toString(), Span.NONE)
                : Name.of(name);
    }
}
