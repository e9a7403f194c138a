package dev.cairn.catalog;

import dev.cairn.sql.ast.Property;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A database, as one session sees it.
 *
 * <p>Tables, views and materialized views share one namespace.
 *
 * @param systemTables the tables of a system database, which has no other objects; empty for any other database
 */
public record Database(
        String name,
        List<Property> properties,
        DatabaseTables storedTables,
        DatabaseViews storedViews,
        PersistentMap<SystemTable> systemTables) {
    public Database {
        properties = List.copyOf(properties);
    }

    public static Database of(String name) {
        return of(name, List.of());
    }

    public static Database of(String name, List<Property> properties) {
        return new Database(name, properties, DatabaseTables.NONE, DatabaseViews.NONE, PersistentMap.empty());
    }

    /** Creates a system database. The server compares the names of the tables in it without regard to case. */
    public static Database ofSystem(String name, List<SystemTable> tables) {
        PersistentMap<SystemTable> tablesByName = PersistentMap.empty();
        for (SystemTable table : tables) {
            tablesByName = tablesByName.withEntry(table.name().toLowerCase(Locale.ROOT), table);
        }
        return new Database(name, List.of(), DatabaseTables.NONE, DatabaseViews.NONE, tablesByName);
    }

    /**
     * Returns whether this is a system database, which shows the state of the server. No statement can change it or its
     * tables.
     */
    public boolean isSystem() {
        return !systemTables.isEmpty();
    }

    public PersistentMap<Table> tables() {
        return storedTables.tables();
    }

    /** Returns the temporary tables of the session. */
    public PersistentMap<Table> temporaryTables() {
        return storedTables.temporaryTables();
    }

    /** Returns the last dropped table with each name. */
    public PersistentMap<Table> recycledTables() {
        return storedTables.recycledTables();
    }

    public PersistentMap<View> views() {
        return storedViews.views();
    }

    /** Returns the last dropped view with each name. */
    public PersistentMap<View> recycledViews() {
        return storedViews.recycledViews();
    }

    public PersistentMap<MaterializedView> materializedViews() {
        return storedViews.materializedViews();
    }

    /** Returns the table to which the name refers in a statement of this session. */
    public Optional<Table> findTable(String tableName) {
        return storedTables.find(tableName);
    }

    public Optional<View> findView(String viewName) {
        return views().get(viewName);
    }

    public Optional<MaterializedView> findMaterializedView(String viewName) {
        return materializedViews().get(viewName);
    }

    /** Returns a table of this system database; empty if this is not a system database. */
    public Optional<SystemTable> findSystemTable(String tableName) {
        return isSystem() ? systemTables.get(tableName.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** Returns whether an object other than a temporary table has the name. */
    public boolean hasObject(String objectName) {
        return findSystemTable(objectName).isPresent()
                || tables().contains(objectName)
                || views().contains(objectName)
                || materializedViews().contains(objectName);
    }

    /** Returns a table with a rollup of this name; a synchronous materialized view is a rollup of its table. */
    public Optional<Table> findTableOfRollup(String rollupName) {
        for (Table table : tables().values()) {
            if (table.findRollup(rollupName).isPresent()) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns any table of a colocation group, because all tables of a group have the same shared properties; empty if
     * the group does not exist. A group exists as long as one of its tables exists or can be recovered.
     */
    public Optional<Table> findTableOfColocationGroup(String group) {
        return storedTables.findTableOfColocationGroup(group);
    }

    /** Returns the names of the tables with foreign keys. */
    public Iterable<String> tableNamesWithForeignKeys() {
        return storedTables.tableNamesWithForeignKeys().values();
    }

    /** Returns the database as another session sees it, with the temporary tables of that session. */
    public Database withTemporaryTables(PersistentMap<Table> newTemporaryTables) {
        return withStoredTables(storedTables.withTemporaryTables(newTemporaryTables));
    }

    /** Returns the database with a table, which replaces any table with the same name and lifetime. */
    public Database withTable(Table table) {
        return withStoredTables(storedTables.withTable(table));
    }

    public Database withView(View view) {
        return withStoredViews(storedViews.withView(view));
    }

    public Database withMaterializedView(MaterializedView view) {
        return withStoredViews(storedViews.withMaterializedView(view));
    }

    /** Returns the database without a table; if two tables have the name, without the temporary one. */
    public Database withoutTable(String tableName) {
        return withStoredTables(storedTables.withoutTable(tableName));
    }

    public Database withoutMaterializedView(MaterializedView view) {
        return withStoredViews(storedViews.withoutMaterializedView(view));
    }

    /**
     * Returns the database after a table was dropped. It can then be recovered by its name; an object with this name
     * that was dropped before can't be recovered anymore.
     */
    public Database recycle(Table table) {
        return withStoredTables(storedTables.recycle(table)).withStoredViews(storedViews.withoutRecycled(table.name()));
    }

    /**
     * Returns the database after a view was dropped. It can then be recovered by its name; an object with this name
     * that was dropped before can't be recovered anymore.
     */
    public Database recycle(View view) {
        return withStoredTables(storedTables.withoutRecycled(view.name())).withStoredViews(storedViews.recycle(view));
    }

    /** Returns the database after a dropped table was recovered. */
    public Database recover(Table table) {
        return withStoredTables(storedTables.withoutRecycled(table.name()).withTable(table));
    }

    /** Returns the database after a dropped view was recovered. */
    public Database recover(View view) {
        return withStoredViews(storedViews.withoutRecycled(view.name()).withView(view));
    }

    private Database withStoredTables(DatabaseTables newTables) {
        return new Database(name, properties, newTables, storedViews, systemTables);
    }

    private Database withStoredViews(DatabaseViews newViews) {
        return new Database(name, properties, storedTables, newViews, systemTables);
    }
}
