package dev.cairn.processor.check.history;

import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.step.Plan;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import java.util.List;
import java.util.Optional;

/**
 * Reports differences between the migrations and the records. If the records no longer match the hash of the last
 * recording, the records have changed since. Otherwise, the migrations have changed: one of them was edited, or the
 * last one changes the schema before the records do.
 */
final class UnrecordedChangeReporter {
    /** The maximum number of objects of a schema that is planned as a whole before its first migration is recorded. */
    private static final int MAX_PLANNED_OBJECT_COUNT = 20;

    private final DeclaredSchema schema;
    private final SchemaRoot root;
    private final List<MigrationDeclaration> migrationDeclarations;
    private final MigrationChain chain;

    UnrecordedChangeReporter(
            DeclaredSchema schema, List<MigrationDeclaration> migrationDeclarations, MigrationChain chain) {
        this.schema = schema;
        this.root = schema.root();
        this.migrationDeclarations = migrationDeclarations;
        this.chain = chain;
    }

    /**
     * Reports a plan from the recorded to the declared state. Nothing is reported if the plan is empty, or if the
     * records have changed and the root allows pending changes.
     */
    void reportPlan(Plan plan, Findings findings) {
        if (plan.isEmpty()) {
            return;
        }
        Optional<Migration> matchingMigration = chain.lastMigration()
                .filter(migration -> migration.recordsHash().equals(schema.hashRecords()));
        if (matchingMigration.isPresent() && areRecordsBehind()) {
            Migration lastMigration = matchingMigration.get();
            String statements = String.join(";\n", lastMigration.upgrade());
            findings.addWithExcerpt(
                    statements,
                    CompileRule.RECORDS_BEHIND,
                    requireMigrationPlace(lastMigration.name()),
                    lastMigration.name(),
                    root.name());
        } else if (matchingMigration.isPresent()) {
            String migrationName = matchingMigration.get().name();
            findings.addWithExcerpt(
                    PlanExcerpt.renderPlan(plan),
                    CompileRule.MIGRATION_MISMATCH,
                    requireMigrationPlace(migrationName),
                    root.name(),
                    migrationName);
        } else if (!allowsPendingChanges()) {
            findings.addWithExcerpt(
                    PlanExcerpt.renderPlan(plan), CompileRule.PENDING_CHANGES, root.place(), describePendingState());
        }
    }

    /**
     * Returns whether the records match the migrations without the last one, so that the records still lack its change.
     * There must be a migration.
     */
    private boolean areRecordsBehind() {
        List<Migration> earlierMigrations =
                chain.migrations().subList(0, chain.migrations().size() - 1);
        ChainVerifier verifier = new ChainVerifier(schema.engine(), schema.session(), schema.initialCatalog());
        return schema.findPlanFrom(MigrationChain.verify(earlierMigrations, verifier))
                .filter(Plan::isEmpty)
                .isPresent();
    }

    /** Reports a schema without migrations if it declares anything: all its declarations are pending. */
    void reportWholeSchema(Findings findings) {
        if (!allowsPendingChanges() && schema.hasManagedDeclarations()) {
            String firstStatements = schema.countObjects() > MAX_PLANNED_OBJECT_COUNT
                    ? new PlanExcerpt(schema, chain).renderFirstStatements()
                    : "";
            String excerpt = firstStatements.isEmpty()
                    ? PlanExcerpt.renderPlan(schema.planTo(schema.catalog(), chain))
                    : firstStatements;
            findings.addWithExcerpt(excerpt, CompileRule.PENDING_CHANGES, root.place(), describePendingState());
        }
    }

    private boolean allowsPendingChanges() {
        return AllowedWarning.isAllowed(CompileRule.PENDING_CHANGES, root.allowedWarnings());
    }

    private Place requireMigrationPlace(String migrationName) {
        return migrationDeclarations.stream()
                .filter(declaration -> declaration.migration().name().equals(migrationName))
                .map(declaration -> declaration.place(Attribute.UPGRADE, 0))
                .findFirst()
                .orElseThrow();
    }

    private String describePendingState() {
        return chain.lastMigration()
                .map(migration ->
                        "The records of '" + root.name() + "' differ from its migrations up to " + migration.name())
                .orElse("No migration of '" + root.name() + "' has been recorded yet");
    }
}
