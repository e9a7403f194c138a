package dev.cairn.tooling.lineage;

import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Follows the objects and columns that statements rename: from their newest names to their original ones. */
public final class NameHistory {
    private final Map<ObjectName, String> objects = new TreeMap<>();
    private final Map<ObjectName, Map<String, String>> columns = new TreeMap<>();

    void clear() {
        objects.clear();
        columns.clear();
    }

    /** Adds the renames of a statement. */
    public void addRenames(Statement statement, Session session) {
        if (statement instanceof Statement.AlterTable alter) {
            ObjectName table = ObjectName.of(alter.table(), session);
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.RenameTable renamed) {
                    rename(table, renamed.newName().text());
                } else if (clause instanceof AlterClause.RenameColumn renamed) {
                    Map<String, String> names = columns.computeIfAbsent(table, none -> new TreeMap<>());
                    String first = names.remove(renamed.oldName().text());
                    names.put(
                            renamed.newName().text(),
                            first == null ? renamed.oldName().text() : first);
                }
            }
        }
        if (statement instanceof AlterMaterializedView alter
                && alter.change() instanceof MaterializedViewChange.RenameView renamed) {
            rename(ObjectName.of(alter.name(), session), renamed.newName().text());
        }
    }

    private void rename(ObjectName oldName, String newName) {
        String first = objects.remove(oldName);
        objects.put(oldName.withName(newName), first == null ? oldName.name() : first);
        Map<String, String> names = columns.remove(oldName);
        if (names != null) {
            columns.put(oldName.withName(newName), names);
        }
    }

    /** Returns the renames of the statements, followed by those others that are not among them. */
    public Renames merge(Renames others) {
        List<Rename> mergedRenames = new ArrayList<>();
        objects.forEach((object, from) -> mergedRenames.add(new Rename.ObjectRename(object, from)));
        columns.forEach((object, names) ->
                names.forEach((to, from) -> mergedRenames.add(new Rename.ColumnRename(object, from, to))));
        others.declaredRenames().stream()
                .filter(other -> !mergedRenames.contains(other))
                .forEach(mergedRenames::add);
        return new Renames(mergedRenames);
    }
}
