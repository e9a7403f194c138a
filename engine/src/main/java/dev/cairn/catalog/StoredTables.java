package dev.cairn.catalog;

import dev.cairn.sql.ast.Buckets;
import java.util.Optional;

/**
 * The tables of a database, as one session sees them.
 *
 * @param tables the tables that all sessions see
 * @param temporaryTables the temporary tables of the session; a temporary table hides any other object with its name
 * @param recycledTables the last dropped table with each name, which can be recovered
 * @param groupMembers the names of the tables of each colocation group, maintained by {@link #withTable} and
 *     {@link #withoutTable}
 * @param tablesWithForeignKeys the names of the tables with foreign keys, maintained in the same way
 */
public record StoredTables(
        PersistentMap<Table> tables,
        PersistentMap<Table> temporaryTables,
        PersistentMap<Table> recycledTables,
        PersistentMap<PersistentMap<String>> groupMembers,
        PersistentMap<String> tablesWithForeignKeys) {
    static final StoredTables NONE = new StoredTables(
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty());

    /** Returns the table to which a name refers: the temporary one if two tables have the name. */
    Optional<Table> find(String name) {
        Optional<Table> temporaryTable = temporaryTables.get(name);
        return temporaryTable.isPresent() ? temporaryTable : tables.get(name);
    }

    /**
     * Returns a table of a colocation group, preferably one that declares the number of buckets of the group. Empty if
     * the group has no table.
     */
    Optional<Table> findGroupMember(String group) {
        Optional<Table> memberWithAssumedBuckets = Optional.empty();
        for (String memberName :
                groupMembers.get(group).orElse(PersistentMap.empty()).values()) {
            Optional<Table> table = tables.get(memberName).filter(foundTable -> isInGroup(foundTable, group));
            if (table.isEmpty()) {
                table = recycledTables.get(memberName).filter(foundTable -> isInGroup(foundTable, group));
            }
            if (table.filter(member -> !(member.distribution().buckets() instanceof Buckets.AssumedCount))
                    .isPresent()) {
                return table;
            }
            if (table.isPresent()) {
                memberWithAssumedBuckets = table;
            }
        }
        return memberWithAssumedBuckets;
    }

    StoredTables withTemporaryTables(PersistentMap<Table> newTemporaryTables) {
        return new StoredTables(tables, newTemporaryTables, recycledTables, groupMembers, tablesWithForeignKeys);
    }

    StoredTables withTable(Table table) {
        return table.isTemporary()
                ? withTemporaryTables(temporaryTables.withEntry(table.name(), table))
                : new StoredTables(
                        tables.withEntry(table.name(), table),
                        temporaryTables,
                        recycledTables,
                        addToGroup(removeFromGroup(table.name()), table),
                        table.properties()
                                        .findValue(StoredProperties.FOREIGN_KEYS)
                                        .isPresent()
                                ? tablesWithForeignKeys.withEntry(table.name(), table.name())
                                : tablesWithForeignKeys.withoutKey(table.name()));
    }

    /** Returns the tables without the one with a name; if two tables have the name, without the temporary one. */
    StoredTables withoutTable(String name) {
        return temporaryTables.contains(name)
                ? withTemporaryTables(temporaryTables.withoutKey(name))
                : new StoredTables(
                        tables.withoutKey(name),
                        temporaryTables,
                        recycledTables,
                        removeFromGroup(name),
                        tablesWithForeignKeys.withoutKey(name));
    }

    /** Returns the tables after one was dropped, which stays in its colocation group as long as it can be recovered. */
    StoredTables recycle(Table table) {
        return new StoredTables(
                tables.withoutKey(table.name()),
                temporaryTables,
                recycledTables.withEntry(table.name(), table),
                groupMembers,
                tablesWithForeignKeys.withoutKey(table.name()));
    }

    StoredTables withoutRecycled(String name) {
        return new StoredTables(
                tables, temporaryTables, recycledTables.withoutKey(name), groupMembers, tablesWithForeignKeys);
    }

    private PersistentMap<PersistentMap<String>> removeFromGroup(String table) {
        Optional<String> group = tables.get(table).flatMap(StoredTables::groupOf);
        if (group.isEmpty()) {
            return groupMembers;
        }
        PersistentMap<String> members =
                groupMembers.get(group.get()).orElse(PersistentMap.empty()).withoutKey(table);
        return members.isEmpty() ? groupMembers.withoutKey(group.get()) : groupMembers.withEntry(group.get(), members);
    }

    private static PersistentMap<PersistentMap<String>> addToGroup(
            PersistentMap<PersistentMap<String>> groups, Table table) {
        Optional<String> group = groupOf(table);
        if (group.isEmpty()) {
            return groups;
        }
        PersistentMap<String> members = groups.get(group.get()).orElse(PersistentMap.empty());
        return groups.withEntry(group.get(), members.withEntry(table.name(), table.name()));
    }

    private static boolean isInGroup(Table table, String group) {
        return groupOf(table).filter(group::equals).isPresent();
    }

    private static Optional<String> groupOf(Table table) {
        return table.properties().findValue(StoredProperties.COLOCATION_GROUP);
    }
}
