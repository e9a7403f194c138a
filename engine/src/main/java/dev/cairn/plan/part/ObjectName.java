package dev.cairn.plan.part;

import dev.cairn.engine.context.Session;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.Comparator;

/** The name of a table, a view or a materialized view; {@code name} is empty for the database itself. */
public record ObjectName(String database, String name) implements Comparable<ObjectName> {
    private static final Comparator<ObjectName> ORDER =
            Comparator.comparing(ObjectName::database).thenComparing(ObjectName::name);

    /** Resolves a name in a statement of the session; the database is empty if none is selected. */
    public static ObjectName of(QualifiedName name, Session session) {
        String chosen = session.database() == null ? "" : session.database();
        return new ObjectName(
                name.qualifier().map(Name::text).orElse(chosen), name.last().text());
    }

    /** Returns the name for a statement of the session, without the session's own database. */
    public QualifiedName in(Session session) {
        return database.equals(session.database()) ? QualifiedName.of(name) : QualifiedName.of(database, name);
    }

    public ObjectName named(String other) {
        return new ObjectName(database, other);
    }

    @Override
    public int compareTo(ObjectName other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code shop.orders}. */
    @Override
    public String toString() {
        return name.isEmpty() ? database : database + "." + name;
    }
}
