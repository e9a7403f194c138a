package dev.cairn.catalog;

import dev.cairn.sql.Property;
import java.util.List;

/**
 * A database.
 *
 * @param recycled what was dropped last under each name, and may be recovered
 */
public record Database(
        String name, List<Property> properties, PersistentMap<Table> tables, PersistentMap<Table> recycled) {
    public Database {
        properties = List.copyOf(properties);
    }

    public static Database of(String name) {
        return new Database(name, List.of(), PersistentMap.empty(), PersistentMap.empty());
    }

    public Database with(Table table) {
        return new Database(name, properties, tables.with(table.name(), table), recycled);
    }

    public Database without(String table) {
        return new Database(name, properties, tables.without(table), recycled);
    }
}
