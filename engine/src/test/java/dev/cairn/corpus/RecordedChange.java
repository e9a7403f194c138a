package dev.cairn.corpus;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded statements that a server accepted, with the catalogs before and after them and the renames that they make.
 */
record RecordedChange(
        String id, Session session, Catalog before, Catalog after, List<Statement> statements, Renames renames) {

    /**
     * Returns each accepted change of a script, up to the first statement that the engine refuses; for a history with
     * several changes, also their combination.
     */
    static List<RecordedChange> findChanges(Recording recording, Script script) {
        Engine engine = new Engine(recording.profile());
        List<RecordedChange> changes = new ArrayList<>();
        StatementResult currentResult = new StatementResult(
                Catalog.EMPTY.withDatabase(Database.of("t")), new Session("t"), ChangeCost.IMMEDIATE);
        for (int i = 0; i < script.steps().size(); i++) {
            Script.Step step = script.steps().get(i);
            if (!step.isAccepted() || step.isWait() || !StatementFamilies.isKnown(step.sql())) {
                continue;
            }
            try {
                Statement statement = Sql.parse(step.sql());
                StatementResult result = engine.apply(currentResult.catalog(), currentResult.session(), statement);
                if (changesDefinition(statement) && !hasStaleRollup(result.catalog())) {
                    changes.add(new RecordedChange(
                            script.id() + "#" + i,
                            currentResult.session(),
                            currentResult.catalog(),
                            result.catalog(),
                            List.of(statement),
                            findRenames(currentResult.session(), statement)));
                }
                currentResult = result;
            } catch (SqlSyntaxException | Refusal ignored) {
                return changes;
            }
        }
        if (changes.size() > 1 && script.area().equals("history")) {
            changes.add(combine(script, changes));
        }
        return changes;
    }

    private static RecordedChange combine(Script script, List<RecordedChange> changes) {
        RecordedChange lastChange = changes.get(changes.size() - 1);
        List<Statement> statements = new ArrayList<>();
        List<Rename> renames = new ArrayList<>();
        for (RecordedChange change : changes) {
            statements.addAll(change.statements());
            renames.addAll(change.renames().declaredRenames());
        }
        return new RecordedChange(
                script.id(),
                lastChange.session(),
                changes.get(0).before(),
                lastChange.after(),
                statements,
                new Renames(renames));
    }

    /** Returns whether a statement changes a definition. Swapping the names of two objects is not such a change. */
    private static boolean changesDefinition(Statement statement) {
        if (statement instanceof Statement.AlterTable alter) {
            return alter.clauses().stream().noneMatch(AlterClause.SwapTable.class::isInstance);
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            return !(alter.change() instanceof ViewStatement.MaterializedViewChange.SwapView);
        }
        return statement instanceof Statement.CreateIndex
                || statement instanceof Statement.DropIndex
                || statement instanceof ViewStatement.AlterViewQuery
                || statement instanceof ViewStatement.AlterViewSecurity
                || (statement instanceof ViewStatement.CreateView create && create.replacesExistingView());
    }

    /**
     * Returns whether a rollup has a column that its table lacks. RENAME COLUMN leaves the old name in a rollup, and
     * such a table can't be declared.
     */
    private static boolean hasStaleRollup(Catalog catalog) {
        for (Database database : catalog.databases().values()) {
            for (Table table : database.tables().values()) {
                boolean isStale = table.rollups().stream()
                        .filter(rollup -> rollup.query() == null)
                        .flatMap(rollup -> rollup.columns().stream())
                        .anyMatch(column -> table.findColumn(column.name()).isEmpty());
                if (isStale) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Renames findRenames(Session session, Statement statement) {
        if (statement instanceof Statement.AlterTable alter) {
            ObjectName table = ObjectName.resolve(alter.table(), session);
            AlterClause clause = alter.clauses().get(0);
            if (clause instanceof AlterClause.RenameTable rename) {
                return singleRename(
                        new Rename.ObjectRename(table.withName(rename.newName().text()), table.name()));
            }
            if (clause instanceof AlterClause.RenameColumn rename) {
                return singleRename(new Rename.ColumnRename(
                        table, rename.oldName().text(), rename.newName().text()));
            }
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter
                && alter.change() instanceof ViewStatement.MaterializedViewChange.RenameView rename) {
            ObjectName view = ObjectName.resolve(alter.name(), session);
            return singleRename(
                    new Rename.ObjectRename(view.withName(rename.newName().text()), view.name()));
        }
        return Renames.NONE;
    }

    private static Renames singleRename(Rename rename) {
        return new Renames(List.of(rename));
    }
}
