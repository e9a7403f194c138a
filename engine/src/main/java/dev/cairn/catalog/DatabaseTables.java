package dev.cairn.catalog;

import dev.cairn.sql.ast.Buckets;
import java.util.Optional;

/**
 * The tables of a database, as one session sees them.
 *
 * @param tables the tables that all sessions see
 * @param temporaryTables the temporary tables of the session; a temporary table hides any other object with its name
 * @param recycledTables the last dropped table with each name, which can be recovered
 * @param memberNamesByGroup the names of the tables of each colocation group, including dropped tables that can be
 *     recovered. A group may also contain a name whose table has left it since; readers have to check the property of
 *     the table.
 * @param tableNamesWithForeignKeys the names of the permanent tables with foreign keys, as keys and as values
 */
public record DatabaseTables(
        PersistentMap<Table> tables,
        PersistentMap<Table> temporaryTables,
        PersistentMap<Table> recycledTables,
        PersistentMap<PersistentMap<String>> memberNamesByGroup,
        PersistentMap<String> tableNamesWithForeignKeys) {
    static final DatabaseTables NONE = new DatabaseTables(
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
    Optional<Table> findTableOfColocationGroup(String group) {
        Optional<Table> memberWithAssumedBuckets = Optional.empty();
        for (String memberName :
                memberNamesByGroup.get(group).orElse(PersistentMap.empty()).values()) {
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

    DatabaseTables withTemporaryTables(PersistentMap<Table> newTemporaryTables) {
        return new DatabaseTables(
                tables, newTemporaryTables, recycledTables, memberNamesByGroup, tableNamesWithForeignKeys);
    }

    /** Returns the tables with one more, which replaces any table with the same name and lifetime. */
    DatabaseTables withTable(Table table) {
        return table.isTemporary()
                ? withTemporaryTables(temporaryTables.withEntry(table.name(), table))
                : new DatabaseTables(
                        tables.withEntry(table.name(), table),
                        temporaryTables,
                        recycledTables,
                        withGroupMember(withoutGroupMember(table.name()), table),
                        table.properties()
                                        .findValue(StoredProperties.FOREIGN_KEYS)
                                        .isPresent()
                                ? tableNamesWithForeignKeys.withEntry(table.name(), table.name())
                                : tableNamesWithForeignKeys.withoutKey(table.name()));
    }

    /** Returns the tables without the one with a name; if two tables have the name, without the temporary one. */
    DatabaseTables withoutTable(String name) {
        return temporaryTables.contains(name)
                ? withTemporaryTables(temporaryTables.withoutKey(name))
                : new DatabaseTables(
                        tables.withoutKey(name),
                        temporaryTables,
                        recycledTables,
                        withoutGroupMember(name),
                        tableNamesWithForeignKeys.withoutKey(name));
    }

    /** Returns the tables after one was dropped, which stays in its colocation group as long as it can be recovered. */
    DatabaseTables recycle(Table table) {
        return new DatabaseTables(
                tables.withoutKey(table.name()),
                temporaryTables,
                recycledTables.withEntry(table.name(), table),
                memberNamesByGroup,
                tableNamesWithForeignKeys.withoutKey(table.name()));
    }

    DatabaseTables withoutRecycled(String name) {
        return new DatabaseTables(
                tables,
                temporaryTables,
                recycledTables.withoutKey(name),
                memberNamesByGroup,
                tableNamesWithForeignKeys);
    }

    private PersistentMap<PersistentMap<String>> withoutGroupMember(String tableName) {
        Optional<String> group = tables.get(tableName).flatMap(DatabaseTables::findColocationGroup);
        if (group.isEmpty()
                || recycledTables
                        .get(tableName)
                        .filter(recycledTable -> isInGroup(recycledTable, group.get()))
                        .isPresent()) {
            return memberNamesByGroup;
        }
        PersistentMap<String> memberNames = memberNamesByGroup
                .get(group.get())
                .orElse(PersistentMap.empty())
                .withoutKey(tableName);
        return memberNames.isEmpty()
                ? memberNamesByGroup.withoutKey(group.get())
                : memberNamesByGroup.withEntry(group.get(), memberNames);
    }

    private static PersistentMap<PersistentMap<String>> withGroupMember(
            PersistentMap<PersistentMap<String>> otherMemberNamesByGroup, Table table) {
        Optional<String> group = findColocationGroup(table);
        if (group.isEmpty()) {
            return otherMemberNamesByGroup;
        }
        PersistentMap<String> memberNames =
                otherMemberNamesByGroup.get(group.get()).orElse(PersistentMap.empty());
        return otherMemberNamesByGroup.withEntry(group.get(), memberNames.withEntry(table.name(), table.name()));
    }

    private static boolean isInGroup(Table table, String group) {
        return findColocationGroup(table).filter(group::equals).isPresent();
    }

    private static Optional<String> findColocationGroup(Table table) {
        return table.properties().findValue(StoredProperties.COLOCATION_GROUP);
    }
}
