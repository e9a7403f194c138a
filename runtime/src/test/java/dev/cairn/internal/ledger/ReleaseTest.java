package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.ledger.Exchange.Ask;
import dev.cairn.internal.ledger.Exchange.Over;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another migrator takes the ledger before its former owner has confirmed the release. */
class ReleaseTest {
    private static final LedgerState HELD = LedgerState.first("4.1/shared-nothing")
            .stamped(new Head(2, "h1:2"), List.of())
            .ownedBy("me", Duration.ofSeconds(30));

    private final ManualTicker ticker = new ManualTicker();
    private Exchange<LedgerOwnership> exchange;

    @BeforeEach
    void release() {
        release((state, sequence) -> state.released());
    }

    private void release(Transition last) {
        LedgerErrors errors = new LedgerErrors("shop", "shop", new LedgerNames("shop"));
        LedgerParticipant participant = new LedgerParticipant("me", LedgerOptions.DEFAULT, ticker, List.of(), errors);
        LedgerOwnership ownership = new LedgerOwnership(
                participant, new LedgerEntry(7, HELD), 1, ticker.start(), ticker.start(), Optional.empty());
        exchange = ownership.write(last);
        answer(new LedgerResponse.Done());
    }

    private void answer(LedgerResponse answer) {
        exchange = ((Ask<LedgerOwnership>) exchange).then().apply(answer);
    }

    private void listed(Long... sequences) {
        answer(new LedgerResponse.States(new TreeSet<>(List.of(sequences))));
    }

    private static LedgerResponse.Text state(int head) {
        return new LedgerResponse.Text(LedgerState.first("4.1/shared-nothing")
                .stamped(new Head(head, "h1:" + head), List.of())
                .format());
    }

    @Test
    void aReleaseFollowedByASuccessorSucceeds() {
        listed(9L);
        listed(9L);
        answer(state(3));

        assertThat(((Over<LedgerOwnership>) exchange).result().entry().sequence())
                .isEqualTo(8);
        assertThat(((Over<LedgerOwnership>) exchange).result().entry().state().isOwned())
                .isFalse();
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

        assertThat(((Over<LedgerOwnership>) exchange).result().entry().sequence())
                .isEqualTo(8);
    }

    @Test
    void aSuccessorMayAlreadyHaveDroppedThePreviousState() {
        releaseWithACommit();
        listed(8L, 9L);
        listed(9L);
        answer(state(3));

        assertThat(((Over<LedgerOwnership>) exchange).result().entry().sequence())
                .isEqualTo(8);
    }

    private void releaseWithACommit() {
        HistoryRow row = HistoryRow.of(3, "Third", "h1:3");
        release((state, sequence) ->
                state.committed(row).written(new HistoryExtent(3, 3)).released());
    }

    @Test
    void aCommitThatTheNextStateLacksIsWithdrawn() {
        releaseWithACommit();
        listed(8L, 9L);
        listed(9L);
        answer(state(2));

        assertThat(((Ask<LedgerOwnership>) exchange).request()).isEqualTo(new LedgerRequest.Show(8));
    }

    @Test
    void aSuccessorThatHasDoneNothingConfirmsTheRelease() {
        listed(8L, 9L);
        listed(9L);
        answer(state(2));

        assertThat(((Over<LedgerOwnership>) exchange).result().entry().sequence())
                .isEqualTo(8);
    }

    @Test
    void aReleaseWithAnUncertainSuccessorIsWithdrawn() {
        listed(8L, 9L);
        listed(9L);
        answer(state(3));

        assertThat(((Ask<LedgerOwnership>) exchange).request()).isEqualTo(new LedgerRequest.Show(8));
    }

    @Test
    void aSuccessorWithTheRecordedWorkConfirmsTheRelease() {
        release((state, sequence) -> state.hook(true).released());
        listed(8L, 9L);
        listed(9L);
        answer(new LedgerResponse.Text(
                HELD.hook(true).ownedBy("next", Duration.ofSeconds(30)).format()));

        assertThat(((Over<LedgerOwnership>) exchange).result().entry().sequence())
                .isEqualTo(8);
    }

    @Test
    void recordedWorkThatTheNextStateLacksIsWithdrawn() {
        release((state, sequence) -> state.hook(true).released());
        listed(8L, 9L);
        listed(9L);
        answer(state(2));

        assertThat(((Ask<LedgerOwnership>) exchange).request()).isEqualTo(new LedgerRequest.Show(8));
    }

    @Test
    void afterALeaseAReleaseMayBeALostLedger() {
        ticker.pass(LedgerOptions.DEFAULT.lease());
        listed(9L);
        listed(9L);

        assertThatThrownBy(() -> answer(state(2))).isInstanceOf(LedgerLostException.class);
    }
}
