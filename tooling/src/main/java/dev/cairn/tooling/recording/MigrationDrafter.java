package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.step.ColumnFill;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.tooling.recording.DowngradePlanner.PlannedDowngrade;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Creates the migration. Unless requested otherwise, the downgrade keeps wider types if that is possible. If no
     * downgrade is possible, the migration is irreversible.
     */
    DraftedMigration draftMigration(String migrationName) {
        DowngradePlanner downgradePlanner = new DowngradePlanner(schema, chain, plan, fills);
        List<Marker.KeepsType> keptTypes =
                options.requiresExactDowngrade() ? List.of() : downgradePlanner.findWidenedColumns();
        if (!keptTypes.isEmpty()) {
            PlannedDowngrade downgrade = downgradePlanner.planDowngrade(keptTypes);
            if (downgrade.plan().isPossible()) {
                DraftedMigration draftedMigration = draftWithNotes(migrationName, downgrade);
                if (draftedMigration.isReversible()) {
                    return draftedMigration;
                }
            }
        }
        DraftedMigration draftedMigration = draftWithNotes(migrationName, downgradePlanner.planDowngrade(List.of()));
        if (draftedMigration.isReversible()) {
            return draftedMigration;
        }
        Migration irreversibleMigration = asIrreversible(draftedMigration.migration());
        return new DraftedMigration(
                irreversibleMigration,
                createStepNotes(chain.lastCatalog(), plan).consequences(),
                findProblems(irreversibleMigration));
    }

    private DraftedMigration draftWithNotes(String migrationName, PlannedDowngrade downgrade) {
        Migration migration = createMigration(migrationName, downgrade);
        List<String> notes =
                new ArrayList<>(createStepNotes(chain.lastCatalog(), plan).consequences());
        if (!migration.downgrade().isEmpty()) {
            notes.addAll(downgrade.collectNotes());
        }
        return new DraftedMigration(migration, notes, findProblems(migration));
    }

    private StepNotes createStepNotes(Catalog catalogBefore, Plan renderedPlan) {
        return StepNotes.of(schema, catalogBefore, renderedPlan.steps());
    }

    private Migration createMigration(String migrationName, PlannedDowngrade plannedDowngrade) {
        List<String> downgrade = new ArrayList<>();
        if (plannedDowngrade.plan().isPossible()) {
            if (!plannedDowngrade.keptTypes().isEmpty()) {
                downgrade.add(new MigrationAction(List.copyOf(plannedDowngrade.keptTypes()), null).text());
            }
            downgrade.addAll(renderSteps(schema.createCatalogAfter(chain), plannedDowngrade.plan(), false));
        }
        return new Migration(
                new Migration.Position(migrationName, chain.nextNumber(), chain.lastHash()),
                renderSteps(chain.lastCatalog(), plan, true),
                new Migration.Reversal(downgrade, String.join("; ", plannedDowngrade.irreversibleReasons())),
                List.of(),
                schema.hashRecords(),
                null);
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
        return migration.withReversal(Migration.Reversal.ofIrreversible(
                migration.irreversibleReason().isEmpty()
                        ? "StarRocks has no statement that reverts the upgrade"
                        : migration.irreversibleReason()));
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
