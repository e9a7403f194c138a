package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.LedgerProtocol.Complete;
import dev.cairn.internal.ledger.LedgerProtocol.PendingRequest;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A migrator of two migrations with two steps each, a repeatable migration and a hook. It sends one request or
 * statement at a time, and continues with the response to it.
 */
final class ModelMigrator implements ModelActor {
    static final int MIGRATION_COUNT = 2;
    static final int STEP_COUNT = 2;

    static final String REPEATABLE_NAME = "again";
    static final HistoryRow REPEATABLE_ROW = HistoryRow.of(0, REPEATABLE_NAME, "h1:a9a1");
    static final String HOOK_NAME = "hook";

    private static final int MAX_FAILURES = 3;

    private final ModelServer server;
    private final LedgerParticipant participant;
    private final SplittableRandom random;
    private final int databaseNumber;
    private LedgerProtocol<LedgerOwnership> exchange;
    private @Nullable LedgerOwnership lastOwnership;
    private @Nullable Effect effect;
    private boolean mayProceed;
    private boolean hasFailed;
    private boolean isReleasing;
    private int failureCount;
    private boolean hasSlept;
    private int seenChainLength;

    /**
     * A statement of a step.
     *
     * @param label names the step and the sequence at which the migration began; empty if the statement may run twice
     */
    record Effect(String step, String label) {}

    ModelMigrator(String token, ModelServer server, SplittableRandom random) {
        this.server = server;
        this.random = random;
        databaseNumber = server.databaseNumber();
        LedgerExceptions errors = new LedgerExceptions("shop", "shop", new LedgerNames("shop"));
        participant = new LedgerParticipant(token, Interleaving.OPTIONS, server.ticker(), List.of(), errors);
        exchange = LedgerAcquirer.acquire(participant, "4.1/shared-nothing", Optional.empty(), false);
    }

    /** Returns whether it has released the ledger, or has failed. */
    @Override
    public boolean isOver() {
        return hasFailed || (effect == null && exchange instanceof Complete);
    }

    @Override
    public boolean hasFailed() {
        return hasFailed;
    }

    @Override
    public @Nullable Effect effect() {
        return effect;
    }

    @Override
    public LedgerRequest request() {
        return ((PendingRequest<LedgerOwnership>) exchange).request();
    }

    @Override
    public void noteSleep() {
        hasSlept = true;
    }

    @Override
    public void noteListedStates(int chainLength) {
        seenChainLength = chainLength;
    }

    @Override
    public void continueWith(LedgerResponse response) {
        try {
            if (effect == null) {
                exchange = ((PendingRequest<LedgerOwnership>) exchange)
                        .continuation()
                        .apply(response);
            } else {
                recordEffect(!(response instanceof LedgerResponse.ConnectionLost));
            }
            while (exchange instanceof Complete<LedgerOwnership> complete
                    && effect == null
                    && takeNextAction(complete.result())) {
                // The next action needs no response.
            }
        } catch (LedgerLostException failure) {
            if (!hasSlept) {
                server.checkLoss(participant.token());
            }
            hasFailed = true;
        } catch (MigrationException failure) {
            fail();
        }
    }

    /**
     * Recovers after a failure: the failed transition may have been written, so the next exchange determines that
     * first.
     */
    private void fail() {
        LedgerOwnership ownership = lastOwnership;
        if (ownership == null || ++failureCount > MAX_FAILURES || isReleasing) {
            hasFailed = true;
            return;
        }
        effect = null;
        mayProceed = false;
        exchange = ownership.recover().then(LedgerOwnership::ensureHeld);
    }

    /** Sends what the state of the ledger requires. Returns whether there may be another action without a response. */
    private boolean takeNextAction(LedgerOwnership ownership) {
        if (lastOwnership == null
                || lastOwnership.entry().sequenceNumber() != ownership.entry().sequenceNumber()) {
            server.checkBelievedState(ownership.entry());
        }
        lastOwnership = ownership;
        LedgerState state = ownership.entry().state();
        if (!state.isOwned()) {
            return false;
        }
        if (findDueStatement(ownership).isEmpty()) {
            boolean continuesAfterCommit = random.nextBoolean();
            exchange = write(ownership, (oldState, sequence) -> advance(oldState, sequence, continuesAfterCommit));
        } else if (mayProceed) {
            sendStatement(findDueStatement(ownership).get());
        } else {
            mayProceed = true;
            boolean sendsHeartbeat = random.nextInt(4) == 0;
            exchange = sendsHeartbeat
                    ? ownership.sendHeartbeat((oldState, sequence) -> oldState).then(LedgerOwnership::ensureHeld)
                    : ownership.ensureHeld();
        }
        return true;
    }

    /** Returns the statement that is due in this state; empty if a transition is due instead. */
    private static Optional<Effect> findDueStatement(LedgerOwnership ownership) {
        LedgerState state = ownership.entry().state();
        if (!state.openStepNumbers().isEmpty()) {
            UnfinishedMigration unfinishedMigration =
                    state.unfinishedMigration().orElseThrow();
            String step =
                    unfinishedMigration.number() + "." + state.openStepNumbers().first();
            return Optional.of(new Effect(step, step + "@" + unfinishedMigration.sequence()));
        }
        if (hasBegunRepeatable(state, ownership.acquiredSequence())) {
            return Optional.of(new Effect(REPEATABLE_NAME, ""));
        }
        return hasRunRepeatable(state) && state.repeatableMigrationState().isHookDue()
                ? Optional.of(new Effect(HOOK_NAME, ""))
                : Optional.empty();
    }

    /**
     * Returns whether this migrator has begun the repeatable migration. A run that another migrator began is begun
     * again.
     */
    private static boolean hasBegunRepeatable(LedgerState state, long acquiredSequence) {
        return state.repeatableMigrationState()
                .findUnfinishedRun(REPEATABLE_NAME)
                .filter(run -> run.sequence() > acquiredSequence)
                .isPresent();
    }

    private static boolean hasRunRepeatable(LedgerState state) {
        return state.repeatableMigrationState().isDone(REPEATABLE_NAME, REPEATABLE_ROW.hash());
    }

    private void sendStatement(Effect statement) {
        mayProceed = false;
        server.checkOwnership(participant.token(), databaseNumber, seenChainLength);
        effect = statement;
    }

    /**
     * Records the end of the statement that was sent. A used label proves that the step is done; if the connection was
     * lost, the outcome is unknown.
     */
    private void recordEffect(boolean isOutcomeKnown) {
        Effect endedEffect = Objects.requireNonNull(effect);
        effect = null;
        LedgerOwnership ownership = Objects.requireNonNull(lastOwnership);
        boolean stopsAfterStep = !endedEffect.label().isEmpty() && server.isDisturbed() && random.nextInt(15) == 0;
        LedgerTransition transition =
                createTransition(endedEffect, ownership.entry().state());
        mayProceed = !isOutcomeKnown;
        exchange = isOutcomeKnown
                ? write(
                        ownership,
                        stopsAfterStep
                                ? (oldState, sequence) ->
                                        transition.apply(oldState, sequence).withoutOwner()
                                : transition)
                : ownership.ensureHeld();
    }

    /**
     * Returns the transition that records the end of a statement, and sometimes also begins the next step. The hook is
     * the last statement.
     */
    private LedgerTransition createTransition(Effect endedEffect, LedgerState state) {
        if (endedEffect.step().equals(HOOK_NAME)) {
            return (oldState, sequence) -> oldState.withHookDue(false).withoutOwner();
        }
        if (endedEffect.step().equals(REPEATABLE_NAME)) {
            return (oldState, sequence) -> oldState.withCompletedRepeatable(REPEATABLE_NAME, REPEATABLE_ROW)
                    .withHookDue(true);
        }
        int step = state.openStepNumbers().first();
        boolean continuesAfterCommit = random.nextBoolean();
        return (oldState, sequence) -> continuesAfterCommit
                ? advance(oldState.withCompletedStep(step), sequence, true)
                : oldState.withCompletedStep(step);
    }

    private LedgerProtocol<LedgerOwnership> write(LedgerOwnership ownership, LedgerTransition transition) {
        NumberedLedgerState entry = ownership.entry();
        isReleasing =
                !transition.apply(entry.state(), entry.sequenceNumber() + 1).isOwned();
        return ownership.write(transition);
    }

    /**
     * Returns the next state of the ledger.
     *
     * @param continuesAfterCommit whether the same transition begins further work after a commit
     */
    private static LedgerState advance(LedgerState oldState, long sequence, boolean continuesAfterCommit) {
        if (oldState.unfinishedMigration().isEmpty()) {
            int number = oldState.head().number() + 1;
            if (number > MIGRATION_COUNT) {
                return hasRunRepeatable(oldState)
                        ? oldState.withoutOwner()
                        : oldState.withStartedRepeatable(REPEATABLE_NAME, sequence, 1);
            }
            return oldState.withStartedMigration(Direction.UPGRADE, number, "h" + number, sequence)
                    .withStartedStep(1);
        }
        if (oldState.completedStepNumbers().size() < STEP_COUNT) {
            return oldState.withStartedStep(oldState.completedStepNumbers().size() + 1);
        }
        int number = oldState.unfinishedMigration().orElseThrow().number();
        LedgerState committedState =
                oldState.withCompletedMigration(HistoryRow.of(number, "Migration " + number, "h" + number));
        return continuesAfterCommit ? advance(committedState, sequence, true) : committedState;
    }
}
