package dev.cairn.embedded.show;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.embedded.account.UserAccess;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.Privilege;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides by the privileges of a session which databases and objects appear in its listings. The temporary tables of
 * the session require no privileges.
 *
 * @param catalog the catalog, including the temporary tables of the session
 */
record ObjectVisibility(Catalog catalog, UserAccess access) {
    /** An object that the session may see, with the name of its database. */
    record VisibleObject(String database, DatabaseObject object) {}

    /** Returns whether the session may see an object: it has a privilege on it, or the object is a temporary table. */
    boolean maySee(String database, DatabaseObject object) {
        return access.isRoot() || object.isTemporary() || access.maySee(toSecuredObject(database, object));
    }

    private SecuredObject toSecuredObject(String database, DatabaseObject object) {
        return new SecuredObject(object.kind(), catalog.databaseNameInGrants(database), object.name());
    }

    /**
     * Requires any privilege on an object, unless it is a temporary table.
     *
     * @throws Refusal if the session has no privilege on the object
     */
    void requireAnyPrivilege(String database, DatabaseObject object) {
        if (!object.isTemporary()) {
            access.requirePrivileges(List.of(RequiredPrivilege.of(toSecuredObject(database, object))));
        }
    }

    /** Returns whether the session may read the rows of an object. */
    boolean mayRead(String database, DatabaseObject object) {
        return access.isRoot()
                || object.isTemporary()
                || access.hasPrivilege(Privilege.SELECT, toSecuredObject(database, object));
    }

    /** Returns the objects of a database that the session may see. */
    List<DatabaseObject> visibleObjects(Database database) {
        return visibleObjects(database, name -> true);
    }

    /** Returns the objects of a database with these names that the session may see. */
    List<DatabaseObject> visibleObjects(Database database, Predicate<String> namePredicate) {
        return DatabaseObject.listMatchingObjects(database, namePredicate).stream()
                .filter(object -> maySee(database.name(), object))
                .toList();
    }

    /** Returns the objects of all databases that the session may see. */
    Stream<VisibleObject> allVisibleObjects() {
        return catalog.allDatabases()
                .flatMap(database ->
                        visibleObjects(database).stream().map(object -> new VisibleObject(database.name(), object)));
    }

    /** Returns the names of the databases that the session may enter, in alphabetical order. */
    Stream<String> visibleDatabaseNames() {
        return catalog.allDatabases().map(Database::name).filter(access::mayEnterDatabase);
    }
}
