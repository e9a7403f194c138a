package dev.cairn.catalog;

import dev.cairn.sql.ast.Property;
import java.util.List;
import java.util.Optional;

/**
 * A database, as one session sees it.
 *
 * <p>Tables, views and materialized views share one namespace.
 *
 * @param temporaries the temporary tables of the session; a temporary table hides any other object with its name
 * @param recycled the last dropped table of each name, which can be recovered; a materialized view can't
 * @param colocated the names of the tables of each colocation group, maintained by {@link #with} and {@link #without}
 */
public record Database(
        String name,
        List<Property> properties,
        PersistentMap<Table> tables,
        PersistentMap<Table> temporaries,
        PersistentMap<Table> recycled,
        PersistentMap<PersistentMap<String>> colocated,
        PersistentMap<View> views,
        PersistentMap<View> recycledViews,
        PersistentMap<MaterializedView> materializedViews) {
    public Database {
        properties = List.copyOf(properties);
    }

    public static Database of(String name) {
        return of(name, List.of());
    }

    public static Database of(String name, List<Property> properties) {
        return new Database(
                name,
                properties,
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty());
    }

    /** Returns the table to which the name refers in a statement of this session. */
    public Optional<Table> table(String table) {
        Optional<Table> temporary = temporaries.get(table);
        return temporary.isPresent() ? temporary : tables.get(table);
    }

    public Optional<View> view(String view) {
        return views.get(view);
    }

    public Optional<MaterializedView> materializedView(String view) {
        return materializedViews.get(view);
    }

    /** Returns whether an object other than a temporary table has the name. */
    public boolean holds(String anything) {
        return tables.contains(anything) || views.contains(anything) || materializedViews.contains(anything);
    }

    /**
     * Returns any table of a colocation group: all tables of a group agree in its shared properties. A group exists as
     * long as one of its tables can be recovered.
     */
    public Optional<Table> memberOf(String group) {
        for (String member : colocated.get(group).orElse(PersistentMap.empty()).values()) {
            Optional<Table> table = tables.get(member).filter(found -> isIn(found, group));
            if (table.isEmpty()) {
                table = recycled.get(member).filter(found -> isIn(found, group));
            }
            if (table.isPresent()) {
                return table;
            }
        }
        return Optional.empty();
    }

    /** Returns the database as another session sees it, with the temporary tables of that session. */
    public Database withTemporaries(PersistentMap<Table> newTemporaries) {
        return withTables(tables, newTemporaries, recycled, colocated);
    }

    /** Adds a table, or replaces the one with the same name and lifetime. */
    public Database with(Table table) {
        if (table.temporary()) {
            return withTables(tables, temporaries.with(table.name(), table), recycled, colocated);
        }
        return withTables(
                tables.with(table.name(), table), temporaries, recycled, joining(leaving(table.name()), table));
    }

    public Database with(View view) {
        return withViews(views.with(view.name(), view), recycledViews, materializedViews);
    }

    public Database with(MaterializedView view) {
        return withViews(views, recycledViews, materializedViews.with(view.name(), view));
    }

    /** Removes a table; if two tables have the name, the temporary one. */
    public Database without(String table) {
        if (temporaries.contains(table)) {
            return withTables(tables, temporaries.without(table), recycled, colocated);
        }
        return withTables(tables.without(table), temporaries, recycled, leaving(table));
    }

    public Database without(MaterializedView view) {
        return withViews(views, recycledViews, materializedViews.without(view.name()));
    }

    /** Drops a table, which can then be recovered by its name. */
    public Database recycling(Table table) {
        return withTables(tables.without(table.name()), temporaries, recycled.with(table.name(), table), colocated)
                .withViews(views, recycledViews.without(table.name()), materializedViews);
    }

    /** Drops a view, which can then be recovered by its name. */
    public Database recycling(View view) {
        return withTables(tables, temporaries, recycled.without(view.name()), colocated)
                .withViews(views.without(view.name()), recycledViews.with(view.name(), view), materializedViews);
    }

    /** Recovers a dropped table. */
    public Database recovering(Table table) {
        return withTables(tables, temporaries, recycled.without(table.name()), colocated)
                .with(table);
    }

    /** Recovers a dropped view. */
    public Database recovering(View view) {
        return withViews(views.with(view.name(), view), recycledViews.without(view.name()), materializedViews);
    }

    private Database withTables(
            PersistentMap<Table> newTables,
            PersistentMap<Table> newTemporaries,
            PersistentMap<Table> newRecycled,
            PersistentMap<PersistentMap<String>> newColocated) {
        return new Database(
                name,
                properties,
                newTables,
                newTemporaries,
                newRecycled,
                newColocated,
                views,
                recycledViews,
                materializedViews);
    }

    private Database withViews(
            PersistentMap<View> newViews,
            PersistentMap<View> newRecycled,
            PersistentMap<MaterializedView> newMaterialized) {
        return new Database(
                name, properties, tables, temporaries, recycled, colocated, newViews, newRecycled, newMaterialized);
    }

    private PersistentMap<PersistentMap<String>> leaving(String table) {
        Optional<String> group = tables.get(table).flatMap(Database::groupOf);
        if (group.isEmpty()) {
            return colocated;
        }
        PersistentMap<String> members =
                colocated.get(group.get()).orElse(PersistentMap.empty()).without(table);
        return members.isEmpty() ? colocated.without(group.get()) : colocated.with(group.get(), members);
    }

    private static PersistentMap<PersistentMap<String>> joining(
            PersistentMap<PersistentMap<String>> groups, Table table) {
        Optional<String> group = groupOf(table);
        if (group.isEmpty()) {
            return groups;
        }
        PersistentMap<String> members = groups.get(group.get()).orElse(PersistentMap.empty());
        return groups.with(group.get(), members.with(table.name(), table.name()));
    }

    private static boolean isIn(Table table, String group) {
        return groupOf(table).filter(group::equals).isPresent();
    }

    private static Optional<String> groupOf(Table table) {
        return table.properties().value(StoredProperties.COLOCATION_GROUP);
    }
}
