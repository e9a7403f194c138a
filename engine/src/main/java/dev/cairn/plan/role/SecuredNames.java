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
 * @param withPlaceholder whether the session's database itself is named by {@link Placeholder#DATABASE}, as in migrations, which
 *     run in databases of different names
 */
public record SecuredNames(Session session, boolean withPlaceholder) {
    /** Returns the objects of one GRANT. They are all of one kind, and one only if it stands for many. */
    public GrantTarget grantTarget(List<SecuredObject> objects) {
        SecuredObject first = objects.get(0);
        SecuredKind kind = first.kind();
        if (kind == SecuredKind.SYSTEM) {
            return new GrantTarget.SystemTarget();
        }
        if (first.isAll()) {
            boolean inDatabase = kind.naming() == Naming.IN_DATABASE;
            String database = first.database();
            return new GrantTarget.AllObjects(
                    kind, database == null ? null : database(database), inDatabase && database == null);
        }
        if (kind == SecuredKind.FUNCTION || kind == SecuredKind.GLOBAL_FUNCTION || kind == SecuredKind.USER) {
            return Sql.parseGrantTarget(kind.sql() + " " + Objects.requireNonNull(writtenName(first)));
        }
        List<QualifiedName> names = new ArrayList<>();
        objects.forEach(object -> names.add(name(object)));
        return new GrantTarget.NamedObjects(kind, names);
    }

    /** Returns a text that is the same for objects that one statement may name together. */
    String groupOf(SecuredObject object) {
        return switch (object.kind()) {
            case FUNCTION, GLOBAL_FUNCTION, USER -> object.toString();
            default -> object.isAll() ? object.toString() : object.kind().sql();
        };
    }

    /** Returns a function with the types of its arguments, or a user with its host. */
    private String writtenName(SecuredObject object) {
        String name = Objects.requireNonNull(object.name());
        if (object.kind() == SecuredKind.USER) {
            return name;
        }
        int arguments = name.indexOf('(');
        QualifiedName function = object.database() == null
                ? QualifiedName.of(name.substring(0, arguments))
                : new ObjectName(object.database(), name.substring(0, arguments)).toSqlName(session);
        return Sql.render(function) + name.substring(arguments);
    }

    private QualifiedName name(SecuredObject object) {
        String name = Objects.requireNonNull(object.name());
        if (object.database() != null) {
            return new ObjectName(object.database(), name).toSqlName(session);
        }
        if (object.kind() != SecuredKind.DATABASE) {
            return QualifiedName.of(name);
        }
        int dot = name.indexOf('.');
        return dot < 0
                ? new QualifiedName(List.of(database(name)))
                : QualifiedName.of(name.substring(0, dot), name.substring(dot + 1));
    }

    private Name database(String name) {
        return withPlaceholder && name.equals(session.database())
                ? new Name(Placeholder.DATABASE.toString(), false, Span.NONE)
                : Name.of(name);
    }
}
