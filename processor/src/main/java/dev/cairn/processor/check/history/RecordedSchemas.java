package dev.cairn.processor.check.history;

import dev.cairn.processor.check.DeclaredSchemas;
import dev.cairn.processor.check.TargetFindingMerger;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.processor.model.SchemaRoot;
import java.util.List;

/**
 * The recorded migrations of a schema, verified for each of its targets, and the changes that are not recorded yet.
 *
 * @param schemas one for each target, in the order of the root
 */
public record RecordedSchemas(List<RecordedSchema> schemas) {
    public RecordedSchemas {
        schemas = List.copyOf(schemas);
    }

    /**
     * Verifies the chain, and compares its result with the declared state of each target.
     *
     * @param hasAllMigrations whether all migrations could be read; otherwise the chain is not checked
     * @param reportsUnrecordedSchema whether to report a schema that has pending changes and no migrations
     */
    public static RecordedSchemas verify(
            DeclaredSchemas declaredSchemas,
            List<MigrationDeclaration> migrations,
            boolean hasAllMigrations,
            boolean reportsUnrecordedSchema,
            Findings findings) {
        boolean isErrorFree = !findings.hasErrors();
        return new RecordedSchemas(TargetFindingMerger.runForEachTarget(
                declaredSchemas.root().targets(),
                findings,
                (target, targetFindings) -> RecordedSchema.verify(
                        declaredSchemas.schemaFor(target),
                        migrations,
                        hasAllMigrations,
                        isErrorFree,
                        reportsUnrecordedSchema,
                        targetFindings)));
    }

    /** Returns the recorded schema of the first target. */
    public RecordedSchema firstSchema() {
        return schemas.get(0);
    }

    public SchemaRoot root() {
        return firstSchema().schema().root();
    }

    /** Returns whether the migrations are known to lead to the declared schema on each target. */
    public boolean isCurrent() {
        return schemas.stream().allMatch(RecordedSchema::isCurrent);
    }

    /** Returns the history that the generated class of the schema contains. */
    public MigrationHistory createHistory() {
        return firstSchema().createHistory(isCurrent());
    }
}
