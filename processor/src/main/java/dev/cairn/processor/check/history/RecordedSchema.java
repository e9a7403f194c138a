package dev.cairn.processor.check.history;

import dev.cairn.migration.ChainRule;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.step.Plan;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The recorded migrations of a schema on one of its targets, and the changes that are not recorded yet.
 *
 * @param isVerified whether the recorded state and the declared state are both free of errors
 * @param pendingPlan the plan from the recorded to the declared state, if both are known and there are migrations; the
 *     first migration is planned only when it is recorded, because this plan takes as long as the check
 */
public record RecordedSchema(
        DeclaredSchema schema,
        SchemaMigrations schemaMigrations,
        MigrationChain chain,
        boolean isVerified,
        Optional<Plan> pendingPlan) {
    /**
     * The migrations of a schema.
     *
     * @param migrations all recorded migrations that could be read, in the order of their names
     * @param repeatables all repeatable migrations that could be read
     * @param hasAllMigrations whether all migrations could be read
     */
    public record SchemaMigrations(
            List<MigrationDeclaration> migrations, List<MigrationDeclaration> repeatables, boolean hasAllMigrations) {
        public SchemaMigrations {
            migrations = List.copyOf(migrations);
            repeatables = List.copyOf(repeatables);
        }
    }

    /** Returns all recorded migrations that could be read, in the order of their names. */
    public List<MigrationDeclaration> migrations() {
        return schemaMigrations.migrations;
    }

    public List<MigrationDeclaration> repeatables() {
        return schemaMigrations.repeatables;
    }

    /** Returns whether all migrations could be read. */
    public boolean hasAllMigrations() {
        return schemaMigrations.hasAllMigrations;
    }

    /**
     * Verifies the chain, and compares its result with the declared state.
     *
     * @param allMigrations the recorded and the repeatable migrations
     * @param hasAllMigrations whether all migrations could be read; otherwise the chain is not checked
     * @param isErrorFree whether the declarations have no errors
     * @param reportsUnrecordedSchema whether to report a schema that has pending changes and no migrations
     */
    static RecordedSchema verify(
            DeclaredSchema schema,
            List<MigrationDeclaration> allMigrations,
            boolean hasAllMigrations,
            boolean isErrorFree,
            boolean reportsUnrecordedSchema,
            Findings findings) {
        List<MigrationDeclaration> migrations = allMigrations.stream()
                .filter(migration -> !migration.isRepeatable())
                .toList();
        List<MigrationDeclaration> repeatables = allMigrations.stream()
                .filter(MigrationDeclaration::isRepeatable)
                .toList();
        List<Migration> recordedMigrations =
                migrations.stream().map(MigrationDeclaration::migration).toList();
        MigrationChain chain = verifyChain(schema, recordedMigrations);
        if (hasAllMigrations) {
            ChainProblemReporter problemReporter = new ChainProblemReporter(schema.root(), allMigrations, findings);
            problemReporter.reportProblems(chain);
            if (chain.isValid()) {
                new RepeatableMigrationCheck(schema, chain, problemReporter, findings).check(repeatables);
                new PreviousNameCheck(schema, chain).check(findings);
            }
        }
        boolean isVerified = hasAllMigrations && isErrorFree && !findings.hasErrors() && schema.isComparable(chain);
        RecordedSchema recordedSchema = new RecordedSchema(
                schema,
                new SchemaMigrations(migrations, repeatables, hasAllMigrations),
                chain,
                isVerified,
                computePendingPlan(isVerified, schema, chain));
        recordedSchema.reportUnrecordedChanges(reportsUnrecordedSchema, findings);
        return recordedSchema;
    }

    /**
     * Verifies the chain. If a server would refuse a statement, and the records have changed since the last migration,
     * the declared tables that no migration creates yet may have been external when the statement was recorded.
     */
    private static MigrationChain verifyChain(DeclaredSchema schema, List<Migration> migrations) {
        MigrationChain chain = MigrationChain.verify(
                migrations, new ChainVerifier(schema.engine(), schema.session(), schema.initialCatalog()));
        boolean hasOnlyRefusals = chain.problems().stream().allMatch(problem -> problem.rule() == ChainRule.REFUSED);
        boolean haveRecordsChanged = chain.lastMigration()
                .map(Migration::recordsHash)
                .filter(hash -> !hash.isEmpty() && !hash.equals(schema.hashRecords()))
                .isPresent();
        if (chain.isValid() || !hasOnlyRefusals || !haveRecordsChanged) {
            return chain;
        }
        MigrationChain chainWithFormerTables = MigrationChain.verify(
                migrations,
                new ChainVerifier(
                        schema.engine(), schema.session(), schema.createCatalogWithFormerExternalTables(migrations)));
        return chainWithFormerTables.isValid() ? chainWithFormerTables : chain;
    }

    private static Optional<Plan> computePendingPlan(boolean isVerified, DeclaredSchema schema, MigrationChain chain) {
        return isVerified && !chain.migrations().isEmpty() ? schema.findPlanFrom(chain) : Optional.empty();
    }

    private void reportUnrecordedChanges(boolean reportsUnrecordedSchema, Findings findings) {
        UnrecordedChangeReporter changeReporter = new UnrecordedChangeReporter(schema, migrations(), chain);
        pendingPlan.ifPresent(plan -> changeReporter.reportPlan(plan, findings));
        if (reportsUnrecordedSchema && isVerified && pendingPlan.isEmpty()) {
            changeReporter.reportWholeSchema(findings);
        }
    }

    /** Returns the plan from the recorded state to the declared state; empty if either state has errors. */
    public Optional<Plan> findPendingPlan() {
        return isVerified ? pendingPlan.or(() -> schema.findPlanFrom(chain)) : Optional.empty();
    }

    /** Returns whether the migrations are known to lead to the declared schema. */
    public boolean isCurrent() {
        boolean isUpToDate = pendingPlan.map(Plan::isEmpty).orElse(isVerified && !schema.hasManagedDeclarations());
        return isUpToDate && schema.unreadViewRecordNames().isEmpty();
    }

    /**
     * Returns the history that the generated class of the schema contains.
     *
     * @param isCurrent whether the migrations lead to the declared schema
     */
    MigrationHistory createHistory(boolean isCurrent) {
        Map<String, JavaClassName> descriptorNameByMigrationName = new HashMap<>();
        migrations()
                .forEach(migration ->
                        descriptorNameByMigrationName.put(migration.migration().name(), migration.descriptorName()));
        List<JavaClassName> orderedDescriptorNames = chain.migrations().stream()
                .map(Migration::name)
                .map(name -> Optional.ofNullable(descriptorNameByMigrationName.get(name))
                        .orElseThrow())
                .toList();
        return new MigrationHistory(
                orderedDescriptorNames,
                repeatables().stream().map(MigrationDeclaration::descriptorName).toList(),
                isCurrent ? schema.hashStatements() : "");
    }
}
