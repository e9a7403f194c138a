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

/** Follows the objects and columns that statements rename, from their newest names to their original names. */
public final class NameHistory {
    private final Map<ObjectName, String> originalNameByObject = new TreeMap<>();
    private final Map<ObjectName, Map<String, String>> originalColumnNamesByTable = new TreeMap<>();

    void clear() {
        originalNameByObject.clear();
        originalColumnNamesByTable.clear();
    }

    /** Adds the renames of a statement. */
    public void addRenames(Statement statement, Session session) {
        if (statement instanceof Statement.AlterTable alter) {
            ObjectName tableName = ObjectName.resolve(alter.table(), session);
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.RenameTable rename) {
                    renameObject(tableName, rename.newName().text());
                } else if (clause instanceof AlterClause.RenameColumn rename) {
                    Map<String, String> originalNameByColumn =
                            originalColumnNamesByTable.computeIfAbsent(tableName, key -> new TreeMap<>());
                    String originalName =
                            originalNameByColumn.remove(rename.oldName().text());
                    originalNameByColumn.put(
                            rename.newName().text(),
                            originalName == null ? rename.oldName().text() : originalName);
                    originalNameByColumn
                            .entrySet()
                            .removeIf(entry -> entry.getKey().equals(entry.getValue()));
                }
            }
        }
        if (statement instanceof AlterMaterializedView alter
                && alter.change() instanceof MaterializedViewChange.RenameView rename) {
            renameObject(
                    ObjectName.resolve(alter.name(), session), rename.newName().text());
        }
    }

    private void renameObject(ObjectName oldName, String newName) {
        String originalName = originalNameByObject.remove(oldName);
        originalNameByObject.put(oldName.withName(newName), originalName == null ? oldName.name() : originalName);
        originalNameByObject.entrySet().removeIf(entry -> entry.getKey().name().equals(entry.getValue()));
        Map<String, String> originalNameByColumn = originalColumnNamesByTable.remove(oldName);
        if (originalNameByColumn != null) {
            originalColumnNamesByTable.put(oldName.withName(newName), originalNameByColumn);
        }
    }

    /** Returns the renames of the statements, followed by the other renames that are not among them. */
    public Renames merge(Renames otherRenames) {
        List<Rename> mergedRenames = new ArrayList<>();
        originalNameByObject.forEach((object, oldName) -> mergedRenames.add(new Rename.ObjectRename(object, oldName)));
        originalColumnNamesByTable.forEach((object, names) -> names.forEach(
                (newName, oldName) -> mergedRenames.add(new Rename.ColumnRename(object, oldName, newName))));
        otherRenames.declaredRenames().stream()
                .filter(rename -> !mergedRenames.contains(rename))
                .forEach(mergedRenames::add);
        return new Renames(mergedRenames);
    }
}
