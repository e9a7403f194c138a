package dev.cairn.plan.access;

import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names that relations and their columns had before a migration. They identify renamed relations and columns.
 *
 * @param relations the original names of renamed relations, by their current names
 * @param columns the original names of renamed columns, by the original name of their relation and their own current
 *     name
 */
record OriginalNames(Map<ObjectName, ObjectName> relations, Map<AccessRight.ColumnReadThroughView, String> columns) {
    static final OriginalNames NONE = new OriginalNames(Map.of(), Map.of());

    /** Returns the original name of a relation; the name itself if the relation was not renamed. */
    ObjectName toOriginal(ObjectName relation) {
        return relations.getOrDefault(relation, relation);
    }

    /**
     * Returns a column with its original name and the original name of its relation. The name of the column is in lower
     * case, unless it was renamed.
     */
    AccessRight.ColumnReadThroughView toOriginal(AccessRight.ColumnReadThroughView column) {
        AccessRight.ColumnReadThroughView lookupKey = new AccessRight.ColumnReadThroughView(
                toOriginal(column.relation()), column.name().toLowerCase(Locale.ROOT));
        return new AccessRight.ColumnReadThroughView(
                lookupKey.relation(), columns.getOrDefault(lookupKey, lookupKey.name()));
    }

    /** Returns the names after a statement. */
    OriginalNames withAction(SimulatedAction simulatedAction) {
        OriginalNames newNames = new OriginalNames(new TreeMap<>(relations), new HashMap<>(columns));
        newNames.recordAction(simulatedAction.action(), simulatedAction.sessionBefore());
        return newNames;
    }

    private void recordAction(MigrationAction action, Session session) {
        action.transfer()
                .filter(Marker.TransfersGrants.class::isInstance)
                .ifPresent(grants -> recordGrantTransfer(
                        ObjectName.parse(grants.source(), session), ObjectName.parse(grants.target(), session)));
        if (action.statement() instanceof Statement.AlterTable alter) {
            ObjectName table = ObjectName.resolve(alter.table(), session);
            alter.clauses().forEach(clause -> recordClause(table, clause));
        } else if (action.statement() instanceof ViewStatement.AlterMaterializedView alter) {
            ObjectName view = ObjectName.resolve(alter.name(), session);
            if (alter.change() instanceof MaterializedViewChange.RenameView rename) {
                recordRename(view, view.withName(rename.newName().text()));
            } else if (alter.change() instanceof MaterializedViewChange.SwapView swap) {
                recordSwap(view, view.withName(swap.otherViewName().text()));
            }
        }
    }

    private void recordClause(ObjectName table, AlterClause clause) {
        if (clause instanceof AlterClause.RenameTable rename) {
            recordRename(table, table.withName(rename.newName().text()));
        } else if (clause instanceof AlterClause.SwapTable swap) {
            recordSwap(table, table.withName(swap.otherTableName().text()));
        } else if (clause instanceof AlterClause.RenameColumn rename) {
            AccessRight.ColumnReadThroughView originalColumn = toOriginal(new AccessRight.ColumnReadThroughView(
                    table, rename.oldName().text()));
            String newName = rename.newName().text().toLowerCase(Locale.ROOT);
            columns.put(
                    new AccessRight.ColumnReadThroughView(originalColumn.relation(), newName), originalColumn.name());
        }
    }

    private void recordRename(ObjectName oldName, ObjectName newName) {
        ObjectName originalName = toOriginal(oldName);
        relations.remove(oldName);
        relations.put(newName, originalName);
    }

    /**
     * Records a swap. A swap at the end of a rebuild is ignored: to its users, the new object is the same as the old
     * one.
     */
    private void recordSwap(ObjectName firstName, ObjectName secondName) {
        if (!StagingName.isStaging(firstName.name()) && !StagingName.isStaging(secondName.name())) {
            ObjectName originalName = toOriginal(firstName);
            relations.put(firstName, toOriginal(secondName));
            relations.put(secondName, originalName);
        }
    }

    /** Records that an object receives the grants of another one, and so takes its place. */
    private void recordGrantTransfer(ObjectName source, ObjectName target) {
        if (!StagingName.isStaging(source.name()) && !StagingName.isStaging(target.name())) {
            relations.put(target, toOriginal(source));
        }
    }
}
