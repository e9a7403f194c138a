package dev.cairn.migration;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainProblem.ChainLocation;
import dev.cairn.plan.seed.SeedStatements;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Optional;

/** Applies the statements of migrations, and reports those that a server would refuse. */
final class MigrationApplier {
    private final Engine engine;
    private final Session session;
    private final List<Migration> migrations;
    private final ChainFindings findings;
    private final FormerExternalObjects formerObjects;
    private final PlaceholderFallbackCheck fallbackCheck;

    /** A catalog, and the session whose statements change it. */
    private record CatalogState(Catalog catalog, Session session) {}

    /**
     * The result of a statement.
     *
     * @param bindings the columns to which the parts of a statement that changes rows refer
     */
    private record AppliedStatement(StatementResult result, Bindings bindings) {}

    /** Receives each statement after it was applied. */
    interface AppliedActionListener {
        AppliedActionListener DO_NOTHING = (location, simulatedAction, bindings) -> {};

        /**
         * Receives a statement that was applied, or skipped because it was refused or is not read.
         *
         * @param bindings the columns to which the parts of a statement that changes rows refer
         */
        void onApplied(ChainLocation location, SimulatedAction simulatedAction, Bindings bindings);
    }

    /**
     * @param session the session at the beginning of each migration
     * @param formerObjects the objects of other schemas that the migrations read
     */
    MigrationApplier(
            Engine engine,
            Session session,
            List<Migration> migrations,
            ChainFindings findings,
            FormerExternalObjects formerObjects) {
        this.engine = engine;
        this.session = session;
        this.migrations = migrations;
        this.findings = findings;
        this.formerObjects = formerObjects;
        this.fallbackCheck = new PlaceholderFallbackCheck(engine, findings);
    }

    /**
     * Applies the upgrade or the downgrade of a migration, and returns the catalog after it; empty if a statement that
     * changes the catalog is refused.
     */
    Optional<Catalog> apply(
            Catalog initialCatalog,
            Migration migration,
            Attribute attribute,
            List<MigrationAction> actions,
            AppliedActionListener listener) {
        CatalogState state = new CatalogState(initialCatalog, session.withVariables(migration.sessionSettings()));
        for (int i = 0; i < actions.size(); i++) {
            Statement statement = actions.get(i).statement();
            boolean changesRows =
                    statement instanceof Statement.OpaqueStatement opaqueStatement && opaqueStatement.changesRows();
            state = new CatalogState(
                    actions.get(i).applyGrantTransfer(state.catalog(), state.session()), state.session());
            StatementResult result = new StatementResult(state.catalog(), state.session(), ChangeCost.IMMEDIATE);
            Bindings bindings = new Bindings();
            if (statement != null && !(changesRows && actions.get(i).isUnread())) {
                fallbackCheck.check(state.catalog(), state.session(), migration, attribute, i);
                try {
                    AppliedStatement appliedStatement = applyWithFormerObjects(state, migration, statement);
                    result = withSeedRows(appliedStatement.result(), actions.get(i));
                    bindings = appliedStatement.bindings();
                } catch (Refusal refusal) {
                    if (!actions.get(i).allowsRefusal()) {
                        findings.addProblem(createRefusalProblem(migration, attribute, i, refusal, state, statement));
                        if (!changesRows) {
                            return Optional.empty();
                        }
                    }
                }
            }
            listener.onApplied(
                    ChainLocation.of(migration, attribute, i),
                    new SimulatedAction(
                            actions.get(i),
                            state.session(),
                            state.catalog(),
                            result.session(),
                            result.catalog(),
                            result.cost()),
                    bindings);
            state = new CatalogState(result.catalog(), result.session());
        }
        return Optional.of(state.catalog());
    }

    private static StatementResult withSeedRows(StatementResult result, MigrationAction action) {
        return action.isSeed()
                ? new StatementResult(
                        SeedStatements.apply(result.catalog(), result.session(), action),
                        result.session(),
                        result.cost())
                : result;
    }

    private ChainProblem createRefusalProblem(
            Migration migration,
            Attribute attribute,
            int statementIndex,
            Refusal refusal,
            CatalogState state,
            Statement statement) {
        Optional<UnknownName> unknownName = statement instanceof Statement.OpaqueStatement opaqueStatement
                ? UnknownName.findIn(opaqueStatement.text(), refusal, state.catalog(), state.session())
                : Optional.empty();
        boolean isOpaque = statement instanceof Statement.OpaqueStatement;
        String message = isOpaque && UnknownFunction.mayBeReasonOf(refusal)
                ? refusal.detail() + " (if only a newer server supports it, write -- unread in the line above)"
                : refusal.detail();
        return new ChainProblem(
                ChainRule.REFUSED,
                new ChainLocation(migration.name(), attribute, statementIndex, refusal.span()),
                List.of(engine.profile().version().toString(), message),
                unknownName.orElse(null),
                UnknownFunction.findIn(refusal).orElse(null));
    }

    /**
     * Applies a statement. If the server refuses it, the catalog is extended by the former external objects that the
     * statement reads, and the statement is applied again. In the last migration, an object that is missing in a
     * database of the catalog is an error.
     */
    private AppliedStatement applyWithFormerObjects(CatalogState state, Migration migration, Statement statement) {
        return FormerExternalObjects.applyWithFormerObjects(
                statement,
                state.catalog(),
                state.session(),
                ChainPosition.of(migrations.indexOf(migration), migrations.size()),
                () -> formerObjects,
                catalog -> {
                    Bindings bindings = new Bindings();
                    return new AppliedStatement(engine.apply(catalog, state.session(), statement, bindings), bindings);
                });
    }
}
