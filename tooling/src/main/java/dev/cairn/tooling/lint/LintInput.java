package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.profile.ServerProfile;
import dev.cairn.tooling.definition.LiveFigures;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the rules read.
 *
 * @param database the database whose objects are named without a qualifier
 * @param catalog the objects of the schema after all migrations
 * @param readers who reads what in that catalog, with the checked queries
 * @param migrations those to check
 * @param queries the checked queries of the application
 * @param figures what a live server reports about the tables
 */
public record LintInput(
        ServerProfile profile,
        String database,
        Catalog catalog,
        ReaderGraph readers,
        List<LintedMigration> migrations,
        List<QueryListing> queries,
        LiveFigures figures) {
    public LintInput {
        migrations = List.copyOf(migrations);
        queries = List.copyOf(queries);
    }

    /** A schema without migrations to check. */
    public static LintInput of(ServerProfile profile, String database, Catalog catalog, CompiledQueries queries) {
        return new LintInput(
                profile,
                database,
                catalog,
                ReaderGraph.of(profile, catalog),
                List.of(),
                queries.listings(),
                LiveFigures.NONE);
    }

    public LintInput with(List<LintedMigration> others) {
        return new LintInput(profile, database, catalog, readers, others, queries, figures);
    }

    public LintInput with(LiveFigures ofServer) {
        return new LintInput(profile, database, catalog, readers, migrations, queries, ofServer);
    }

    /**
     * Returns a file of SQL that changes a catalog, or creates everything itself.
     *
     * @param before the objects that exist before
     * @param name the name of the file
     * @param statements each with the comments above it
     * @throws RefusedStatementException if a server would refuse a statement
     */
    public static LintInput ofScript(
            ServerProfile profile,
            String database,
            Catalog before,
            CompiledQueries queries,
            String name,
            List<String> statements) {
        Simulation simulation = new Simulation(new Engine(profile), new Session(database), before);
        LintedMigration script = LintedMigration.of(name, simulation, statements);
        return of(profile, database, simulation.catalog(), queries).with(List.of(script));
    }

    /** A server would refuse a statement of a migration. */
    public static final class RefusedStatementException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int number;

        RefusedStatementException(String migration, int number, Refusal refusal) {
            super(migration + ", statement " + number + ": a server would refuse it: " + refusal.detail(), refusal);
            this.number = number;
        }

        /** The number of the statement, from 1. */
        public int number() {
            return number;
        }
    }

    /** Requires that {@code -- allow:} above the statements names existing rules. */
    public void requireKnownRules() {
        for (LintedMigration migration : migrations) {
            for (LintedStatement statement : migration.statements()) {
                for (Marker marker : statement.step().action().markers()) {
                    if (marker instanceof Marker.Allowed allowed
                            && allowed.code().startsWith(LintRule.PREFIX)) {
                        LintRule.require(allowed.code(), statement.subject().name() + ": -- allow:");
                    }
                }
            }
        }
    }

    /** Returns the names of the tables and materialized views of the schema, and of those that the migrations change. */
    public SortedSet<ObjectName> stored() {
        SortedSet<ObjectName> names = new TreeSet<>();
        addStored(names, catalog);
        for (LintedMigration migration : migrations) {
            migration.statements().forEach(statement -> addStored(names, statement.before()));
        }
        return names;
    }

    private static void addStored(SortedSet<ObjectName> names, Catalog catalog) {
        for (Database database : catalog.databases().values()) {
            database.tables().forEach(table -> names.add(new ObjectName(database.name(), table.getKey())));
            database.materializedViews().forEach(view -> names.add(new ObjectName(database.name(), view.getKey())));
        }
    }

    /** A migration, or a file of SQL. */
    public record LintedMigration(String name, List<LintedStatement> statements) {
        public LintedMigration {
            statements = List.copyOf(statements);
        }

        /**
         * Runs statements in a simulation.
         *
         * @param simulation one in which no statement ran before
         * @param texts each with its markers
         * @throws RefusedStatementException if a server would refuse a statement
         */
        public static LintedMigration of(String name, Simulation simulation, List<String> texts) {
            List<Catalog> catalogs = new ArrayList<>(List.of(simulation.catalog()));
            for (String text : texts) {
                try {
                    simulation.play(Action.parse(text));
                } catch (Refusal refusal) {
                    throw new RefusedStatementException(name, catalogs.size(), refusal);
                }
                catalogs.add(simulation.catalog());
            }
            List<Step> steps = simulation.steps();
            List<LintedStatement> statements = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                statements.add(new LintedStatement(
                        new LintSubject.MigrationStatement(name, i + 1, texts.get(i)),
                        steps.get(i),
                        catalogs.get(i),
                        catalogs.get(i + 1)));
            }
            return new LintedMigration(name, statements);
        }
    }

    /** A statement of a migration, with the catalogs before and after it. */
    public record LintedStatement(LintSubject.MigrationStatement subject, Step step, Catalog before, Catalog after) {}
}
