package dev.cairn.catalog;

import dev.cairn.sql.Property;
import java.util.List;
import java.util.Optional;

/**
 * A database, as one session sees it.
 *
 * @param temporaries the session's own tables; one hides a table of the same name
 * @param recycled what was dropped last under each name, and may be recovered
 * @param colocated the names of the tables of each colocation group; {@link #with} and {@link #without} keep it
 */
public record Database(
        String name,
        List<Property> properties,
        PersistentMap<Table> tables,
        PersistentMap<Table> temporaries,
        PersistentMap<Table> recycled,
        PersistentMap<PersistentMap<String>> colocated) {
    private static final String GROUP = "colocate_with";

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
                PersistentMap.empty());
    }

    /** The table that a statement of this session means by the name. */
    public Optional<Table> table(String table) {
        Optional<Table> temporary = temporaries.get(table);
        return temporary.isPresent() ? temporary : tables.get(table);
    }

    /**
     * Some table of a colocation group: all others agree with it in what a group has in common. A group lives as long as
     * one of its tables can be recovered.
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

    /** As another session sees it, with that session's own tables. */
    public Database withTemporaries(PersistentMap<Table> newTemporaries) {
        return new Database(name, properties, tables, newTemporaries, recycled, colocated);
    }

    /** With a table, in place of one of the same name and lifetime. */
    public Database with(Table table) {
        if (table.temporary()) {
            return new Database(
                    name, properties, tables, temporaries.with(table.name(), table), recycled, colocated);
        }
        return new Database(
                name,
                properties,
                tables.with(table.name(), table),
                temporaries,
                recycled,
                joining(leaving(table.name()), table));
    }

    /** Without a table; without the temporary one where there are two of the name. */
    public Database without(String table) {
        if (temporaries.contains(table)) {
            return new Database(name, properties, tables, temporaries.without(table), recycled, colocated);
        }
        return new Database(name, properties, tables.without(table), temporaries, recycled, leaving(table));
    }

    /** Without a table that can be recovered under its name. */
    public Database recycling(Table table) {
        return new Database(
                name,
                properties,
                tables.without(table.name()),
                temporaries,
                recycled.with(table.name(), table),
                colocated);
    }

    /** With a dropped table back in its place. */
    public Database recovering(Table table) {
        Database without =
                new Database(name, properties, tables, temporaries, recycled.without(table.name()), colocated);
        return without.with(table);
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
        return table.properties().value(GROUP);
    }
}
