package dev.cairn.internal.migrate;

import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.Watchdog;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.Progress.HookMoment;
import dev.cairn.upgrade.UpgradeHook;
import java.sql.Connection;
import java.sql.SQLException;

/** Calls the hooks of a migrator before and after an upgrade, each with its own connection. */
final class UpgradeHookCaller {
    private final MigratorContext context;
    private final MigratorSettings settings;

    UpgradeHookCaller(MigratorContext context) {
        this.context = context;
        this.settings = context.settings();
    }

    boolean hasHookAfterUpgrade() {
        return !settings.get(MigratorSettings.AFTER_UPGRADE).isEmpty();
    }

    /**
     * Calls the hooks of a moment. If one of them fails, the ledger is released, unless it is lost.
     *
     * @param pendingTransition the transition to write with the release after a failure; otherwise it is not written
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if a hook fails
     */
    @SuppressWarnings("try") // the wait exists only to be closed
    void callHooks(HookMoment hookMoment, HeldLedger heldLedger, LedgerTransition pendingTransition) {
        boolean isBeforeUpgrade = hookMoment == HookMoment.BEFORE_UPGRADE;
        for (UpgradeHook hook :
                settings.get(isBeforeUpgrade ? MigratorSettings.BEFORE_UPGRADE : MigratorSettings.AFTER_UPGRADE)) {
            Stopwatch stopwatch = settings.ticker().start();
            settings.listener().accept(new Progress.HookStarted(hookMoment));
            try (ServerConnection connection = context.connectionFactoryForRun().open()) {
                Connection hookConnection = connection.unwrapForUserCode();
                heldLedger.requireHeldNow();
                try (Watchdog.Wait wait = connection.startWait("the hook " + hookMoment)) {
                    hook.run(hookConnection);
                }
            } catch (LedgerLostException ledgerLoss) {
                settings.publishFailure(
                        new Progress.HookFailed(hookMoment, stopwatch.elapsed(), ledgerLoss), ledgerLoss);
                throw ledgerLoss;
            } catch (SQLException | RuntimeException failure) {
                settings.publishFailure(new Progress.HookFailed(hookMoment, stopwatch.elapsed(), failure), failure);
                throw heldLedger.releaseAfterFailure(
                        pendingTransition,
                        new StepFailedException(
                                context.application().place(),
                                "a hook " + (isBeforeUpgrade ? "before" : "after") + " the upgrade failed: "
                                        + failure.getMessage(),
                                isBeforeUpgrade
                                        ? "No migration was run. Correct the cause, and repeat the operation."
                                        : "The migrations are done. Correct the cause, and repeat the operation: it calls the"
                                                + " hook again.",
                                failure));
            }
            settings.listener().accept(new Progress.HookEnded(hookMoment, stopwatch.elapsed()));
        }
    }
}
