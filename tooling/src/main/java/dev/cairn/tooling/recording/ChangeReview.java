package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.Plan;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.effect.MigrationEffects;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.release.ReleasedConstants;
import dev.cairn.tooling.release.ReleasedQueriesFile.Release;
import dev.cairn.tooling.release.RemovedEnumConstants;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Describes the effects of a change of a schema to its author and to reviewers: on the readers in all schemas of the
 * same sources, and on the queries of the previous release.
 *
 * @param otherSchemas the schemas of the same sources, whose objects may read objects of the schema
 * @param queries the checked queries of all these schemas
 */
record ChangeReview(RecordedSchema recordedSchema, List<DeclaredSchema> otherSchemas, CompiledQueries queries) {
    ChangeReview {
        otherSchemas = List.copyOf(otherSchemas);
    }

    /** Returns the checked queries of the schema. */
    CompiledQueries schemaQueries() {
        return queries.filterBySchema(recordedSchema.schema().root().name());
    }

    /** Returns the release that the current sources make up, as the file next to the migrations would list it. */
    Release currentRelease() {
        return new Release(
                "",
                schemaQueries(),
                ReleasedConstants.collectFrom(recordedSchema.schema().root()));
    }

    /**
     * Returns the effects of statements that follow the recorded migrations.
     *
     * @param migrationName the name of their migration
     * @param previousRelease the release whose queries and constants the statements may affect
     * @param inputCompleter completes the input of the rules with the statistics of the server
     */
    MigrationEffects analyzeEffects(
            String migrationName,
            List<String> statements,
            Release previousRelease,
            UnaryOperator<LintInput> inputCompleter) {
        DeclaredSchema schema = recordedSchema.schema();
        String databaseName = schema.root().name();
        Simulation simulation = new Simulation(
                schema.engine(),
                schema.session(),
                withOtherSchemas(recordedSchema.chain().lastCatalog()));
        List<QueryListing> otherListings = queries.listings().stream()
                .filter(listing -> !listing.schemaName().equals(databaseName))
                .toList();
        LintInput input = LintInput.of(
                        schema.engine().profile(),
                        databaseName,
                        schema.createCatalogAfter(recordedSchema.chain()),
                        schemaQueries())
                .withOtherReaders(new LintInput.OtherReaders(
                        RemovedEnumConstants.find(
                                previousRelease.constants(), currentRelease().constants()),
                        otherListings,
                        List.of()))
                .withMigrations(List.of(LintedMigration.simulate(migrationName, simulation, statements)
                        .withPreviousRelease(previousRelease.queries())));
        return MigrationEffects.of(inputCompleter.apply(input)).get(0);
    }

    /** Returns the catalog with the objects of the other schemas that it lacks. */
    private Catalog withOtherSchemas(Catalog catalog) {
        Catalog mergedCatalog = catalog;
        for (DeclaredSchema otherSchema : otherSchemas) {
            for (Database database : otherSchema.catalog().databases().values()) {
                Database mergedDatabase =
                        mergedCatalog.findDatabase(database.name()).orElse(Database.of(database.name()));
                for (Table table : database.tables().values()) {
                    mergedDatabase =
                            mergedDatabase.hasObject(table.name()) ? mergedDatabase : mergedDatabase.withTable(table);
                }
                for (View view : database.views().values()) {
                    mergedDatabase =
                            mergedDatabase.hasObject(view.name()) ? mergedDatabase : mergedDatabase.withView(view);
                }
                for (MaterializedView view : database.materializedViews().values()) {
                    mergedDatabase = mergedDatabase.hasObject(view.name())
                            ? mergedDatabase
                            : mergedDatabase.withMaterializedView(view);
                }
                mergedCatalog = mergedCatalog.withDatabase(mergedDatabase);
            }
        }
        return mergedCatalog;
    }

    /** Returns the possible renames of a plan, and the queries that it affects, each on a line. */
    List<String> collectRemarks(Plan plan) {
        List<String> remarks = new ArrayList<>();
        plan.hints().forEach(hint -> remarks.add("Hint: " + hint));
        new AffectedQueryDescriber(recordedSchema, queries)
                .describe(plan)
                .forEach(line -> remarks.add("Queries that use " + line));
        return remarks;
    }
}
