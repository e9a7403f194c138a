package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.Planner;
import dev.cairn.plan.WidenedColumns;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.ColumnFill;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drafts the migration from the recorded to the declared state, for one target.
 *
 * @param schema the declared state
 * @param chain the recorded state
 * @param plan the plan from the recorded to the declared state
 * @param fills the values of columns of rebuilt tables
 */
record MigrationDrafter(
        DeclaredSchema schema, MigrationChain chain, Plan plan, RecordingOptions options, List<ColumnFill> fills) {
    /**
     * A migration that is not written yet.
     *
     * @param notes the requirements of the migration for writers and readers, and notes about its downgrade
     * @param problems the problems of the chain with the migration appended
     */
    record DraftedMigration(Migration migration, List<String> notes, List<ChainProblem> problems) {
        boolean isReversible() {
            return problems.stream().noneMatch(problem -> problem.attribute() == ChainProblem.Attribute.DOWNGRADE);
        }
    }

    /** Creates the migration. Unless requested otherwise, the downgrade keeps wider types if that is possible. */
    DraftedMigration draftMigration(String migrationName) {
        List<Marker.KeepsType> keptTypes = options.hasExactDowngrade() ? List.of() : findWidenedColumns();
        if (!keptTypes.isEmpty()) {
            Plan downgradePlan = planDowngrade(keptTypes);
            if (downgradePlan.isPossible()) {
                DraftedMigration draftedMigration = draftWithNotes(migrationName, downgradePlan, keptTypes);
                if (draftedMigration.isReversible()) {
                    return draftedMigration;
                }
            }
        }
        DraftedMigration draftedMigration = draftWithNotes(migrationName, planDowngrade(List.of()), List.of());
        if (draftedMigration.isReversible()) {
            return draftedMigration;
        }
        Migration irreversibleMigration = asIrreversible(draftedMigration.migration());
        return new DraftedMigration(
                irreversibleMigration,
                createStepNotes(chain.lastCatalog(), plan).consequences(),
                findProblems(irreversibleMigration));
    }

    private DraftedMigration draftWithNotes(
            String migrationName, Plan downgradePlan, List<Marker.KeepsType> keptTypes) {
        Migration migration = createMigration(migrationName, downgradePlan, keptTypes);
        List<String> notes =
                new ArrayList<>(createStepNotes(chain.lastCatalog(), plan).consequences());
        notes.addAll(collectDowngradeNotes(migration, downgradePlan, keptTypes));
        return new DraftedMigration(migration, notes, findProblems(migration));
    }

    private StepNotes createStepNotes(Catalog catalogBefore, Plan renderedPlan) {
        return StepNotes.of(schema, catalogBefore, renderedPlan.steps());
    }

    private Migration createMigration(String migrationName, Plan downgradePlan, List<Marker.KeepsType> keptTypes) {
        List<String> downgrade = new ArrayList<>();
        if (downgradePlan.isPossible()) {
            if (!keptTypes.isEmpty()) {
                downgrade.add(new MigrationAction(List.copyOf(keptTypes), null).text());
            }
            downgrade.addAll(renderSteps(schema.createCatalogAfter(chain), downgradePlan, false));
        }
        return new Migration(
                new Migration.Position(migrationName, chain.nextNumber(), chain.lastHash()),
                renderSteps(chain.lastCatalog(), plan, true),
                new Migration.Reversal(downgrade, String.join("; ", findIrreversibleReasons(downgradePlan))),
                List.of(),
                schema.hashRecords(),
                null);
    }

    /** Returns the columns that the upgrade widens without a rebuild: a downgrade may keep their wider types. */
    private List<Marker.KeepsType> findWidenedColumns() {
        Set<String> rebuiltTables = plan.steps().stream()
                .map(Step::object)
                .filter(Objects::nonNull)
                .filter(object -> TemporaryName.isStaging(object.name()))
                .map(object -> object.withName(TemporaryName.removePlannedSuffix(object.name()))
                        .toSqlName(schema.session())
                        .toString())
                .collect(Collectors.toSet());
        return new WidenedColumns(chain.lastCatalog(), schema.createCatalogAfter(chain), schema.session())
                .findKeptTypes().stream()
                        .filter(keptType -> !rebuiltTables.contains(
                                keptType.column().substring(0, keptType.column().lastIndexOf('.'))))
                        .toList();
    }

    private Plan planDowngrade(List<Marker.KeepsType> keptTypes) {
        Catalog catalogAfter = schema.createCatalogAfter(chain);
        Catalog catalogBefore =
                new WidenedColumns(chain.lastCatalog(), catalogAfter, schema.session()).widenColumns(keptTypes);
        return new Planner(schema.engine(), schema.session())
                .withFills(fills)
                .plan(catalogAfter, catalogBefore, schema.collectRenames().reverse());
    }

    private static List<String> collectDowngradeNotes(
            Migration migration, Plan downgradePlan, List<Marker.KeepsType> keptTypes) {
        List<String> notes = new ArrayList<>();
        if (migration.downgrade().isEmpty()) {
            return notes;
        }
        for (Marker.KeepsType keptType : keptTypes) {
            notes.add("The downgrade keeps " + keptType.column() + " as " + keptType.type()
                    + ": to narrow it again would rebuild the table and lose longer values"
                    + " (--exact-downgrade records that).");
        }
        for (Step step : downgradePlan.steps()) {
            for (Marker marker : step.action().markers()) {
                if (marker instanceof Marker.Rebuild rebuild) {
                    notes.add("The downgrade " + RebuiltObject.of(step).describeWork() + ": " + rebuild.reason() + ".");
                }
            }
        }
        for (String column : downgradePlan.collectUnfilledColumns()) {
            notes.add("The downgrade fails if the table has rows, because " + column
                    + " is NOT NULL and has no default: record it with --fill " + column
                    + "=EXPRESSION, or edit the downgrade.");
        }
        return notes;
    }

    /** Returns the reasons why the downgrade can't restore everything. */
    private Set<String> findIrreversibleReasons(Plan downgradePlan) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Step step : plan.steps()) {
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

    private List<String> renderSteps(Catalog catalogBefore, Plan renderedPlan, boolean isUpgrade) {
        StepNotes stepNotes = createStepNotes(catalogBefore, renderedPlan);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < renderedPlan.steps().size(); i++) {
            texts.add(renderStep(renderedPlan.steps().get(i), stepNotes.findNotes(i), isUpgrade));
        }
        return texts;
    }

    /**
     * Renders a step with its markers. In a downgrade, DROP of what the upgrade created needs no marker. Two losses
     * still do: a copy into a narrower column loses values when the original table is dropped under its staging name,
     * and a shorter retention deletes partitions that existed before the upgrade.
     */
    private String renderStep(Step step, List<Marker.Note> notes, boolean isUpgrade) {
        List<Marker> markers = new ArrayList<>(step.action().markers());
        boolean isStaged =
                step.object() != null && TemporaryName.isStaging(step.object().name());
        boolean shortensRetention = step.lints().stream().anyMatch(lint -> lint.rule() == LintRule.SHORTENS_RETENTION);
        if (!isUpgrade && !isStaged && !shortensRetention) {
            markers.removeIf(Marker.Destructive.class::isInstance);
        }
        if (options.allowsGrantLoss() && step.action().transfersGrants()) {
            markers.add(new Marker.AcceptsGrantLoss());
        }
        markers.addAll(notes);
        return new MigrationAction(markers, step.action().statement()).text();
    }

    private static Migration asIrreversible(Migration migration) {
        return new Migration(
                migration.position(),
                migration.upgrade(),
                Migration.Reversal.ofIrreversible(
                        migration.irreversibleReason().isEmpty()
                                ? "StarRocks has no statement that reverts the upgrade"
                                : migration.irreversibleReason()),
                migration.session(),
                migration.recordHash(),
                migration.checkpoint());
    }

    /** Returns the problems of the chain if the migration is appended. */
    List<ChainProblem> findProblems(Migration migration) {
        List<Migration> migrations = new ArrayList<>(chain.migrations());
        migrations.add(migration);
        return MigrationChain.verify(
                        migrations, new ChainVerifier(schema.engine(), schema.session(), schema.initialCatalog()))
                .problems();
    }

    static String joinLines(List<?> items) {
        return items.stream().map(item -> "  " + item).collect(Collectors.joining("\n"));
    }
}
