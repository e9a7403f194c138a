package dev.cairn.catalog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All databases of a server, or of a schema.
 *
 * @param recycled what was dropped last under each name, and may be recovered
 * @param externals what others keep and queries read from
 */
public record Catalog(
        PersistentMap<Database> databases, PersistentMap<Database> recycled, PersistentMap<External> externals) {
    public static final Catalog EMPTY =
            new Catalog(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    public Optional<Database> database(String name) {
        return databases.get(name);
    }

    public Optional<Table> table(String database, String name) {
        return database(database).flatMap(found -> found.table(name));
    }

    /** What others keep under a name; the catalog is null for the server's own. */
    public Optional<External> external(@Nullable String catalog, String database, String name) {
        return externals.get(External.key(catalog, database, name));
    }

    public Catalog with(External external) {
        return new Catalog(databases, recycled, externals.with(external.key(), external));
    }

    public Catalog with(Database database) {
        return new Catalog(databases.with(database.name(), database), recycled, externals);
    }

    public Catalog without(String database) {
        return new Catalog(databases.without(database), recycled, externals);
    }

    /** Without a database that can be recovered under its name. */
    public Catalog recycling(Database database) {
        return new Catalog(databases.without(database.name()), recycled.with(database.name(), database), externals);
    }

    /** With a dropped database back in its place. */
    public Catalog recovering(Database database) {
        return new Catalog(databases.with(database.name(), database), recycled.without(database.name()), externals);
    }
}
