package dev.cairn.catalog;

import java.util.Optional;

/**
 * All databases of a server, or of a schema.
 *
 * @param recycled what was dropped last under each name, and may be recovered
 */
public record Catalog(PersistentMap<Database> databases, PersistentMap<Database> recycled) {
    public static final Catalog EMPTY = new Catalog(PersistentMap.empty(), PersistentMap.empty());

    public Optional<Database> database(String name) {
        return databases.get(name);
    }

    public Optional<Table> table(String database, String name) {
        return database(database).flatMap(found -> found.table(name));
    }

    public Catalog with(Database database) {
        return new Catalog(databases.with(database.name(), database), recycled);
    }

    public Catalog without(String database) {
        return new Catalog(databases.without(database), recycled);
    }

    /** Without a database that can be recovered under its name. */
    public Catalog recycling(Database database) {
        return new Catalog(databases.without(database.name()), recycled.with(database.name(), database));
    }

    /** With a dropped database back in its place. */
    public Catalog recovering(Database database) {
        return new Catalog(databases.with(database.name(), database), recycled.without(database.name()));
    }
}
