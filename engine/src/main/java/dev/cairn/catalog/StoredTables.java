package dev.cairn.catalog;

import java.util.Optional;

/**
 * The tables of a database, as one session sees them.
 *
 * @param tables the tables that all sessions see
 * @param temporaries the temporary tables of the session; a temporary table hides any other object with its name
 * @param recycled the last dropped table of each name, which can be recovered
 * @param colocated the names of the tables of each colocation group, maintained by {@link #with} and {@link #without}
 * @param referring the names of the tables with foreign keys, maintained in the same way
 */
public record StoredTables(
        PersistentMap<Table> tables,
        PersistentMap<Table> temporaries,
        PersistentMap<Table> recycled,
        PersistentMap<PersistentMap<String>> colocated,
        PersistentMap<String> referring) {
    static final StoredTables NONE = new StoredTables(
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty());

    Optional<Table> find(String name) {
        Optional<Table> temporary = temporaries.get(name);
        return temporary.isPresent() ? temporary : tables.get(name);
    }

    Optional<Table> memberOf(String group) {
        for (String member : colocated.get(group).orElse(PersistentMap.empty()).values()) {
            Optional<Table> table = tables.get(member).filter(foundTable -> isIn(foundTable, group));
            if (table.isEmpty()) {
                table = recycled.get(member).filter(foundTable -> isIn(foundTable, group));
            }
            if (table.isPresent()) {
                return table;
            }
        }
        return Optional.empty();
    }

    StoredTables withTemporaries(PersistentMap<Table> newTemporaries) {
        return new StoredTables(tables, newTemporaries, recycled, colocated, referring);
    }

    StoredTables with(Table table) {
        return table.temporary()
                ? withTemporaries(temporaries.with(table.name(), table))
                : new StoredTables(
                        tables.with(table.name(), table),
                        temporaries,
                        recycled,
                        addToGroup(removeFromGroup(table.name()), table),
                        table.properties().value(StoredProperties.FOREIGN_KEYS).isPresent()
                                ? referring.with(table.name(), table.name())
                                : referring.without(table.name()));
    }

    /** Removes a table; if two tables have the name, the temporary one. */
    StoredTables without(String name) {
        return temporaries.contains(name)
                ? withTemporaries(temporaries.without(name))
                : new StoredTables(
                        tables.without(name), temporaries, recycled, removeFromGroup(name), referring.without(name));
    }

    /** Drops a table, which stays in its colocation group as long as it can be recovered. */
    StoredTables recycle(Table table) {
        return new StoredTables(
                tables.without(table.name()),
                temporaries,
                recycled.with(table.name(), table),
                colocated,
                referring.without(table.name()));
    }

    StoredTables withoutRecycled(String name) {
        return new StoredTables(tables, temporaries, recycled.without(name), colocated, referring);
    }

    private PersistentMap<PersistentMap<String>> removeFromGroup(String table) {
        Optional<String> group = tables.get(table).flatMap(StoredTables::groupOf);
        if (group.isEmpty()) {
            return colocated;
        }
        PersistentMap<String> members =
                colocated.get(group.get()).orElse(PersistentMap.empty()).without(table);
        return members.isEmpty() ? colocated.without(group.get()) : colocated.with(group.get(), members);
    }

    private static PersistentMap<PersistentMap<String>> addToGroup(
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
