package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.Ledger.ForcedUnlocker;
import dev.cairn.internal.ledger.LedgerProtocol.Complete;
import dev.cairn.internal.ledger.LedgerProtocol.PendingRequest;
import dev.cairn.internal.ledger.ModelMigrator.Effect;
import dev.cairn.upgrade.MigrationException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operator who releases the ledger in place of its owner, whether the owner is dead or alive. */
final class ModelOperator implements ModelActor {
    private final ModelServer server;
    private LedgerProtocol<Optional<String>> exchange;
    private boolean isRefused;

    ModelOperator(String token, ModelServer server) {
        this.server = server;
        LedgerExceptions errors = new LedgerExceptions("shop", "shop", new LedgerNames("shop"));
        exchange = new ForcedUnlocker(
                        new LedgerParticipant(token, Interleaving.OPTIONS, server.ticker(), List.of(), errors))
                .unlock();
    }

    @Override
    public boolean isOver() {
        return isRefused || exchange instanceof Complete;
    }

    @Override
    public boolean hasFailed() {
        return false;
    }

    @Override
    public @Nullable Effect effect() {
        return null;
    }

    @Override
    public LedgerRequest request() {
        return ((PendingRequest<Optional<String>>) exchange).request();
    }

    @Override
    public void continueWith(LedgerResponse response) {
        try {
            exchange =
                    ((PendingRequest<Optional<String>>) exchange).continuation().apply(response);
        } catch (MigrationException failure) {
            isRefused = true;
        }
        if (!isRefused && exchange instanceof Complete<Optional<String>> complete) {
            complete.result().ifPresent(server::checkUnlocked);
        }
    }
}
