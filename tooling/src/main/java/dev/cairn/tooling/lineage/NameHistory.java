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

/** The names that statements gave to objects and columns, and those that they had before all of them. */
public final class NameHistory {
    private final Map<ObjectName, String> objects = new TreeMap<>();
    private final Map<ObjectName, Map<String, String>> columns = new TreeMap<>();

    void clear() {
        objects.clear();
        columns.clear();
    }

    /** Adds the renames of a statement. */
    public void add(Statement statement, Session session) {
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
                && alter.change() instanceof MaterializedViewChange.Rename renamed) {
            rename(ObjectName.of(alter.name(), session), renamed.newName().text());
        }
    }

    private void rename(ObjectName from, String to) {
        String first = objects.remove(from);
        objects.put(from.withName(to), first == null ? from.name() : first);
        Map<String, String> names = columns.remove(from);
        if (names != null) {
            columns.put(from.withName(to), names);
        }
    }

    /** Returns the renames, and others that are none of them. */
    public Renames merge(Renames others) {
        List<Rename> all = new ArrayList<>();
        objects.forEach((object, from) -> all.add(new Rename.ObjectRename(object, from)));
        columns.forEach(
                (object, names) -> names.forEach((to, from) -> all.add(new Rename.ColumnRename(object, from, to))));
        others.declaredRenames().stream().filter(other -> !all.contains(other)).forEach(all::add);
        return new Renames(all);
    }
}
