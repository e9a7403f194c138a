package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.Ledger.ForcedUnlock;
import dev.cairn.internal.ledger.LedgerExchange.Complete;
import dev.cairn.internal.ledger.LedgerExchange.Request;
import dev.cairn.internal.ledger.ModelMigrator.Effect;
import dev.cairn.upgrade.MigrationException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operator who releases the ledger in place of its owner, whether that is dead or not. */
final class ModelOperator implements ModelActor {
    private final ModelServer server;
    private LedgerExchange<Optional<String>> talk;
    private boolean failed;

    ModelOperator(String token, ModelServer server) {
        this.server = server;
        LedgerErrors errors = new LedgerErrors("shop", "shop", new LedgerNames("shop"));
        talk = new ForcedUnlock(new LedgerParticipant(token, Interleaving.OPTIONS, server.ticker(), List.of(), errors))
                .unlock();
    }

    @Override
    public boolean isOver() {
        return failed || talk instanceof Complete;
    }

    @Override
    public boolean hasLost() {
        return false;
    }

    @Override
    public @Nullable Effect effect() {
        return null;
    }

    @Override
    public LedgerRequest request() {
        return ((Request<Optional<String>>) talk).request();
    }

    @Override
    public void goOn(LedgerResponse answer) {
        try {
            talk = ((Request<Optional<String>>) talk).continuation().apply(answer);
        } catch (MigrationException failure) {
            failed = true;
        }
        if (!failed && talk instanceof Complete<Optional<String>> over) {
            over.result().ifPresent(server::checkUnlocked);
        }
    }
}
