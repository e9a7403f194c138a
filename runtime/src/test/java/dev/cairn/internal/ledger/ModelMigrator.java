package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.Exchange.Ask;
import dev.cairn.internal.ledger.Exchange.Over;
import dev.cairn.internal.ledger.Ledger.LedgerAcquisition;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A migrator of two migrations with two steps each. It has one thing under way, and goes on when that is answered. */
final class ModelMigrator {
    static final int MIGRATIONS = 2;
    static final int STEPS = 2;

    private final ModelServer server;
    private final LedgerParticipant party;
    private final SplittableRandom random;
    private final int database;
    private Exchange<LedgerOwnership> talk;
    private @Nullable LedgerOwnership held;
    private @Nullable Effect effect;
    private boolean mayProceed;
    private boolean lost;

    /** A statement of a step. Its label names the sequence at which the migration began. */
    record Effect(String step, String label) {}

    ModelMigrator(String token, ModelServer server, SplittableRandom random) {
        this.server = server;
        this.random = random;
        database = server.databases();
        LedgerErrors complaints = new LedgerErrors("shop", "shop", new LedgerNames("shop"));
        party = new LedgerParticipant(token, Interleaving.OPTIONS, server.ticker(), List.of(), complaints);
        talk = LedgerAcquisition.of(party, "4.1/shared-nothing");
    }

    /** It has released the ledger, or has lost it. */
    boolean isOver() {
        return lost || (effect == null && talk instanceof Over);
    }

    boolean hasLost() {
        return lost;
    }

    /** What it has sent, unless that is a request of the ledger. */
    @Nullable
    Effect effect() {
        return effect;
    }

    /** What it has sent, if that is no effect. */
    LedgerRequest request() {
        return ((Ask<LedgerOwnership>) talk).request();
    }

    /** Takes the answer, and sends what comes next. */
    void goOn(LedgerResponse answer) {
        try {
            if (effect == null) {
                talk = ((Ask<LedgerOwnership>) talk).then().apply(answer);
            } else {
                afterEffect(!(answer instanceof LedgerResponse.Broken));
            }
            while (talk instanceof Over<LedgerOwnership> over && effect == null && settle(over.result())) {
                // What follows at once needs no answer.
            }
        } catch (MigrationException failure) {
            lost = true;
        }
    }

    /** Whether it goes on. */
    private boolean settle(LedgerOwnership tenure) {
        if (held == null || held.entry().sequence() != tenure.entry().sequence()) {
            server.believed(tenure.entry());
        }
        held = tenure;
        LedgerState state = tenure.entry().state();
        if (!state.isOwned()) {
            return false;
        }
        if (state.doing().isEmpty()) {
            boolean more = random.nextBoolean();
            talk = tenure.write((old, sequence) -> next(old, sequence, more));
        } else if (mayProceed) {
            send(state);
        } else {
            mayProceed = true;
            boolean beats = random.nextInt(4) == 0;
            talk = beats ? tenure.beat((old, sequence) -> old).then(LedgerOwnership::proceed) : tenure.proceed();
        }
        return true;
    }

    private void send(LedgerState state) {
        mayProceed = false;
        server.checkOwner(party.token(), database);
        UnfinishedMigration run = state.run().orElseThrow();
        String step = run.number() + "." + state.doing().first();
        effect = new Effect(step, step + "@" + run.sequence());
    }

    /** A label that is used says that the step is done; without an answer, nobody knows. */
    private void afterEffect(boolean known) {
        effect = null;
        LedgerOwnership tenure = Objects.requireNonNull(held);
        boolean more = random.nextBoolean();
        mayProceed = !known;
        talk = known
                ? tenure.write((old, sequence) -> {
                    LedgerState done = old.done(old.doing().first());
                    return more ? next(done, sequence, true) : done;
                })
                : tenure.proceed();
    }

    /** @param more whether the same transition goes on after a commit */
    private static LedgerState next(LedgerState old, long sequence, boolean more) {
        if (old.run().isEmpty()) {
            int number = old.head().number() + 1;
            return number > MIGRATIONS
                    ? old.released()
                    : old.begun(Direction.UPGRADE, number, "h" + number, sequence)
                            .doing(1);
        }
        if (old.done().size() < STEPS) {
            return old.doing(old.done().size() + 1);
        }
        int number = old.run().orElseThrow().number();
        LedgerState committed = old.committed(HistoryRow.of(number, "Migration " + number, "h" + number));
        return more ? next(committed, sequence, true) : committed;
    }
}
