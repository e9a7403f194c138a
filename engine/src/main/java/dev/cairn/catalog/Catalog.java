package dev.cairn.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All databases of a server, or of a schema.
 *
 * @param recycled what was dropped last under each name, and may be recovered
 * @param externals what others keep and queries read from
 * @param functions those of users, by database and name; several may share one
 */
public record Catalog(
        PersistentMap<Database> databases,
        PersistentMap<Database> recycled,
        PersistentMap<ExternalObject> externals,
        PersistentMap<List<UserFunction>> functions) {
    public static final Catalog EMPTY =
            new Catalog(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    public Optional<Database> database(String name) {
        return databases.get(name);
    }

    public Optional<Table> table(String database, String name) {
        return database(database).flatMap(found -> found.table(name));
    }

    /** What others keep under a name; the catalog is null for the server's own. */
    public Optional<ExternalObject> external(@Nullable String catalog, String database, String name) {
        return externals.get(ExternalObject.key(catalog, database, name));
    }

    public Catalog with(ExternalObject external) {
        return new Catalog(databases, recycled, externals.with(external.key(), external), functions);
    }

    /**
     * The functions of users that a name may mean, first those of the database.
     *
     * @param database null for none
     */
    public List<UserFunction> functions(@Nullable String database, String name) {
        List<UserFunction> global = functions.get(UserFunction.key(null, name)).orElse(List.of());
        List<UserFunction> own = database == null
                ? List.of()
                : functions.get(UserFunction.key(database, name)).orElse(List.of());
        return Stream.concat(own.stream(), global.stream()).toList();
    }

    public Catalog with(UserFunction function) {
        List<UserFunction> more = new ArrayList<>(functions.get(function.key()).orElse(List.of()));
        more.add(function);
        return new Catalog(databases, recycled, externals, functions.with(function.key(), List.copyOf(more)));
    }

    public Catalog with(Database database) {
        return new Catalog(databases.with(database.name(), database), recycled, externals, functions);
    }

    public Catalog without(String database) {
        return new Catalog(databases.without(database), recycled, externals, functions);
    }

    /** Without a database that can be recovered under its name. */
    public Catalog recycling(Database database) {
        return new Catalog(
                databases.without(database.name()), recycled.with(database.name(), database), externals, functions);
    }

    /** With a dropped database back in its place. */
    public Catalog recovering(Database database) {
        return new Catalog(
                databases.with(database.name(), database), recycled.without(database.name()), externals, functions);
    }
}
