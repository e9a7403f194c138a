package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import java.util.function.ToIntFunction;

/**
 * A run of migrations, as far as it is known before the ledger is acquired.
 *
 * @param targetNumberFunction returns the number of the migration at which the run ends
 */
record PreparedRun(
        ServerProfile profile,
        String databaseName,
        Direction direction,
        ToIntFunction<LedgerState> targetNumberFunction,
        CompletedStepsTransition completedStepsTransition) {}
