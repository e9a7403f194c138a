package dev.cairn.catalog;

import java.util.Optional;

/** All databases of a server, or of a schema. */
public record Catalog(PersistentMap<Database> databases) {
    public static final Catalog EMPTY = new Catalog(PersistentMap.empty());

    public Optional<Database> database(String name) {
        return databases.get(name);
    }

    public Optional<Table> table(String database, String name) {
        return database(database).flatMap(found -> found.tables().get(name));
    }

    public Catalog with(Database database) {
        return new Catalog(databases.with(database.name(), database));
    }

    public Catalog without(String database) {
        return new Catalog(databases.without(database));
    }
}
