package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Step;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.AlterTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Two statements that a single ALTER TABLE may replace if both alter the same table. */
public record AlterStatementPair(MigrationAction firstAction, MigrationAction secondAction) {
    /**
     * Returns a step with the effect of both statements. Returns empty if the statements do not alter the same table,
     * if their clauses can't be combined, if the server would refuse the step, or if the resulting table would differ.
     *
     * @param catalogBefore the catalog before the first statement
     * @param catalogAfter the catalog after the second statement
     */
    public Optional<Step> merge(Engine engine, Session session, Catalog catalogBefore, Catalog catalogAfter) {
        if (!(firstAction.statement() instanceof AlterTable firstAlter)
                || !(secondAction.statement() instanceof AlterTable secondAlter)
                || !ObjectName.resolve(firstAlter.table(), session)
                        .equals(ObjectName.resolve(secondAlter.table(), session))) {
            return Optional.empty();
        }
        List<AlterClause> clauses = new ArrayList<>(firstAlter.clauses());
        clauses.addAll(secondAlter.clauses());
        if (!AlterClauseKind.areCombinable(clauses)
                || hasCommonColumns(firstAlter, secondAlter)
                || !areEquallyRepeatable()) {
            return Optional.empty();
        }
        List<Marker> markers = new ArrayList<>(firstAction.markers());
        secondAction.markers().stream()
                .filter(marker -> !markers.contains(marker))
                .forEach(markers::add);
        return simulateMerge(
                engine,
                session,
                catalogBefore,
                new MigrationAction(markers, new AlterTable(firstAlter.table(), clauses, Span.NONE)),
                ObjectName.resolve(firstAlter.table(), session),
                catalogAfter);
    }

    private static Optional<Step> simulateMerge(
            Engine engine,
            Session session,
            Catalog catalogBefore,
            MigrationAction mergedAction,
            ObjectName tableName,
            Catalog catalogAfter) {
        Simulation simulation = new Simulation(engine, session, catalogBefore);
        try {
            simulation.apply(mergedAction);
        } catch (Refusal ignored) {
            return Optional.empty();
        }
        Optional<String> mergedDefinition = SchemaObject.find(simulation.catalog(), tableName)
                .map(object -> object.renderShowCreate(engine.profile()));
        Optional<String> expectedDefinition =
                SchemaObject.find(catalogAfter, tableName).map(object -> object.renderShowCreate(engine.profile()));
        return mergedDefinition.isPresent() && mergedDefinition.equals(expectedDefinition)
                ? Optional.of(simulation.steps().get(0))
                : Optional.empty();
    }

    /** A repeatable statement can't be merged with one that must not be sent twice. */
    private boolean areEquallyRepeatable() {
        return firstAction.isMarked(Marker.Repeatable.class) == secondAction.isMarked(Marker.Repeatable.class);
    }

    /**
     * Returns whether both statements change the same column. Such changes are not merged, because their behavior in a
     * single statement was never tested on a server. Changes of fields do not count: one statement may change several
     * fields of a column.
     */
    private static boolean hasCommonColumns(AlterTable firstAlter, AlterTable secondAlter) {
        Set<String> changedColumnNames = collectChangedColumnNames(firstAlter);
        changedColumnNames.retainAll(collectChangedColumnNames(secondAlter));
        return !changedColumnNames.isEmpty();
    }

    private static Set<String> collectChangedColumnNames(AlterTable alter) {
        Set<String> changedColumnNames = new HashSet<>();
        for (AlterClause clause : alter.clauses()) {
            AlterClauseKind<AlterClause> kind = AlterClauseKind.of(clause);
            if (!kind.changesFields()) {
                kind.findAffectedColumn(clause)
                        .ifPresent(name -> changedColumnNames.add(name.text().toLowerCase(Locale.ROOT)));
            }
        }
        return changedColumnNames;
    }
}
