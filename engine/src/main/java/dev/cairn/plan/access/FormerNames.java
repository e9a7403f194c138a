package dev.cairn.plan.access;

import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names that relations and their columns had before a migration, by which they are recognized after renames.
 *
 * @param relations the former names of those that have another one now
 * @param columns the former names of renamed columns, by the former name of their relation
 */
record FormerNames(Map<ObjectName, ObjectName> relations, Map<AccessRight.ColumnReadThroughView, String> columns) {
    static final FormerNames NONE = new FormerNames(Map.of(), Map.of());

    ObjectName toFormer(ObjectName relation) {
        return relations.getOrDefault(relation, relation);
    }

    /** Returns a column by the former names of its relation and its own, whatever their case. */
    AccessRight.ColumnReadThroughView toFormer(AccessRight.ColumnReadThroughView column) {
        AccessRight.ColumnReadThroughView knownColumn = new AccessRight.ColumnReadThroughView(
                toFormer(column.relation()), column.name().toLowerCase(Locale.ROOT));
        return new AccessRight.ColumnReadThroughView(
                knownColumn.relation(), columns.getOrDefault(knownColumn, knownColumn.name()));
    }

    /** Returns the names after a statement. */
    FormerNames withStatement(SimulatedAction played) {
        FormerNames now = new FormerNames(new TreeMap<>(relations), new HashMap<>(columns));
        now.add(played.action(), played.session());
        return now;
    }

    private void add(Action action, Session session) {
        action.transfer()
                .filter(Marker.TransfersGrants.class::isInstance)
                .ifPresent(grants -> copy(parseName(grants.from(), session), parseName(grants.to(), session)));
        if (action.statement() instanceof Statement.AlterTable alter) {
            ObjectName table = ObjectName.of(alter.table(), session);
            alter.clauses().forEach(clause -> add(table, clause));
        } else if (action.statement() instanceof ViewStatement.AlterMaterializedView alter) {
            ObjectName view = ObjectName.of(alter.name(), session);
            if (alter.change() instanceof MaterializedViewChange.Rename rename) {
                move(view, view.withName(rename.newName().text()));
            } else if (alter.change() instanceof MaterializedViewChange.Swap swap) {
                exchange(view, view.withName(swap.other().text()));
            }
        }
    }

    private void add(ObjectName table, AlterClause clause) {
        if (clause instanceof AlterClause.RenameTable rename) {
            move(table, table.withName(rename.newName().text()));
        } else if (clause instanceof AlterClause.Swap swap) {
            exchange(table, table.withName(swap.other().text()));
        } else if (clause instanceof AlterClause.RenameColumn rename) {
            AccessRight.ColumnReadThroughView formerColumn = toFormer(new AccessRight.ColumnReadThroughView(
                    table, rename.oldName().text()));
            String name = rename.newName().text().toLowerCase(Locale.ROOT);
            columns.put(new AccessRight.ColumnReadThroughView(formerColumn.relation(), name), formerColumn.name());
        }
    }

    private static ObjectName parseName(String text, Session session) {
        return ObjectName.of(QualifiedName.of(text.split("\\.", 2)), session);
    }

    private void move(ObjectName from, ObjectName to) {
        ObjectName formerName = toFormer(from);
        relations.remove(from);
        relations.put(to, formerName);
    }

    /** An object that takes the place of another one at the end of its rebuild is the same for those who use it. */
    private void exchange(ObjectName one, ObjectName two) {
        if (!StagingName.isStaging(one.name()) && !StagingName.isStaging(two.name())) {
            ObjectName formerName = toFormer(one);
            relations.put(one, toFormer(two));
            relations.put(two, formerName);
        }
    }

    /** An object that gets the grants of another one takes its place. */
    private void copy(ObjectName from, ObjectName to) {
        if (!StagingName.isStaging(from.name()) && !StagingName.isStaging(to.name())) {
            relations.put(to, toFormer(from));
        }
    }
}
