package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.ledger.Ledger.ForcedUnlocker;
import dev.cairn.internal.ledger.LedgerProtocol.Complete;
import dev.cairn.internal.ledger.LedgerProtocol.PendingRequest;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests transitions whose response or statement arrives only after others have written states, or after a recovery. */
class LedgerReleaseTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final LedgerState OWNED_STATE = LedgerState.initial("4.1/shared-nothing")
            .withStampedHead(new LedgerHead(2, "h1:2"), List.of())
            .withOwner("me", Duration.ofSeconds(30));

    private final ManualTicker ticker = new ManualTicker();
    private LedgerProtocol<LedgerOwnership> exchange;

    @BeforeEach
    void beginRelease() {
        writeAndConfirm((state, sequence) -> state.withoutOwner());
    }

    private void writeAndConfirm(LedgerTransition transition) {
        exchange = beginWrite(transition);
        respond(new LedgerResponse.Done());
    }

    private LedgerProtocol<LedgerOwnership> beginWrite(LedgerTransition transition) {
        LedgerOwnership ownership = new LedgerOwnership(
                createParticipant("me"),
                new NumberedLedgerState(7, OWNED_STATE),
                1,
                ticker.start(),
                ticker.start(),
                Optional.empty());
        return ownership.write(transition);
    }

    private LedgerParticipant createParticipant(String token) {
        LedgerExceptions errors = new LedgerExceptions("shop", "shop", new LedgerNames("shop"));
        return new LedgerParticipant(token, OptionValues.DEFAULTS, ticker, List.of(), errors);
    }

    private void respond(LedgerResponse response) {
        exchange = continueExchange(exchange, response);
    }

    private void respondWithStates(Long... sequences) {
        respond(createStates(sequences));
    }

    private static LedgerResponse createStates(Long... sequences) {
        return new LedgerResponse.States(new TreeSet<>(List.of(sequences)), false);
    }

    private static LedgerResponse.TextResponse createState(int headNumber) {
        return new LedgerResponse.TextResponse(LedgerState.initial("4.1/shared-nothing")
                .withStampedHead(new LedgerHead(headNumber, "h1:" + headNumber), List.of())
                .format());
    }

    private void assertReleased() {
        NumberedLedgerState releasedEntry =
                ((Complete<LedgerOwnership>) exchange).result().entry();
        assertThat(releasedEntry.sequenceNumber()).isEqualTo(8);
        assertThat(releasedEntry.state().isOwned()).isFalse();
    }

    private void assertNext(LedgerRequest request) {
        assertThat(((PendingRequest<LedgerOwnership>) exchange).request()).isEqualTo(request);
    }

    /** Begins a release, and returns the state that it creates. */
    private LedgerResponse.TextResponse beginReleaseAndShowState() {
        exchange = beginWrite((state, sequence) -> state.withoutOwner());
        return new LedgerResponse.TextResponse(
                ((LedgerRequest.CreateState) ((PendingRequest<LedgerOwnership>) exchange).request()).comment());
    }

    @Test
    void aDropOfTheFormerStateWhoseResponseIsLostIsSentAgain() {
        LedgerResponse.TextResponse releasedState = beginReleaseAndShowState();
        respond(new LedgerResponse.Done());
        respondWithStates(7L, 8L);
        assertNext(new LedgerRequest.DropState(7));
        respond(new LedgerResponse.ConnectionLost("silence"));
        respond(new LedgerResponse.Done());
        respond(releasedState);
        respondWithStates(7L, 8L);
        assertNext(new LedgerRequest.DropState(7));
        respond(new LedgerResponse.Done());

        assertReleased();
    }

    @Test
    void aDropOfTheFormerStateThatArrivedIsNotSentAgain() {
        LedgerResponse.TextResponse releasedState = beginReleaseAndShowState();
        respond(new LedgerResponse.Done());
        respondWithStates(7L, 8L);
        respond(new LedgerResponse.ConnectionLost("silence"));
        respond(new LedgerResponse.Done());
        respond(releasedState);
        respondWithStates(8L);

        assertReleased();
    }

    @Test
    void aLostConnectionDropsNothingBelowAStateOfAnotherMigrator() {
        beginReleaseAndShowState();
        respond(new LedgerResponse.Done());
        respondWithStates(7L, 8L);
        respond(new LedgerResponse.ConnectionLost("silence"));
        respond(new LedgerResponse.Done());
        respond(createState(2));

        assertReleased();
    }

    @Test
    void aReleaseWhoseResponseTookLongDropsTheFormerState() {
        LedgerResponse.TextResponse releasedState = beginReleaseAndShowState();
        ticker.pass(MigratorOption.LEASE.defaultValue());
        respond(new LedgerResponse.ConnectionLost("silence"));
        respond(new LedgerResponse.Done());
        respondWithStates(7L, 8L);
        respond(releasedState);
        respondWithStates(7L, 8L);
        respond(releasedState);
        respond(new LedgerResponse.TextResponse(OWNED_STATE.format()));
        assertNext(new LedgerRequest.DropState(7));
        respond(new LedgerResponse.Done());

        assertReleased();
    }

    @Test
    void aReleaseFollowedByASuccessorSucceeds() {
        respondWithStates(9L);
        respondWithStates(9L);
        respond(createState(3));

        assertReleased();
    }

    @Test
    void aReleaseMissingFromTheNextStateIsALostLedger() {
        respondWithStates(9L);
        respondWithStates(9L);
        respond(createState(1));
        respondWithStates(9L);

        assertThatThrownBy(() -> respond(createState(1))).isInstanceOf(LedgerLostException.class);
    }

    @Test
    void olderStatesNextToThatOfASuccessorAreNoLoss() {
        respondWithStates(7L, 8L, 9L);
        respondWithStates(9L);
        respond(createState(2));

        assertReleased();
    }

    @Test
    void aSuccessorMayAlreadyHaveDroppedThePreviousState() {
        releaseWithCommit();
        respondWithStates(8L, 9L);
        respondWithStates(9L);
        respond(createState(3));

        assertReleased();
    }

    private void releaseWithCommit() {
        HistoryRow row = HistoryRow.of(3, "Third", "h1:3");
        writeAndConfirm((state, sequence) -> state.withCompletedMigration(row)
                .withWrittenHistory(new HistoryViewExtent(3, 3))
                .withoutOwner());
    }

    @Test
    void aCommitThatTheNextStateLacksIsWithdrawn() {
        releaseWithCommit();
        respondWithStates(8L, 9L);
        respondWithStates(9L);
        respond(createState(2));

        assertThat(((PendingRequest<LedgerOwnership>) exchange).request()).isEqualTo(new LedgerRequest.ShowState(8));
    }

    @Test
    void aSuccessorThatHasDoneNothingConfirmsTheRelease() {
        respondWithStates(8L, 9L);
        respondWithStates(9L);
        respond(createState(2));

        assertReleased();
    }

    @Test
    void aReleaseThatRecordsNoWorkLosesNothing() {
        respondWithStates(8L, 9L);
        respondWithStates(9L);
        respond(createState(3));

        assertReleased();
    }

    @Test
    void aSuccessorWithTheRecordedWorkConfirmsTheRelease() {
        writeAndConfirm((state, sequence) -> state.withHookDue(true).withoutOwner());
        respondWithStates(8L, 9L);
        respondWithStates(9L);
        respond(new LedgerResponse.TextResponse(OWNED_STATE
                .withHookDue(true)
                .withOwner("next", Duration.ofSeconds(30))
                .format()));

        assertReleased();
    }

    @Test
    void recordedWorkThatTheNextStateLacksIsWithdrawn() {
        writeAndConfirm((state, sequence) -> state.withHookDue(true).withoutOwner());
        respondWithStates(8L, 9L);
        respondWithStates(9L);
        respond(createState(2));

        assertThat(((PendingRequest<LedgerOwnership>) exchange).request()).isEqualTo(new LedgerRequest.ShowState(8));
    }

    @Test
    void aReleaseMayTakeLongerThanALease() {
        ticker.pass(MigratorOption.LEASE.defaultValue());
        respondWithStates(9L);
        respondWithStates(9L);
        respond(createState(2));

        assertReleased();
    }

    @Test
    void theLedgerOfARecreatedDatabaseConfirmsNoRelease() {
        LedgerResponse otherLedger = new LedgerResponse.TextResponse(
                OWNED_STATE.withoutOwner().withIdentifier("other").format());
        respondWithStates(9L);
        respondWithStates(9L);
        respond(otherLedger);
        respondWithStates(9L);

        assertThatThrownBy(() -> respond(otherLedger)).isInstanceOf(LedgerLostException.class);
    }

    @Test
    void recordedWorkIsNotMissingOnceTheSuccessorHasBegunMore() {
        writeAndConfirm((state, sequence) -> state.withHookDue(true).withoutOwner());
        respondWithStates(8L, 9L);
        respondWithStates(10L);
        respond(new LedgerResponse.TextResponse(OWNED_STATE
                .withHookDue(true)
                .withOwner("next", Duration.ofSeconds(30))
                .withStartedMigration(Direction.UPGRADE, 3, "h1:3", 10)
                .withStartedStep(1)
                .format()));

        assertReleased();
    }

    @Test
    void aLostDropDoesNotHideThatTheNextStateLacksRecordedWork() {
        writeAndConfirm((state, sequence) -> state.withHookDue(true).withoutOwner());
        respondWithStates(7L, 8L, 9L);
        respondWithStates(9L);
        respond(createState(2));
        respondWithStates(9L);

        assertThatThrownBy(() -> respond(createState(2))).isInstanceOf(LedgerLostException.class);
    }

    @Test
    void aReleaseWithALostResponseMayHaveASuccessorAlready() {
        LedgerResponse refusal = new LedgerResponse.Refused(5401, "Call thrift rpc failed");
        exchange = beginWrite((state, sequence) -> state.withHookDue(true).withoutOwner());
        respond(refusal);
        respond(new LedgerResponse.Done());
        respondWithStates(8L, 9L);
        respondWithStates(9L);
        respond(new LedgerResponse.TextResponse(OWNED_STATE
                .withHookDue(true)
                .withOwner("next", Duration.ofSeconds(30))
                .format()));

        assertReleased();
    }

    @Test
    void aRefusalToShowAStateIsNoLoss() {
        exchange = beginWrite((state, sequence) -> state.withStartedStep(1));
        respond(new LedgerResponse.ConnectionLost("cut"));
        respond(new LedgerResponse.Done());
        respondWithStates(7L, 8L);
        respond(new LedgerResponse.Refused(1040, "Too many connections"));
        respondWithStates(7L, 8L);

        assertThat(((PendingRequest<LedgerOwnership>) exchange).request()).isEqualTo(new LedgerRequest.ShowState(8));
        respond(new LedgerResponse.Refused(1040, "Too many connections"));
        assertThatThrownBy(() -> respondWithStates(7L, 8L)).isInstanceOf(ServerUnreachableException.class);
    }

    @Test
    void aCommitThatArrivesLateIsNoLoss() {
        LedgerState stateWithStep = OWNED_STATE
                .withStartedMigration(Direction.UPGRADE, 3, "h1:3", 6)
                .withStartedStep(1);
        LedgerOwnership ownership = new LedgerOwnership(
                createParticipant("me"),
                new NumberedLedgerState(7, stateWithStep),
                1,
                ticker.start(),
                ticker.start(),
                Optional.empty());
        LedgerResponse lateCommit = new LedgerResponse.TextResponse(stateWithStep
                .withCompletedStep(1)
                .withCompletedMigration(HistoryRow.of(3, "Third", "h1:3"))
                .withWriter("me")
                .format());
        exchange = ownership.write((state, sequence) -> state.withCompletedStep(1));
        respond(new LedgerResponse.Refused(1050, "Table already exists"));
        respond(new LedgerResponse.Done());
        respondWithStates(7L, 8L);
        respond(lateCommit);
        respondWithStates(7L, 8L);
        assertThatThrownBy(() -> respond(lateCommit))
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);

        exchange = ownership.recover();
        respondWithStates(7L, 8L);
        respond(lateCommit);
        NumberedLedgerState adoptedEntry =
                ((Complete<LedgerOwnership>) exchange).result().entry();
        assertThat(adoptedEntry.sequenceNumber()).isEqualTo(8);
        assertThat(adoptedEntry.state().head().number()).isEqualTo(3);
    }

    /** The owner writes further states before the unlock arrives. */
    @Test
    void anUnlockThatTheOwnerHasOutrunIsTriedAgain() {
        LedgerProtocol<Optional<String>> unlock = new ForcedUnlocker(createParticipant("operator")).unlock();
        LedgerResponse ownedState = new LedgerResponse.TextResponse(OWNED_STATE.format());
        unlock = continueExchange(unlock, createStates(7L));
        unlock = continueExchange(unlock, ownedState);
        String releasedComment = ((LedgerRequest.CreateState) ((PendingRequest<?>) unlock).request()).comment();
        unlock = continueExchange(unlock, new LedgerResponse.Done());
        unlock = continueExchange(unlock, createStates(8L, 9L));
        unlock = continueExchange(unlock, createStates(8L, 9L));
        unlock = continueExchange(unlock, ownedState);
        assertThat(((PendingRequest<?>) unlock).request()).isEqualTo(new LedgerRequest.ShowState(8));
        unlock = continueExchange(unlock, new LedgerResponse.TextResponse(releasedComment));
        assertThat(((PendingRequest<?>) unlock).request()).isEqualTo(new LedgerRequest.DropState(8));
        unlock = continueExchange(unlock, new LedgerResponse.Done());

        assertThat(((PendingRequest<?>) unlock).request()).isEqualTo(new LedgerRequest.ListStates());
    }

    private static <T> LedgerProtocol<T> continueExchange(LedgerProtocol<T> exchange, LedgerResponse response) {
        return ((PendingRequest<T>) exchange).continuation().apply(response);
    }
}
