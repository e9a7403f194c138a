package dev.cairn.plan.access;

import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.TemporaryName;
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
 * @param originalNameByRelation the original names of renamed relations, by their current names
 * @param originalNameByColumn the original names of renamed columns; the key is the original name of the relation with
 *     the current name of the column in lower case
 */
record OriginalNames(
        Map<ObjectName, ObjectName> originalNameByRelation,
        Map<AccessRight.ColumnReadThroughView, String> originalNameByColumn) {
    static final OriginalNames NONE = new OriginalNames(Map.of(), Map.of());

    /** Returns the original name of a relation; the name itself if the relation was not renamed. */
    ObjectName toOriginal(ObjectName relationName) {
        return originalNameByRelation.getOrDefault(relationName, relationName);
    }

    /**
     * Returns a column with its original name in lower case, and the original name of its relation.
     */
    AccessRight.ColumnReadThroughView toOriginal(AccessRight.ColumnReadThroughView column) {
        AccessRight.ColumnReadThroughView lookupKey = new AccessRight.ColumnReadThroughView(
                toOriginal(column.relation()), column.columnName().toLowerCase(Locale.ROOT));
        return new AccessRight.ColumnReadThroughView(
                lookupKey.relation(), originalNameByColumn.getOrDefault(lookupKey, lookupKey.columnName()));
    }

    /** Returns the names after a statement. */
    OriginalNames withAction(SimulatedAction simulatedAction) {
        OriginalNames newNames =
                new OriginalNames(new TreeMap<>(originalNameByRelation), new HashMap<>(originalNameByColumn));
        newNames.recordAction(simulatedAction.action(), simulatedAction.sessionBefore());
        return newNames;
    }

    private void recordAction(MigrationAction action, Session session) {
        action.findTransfer()
                .filter(Marker.TransfersGrants.class::isInstance)
                .ifPresent(grants -> recordGrantTransfer(
                        ObjectName.parse(grants.source(), session), ObjectName.parse(grants.target(), session)));
        if (action.statement() instanceof Statement.AlterTable alter) {
            ObjectName tableName = ObjectName.resolve(alter.table(), session);
            alter.clauses().forEach(clause -> recordClause(tableName, clause));
        } else if (action.statement() instanceof ViewStatement.AlterMaterializedView alter) {
            ObjectName viewName = ObjectName.resolve(alter.name(), session);
            if (alter.change() instanceof MaterializedViewChange.RenameView rename) {
                recordRename(viewName, viewName.withName(rename.newName().text()));
            } else if (alter.change() instanceof MaterializedViewChange.SwapView swap) {
                recordSwap(viewName, viewName.withName(swap.otherViewName().text()));
            }
        }
    }

    private void recordClause(ObjectName tableName, AlterClause clause) {
        if (clause instanceof AlterClause.RenameTable rename) {
            recordRename(tableName, tableName.withName(rename.newName().text()));
        } else if (clause instanceof AlterClause.SwapTable swap) {
            recordSwap(tableName, tableName.withName(swap.otherTableName().text()));
        } else if (clause instanceof AlterClause.RenameColumn rename) {
            AccessRight.ColumnReadThroughView originalColumn = toOriginal(new AccessRight.ColumnReadThroughView(
                    tableName, rename.oldName().text()));
            String newName = rename.newName().text().toLowerCase(Locale.ROOT);
            originalNameByColumn.put(
                    new AccessRight.ColumnReadThroughView(originalColumn.relation(), newName),
                    originalColumn.columnName());
        }
    }

    private void recordRename(ObjectName oldName, ObjectName newName) {
        ObjectName originalName = toOriginal(oldName);
        originalNameByRelation.remove(oldName);
        originalNameByRelation.put(newName, originalName);
    }

    /**
     * Records a swap. A swap at the end of a rebuild is ignored: to its users, the new object is the same as the old
     * one.
     */
    private void recordSwap(ObjectName firstName, ObjectName secondName) {
        if (!TemporaryName.isStaging(firstName.name()) && !TemporaryName.isStaging(secondName.name())) {
            ObjectName originalName = toOriginal(firstName);
            originalNameByRelation.put(firstName, toOriginal(secondName));
            originalNameByRelation.put(secondName, originalName);
        }
    }

    /** Records that an object receives the grants of another one, and so takes its place. */
    private void recordGrantTransfer(ObjectName sourceName, ObjectName targetName) {
        if (!TemporaryName.isStaging(sourceName.name()) && !TemporaryName.isStaging(targetName.name())) {
            originalNameByRelation.put(targetName, toOriginal(sourceName));
        }
    }
}
