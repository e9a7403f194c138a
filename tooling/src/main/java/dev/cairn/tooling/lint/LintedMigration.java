package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.RowOriginTracker;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A migration or an SQL file as the rules of the linter see it, with the catalog before each of its statements.
 *
 * @param catalogBefore the catalog before the migration
 * @param previousReleaseQueries the checked queries of the release that still runs while the migration is applied
 */
public record LintedMigration(
        String name,
        Catalog catalogBefore,
        List<LintedStatement> statements,
        List<QueryListing> previousReleaseQueries) {
    public LintedMigration {
        statements = List.copyOf(statements);
        previousReleaseQueries = List.copyOf(previousReleaseQueries);
    }

    /** Returns the migration with the checked queries of the release that still runs while it is applied. */
    public LintedMigration withPreviousRelease(CompiledQueries releaseQueries) {
        return new LintedMigration(name, catalogBefore, statements, releaseQueries.listings());
    }

    /**
     * Visits the statements in their order. With each statement, the visitor gets the rows that existed before the
     * migration, in the tables that contain them when the statement begins.
     */
    void visitStatements(ServerProfile profile, BiConsumer<LintedStatement, RowOriginTracker> visitor) {
        RowOriginTracker rowOrigins = new RowOriginTracker(catalogBefore);
        for (LintedStatement lintedStatement : statements) {
            visitor.accept(lintedStatement, rowOrigins);
            lintedStatement
                    .statement()
                    .ifPresent(statement -> rowOrigins.applyStatement(
                            statement, lintedStatement.session(), lintedStatement.catalogBefore(), profile));
        }
    }

    /** Returns the catalog after the migration. */
    public Catalog catalogAfter() {
        return statements.isEmpty()
                ? catalogBefore
                : statements.get(statements.size() - 1).catalogAfter();
    }

    /**
     * Returns the migration of a file that stands alone: the objects that its first statements create, up to the first
     * statement of another kind, count as existing before it.
     */
    LintedMigration asStandalone() {
        Catalog initialCatalog = catalogBefore;
        for (LintedStatement lintedStatement : statements) {
            if (lintedStatement
                    .statement()
                    .filter(LintedMigration::isSetupStatement)
                    .isEmpty()) {
                break;
            }
            initialCatalog = lintedStatement.catalogAfter();
        }
        return new LintedMigration(name, initialCatalog, statements, previousReleaseQueries);
    }

    private static boolean isSetupStatement(Statement statement) {
        return statement instanceof Statement.CreateDatabase
                || statement instanceof Statement.Use
                || statement instanceof Statement.CreateTable
                || statement instanceof ViewStatement.CreateView
                || statement instanceof ViewStatement.CreateMaterializedView;
    }

    /**
     * Runs statements in a simulation.
     *
     * @param simulation a simulation in which no statement ran before
     * @param statementTexts the statements, each with its markers
     * @throws RefusedStatementException if a server would refuse a statement
     */
    public static LintedMigration simulate(String name, Simulation simulation, List<String> statementTexts) {
        return simulate(name, simulation, statementTexts, simulation::apply);
    }

    /**
     * Runs statements in a simulation, and applies each as the given function does.
     *
     * @param actionConsumer applies an action in the simulation
     */
    static LintedMigration simulate(
            String name, Simulation simulation, List<String> statementTexts, Consumer<MigrationAction> actionConsumer) {
        List<Catalog> catalogs = new ArrayList<>(List.of(simulation.catalog()));
        List<Session> sessions = new ArrayList<>();
        for (String statementText : statementTexts) {
            sessions.add(simulation.session());
            try {
                actionConsumer.accept(MigrationAction.parse(statementText).forServer(simulation.profile()));
            } catch (Refusal refusal) {
                throw new RefusedStatementException(name, catalogs.size(), refusal);
            }
            catalogs.add(simulation.catalog());
        }
        List<Step> steps = simulation.steps();
        List<LintedStatement> lintedStatements = new ArrayList<>();
        for (int i = 0; i < statementTexts.size(); i++) {
            lintedStatements.add(new LintedStatement(
                    new LintSubject.MigrationStatement(name, i + 1, statementTexts.get(i)),
                    steps.get(i),
                    sessions.get(i),
                    catalogs.get(i),
                    catalogs.get(i + 1)));
        }
        return new LintedMigration(name, catalogs.get(0), lintedStatements, List.of());
    }
}
