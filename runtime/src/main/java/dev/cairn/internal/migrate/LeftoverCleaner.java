package dev.cairn.internal.migrate;

import dev.cairn.Migrator.Leftover;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.reflection.ServerClock;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lists and drops the objects that runs have left behind, which {@link LeftoverFinder} finds. */
public final class LeftoverCleaner {
    private final MigratorContext context;
    private final ApplicationSchema application;

    public LeftoverCleaner(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /** Returns the leftovers of the schema's own objects, including retained tables whose retention period is over. */
    public List<Leftover> findLeftovers() {
        return readLeftovers(false);
    }

    /** Returns the retained tables whose retention period is not over. */
    public List<Leftover> findRetainedTables() {
        return readLeftovers(true);
    }

    private List<Leftover> readLeftovers(boolean isRetained) {
        return context.read(connection -> {
            List<Leftover> allLeftovers =
                    new LeftoverFinder(context, connection).findAll(context.readState(connection));
            Instant now = ServerClock.read(connection).instant();
            return allLeftovers.stream()
                    .filter(leftover ->
                            leftover.keptUntil().filter(now::isBefore).isPresent() == isRetained)
                    .toList();
        });
    }

    /**
     * Drops leftovers and retained tables, and returns the ones that were dropped.
     *
     * @param leftoverNames the names of the objects to drop; names of objects that are no longer leftovers are ignored
     */
    public List<Leftover> drop(Collection<String> leftoverNames) {
        return context.callOperation(MutatingOperation.CLEANUP, connection -> {
            LedgerState state = context.readState(connection);
            List<Leftover> candidates =
                    selectLeftovers(new LeftoverFinder(context, connection).findAll(state), leftoverNames);
            if (candidates.isEmpty()) {
                return List.of();
            }
            requireConsent(candidates);
            return context.ledger()
                    .callWhileHeld(connection, state.profile(), LedgerTransition.UNCHANGED, heldLedger -> {
                        try (ServerConnection dropConnection =
                                context.connectionFactory().open()) {
                            List<Leftover> droppedLeftovers = selectLeftovers(
                                    new LeftoverFinder(context, dropConnection)
                                            .findAll(heldLedger.entry().state()),
                                    leftoverNames);
                            droppedLeftovers.forEach(leftover -> dropLeftover(leftover, heldLedger, dropConnection));
                            heldLedger.release();
                            return droppedLeftovers;
                        } catch (MigrationException failure) {
                            throw heldLedger.releaseAfterFailure(LedgerTransition.UNCHANGED, failure);
                        }
                    });
        });
    }

    private static List<Leftover> selectLeftovers(List<Leftover> leftovers, Collection<String> leftoverNames) {
        return leftovers.stream()
                .filter(leftover -> leftoverNames.contains(leftover.object()))
                .toList();
    }

    private void requireConsent(List<Leftover> leftovers) {
        if (!context.settings().get(MigratorSettings.ALLOWED_CHANGES).allowsDestruction()) {
            throw new MissingConsentException(
                    application.place(),
                    "objects that runs left behind would be dropped: "
                            + leftovers.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    "Give consent in the options of the migrator, or confirm on the command line.");
        }
    }

    /**
     * Drops a leftover. Its name contains the sequence of a finished run, so no other object can have received the same
     * name.
     */
    private void dropLeftover(Leftover leftover, HeldLedger heldLedger, ServerConnection connection) {
        heldLedger.requireHeld();
        String kind = leftover.kind().toUpperCase(Locale.ROOT);
        try {
            connection.execute("DROP " + kind + " IF EXISTS " + SqlQuoting.quoteQualifiedName(leftover.object()));
        } catch (ServerRefusalException refusal) {
            throw new StepFailedException(
                    application.place(),
                    leftover.object() + " can't be dropped: " + refusal.getMessage(),
                    "Correct the cause that the server reports, and repeat the operation: it continues with the remaining"
                            + " objects.",
                    refusal);
        }
    }
}
