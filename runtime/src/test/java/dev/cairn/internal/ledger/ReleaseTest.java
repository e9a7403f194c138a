package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.ledger.Ledger.ForcedUnlock;
import dev.cairn.internal.ledger.LedgerExchange.Complete;
import dev.cairn.internal.ledger.LedgerExchange.Request;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transitions whose answer, or whose statement, arrives only after others have written states, or after a recovery. */
class ReleaseTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final LedgerState HELD = LedgerState.initial("4.1/shared-nothing")
            .stampAt(new LedgerHead(2, "h1:2"), List.of())
            .withOwner("me", Duration.ofSeconds(30));

    private final ManualTicker ticker = new ManualTicker();
    private LedgerExchange<LedgerOwnership> exchange;

    @BeforeEach
    void release() {
        release((state, sequence) -> state.release());
    }

    private void release(LedgerTransition last) {
        exchange = begun(last);
        answer(new LedgerResponse.Done());
    }

    private LedgerExchange<LedgerOwnership> begun(LedgerTransition last) {
        LedgerOwnership ownership = new LedgerOwnership(
                participant("me"), new LedgerEntry(7, HELD), 1, ticker.start(), ticker.start(), Optional.empty());
        return ownership.write(last);
    }

    private LedgerParticipant participant(String token) {
        LedgerErrors errors = new LedgerErrors("shop", "shop", new LedgerNames("shop"));
        return new LedgerParticipant(token, OptionValues.DEFAULTS, ticker, List.of(), errors);
    }

    private void answer(LedgerResponse answer) {
        exchange = answered(exchange, answer);
    }

    private void listed(Long... sequences) {
        answer(states(sequences));
    }

    private static LedgerResponse states(Long... sequences) {
        return new LedgerResponse.States(new TreeSet<>(List.of(sequences)), false);
    }

    private static LedgerResponse.TextResponse state(int head) {
        return new LedgerResponse.TextResponse(LedgerState.initial("4.1/shared-nothing")
                .stampAt(new LedgerHead(head, "h1:" + head), List.of())
                .format());
    }

    private void assertReleased() {
        LedgerEntry written = ((Complete<LedgerOwnership>) exchange).result().entry();
        assertThat(written.sequence()).isEqualTo(8);
        assertThat(written.state().isOwned()).isFalse();
    }

    private void assertNext(LedgerRequest request) {
        assertThat(((Request<LedgerOwnership>) exchange).request()).isEqualTo(request);
    }

    /** Begins a release, and returns the state that it creates. */
    private LedgerResponse.TextResponse created() {
        exchange = begun((state, sequence) -> state.release());
        return new LedgerResponse.TextResponse(
                ((LedgerRequest.CreateState) ((Request<LedgerOwnership>) exchange).request()).comment());
    }

    @Test
    void aDropOfTheFormerStateWhoseAnswerIsLostIsSentAgain() {
        LedgerResponse.TextResponse released = created();
        answer(new LedgerResponse.Done());
        listed(7L, 8L);
        assertNext(new LedgerRequest.DropState(7));
        answer(new LedgerResponse.ConnectionLost("silence"));
        answer(new LedgerResponse.Done());
        answer(released);
        listed(7L, 8L);
        assertNext(new LedgerRequest.DropState(7));
        answer(new LedgerResponse.Done());

        assertReleased();
    }

    @Test
    void aDropOfTheFormerStateThatArrivedIsNotSentAgain() {
        LedgerResponse.TextResponse released = created();
        answer(new LedgerResponse.Done());
        listed(7L, 8L);
        answer(new LedgerResponse.ConnectionLost("silence"));
        answer(new LedgerResponse.Done());
        answer(released);
        listed(8L);

        assertReleased();
    }

    @Test
    void aLostConnectionDropsNothingBelowAStateOfAnotherMigrator() {
        created();
        answer(new LedgerResponse.Done());
        listed(7L, 8L);
        answer(new LedgerResponse.ConnectionLost("silence"));
        answer(new LedgerResponse.Done());
        answer(state(2));

        assertReleased();
    }

    @Test
    void aReleaseWhoseAnswerTookLongDropsTheFormerState() {
        LedgerResponse.TextResponse released = created();
        ticker.pass(MigratorOption.LEASE.defaultValue());
        answer(new LedgerResponse.ConnectionLost("silence"));
        answer(new LedgerResponse.Done());
        listed(7L, 8L);
        answer(released);
        listed(7L, 8L);
        answer(released);
        answer(new LedgerResponse.TextResponse(HELD.format()));
        assertNext(new LedgerRequest.DropState(7));
        answer(new LedgerResponse.Done());

        assertReleased();
    }

    @Test
    void aReleaseFollowedByASuccessorSucceeds() {
        listed(9L);
        listed(9L);
        answer(state(3));

        assertReleased();
    }

    @Test
    void aReleaseMissingFromTheNextStateIsALostLedger() {
        listed(9L);
        listed(9L);
        answer(state(1));
        listed(9L);

        assertThatThrownBy(() -> answer(state(1))).isInstanceOf(LedgerLostException.class);
    }

    @Test
    void olderStatesBesideThatOfASuccessorAreNoLoss() {
        listed(7L, 8L, 9L);
        listed(9L);
        answer(state(2));

        assertReleased();
    }

    @Test
    void aSuccessorMayAlreadyHaveDroppedThePreviousState() {
        releaseWithACommit();
        listed(8L, 9L);
        listed(9L);
        answer(state(3));

        assertReleased();
    }

    private void releaseWithACommit() {
        HistoryRow row = HistoryRow.of(3, "Third", "h1:3");
        release((state, sequence) -> state.commitMigration(row)
                .withWrittenHistory(new HistoryExtent(3, 3))
                .release());
    }

    @Test
    void aCommitThatTheNextStateLacksIsWithdrawn() {
        releaseWithACommit();
        listed(8L, 9L);
        listed(9L);
        answer(state(2));

        assertThat(((Request<LedgerOwnership>) exchange).request()).isEqualTo(new LedgerRequest.ShowState(8));
    }

    @Test
    void aSuccessorThatHasDoneNothingConfirmsTheRelease() {
        listed(8L, 9L);
        listed(9L);
        answer(state(2));

        assertReleased();
    }

    @Test
    void aReleaseThatRecordsNoWorkLosesNothing() {
        listed(8L, 9L);
        listed(9L);
        answer(state(3));

        assertReleased();
    }

    @Test
    void aSuccessorWithTheRecordedWorkConfirmsTheRelease() {
        release((state, sequence) -> state.withHookDue(true).release());
        listed(8L, 9L);
        listed(9L);
        answer(new LedgerResponse.TextResponse(
                HELD.withHookDue(true).withOwner("next", Duration.ofSeconds(30)).format()));

        assertReleased();
    }

    @Test
    void recordedWorkThatTheNextStateLacksIsWithdrawn() {
        release((state, sequence) -> state.withHookDue(true).release());
        listed(8L, 9L);
        listed(9L);
        answer(state(2));

        assertThat(((Request<LedgerOwnership>) exchange).request()).isEqualTo(new LedgerRequest.ShowState(8));
    }

    @Test
    void aReleaseMayTakeLongerThanALease() {
        ticker.pass(MigratorOption.LEASE.defaultValue());
        listed(9L);
        listed(9L);
        answer(state(2));

        assertReleased();
    }

    @Test
    void theLedgerOfARecreatedDatabaseConfirmsNoRelease() {
        LedgerResponse other = new LedgerResponse.TextResponse(
                HELD.release().withIdentifier("other").format());
        listed(9L);
        listed(9L);
        answer(other);
        listed(9L);

        assertThatThrownBy(() -> answer(other)).isInstanceOf(LedgerLostException.class);
    }

    @Test
    void recordedWorkIsNotMissingOnceTheSuccessorHasBegunMore() {
        release((state, sequence) -> state.withHookDue(true).release());
        listed(8L, 9L);
        listed(10L);
        answer(new LedgerResponse.TextResponse(HELD.withHookDue(true)
                .withOwner("next", Duration.ofSeconds(30))
                .startRun(Direction.UPGRADE, 3, "h1:3", 10)
                .startStep(1)
                .format()));

        assertReleased();
    }

    @Test
    void aLostDropDoesNotHideThatTheNextStateLacksRecordedWork() {
        release((state, sequence) -> state.withHookDue(true).release());
        listed(7L, 8L, 9L);
        listed(9L);
        answer(state(2));
        listed(9L);

        assertThatThrownBy(() -> answer(state(2))).isInstanceOf(LedgerLostException.class);
    }

    @Test
    void aReleaseWithALostAnswerMayHaveASuccessorAlready() {
        LedgerResponse refusal = new LedgerResponse.Refused(5401, "Call thrift rpc failed");
        exchange = begun((state, sequence) -> state.withHookDue(true).release());
        answer(refusal);
        answer(new LedgerResponse.Done());
        listed(8L, 9L);
        listed(9L);
        answer(new LedgerResponse.TextResponse(
                HELD.withHookDue(true).withOwner("next", Duration.ofSeconds(30)).format()));

        assertReleased();
    }

    @Test
    void aRefusalToShowAStateIsNoLoss() {
        exchange = begun((state, sequence) -> state.startStep(1));
        answer(new LedgerResponse.ConnectionLost("cut"));
        answer(new LedgerResponse.Done());
        listed(7L, 8L);
        answer(new LedgerResponse.Refused(1040, "Too many connections"));
        listed(7L, 8L);

        assertThat(((Request<LedgerOwnership>) exchange).request()).isEqualTo(new LedgerRequest.ShowState(8));
        answer(new LedgerResponse.Refused(1040, "Too many connections"));
        assertThatThrownBy(() -> listed(7L, 8L)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void aCommitThatArrivesLateIsNoLoss() {
        LedgerState began = HELD.startRun(Direction.UPGRADE, 3, "h1:3", 6).startStep(1);
        LedgerOwnership ownership = new LedgerOwnership(
                participant("me"), new LedgerEntry(7, began), 1, ticker.start(), ticker.start(), Optional.empty());
        LedgerResponse late = new LedgerResponse.TextResponse(began.completeStep(1)
                .commitMigration(HistoryRow.of(3, "Third", "h1:3"))
                .withWriter("me")
                .format());
        exchange = ownership.write((state, sequence) -> state.completeStep(1));
        answer(new LedgerResponse.Refused(1050, "Table already exists"));
        answer(new LedgerResponse.Done());
        listed(7L, 8L);
        answer(late);
        listed(7L, 8L);
        assertThatThrownBy(() -> answer(late))
                .isInstanceOf(UnreachableException.class)
                .satisfies(MESSAGES::match);

        exchange = ownership.recover();
        listed(7L, 8L);
        answer(late);
        LedgerEntry adopted = ((Complete<LedgerOwnership>) exchange).result().entry();
        assertThat(adopted.sequence()).isEqualTo(8);
        assertThat(adopted.state().head().number()).isEqualTo(3);
    }

    /** The owner had written further states before the unlock arrived. */
    @Test
    void anUnlockThatTheOwnerHasOutrunIsTriedAgain() {
        LedgerExchange<Optional<String>> unlock = new ForcedUnlock(participant("operator")).unlock();
        LedgerResponse held = new LedgerResponse.TextResponse(HELD.format());
        unlock = answered(unlock, states(7L));
        unlock = answered(unlock, held);
        String released = ((LedgerRequest.CreateState) ((Request<?>) unlock).request()).comment();
        unlock = answered(unlock, new LedgerResponse.Done());
        unlock = answered(unlock, states(8L, 9L));
        unlock = answered(unlock, states(8L, 9L));
        unlock = answered(unlock, held);
        assertThat(((Request<?>) unlock).request()).isEqualTo(new LedgerRequest.ShowState(8));
        unlock = answered(unlock, new LedgerResponse.TextResponse(released));
        assertThat(((Request<?>) unlock).request()).isEqualTo(new LedgerRequest.DropState(8));
        unlock = answered(unlock, new LedgerResponse.Done());

        assertThat(((Request<?>) unlock).request()).isEqualTo(new LedgerRequest.ListStates());
    }

    private static <T> LedgerExchange<T> answered(LedgerExchange<T> exchange, LedgerResponse answer) {
        return ((Request<T>) exchange).continuation().apply(answer);
    }
}
