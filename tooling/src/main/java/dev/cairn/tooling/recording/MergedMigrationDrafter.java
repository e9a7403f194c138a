package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.step.ColumnFill;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.check.history.RecordedSchemas;
import dev.cairn.sql.Sql;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drafts one migration for all targets of a schema.
 *
 * @param recordedSchemas the recorded schema, for each target
 * @param unfilledPlans the plans before the values of {@code --fill} are inserted, for each target
 * @param drafters one for each target, in the order of the targets
 */
record MergedMigrationDrafter(
        RecordedSchemas recordedSchemas, List<Plan> unfilledPlans, List<MigrationDrafter> drafters) {
    MergedMigrationDrafter {
        unfilledPlans = List.copyOf(unfilledPlans);
        drafters = List.copyOf(drafters);
    }

    /** The migration for all targets, and notes about its downgrade. */
    record MergedMigration(Migration migration, List<String> notes) {}

    /**
     * Returns a drafter of the migration that leads from the recorded state to a schema.
     *
     * @param declaredSchemas the schema, for each target
     */
    static MergedMigrationDrafter of(
            RecordedSchemas recordedSchemas,
            List<DeclaredSchema> declaredSchemas,
            List<Plan> unfilledPlans,
            RecordingOptions options) {
        List<List<ColumnFill>> fillsByTarget = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < unfilledPlans.size(); i++) {
            RecordedSchema recordedSchema = recordedSchemas.schemas().get(i);
            fillsByTarget.add(parseFills(recordedSchema, options));
            plans.add(
                    fillsByTarget.get(i).isEmpty()
                            ? unfilledPlans.get(i)
                            : recordedSchema
                                    .schema()
                                    .findPlanFrom(recordedSchema.chain(), fillsByTarget.get(i))
                                    .orElse(unfilledPlans.get(i)));
        }
        List<Plan> sharedPlans = TargetPlanMerger.of(recordedSchemas)
                .unifyCreations(
                        plans,
                        targetIndex -> recordedSchemas
                                .schemas()
                                .get(targetIndex)
                                .chain()
                                .lastCatalog());
        List<MigrationDrafter> drafters = new ArrayList<>();
        for (int i = 0; i < sharedPlans.size(); i++) {
            MigrationChain chain = recordedSchemas.schemas().get(i).chain();
            drafters.add(new MigrationDrafter(
                    declaredSchemas.get(i), chain, sharedPlans.get(i), options, fillsByTarget.get(i)));
        }
        return new MergedMigrationDrafter(recordedSchemas, unfilledPlans, drafters);
    }

    private static List<ColumnFill> parseFills(RecordedSchema recordedSchema, RecordingOptions options) {
        try {
            return recordedSchema.schema().parseFills(recordedSchema.chain(), options.fills());
        } catch (IllegalArgumentException failure) {
            throw new RecordingException(Reason.USAGE, String.valueOf(failure.getMessage()), failure);
        }
    }

    /** Merges the plans of all targets into one. */
    Plan mergePlans() {
        return TargetPlanMerger.of(recordedSchemas)
                .mergePlans(drafters.stream().map(MigrationDrafter::plan).toList());
    }

    /**
     * Creates the migration, and verifies that it leads to the schema on each target.
     *
     * @throws RecordingException if the migration does not lead to the schema, or if a value of {@code --fill} is not
     *     used
     */
    MergedMigration draftMigration(String migrationName) {
        List<MigrationDrafter.DraftedMigration> draftedMigrations = drafters.stream()
                .map(drafter -> drafter.draftMigration(migrationName))
                .toList();
        requireUsedFills(draftedMigrations);
        Migration migration = mergeMigrations(draftedMigrations);
        Set<String> problems = new LinkedHashSet<>();
        drafters.forEach(
                drafter -> drafter.findProblems(migration).forEach(problem -> problems.add(problem.message())));
        if (!problems.isEmpty()) {
            throw new RecordingException(
                    Reason.SOURCES,
                    "The changes can't be recorded as one migration:\n"
                            + MigrationDrafter.joinLines(List.copyOf(problems)));
        }
        List<String> notes = draftedMigrations.stream()
                .flatMap(draftedMigration -> draftedMigration.notes().stream())
                .distinct()
                .toList();
        return new MergedMigration(migration, notes);
    }

    /** Returns one migration for all targets. It is irreversible if the migration of one target is irreversible. */
    private Migration mergeMigrations(List<MigrationDrafter.DraftedMigration> draftedMigrations) {
        List<Migration> migrations = draftedMigrations.stream()
                .map(MigrationDrafter.DraftedMigration::migration)
                .toList();
        Migration firstMigration = migrations.get(0);
        if (migrations.size() == 1) {
            return firstMigration;
        }
        boolean isReversible = migrations.stream()
                .noneMatch(migration -> migration.downgrade().isEmpty()
                        && !migration.upgrade().isEmpty()
                        && !migration.irreversibleReason().isEmpty());
        TargetPlanMerger targetPlanMerger = TargetPlanMerger.of(recordedSchemas);
        List<String> upgrade = targetPlanMerger.mergeTexts(
                migrations.stream().map(Migration::upgrade).toList(),
                drafters.stream().map(drafter -> drafter.chain().lastCatalog()).toList());
        List<String> downgrade = isReversible
                ? targetPlanMerger.mergeTexts(
                        migrations.stream().map(Migration::downgrade).toList(),
                        drafters.stream()
                                .map(drafter -> drafter.schema().createCatalogAfter(drafter.chain()))
                                .toList())
                : List.of();
        String irreversibleReason = migrations.stream()
                .map(Migration::irreversibleReason)
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        return firstMigration.withUpgrade(upgrade).withReversal(new Migration.Reversal(downgrade, irreversibleReason));
    }

    /**
     * Requires that each value of {@code --fill} occurs in a statement for at least one target. A value that occurs in
     * none is for a column that no statement fills.
     */
    private void requireUsedFills(List<MigrationDrafter.DraftedMigration> draftedMigrations) {
        List<ColumnFill> fills = drafters.get(0).fills();
        for (int i = 0; i < fills.size(); i++) {
            ColumnFill fill = fills.get(i);
            boolean isUsed = false;
            for (int targetIndex = 0; targetIndex < drafters.size(); targetIndex++) {
                String valueSql =
                        Sql.render(drafters.get(targetIndex).fills().get(i).value());
                isUsed |= containsFill(
                        valueSql,
                        unfilledPlans.get(targetIndex),
                        draftedMigrations.get(targetIndex).migration());
            }
            if (!isUsed) {
                throw new RecordingException(
                        Reason.USAGE,
                        "--fill has no effect on " + fill.tableName().name() + "." + fill.columnName()
                                + ": only a rebuild fills columns, and only those that are NOT NULL without a default"
                                + " or become NOT NULL. Remove the option.");
            }
        }
    }

    private static boolean containsFill(String valueSql, Plan unfilledPlan, Migration migration) {
        List<String> unfilledTexts =
                unfilledPlan.steps().stream().map(Step::text).toList();
        return migration.downgrade().stream().anyMatch(text -> text.contains(valueSql))
                || migration.upgrade().stream()
                        .anyMatch(text -> text.contains(valueSql) && !unfilledTexts.contains(text));
    }
}
