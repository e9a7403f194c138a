package dev.cairn.plan.part;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The name of a table, a view, a materialized view, a role or a cluster object; {@code name} is empty for the
 * database itself. Roles and cluster objects have an empty database, and their names begin with their kinds.
 */
public record ObjectName(String database, String name) implements Comparable<ObjectName> {
    /** The name for a statement that does not concern an object. */
    public static final ObjectName NONE = new ObjectName("", "");

    private static final Comparator<ObjectName> ORDER =
            Comparator.comparing(ObjectName::database).thenComparing(ObjectName::name);

    private static final String ROLE_PREFIX = "role ";

    /** Resolves a name in a statement of the session; the database is empty if the session has selected no database. */
    public static ObjectName resolve(QualifiedName name, Session session) {
        String sessionDatabase = session.databaseName() == null ? "" : session.databaseName();
        return new ObjectName(
                name.qualifier().map(Name::text).orElse(sessionDatabase),
                name.lastPart().text());
    }

    /** Returns the name of a relation that a view reads. */
    public static ObjectName of(BaseRelation base) {
        return new ObjectName(base.database(), base.name());
    }

    /** Returns the name of an external object in comparisons: its database follows its external catalog. */
    public static ObjectName of(ExternalObject object) {
        String catalogPrefix = object.externalCatalog() == null ? "" : object.externalCatalog() + ".";
        return new ObjectName(catalogPrefix + object.database(), object.name());
    }

    /** Returns the name of a role in plans and comparisons; a role is in no database. */
    public static ObjectName ofRole(String roleName) {
        return new ObjectName("", ROLE_PREFIX + roleName);
    }

    /** Returns the name of a cluster object in plans and comparisons, such as {@code routine load shop.clicks}. */
    public static ObjectName of(ClusterObject object) {
        return new ObjectName("", object.key());
    }

    /** Returns the name of the cluster object of a statement of the session. */
    public static ObjectName of(ClusterStatement statement, Session session) {
        return new ObjectName("", ClusterObject.key(statement, session.databaseName()));
    }

    /** Returns whether this is the name of a role or a cluster object, which are in no database. */
    public boolean isGlobal() {
        return database.isEmpty() && name.contains(" ");
    }

    /** Returns the name of the role; empty if this is the name of another object. */
    public Optional<String> findRoleName() {
        return database.isEmpty() && name.startsWith(ROLE_PREFIX)
                ? Optional.of(name.substring(ROLE_PREFIX.length()))
                : Optional.empty();
    }

    /**
     * Parses {@code orders}, which is in the database of the session, or {@code shop.orders}. The parts are not quoted;
     * a dot after the first one belongs to the name of the object.
     */
    public static ObjectName parse(String text, Session session) {
        return resolve(QualifiedName.of(text.split("\\.", 2)), session);
    }

    /** Returns the name of a secured object, which must be a single object in a database. */
    public static ObjectName of(SecuredObject object) {
        return new ObjectName(Objects.requireNonNull(object.database()), Objects.requireNonNull(object.name()));
    }

    /** Returns the names of the tables and views that two catalogs do not share as identical objects. */
    public static SortedSet<ObjectName> findChangedNames(Catalog currentCatalog, Catalog desiredCatalog) {
        Database emptyDatabase = Database.of("");
        SortedSet<ObjectName> names = new TreeSet<>();
        for (String databaseName : currentCatalog.databases().findChangedKeys(desiredCatalog.databases())) {
            Database currentDatabase = currentCatalog.findDatabase(databaseName).orElse(emptyDatabase);
            Database desiredDatabase = desiredCatalog.findDatabase(databaseName).orElse(emptyDatabase);
            addNames(names, databaseName, currentDatabase.tables().findChangedKeys(desiredDatabase.tables()));
            addNames(names, databaseName, currentDatabase.views().findChangedKeys(desiredDatabase.views()));
            addNames(
                    names,
                    databaseName,
                    currentDatabase.materializedViews().findChangedKeys(desiredDatabase.materializedViews()));
        }
        return names;
    }

    /** Returns the name of the object that a statement changes; for a rename or a swap, also the other name. */
    public static List<ObjectName> findChangedNames(Statement statement, Session session) {
        List<ObjectName> names = new ArrayList<>();
        statement.changedObject().map(name -> resolve(name, session)).ifPresent(objectName -> {
            names.add(objectName);
            statement.assignedNames().forEach(name -> names.add(objectName.withName(name.text())));
        });
        return names;
    }

    /** Returns the names of the materialized views that are inactive. */
    public static SortedSet<ObjectName> findInactiveMaterializedViews(Catalog catalog) {
        SortedSet<ObjectName> names = new TreeSet<>();
        for (Database database : catalog.databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                if (!view.isActive()) {
                    names.add(new ObjectName(database.name(), view.name()));
                }
            }
        }
        return names;
    }

    private static void addNames(SortedSet<ObjectName> names, String database, SortedSet<String> changedNames) {
        changedNames.forEach(name -> names.add(new ObjectName(database, name)));
    }

    /** Returns the name for a statement of the session, which omits the session's own database. */
    public QualifiedName toSqlName(Session session) {
        return database.equals(session.databaseName()) ? QualifiedName.of(name) : QualifiedName.of(database, name);
    }

    public ObjectName withName(String newName) {
        return new ObjectName(database, newName);
    }

    @Override
    public int compareTo(ObjectName other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code shop.orders}. */
    @Override
    public String toString() {
        return name.isEmpty() ? database : database.isEmpty() ? name : database + "." + name;
    }
}
