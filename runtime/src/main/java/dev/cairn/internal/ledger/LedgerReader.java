package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.LedgerProtocol.askUntilAnswered;
import static dev.cairn.internal.ledger.LedgerProtocol.ofResult;

import dev.cairn.internal.ledger.LedgerResponse.Refused;
import dev.cairn.internal.ledger.LedgerResponse.States;
import dev.cairn.internal.ledger.LedgerResponse.TextResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the current state of the ledger, and the completed migrations.
 *
 * <p>An owner, which has seen a state, calls {@link #readLatest}. Other migrators call {@link #readUnlessLost}, which
 * distinguishes a ledger that has not begun from one that has lost its state, or {@link #readUnlessHidden}, which also
 * refuses a ledger that is hidden from the user. A migrator that writes a state chosen by an operator calls {@link
 * #readWithSubstitute}.
 */
final class LedgerReader {
    /** A substitute for a damaged state. */
    private static final LedgerState SUBSTITUTE_STATE =
            LedgerState.initial("").withOwner("an unknown migrator", Duration.ZERO);

    private final LedgerExceptions exceptions;

    LedgerReader(LedgerExceptions exceptions) {
        this.exceptions = exceptions;
    }

    /** Reads the current state with two requests; if there is no state, it returns empty after one request. */
    LedgerProtocol<Optional<NumberedLedgerState>> readLatest() {
        return readLatest(0, this::parse, states -> ofResult(Optional.empty()));
    }

    /**
     * Like {@link #readLatest}, but refuses a ledger that has a history and no state: such a ledger has lost its state,
     * and an upgrade would run all migrations again.
     */
    LedgerProtocol<Optional<NumberedLedgerState>> readUnlessLost() {
        return readLatest(0, this::parse, this::readAgainIfHistoryExists);
    }

    /**
     * Like {@link #readUnlessLost}, but refuses a ledger that the user may not see: because a listing hides its views,
     * such a ledger looks like one before the first migration. An owner need not call this, because it notices that its
     * own state is not listed.
     */
    LedgerProtocol<Optional<NumberedLedgerState>> readUnlessHidden() {
        return readUnlessLost()
                .then(entry -> entry.isPresent()
                        ? ofResult(entry)
                        : readVisibleHistoryRows().then(rows -> ofResult(entry)));
    }

    /**
     * Like {@link #readLatest}, but a damaged state is replaced by an initial one whose owner is unknown. A state of a
     * newer format is refused.
     */
    LedgerProtocol<Optional<NumberedLedgerState>> readWithSubstitute() {
        return readLatest(0, this::parseWithSubstitute, states -> ofResult(Optional.empty()));
    }

    /**
     * Returns empty if the ledger has no history. Otherwise reads the state again, because a listing may miss both a
     * state that is being dropped and the next one, and throws an exception if there is still no state.
     */
    private LedgerProtocol<Optional<NumberedLedgerState>> readAgainIfHistoryExists(States listedStates) {
        return !listedStates.hasHistory()
                ? ofResult(Optional.empty())
                : readVisibleHistoryRows()
                        .then(rows -> rows.isEmpty()
                                ? ofResult(Optional.empty())
                                : readLatest(0, this::parse, ignored -> {
                                    throw exceptions.missingState(rows);
                                }));
    }

    /**
     * Reads the rows of the history view, and throws if the user may not see them or the refusal is transient. Returns
     * an empty list if the view does not exist, or if another object has its name.
     */
    private LedgerProtocol<List<HistoryRow>> readVisibleHistoryRows() {
        return readHistoryRows(refusal -> {
            requireVisible(refusal);
            if (refusal.isTransient()) {
                throw exceptions.unreadableHistory(refusal);
            }
        });
    }

    private void requireVisible(Refused refusal) {
        if (refusal.isAccessDenied()) {
            throw exceptions.unreadableHistory(refusal);
        }
    }

    private interface NumberedStateParser {
        LedgerProtocol<Optional<NumberedLedgerState>> parse(long sequence, String stateText);
    }

    /**
     * Lists the states, and reads the highest one. If it can't be shown, lists the states again, and fails only if the
     * same state is still the highest.
     *
     * @param vanishedSequence the sequence of a state that was listed but could not be shown, probably because it was
     *     dropped in between; 0 if there is no such state
     * @param parser reads the text of a state
     * @param absenceHandler continues if there is no state
     */
    private LedgerProtocol<Optional<NumberedLedgerState>> readLatest(
            long vanishedSequence,
            NumberedStateParser parser,
            Function<States, LedgerProtocol<Optional<NumberedLedgerState>>> absenceHandler) {
        return listStates(states -> {
            long highestSequence = states.highestSequence();
            return highestSequence == 0
                    ? absenceHandler.apply(states)
                    : showState(highestSequence, stateText -> parser.parse(highestSequence, stateText), refusal -> {
                        if (highestSequence == vanishedSequence) {
                            throw exceptions.unreadableState(highestSequence, refusal);
                        }
                        return readLatest(highestSequence, parser, absenceHandler);
                    });
        });
    }

    /**
     * Reads the text of a state.
     *
     * @param refusalHandler continues with a refusal, which does not prove that the state is gone: the
     *     server may be overloaded
     */
    <T> LedgerProtocol<T> showState(
            long sequence,
            Function<String, LedgerProtocol<T>> textHandler,
            Function<Refused, LedgerProtocol<T>> refusalHandler) {
        return askUntilAnswered(new LedgerRequest.ShowState(sequence), response -> {
            if (response instanceof TextResponse textResponse) {
                return textHandler.apply(textResponse.text());
            }
            Refused refusal = (Refused) response;
            if (refusal.isAccessDenied()) {
                throw exceptions.missingGrants(refusal.reason());
            }
            return refusalHandler.apply(refusal);
        });
    }

    /** Returns whether a state exists with exactly this text. */
    LedgerProtocol<Boolean> hasState(NumberedLedgerState entry) {
        return hasState(entry, false);
    }

    /**
     * Like {@link #hasState(NumberedLedgerState)}.
     *
     * @param wasRefused whether the state was listed after a refusal to show it
     */
    private LedgerProtocol<Boolean> hasState(NumberedLedgerState entry, boolean wasRefused) {
        return showState(
                entry.sequenceNumber(),
                stateText -> ofResult(stateText.equals(entry.state().format())),
                refusal -> listStates(states -> {
                    if (!states.sequences().contains(entry.sequenceNumber())) {
                        return ofResult(false);
                    }
                    if (wasRefused) {
                        throw exceptions.unreadableState(entry.sequenceNumber(), refusal);
                    }
                    return hasState(entry, true);
                }));
    }

    /** Lists the states, and continues with them. Throws an exception if the server refuses to list them. */
    <T> LedgerProtocol<T> listStates(Function<States, LedgerProtocol<T>> continuation) {
        return askUntilAnswered(new LedgerRequest.ListStates(), response -> {
            if (response instanceof States states) {
                return continuation.apply(states);
            }
            throw exceptions.failedListing((Refused) response);
        });
    }

    /**
     * Reads the completed migrations from the history view and the state; if the state is missing, damaged, or older
     * than the view, from the view alone. Refuses a history that the user may not see.
     */
    LedgerProtocol<LedgerHistory> readHistory() {
        return readWithSubstitute()
                .then(latestEntry -> readHistoryRows(this::requireVisible)
                        .then(rows -> ofResult(latestEntry
                                .map(NumberedLedgerState::state)
                                .filter(state -> !isSubstitute(state)
                                        && state.findUnexplainedRows(rows).isEmpty())
                                .map(state -> LedgerHistory.merge(state, rows))
                                .orElseGet(() -> new LedgerHistory(rows, rows.isEmpty())))));
    }

    /** Reads the rows of the history view; returns an empty list if the server refuses to show the view. */
    static LedgerProtocol<List<HistoryRow>> readHistoryRows() {
        return readHistoryRows(refusal -> {});
    }

    private static LedgerProtocol<List<HistoryRow>> readHistoryRows(Consumer<Refused> refusalCheck) {
        return askUntilAnswered(new LedgerRequest.ShowHistory(), response -> {
            if (response instanceof TextResponse textResponse) {
                return ofResult(HistoryView.parseRows(textResponse.text()));
            }
            refusalCheck.accept((Refused) response);
            return ofResult(List.of());
        });
    }

    private LedgerProtocol<Optional<NumberedLedgerState>> parse(long sequence, String stateText) {
        try {
            return ofResult(Optional.of(new NumberedLedgerState(sequence, LedgerState.parse(stateText))));
        } catch (LedgerFormatException failure) {
            return readHistoryRows().then(rows -> {
                throw exceptions.damagedState(sequence, failure, rows);
            });
        }
    }

    private LedgerProtocol<Optional<NumberedLedgerState>> parseWithSubstitute(long sequence, String stateText) {
        try {
            return ofResult(Optional.of(new NumberedLedgerState(sequence, LedgerState.parse(stateText))));
        } catch (LedgerFormatException failure) {
            if (failure.isOfNewerFormat()) {
                throw exceptions.damagedState(sequence, failure, List.of());
            }
            return ofResult(Optional.of(new NumberedLedgerState(sequence, SUBSTITUTE_STATE)));
        }
    }

    /** Returns whether the state stands for a damaged one. */
    static boolean isSubstitute(LedgerState state) {
        return state.owner().equals(SUBSTITUTE_STATE.owner());
    }
}
