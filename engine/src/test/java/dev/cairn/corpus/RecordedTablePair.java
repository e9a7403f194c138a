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
 * A table of a server before and after an accepted change.
 *
 * @param id the id of the recorded change
 * @param before the statement that creates the former table, under the name {@code t}
 * @param renames the renamed columns: of each, the old name, a space and the new name
 */
public record RecordedTablePair(String id, String before, String after, List<String> renames) {
    private static final String DATABASE_NAME = "t";
    private static final String TABLE_NAME = "t";

    public RecordedTablePair {
        renames = List.copyOf(renames);
    }

    /**
     * Returns the pairs of tables that CREATE TABLE can create and that depend on no other table, without duplicates.
     */
    public static List<RecordedTablePair> readAll(Recording recording) {
        List<RecordedTablePair> pairs = new ArrayList<>();
        Set<String> knownPairs = new TreeSet<>();
        for (Script script : recording.scripts()) {
            for (RecordedChange change : RecordedChange.findChanges(recording, script)) {
                for (String name : tableNames(change.before())) {
                    Table tableBefore = findTable(change.before(), name);
                    boolean hasTableAfter = tableNames(change.after()).contains(name);
                    if (hasTableAfter && !tableBefore.equals(findTable(change.after(), name))) {
                        Table tableAfter = findTable(change.after(), name);
                        RecordedTablePair pair = new RecordedTablePair(
                                change.id(),
                                renderTable(recording, tableBefore),
                                renderTable(recording, tableAfter),
                                columnRenames(change));
                        if (isIndependent(tableBefore)
                                && isIndependent(tableAfter)
                                && isCreatable(recording, pair.before)
                                && isCreatable(recording, pair.after)
                                && knownPairs.add(pair.before + pair.after)) {
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
        catalog.findDatabase(DATABASE_NAME)
                .ifPresent(database -> database.tables().forEach(entry -> names.add(entry.getKey())));
        return names;
    }

    private static Table findTable(Catalog catalog, String name) {
        return catalog.findTable(DATABASE_NAME, name).orElseThrow();
    }

    private static String renderTable(Recording recording, Table table) {
        return Sql.render(ShowCreate.writtenStatement(recording.profile(), table.withName(TABLE_NAME)));
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

    /**
     * Returns whether CREATE TABLE can create the table. For example, only ALTER TABLE can turn off a persistent index.
     */
    private static boolean isCreatable(Recording recording, String createSql) {
        try {
            new Engine(recording.profile())
                    .apply(
                            Catalog.EMPTY.withDatabase(Database.of(DATABASE_NAME)),
                            new Session(DATABASE_NAME),
                            Sql.parse(createSql));
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    static boolean isIndependent(Table table) {
        return !table.properties().hasProperty("colocate_with")
                && table.properties()
                        .findValue("foreign_key_constraints")
                        .orElse("")
                        .isEmpty()
                && table.properties().findValue("unique_constraints").orElse("").isEmpty()
                && table.rollups().stream().allMatch(rollup -> rollup.query() == null);
    }
}
