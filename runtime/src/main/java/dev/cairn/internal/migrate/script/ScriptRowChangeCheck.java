package dev.cairn.internal.migrate.script;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.engine.Engine;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.migration.ChainPosition;
import dev.cairn.migration.FormerExternalObjects;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.StepFailedException;

/**
 * Checks the statements of a script that change rows. They are not simulated, and without this check an unknown table
 * or column would stop the script after its first statements.
 */
final class ScriptRowChangeCheck {
    private final Engine engine;
    private final ServerProfile profile;
    private final HistoryPlace place;

    ScriptRowChangeCheck(Engine engine, ServerProfile profile, HistoryPlace place) {
        this.engine = engine;
        this.profile = profile;
        this.place = place;
    }

    /**
     * Requires that the server would accept a statement that changes rows. Other statements are not checked.
     *
     * @throws StepFailedException if the server would refuse the statement
     */
    void requireAccepted(StatementStep step) {
        MigrationAction action = step.simulatedStep().action();
        if (!(action.statement() instanceof Statement.OpaqueStatement opaqueStatement)
                || !opaqueStatement.changesRows()
                || action.isUnread()
                || action.allowsRefusal()) {
            return;
        }
        try {
            applyWithExternalObjects(step, opaqueStatement);
        } catch (Refusal refusal) {
            if (UnknownFunction.mayBeReasonOf(refusal)) {
                return; // The functions of users are not read.
            }
            throw MigrationPreparation.createRefusalException(place.step(step.number(), null), refusal);
        }
    }

    /** Applies a statement, which may read external objects: Cairn does not know whether these exist. */
    private void applyWithExternalObjects(StatementStep step, Statement statement) {
        FormerExternalObjects.applyWithFormerObjects(
                statement,
                step.catalogBefore(),
                step.session(),
                ChainPosition.of(0, 0),
                () -> new FormerExternalObjects(profile),
                catalog -> engine.apply(catalog, step.session(), statement));
    }
}
