package dev.cairn.corpus;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.change.Rename;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table that a server held, and what an accepted change made of it.
 *
 * @param id of the recorded change
 * @param before the statement that makes the table as it was, under the name {@code t}
 * @param renames of columns, each the old and the new name with a blank between them
 */
public record RecordedTablePair(String id, String before, String after, List<String> renames) {
    private static final String NAME = "t";

    public RecordedTablePair {
        renames = List.copyOf(renames);
    }

    /** Returns the pairs of tables that CREATE TABLE can make and that depend on no other table, without duplicates. */
    public static List<RecordedTablePair> of(Recording recording) {
        List<RecordedTablePair> pairs = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (Script script : recording.scripts()) {
            for (RecordedChange change : RecordedChange.of(recording, script)) {
                for (String name : tableNames(change.before())) {
                    Table before = findTable(change.before(), name);
                    boolean hasTableAfter = tableNames(change.after()).contains(name);
                    if (hasTableAfter && !before.equals(findTable(change.after(), name))) {
                        Table after = findTable(change.after(), name);
                        RecordedTablePair pair = new RecordedTablePair(
                                change.id(),
                                renderTable(recording, before),
                                renderTable(recording, after),
                                columnRenames(change));
                        if (standsAlone(before)
                                && standsAlone(after)
                                && isCreatable(recording, pair.before)
                                && isCreatable(recording, pair.after)
                                && seen.add(pair.before + pair.after)) {
                            pairs.add(pair);
                        }
                    }
                }
            }
        }
        return pairs;
    }

    private static List<String> tableNames(Catalog catalog) {
        List<String> names = new ArrayList<>();
        catalog.database(NAME).ifPresent(database -> database.tables().forEach(entry -> names.add(entry.getKey())));
        return names;
    }

    private static Table findTable(Catalog catalog, String name) {
        return catalog.table(NAME, name).orElseThrow();
    }

    private static String renderTable(Recording recording, Table table) {
        return Sql.render(ShowCreate.writtenStatement(recording.profile(), table.withName(NAME)));
    }

    private static List<String> columnRenames(RecordedChange change) {
        List<String> renames = new ArrayList<>();
        for (Rename rename : change.renames().declaredRenames()) {
            if (rename instanceof Rename.ColumnRename column) {
                renames.add(column.oldName() + " " + column.newName());
            }
        }
        return renames;
    }

    /** Whether CREATE TABLE can make the table; only ALTER TABLE can turn off a persistent index, for example. */
    private static boolean isCreatable(Recording recording, String create) {
        try {
            new Engine(recording.profile())
                    .apply(Catalog.EMPTY.withDatabase(Database.of(NAME)), new Session(NAME), Sql.parse(create));
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    static boolean standsAlone(Table table) {
        return !table.properties().hasProperty("colocate_with")
                && table.properties()
                        .findValue("foreign_key_constraints")
                        .orElse("")
                        .isEmpty()
                && table.properties().findValue("unique_constraints").orElse("").isEmpty()
                && table.rollups().stream().allMatch(rollup -> rollup.query() == null);
    }
}
