package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.LedgerExchange.Complete;
import dev.cairn.internal.ledger.LedgerExchange.Request;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A migrator of two migrations with two steps each, a repeatable migration and a hook. It has one thing under way, and
 * goes on when that is answered.
 */
final class ModelMigrator implements ModelActor {
    static final int MIGRATIONS = 2;
    static final int STEPS = 2;

    static final String REPEATABLE = "again";
    static final HistoryRow REPEATED = HistoryRow.of(0, REPEATABLE, "h1:a9a1");
    static final String HOOK = "hook";

    private static final int FAILURES = 3;

    private final ModelServer server;
    private final LedgerParticipant participant;
    private final SplittableRandom random;
    private final int database;
    private LedgerExchange<LedgerOwnership> talk;
    private @Nullable LedgerOwnership held;
    private @Nullable Effect effect;
    private boolean mayProceed;
    private boolean lost;
    private boolean releases;
    private int failures;
    private boolean slept;
    private int looked;

    /**
     * A statement of a step. Its label names the sequence at which the migration began; what may run twice has none.
     */
    record Effect(String step, String label) {}

    ModelMigrator(String token, ModelServer server, SplittableRandom random) {
        this.server = server;
        this.random = random;
        database = server.databases();
        LedgerErrors complaints = new LedgerErrors("shop", "shop", new LedgerNames("shop"));
        participant = new LedgerParticipant(token, Interleaving.OPTIONS, server.ticker(), List.of(), complaints);
        talk = LedgerAcquisition.acquire(participant, "4.1/shared-nothing");
    }

    /** It has released the ledger, or has lost it. */
    @Override
    public boolean isOver() {
        return lost || (effect == null && talk instanceof Complete);
    }

    @Override
    public boolean hasLost() {
        return lost;
    }

    @Override
    public @Nullable Effect effect() {
        return effect;
    }

    @Override
    public LedgerRequest request() {
        return ((Request<LedgerOwnership>) talk).request();
    }

    @Override
    public void sleeps() {
        slept = true;
    }

    @Override
    public void looked(int states) {
        looked = states;
    }

    @Override
    public void goOn(LedgerResponse answer) {
        try {
            if (effect == null) {
                talk = ((Request<LedgerOwnership>) talk).continuation().apply(answer);
            } else {
                afterEffect(!(answer instanceof LedgerResponse.ConnectionLost));
            }
            while (talk instanceof Complete<LedgerOwnership> over && effect == null && settle(over.result())) {
                // What follows at once needs no answer.
            }
        } catch (LedgerLostException failure) {
            if (!slept) {
                server.checkLost(participant.token());
            }
            lost = true;
        } catch (MigrationException failure) {
            fail();
        }
    }

    /** The transition that failed may have been written: the next one begins with that question. */
    private void fail() {
        LedgerOwnership ownership = held;
        if (ownership == null || ++failures > FAILURES || releases) {
            lost = true;
            return;
        }
        effect = null;
        mayProceed = false;
        talk = ownership.recover().then(LedgerOwnership::ensureHeld);
    }

    /** Whether it goes on. */
    private boolean settle(LedgerOwnership ownership) {
        if (held == null || held.entry().sequence() != ownership.entry().sequence()) {
            server.believed(ownership.entry());
        }
        held = ownership;
        LedgerState state = ownership.entry().state();
        if (!state.isOwned()) {
            return false;
        }
        if (statement(ownership).isEmpty()) {
            boolean more = random.nextBoolean();
            talk = write(ownership, (old, sequence) -> next(old, sequence, more));
        } else if (mayProceed) {
            send(statement(ownership).get());
        } else {
            mayProceed = true;
            boolean beats = random.nextInt(4) == 0;
            talk = beats
                    ? ownership.sendHeartbeat((old, sequence) -> old).then(LedgerOwnership::ensureHeld)
                    : ownership.ensureHeld();
        }
        return true;
    }

    /** The statement that is due in this state. */
    private static Optional<Effect> statement(LedgerOwnership ownership) {
        LedgerState state = ownership.entry().state();
        if (!state.openSteps().isEmpty()) {
            UnfinishedMigration run = state.unfinishedMigration().orElseThrow();
            String step = run.number() + "." + state.openSteps().first();
            return Optional.of(new Effect(step, step + "@" + run.sequence()));
        }
        if (isBegun(state, ownership.acquiredSequence())) {
            return Optional.of(new Effect(REPEATABLE, ""));
        }
        return isRepeated(state) && state.repeatableState().isHookDue()
                ? Optional.of(new Effect(HOOK, ""))
                : Optional.empty();
    }

    /** A run of the repeatable migration that another migrator began is begun again. */
    private static boolean isBegun(LedgerState state, long takenOver) {
        return state.repeatableState()
                .findUnfinishedRun(REPEATABLE)
                .filter(run -> run.sequence() > takenOver)
                .isPresent();
    }

    private static boolean isRepeated(LedgerState state) {
        return state.repeatableState().isDone(REPEATABLE, REPEATED.hash());
    }

    private void send(Effect statement) {
        mayProceed = false;
        server.checkOwner(participant.token(), database, looked);
        effect = statement;
    }

    /** A used label proves that the step is done; without an answer, the outcome is unknown. */
    private void afterEffect(boolean known) {
        Effect sent = Objects.requireNonNull(effect);
        effect = null;
        LedgerOwnership ownership = Objects.requireNonNull(held);
        boolean stops = !sent.label().isEmpty() && server.isTroubled() && random.nextInt(15) == 0;
        LedgerTransition recording = recording(sent, ownership.entry().state());
        mayProceed = !known;
        talk = known
                ? write(
                        ownership,
                        stops
                                ? (old, sequence) ->
                                        recording.apply(old, sequence).release()
                                : recording)
                : ownership.ensureHeld();
    }

    /** Records the end of a statement, and sometimes what comes next. The hook is the last one. */
    private LedgerTransition recording(Effect sent, LedgerState state) {
        if (sent.step().equals(HOOK)) {
            return (old, sequence) -> old.withHookDue(false).release();
        }
        if (sent.step().equals(REPEATABLE)) {
            return (old, sequence) ->
                    old.completeRepeatable(REPEATABLE, REPEATED).withHookDue(true);
        }
        int step = state.openSteps().first();
        boolean more = random.nextBoolean();
        return (old, sequence) -> more ? next(old.completeStep(step), sequence, true) : old.completeStep(step);
    }

    private LedgerExchange<LedgerOwnership> write(LedgerOwnership ownership, LedgerTransition transition) {
        LedgerEntry now = ownership.entry();
        releases = !transition.apply(now.state(), now.sequence() + 1).isOwned();
        return ownership.write(transition);
    }

    /** @param more whether the same transition goes on after a commit */
    private static LedgerState next(LedgerState old, long sequence, boolean more) {
        if (old.unfinishedMigration().isEmpty()) {
            int number = old.head().number() + 1;
            if (number > MIGRATIONS) {
                return isRepeated(old) ? old.release() : old.startRepeatable(REPEATABLE, sequence, 1);
            }
            return old.startRun(Direction.UPGRADE, number, "h" + number, sequence)
                    .startStep(1);
        }
        if (old.completedSteps().size() < STEPS) {
            return old.startStep(old.completedSteps().size() + 1);
        }
        int number = old.unfinishedMigration().orElseThrow().number();
        LedgerState committed = old.commitMigration(HistoryRow.of(number, "Migration " + number, "h" + number));
        return more ? next(committed, sequence, true) : committed;
    }
}
