package dev.cairn.internal.migrate.script;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Statement;
import java.util.function.BooleanSupplier;

/**
 * What the database shows about a statement that a script started and the ledger does not record as done.
 *
 * <p>A run of recorded migrations knows the states before and after each statement. A script is not recorded, so only
 * the present state and the ledger's note from the start of the statement are known. The statement is applied to the
 * present state: if a definition statement is refused or changes nothing any more, it ran. If a statement would change
 * something, the state does not show whether it ran.
 */
enum InterruptedStepOutcome {
    /** The statement ran, and the present state contains its effect. */
    RAN,
    /** The statement exchanged two objects, so applying it again leads back to the state before it. */
    EXCHANGED,
    /** The server would refuse the statement now; it may have run partly. */
    NOT_APPLICABLE,
    /** The statement can be applied to the present state, which does not show whether it ran. */
    UNKNOWN;

    /**
     * Infers the outcome of a statement from the present objects of the server.
     *
     * @param hasChangedSinceStart checks on the server whether the objects of the statement differ from what the ledger
     *     noted when it began; called only if the outcome depends on it
     */
    static InterruptedStepOutcome infer(
            Engine engine,
            Catalog liveCatalog,
            Session session,
            MigrationAction action,
            BooleanSupplier hasChangedSinceStart) {
        Statement statement = action.statement();
        if (statement == null) {
            return UNKNOWN;
        }
        Simulation simulation = new Simulation(engine, session, liveCatalog);
        try {
            simulation.apply(action);
        } catch (Refusal refusal) {
            // A run simulates all statements before the first one starts, so the effect of this one causes the refusal.
            return isCompleteOnceDefined(statement) ? RAN : NOT_APPLICABLE;
        }
        if (statement.isSwap()) {
            return hasChangedSinceStart.getAsBoolean() ? EXCHANGED : UNKNOWN;
        }
        boolean hasEffect = simulation.steps().get(0).touchedParts().stream()
                .anyMatch(touchedPart -> touchedPart.part().kind().isDefinition());
        return isCompleteOnceDefined(statement) && !hasEffect && hasChangedSinceStart.getAsBoolean() ? RAN : UNKNOWN;
    }

    /** Returns whether the statement is complete as soon as the definition has changed. */
    private static boolean isCompleteOnceDefined(Statement statement) {
        return !(statement instanceof Statement.OpaqueStatement
                || statement instanceof Statement.CreateTableAsSelect
                || statement instanceof Statement.TruncateTable);
    }
}
