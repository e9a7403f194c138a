package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.Planner;
import dev.cairn.plan.WidenedColumns;
import dev.cairn.plan.WidenedColumns.WideColumnFinder;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.ColumnFill;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Plans the downgrade of a migration, for one target.
 *
 * @param upgradePlan the plan from the recorded to the declared state
 * @param fills the values of columns of rebuilt tables
 */
record DowngradePlanner(DeclaredSchema schema, MigrationChain chain, Plan upgradePlan, List<ColumnFill> fills) {
    /**
     * The plan of a downgrade.
     *
     * @param keptTypes the columns whose wider types the downgrade keeps
     * @param irreversibleReasons the reasons why it can't restore everything
     */
    record PlannedDowngrade(Plan plan, List<Marker.KeepsType> keptTypes, Set<String> irreversibleReasons) {
        /** Returns what a reviewer of the downgrade should know. */
        List<String> collectNotes() {
            List<String> notes = new ArrayList<>();
            for (Marker.KeepsType keptType : keptTypes) {
                notes.add("The downgrade keeps " + keptType.column() + " as " + keptType.type()
                        + ": to narrow it again would rebuild the table and lose longer values"
                        + " (--exact-downgrade records that).");
            }
            for (Step step : plan.steps()) {
                for (Marker marker : step.action().markers()) {
                    if (marker instanceof Marker.Rebuild rebuild) {
                        notes.add("The downgrade " + RebuiltObject.of(step).describeWork() + ": " + rebuild.reason()
                                + ".");
                    }
                }
            }
            for (String column : plan.collectUnfilledColumns()) {
                notes.add("The downgrade fails if the table has rows, because " + column
                        + " is NOT NULL and has no default: record it with --fill " + column
                        + "=EXPRESSION, or edit the downgrade.");
            }
            return notes;
        }
    }

    /** Returns the columns that the upgrade widens without a rebuild: a downgrade may keep their wider types. */
    List<Marker.KeepsType> findWidenedColumns() {
        return createWidenedColumns(WidenedColumns.findRebuiltTables(upgradePlan))
                .findKeptTypes();
    }

    /**
     * Returns the columns that the upgrade widens.
     *
     * @param excludedTables the tables whose columns are not wider, by their names after the upgrade
     */
    private WidenedColumns createWidenedColumns(Set<ObjectName> excludedTables) {
        Catalog catalogBefore = chain.lastCatalog();
        Catalog catalogAfter = schema.createCatalogAfter(chain);
        Renames renames = schema.collectRenames().selectApplicable(catalogBefore, catalogAfter);
        return new WidenedColumns(
                catalogBefore,
                WideColumnFinder.ofRenamed(renames, catalogBefore, catalogAfter, excludedTables),
                schema.session());
    }

    /**
     * Plans the steps from the declared to the recorded state.
     *
     * @param keptTypes the columns whose wider types the downgrade keeps; empty for an exact downgrade
     */
    PlannedDowngrade planDowngrade(List<Marker.KeepsType> keptTypes) {
        Catalog catalogAfter = schema.createCatalogAfter(chain);
        Catalog catalogBefore = createWidenedColumns(Set.of()).widenColumns(keptTypes);
        Plan plan = new Planner(schema.engine(), schema.session())
                .withFills(fills)
                .plan(catalogAfter, catalogBefore, schema.collectRenames().reverse(chain.lastCatalog(), catalogAfter));
        return new PlannedDowngrade(plan, keptTypes, findIrreversibleReasons(plan));
    }

    private Set<String> findIrreversibleReasons(Plan downgradePlan) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Step step : upgradePlan.steps()) {
            for (Marker marker : step.action().markers()) {
                // The downgrade inserts deleted declared rows and grants revoked privileges again. It also recreates
                // cluster objects without columns, which have no rows.
                if (marker instanceof Marker.Destructive destructive
                        && !step.action().isSeed()
                        && !(step.action().statement() instanceof AccessStatement)
                        && !(step.action().statement() instanceof ClusterStatement clusterStatement
                                && clusterStatement.kind().findColumnClause().isEmpty())) {
                    reasons.add(destructive.reason());
                }
            }
        }
        for (Objection objection : downgradePlan.findObjections(AllowedChanges.ALL)) {
            reasons.add(objection.toString());
        }
        return reasons;
    }
}
