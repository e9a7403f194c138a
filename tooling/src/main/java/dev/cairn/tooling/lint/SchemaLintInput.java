package dev.cairn.tooling.lint;

import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.run.prepare.InitialCatalog;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.Action;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.SideComparison;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.lint.LintInput.LintedMigration;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what the rules need from a compiled schema. */
public final class SchemaLintInput {
    private SchemaLintInput() {}

    /** Checks the schema, its queries, and its last migration. */
    public static LintInput of(SchemaDescriptor schema, CompiledQueries queries) {
        SourceDefinitions definitions = SideComparison.definitions(new ComparisonSide.Declared(schema, Map.of()));
        List<RecordedMigration> migrations = schema.migrations();
        return LintInput.of(definitions.profile(), definitions.database(), definitions.catalog(), queries)
                .with(linted(schema, migrations, Math.max(0, migrations.size() - 1)));
    }

    /** @param first the index of the first migration to check */
    private static List<LintedMigration> linted(
            SchemaDescriptor schema, List<RecordedMigration> migrations, int first) {
        Engine engine = new Engine(schema.profile());
        Simulation before =
                new Simulation(engine, new Session(schema.name()), InitialCatalog.of(schema, schema.name()));
        migrations
                .subList(0, first)
                .forEach(migration -> migration.upgrade().forEach(text -> before.play(Action.parse(text))));
        List<LintedMigration> linted = new ArrayList<>();
        Simulation simulation = before.fork();
        for (RecordedMigration migration : migrations.subList(first, migrations.size())) {
            linted.add(LintedMigration.of(migration.name(), simulation, migration.upgrade()));
            simulation = simulation.fork();
        }
        return linted;
    }
}
