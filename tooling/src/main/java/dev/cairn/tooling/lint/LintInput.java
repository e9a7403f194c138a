package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.Marker;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.profile.ServerProfile;
import dev.cairn.tooling.definition.LiveStatistics;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.release.RemovedEnumConstants;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Everything that the lint rules read. It is immutable and complete: no rule asks a server or reads a file.
 *
 * @param schema the schema after all migrations
 * @param migrations the migrations to check
 * @param queries the checked queries of the application
 * @param statistics the statistics of a live server about the tables
 * @param otherReaders the readers of the schema's objects that are not part of the schema and its queries
 */
public record LintInput(
        LintedSchema schema,
        List<LintedMigration> migrations,
        List<QueryListing> queries,
        LiveStatistics statistics,
        OtherReaders otherReaders) {
    public LintInput {
        migrations = List.copyOf(migrations);
        queries = List.copyOf(queries);
    }

    /**
     * The schema that the rules look at.
     *
     * @param database the database whose objects are named without a qualifier
     * @param readerGraph the views and materialized views that read the objects in the catalog, without the checked
     *     queries
     */
    public record LintedSchema(ServerProfile profile, String database, Catalog catalog, ReaderGraph readerGraph) {}

    public ServerProfile profile() {
        return schema.profile;
    }

    /** Returns the database whose objects are named without a qualifier. */
    public String database() {
        return schema.database;
    }

    /** Returns the objects of the schema after all migrations. */
    public Catalog catalog() {
        return schema.catalog;
    }

    /**
     * The readers that are not part of the schema and its queries.
     *
     * @param removedConstants the constants that the previous release can read, but this release can't
     * @param queries the checked queries of other schemas
     * @param refreshStatements the statements that fill the snapshot tables of this schema and of other schemas
     */
    public record OtherReaders(
            List<RemovedEnumConstants> removedConstants,
            List<QueryListing> queries,
            List<ReadingStatement> refreshStatements) {
        static final OtherReaders NONE = new OtherReaders(List.of(), List.of(), List.of());

        public OtherReaders {
            removedConstants = List.copyOf(removedConstants);
            queries = List.copyOf(queries);
            refreshStatements = List.copyOf(refreshStatements);
        }
    }

    /** Returns the input for a schema without migrations to check. */
    public static LintInput of(ServerProfile profile, String database, Catalog catalog, CompiledQueries queries) {
        return new LintInput(
                new LintedSchema(profile, database, catalog, ReaderGraph.build(profile, catalog)),
                List.of(),
                queries.listings(),
                LiveStatistics.NONE,
                OtherReaders.NONE);
    }

    public LintInput withMigrations(List<LintedMigration> newMigrations) {
        return new LintInput(schema, newMigrations, queries, statistics, otherReaders);
    }

    public LintInput withStatistics(LiveStatistics newStatistics) {
        return new LintInput(schema, migrations, queries, newStatistics, otherReaders);
    }

    /** Returns the input with other readers of the objects of the schema. */
    public LintInput withOtherReaders(OtherReaders newReaders) {
        return new LintInput(schema, migrations, queries, statistics, newReaders);
    }

    /**
     * Returns the input with the checked queries of the release that still runs while a migration is applied.
     *
     * @param releaseFinder returns the queries of the release that runs during a migration with this name
     */
    public LintInput withPreviousRelease(Function<String, CompiledQueries> releaseFinder) {
        return withMigrations(migrations.stream()
                .map(migration -> migration.withPreviousRelease(releaseFinder.apply(migration.name())))
                .toList());
    }

    /** Returns the input with the constants that the previous release can read, but this release can't. */
    public LintInput withRemovedConstants(List<RemovedEnumConstants> constants) {
        return withOtherReaders(new OtherReaders(constants, otherReaders.queries(), otherReaders.refreshStatements()));
    }

    /**
     * Returns the input for an SQL file that changes a catalog, or that creates all of its objects itself.
     *
     * @param catalogBefore the objects that exist before the file is run
     * @param name the name of the file
     * @param statements the statements, each with the comments above it
     * @throws RefusedStatementException if a server would refuse a statement
     */
    public static LintInput ofScript(
            ServerProfile profile,
            String database,
            Catalog catalogBefore,
            CompiledQueries queries,
            String name,
            List<String> statements) {
        Simulation simulation = new Simulation(new Engine(profile), new Session(database), catalogBefore);
        LintedMigration lintedScript = LintedMigration.simulate(name, simulation, statements);
        if (SchemaObject.collectNames(catalogBefore).isEmpty()) {
            lintedScript = lintedScript.asStandalone();
        }
        return of(profile, database, simulation.catalog(), queries).withMigrations(List.of(lintedScript));
    }

    /**
     * Requires that {@code -- allow:} above the statements names existing rules.
     *
     * @throws IllegalArgumentException if one of the rules does not exist
     */
    public void requireKnownRules() {
        for (LintedStatement lintedStatement : statements()) {
            for (Marker marker : lintedStatement.step().action().markers()) {
                if (marker instanceof Marker.AllowsFinding allowsFinding
                        && allowsFinding.code().startsWith(LintRule.PREFIX)) {
                    LintAllowances.requireRule(
                            allowsFinding.code(), lintedStatement.subject().name() + ": -- allow:");
                }
            }
        }
    }

    /** Returns the statements of all migrations. */
    public List<LintedStatement> statements() {
        return migrations.stream()
                .flatMap(migration -> migration.statements().stream())
                .toList();
    }

    /**
     * Returns the last statement of the migrations that creates an object of the schema; empty if an earlier migration
     * created the object.
     */
    public Optional<LintedStatement> findLastCreation(ObjectName objectName) {
        return statements().stream()
                .filter(lintedStatement ->
                        objectName.equals(lintedStatement.step().object())
                                && SchemaObject.find(lintedStatement.catalogBefore(), objectName)
                                        .isEmpty()
                                && SchemaObject.find(lintedStatement.catalogAfter(), objectName)
                                        .isPresent())
                .reduce((first, second) -> second);
    }

    /**
     * Returns the names of the tables and materialized views that exist after the migrations, or before one of their
     * statements.
     */
    public SortedSet<ObjectName> collectStoredNames() {
        SortedSet<ObjectName> names = new TreeSet<>();
        addStoredNames(names, catalog());
        statements().forEach(lintedStatement -> addStoredNames(names, lintedStatement.catalogBefore()));
        return names;
    }

    private static void addStoredNames(SortedSet<ObjectName> names, Catalog catalog) {
        for (Database database : catalog.databases().values()) {
            database.tables().forEach(tableEntry -> names.add(new ObjectName(database.name(), tableEntry.getKey())));
            database.materializedViews()
                    .forEach(viewEntry -> names.add(new ObjectName(database.name(), viewEntry.getKey())));
        }
    }
}
