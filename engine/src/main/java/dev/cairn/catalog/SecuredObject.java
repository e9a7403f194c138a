package dev.cairn.catalog;

import dev.cairn.sql.access.SecuredKind;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The object, or all objects of a kind, on which privileges are granted.
 *
 * @param database the database that contains the object; null for all databases, and for kinds of objects that are not
 *     in a database
 * @param name the name of the object; null for all objects. The name of a function includes the types of the arguments,
 *     {@code f(INT)}; the name of a user includes the host, {@code 'u'@'%'}; and the name of a database in an external
 *     catalog includes the catalog, {@code lake.sales}.
 */
public record SecuredObject(
        SecuredKind kind,
        @Nullable String database,
        @Nullable String name) implements Comparable<SecuredObject> {
    public static final SecuredObject SYSTEM = ofAll(SecuredKind.SYSTEM);

    private static final Comparator<SecuredObject> ORDER = Comparator.comparing(SecuredObject::kind)
            .thenComparing(SecuredObject::database, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(SecuredObject::name, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** Returns all objects of a kind. */
    public static SecuredObject ofAll(SecuredKind kind) {
        return new SecuredObject(kind, null, null);
    }

    /** Returns all objects of a kind in a database. */
    public static SecuredObject ofAllIn(SecuredKind kind, String database) {
        return new SecuredObject(kind, database, null);
    }

    /** Returns an object of a kind that is named without a database. */
    public static SecuredObject ofGlobal(SecuredKind kind, String name) {
        return new SecuredObject(kind, null, name);
    }

    public static SecuredObject ofDatabase(String name) {
        return ofGlobal(SecuredKind.DATABASE, name);
    }

    /** Returns whether this stands for all objects of a kind, in one database or in all databases. */
    public boolean isForAllObjects() {
        return name == null;
    }

    /** Returns whether this is the database itself or an object in it. */
    public boolean belongsToDatabase(String databaseName) {
        return databaseName.equals(databaseName());
    }

    /** Returns whether a catalog contains the database of this object, or this database itself. */
    public boolean belongsToDatabaseIn(Catalog catalog) {
        String databaseName = databaseName();
        return databaseName != null && catalog.findDatabase(databaseName).isPresent();
    }

    /** Returns the name of the database that this is or that contains it; null for an object outside of databases. */
    public @Nullable String databaseName() {
        return kind == SecuredKind.DATABASE ? name : database;
    }

    @Override
    public int compareTo(SecuredObject other) {
        return ORDER.compare(this, other);
    }

    /** Returns the object in words: {@code TABLE shop.orders}, {@code ALL VIEWS IN DATABASE shop}. */
    @Override
    public String toString() {
        if (kind == SecuredKind.SYSTEM) {
            return kind.sql();
        }
        if (name != null) {
            return kind.sql() + " " + (database == null ? name : database + "." + name);
        }
        String allOfKind = "ALL " + kind.plural();
        if (kind.naming() != SecuredKind.Naming.IN_DATABASE) {
            return allOfKind;
        }
        return allOfKind + (database == null ? " IN ALL DATABASES" : " IN DATABASE " + database);
    }
}
