package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.LedgerExchange.askUntilAnswered;
import static dev.cairn.internal.ledger.LedgerExchange.ofResult;

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
 * <p>An owner, which has seen a state, calls {@link #readLatest}. Other migrators call {@link #readCurrent}, which
 * distinguishes a ledger that has not begun from one that has lost its state, or {@link #readVisible}, which also
 * refuses a ledger that is hidden from the user. A migrator that writes a state chosen by an operator calls {@link
 * #readReplaceable}.
 */
final class LedgerReader {
    /** A substitute for a damaged state. */
    private static final LedgerState UNKNOWN_STATE =
            LedgerState.initial("").withOwner("an unknown migrator", Duration.ZERO);

    private final LedgerErrors errors;

    LedgerReader(LedgerErrors errors) {
        this.errors = errors;
    }

    /** Reads the current state with two requests; if there is no state, it returns empty after one request. */
    LedgerExchange<Optional<LedgerEntry>> readLatest() {
        return readLatest(0, this::parse, states -> ofResult(Optional.empty()));
    }

    /**
     * Like {@link #readLatest}, but refuses a ledger that has a history and no state: such a ledger has lost its state,
     * and an upgrade would run all migrations again.
     */
    LedgerExchange<Optional<LedgerEntry>> readCurrent() {
        return readLatest(0, this::parse, this::readAgainIfHistoryExists);
    }

    /**
     * Like {@link #readCurrent}, but refuses a ledger that the user may not see: a listing hides its views, so it looks
     * like one before the first migration. An owner need not call this, because it notices that its own state is not
     * listed.
     */
    LedgerExchange<Optional<LedgerEntry>> readVisible() {
        return readCurrent()
                .then(entry -> entry.isPresent()
                        ? ofResult(entry)
                        : readVisibleHistoryRows().then(rows -> ofResult(entry)));
    }

    /**
     * Like {@link #readLatest}, but a damaged state is replaced by an initial one whose owner is unknown. A state of a
     * newer format is refused.
     */
    LedgerExchange<Optional<LedgerEntry>> readReplaceable() {
        return readLatest(0, this::parseWithSubstitute, states -> ofResult(Optional.empty()));
    }

    /**
     * Returns empty if the ledger has no history. Otherwise reads the state again, because a listing may miss both a
     * state that is being dropped and the next one, and throws an exception if there is still no state.
     */
    private LedgerExchange<Optional<LedgerEntry>> readAgainIfHistoryExists(States listedStates) {
        return !listedStates.hasHistory()
                ? ofResult(Optional.empty())
                : readVisibleHistoryRows()
                        .then(rows -> rows.isEmpty()
                                ? ofResult(Optional.empty())
                                : readLatest(0, this::parse, ignored -> {
                                    throw errors.missingState(rows);
                                }));
    }

    /**
     * Reads the rows of the history view, and throws if the user may not see them or the refusal is transient. Returns
     * an empty list if the view does not exist, or if another object has its name.
     */
    private LedgerExchange<List<HistoryRow>> readVisibleHistoryRows() {
        return readHistoryRows(refusal -> {
            if (refusal.isDenied() || refusal.isTransient()) {
                throw errors.unreadableHistory(refusal);
            }
        });
    }

    private interface LedgerEntryParser {
        LedgerExchange<Optional<LedgerEntry>> parse(long sequence, String stateText);
    }

    /**
     * @param vanishedSequence the sequence of a state that was listed but could not be shown, probably because it was
     *     dropped in between; 0 if there is no such state
     * @param parser reads the text of a state
     * @param absenceHandler continues if there is no state
     */
    private LedgerExchange<Optional<LedgerEntry>> readLatest(
            long vanishedSequence,
            LedgerEntryParser parser,
            Function<States, LedgerExchange<Optional<LedgerEntry>>> absenceHandler) {
        return listStates(states -> {
            long highestSequence = states.highestSequence();
            return highestSequence == 0
                    ? absenceHandler.apply(states)
                    : showState(highestSequence, stateText -> parser.parse(highestSequence, stateText), refusal -> {
                        if (highestSequence == vanishedSequence) {
                            throw errors.unreadableState(highestSequence, refusal);
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
    <T> LedgerExchange<T> showState(
            long sequence,
            Function<String, LedgerExchange<T>> textHandler,
            Function<Refused, LedgerExchange<T>> refusalHandler) {
        return askUntilAnswered(new LedgerRequest.ShowState(sequence), response -> {
            if (response instanceof TextResponse textResponse) {
                return textHandler.apply(textResponse.text());
            }
            Refused refusal = (Refused) response;
            if (refusal.isDenied()) {
                throw errors.missingGrants(refusal.reason());
            }
            return refusalHandler.apply(refusal);
        });
    }

    /** Returns whether a state exists with exactly this text. */
    LedgerExchange<Boolean> hasEntry(LedgerEntry entry) {
        return hasEntry(entry, false);
    }

    /** @param wasRefused whether the state was listed after a refusal to show it */
    private LedgerExchange<Boolean> hasEntry(LedgerEntry entry, boolean wasRefused) {
        return showState(
                entry.sequence(),
                stateText -> ofResult(stateText.equals(entry.state().format())),
                refusal -> listStates(states -> {
                    if (!states.sequences().contains(entry.sequence())) {
                        return ofResult(false);
                    }
                    if (wasRefused) {
                        throw errors.unreadableState(entry.sequence(), refusal);
                    }
                    return hasEntry(entry, true);
                }));
    }

    <T> LedgerExchange<T> listStates(Function<States, LedgerExchange<T>> continuation) {
        return askUntilAnswered(new LedgerRequest.ListStates(), response -> {
            if (response instanceof States states) {
                return continuation.apply(states);
            }
            throw errors.failedListing((Refused) response);
        });
    }

    /**
     * Reads the completed migrations from the history view and the state; if the state is missing or damaged, from the
     * view alone.
     */
    LedgerExchange<LedgerHistory> readHistory() {
        return readReplaceable()
                .then(latestEntry -> readHistoryRows()
                        .then(rows -> ofResult(latestEntry
                                .map(LedgerEntry::state)
                                .filter(state -> !isUnknown(state))
                                .map(state -> LedgerHistory.merge(state, rows))
                                .orElseGet(() -> new LedgerHistory(rows, rows.isEmpty())))));
    }

    /** Reads the rows of the history view; returns an empty list if the server refuses to show the view. */
    static LedgerExchange<List<HistoryRow>> readHistoryRows() {
        return readHistoryRows(refusal -> {});
    }

    private static LedgerExchange<List<HistoryRow>> readHistoryRows(Consumer<Refused> refusalCheck) {
        return askUntilAnswered(new LedgerRequest.ShowHistory(), response -> {
            if (response instanceof TextResponse textResponse) {
                return ofResult(HistoryView.parseRows(textResponse.text()));
            }
            refusalCheck.accept((Refused) response);
            return ofResult(List.of());
        });
    }

    private LedgerExchange<Optional<LedgerEntry>> parse(long sequence, String stateText) {
        try {
            return ofResult(Optional.of(new LedgerEntry(sequence, LedgerState.parse(stateText))));
        } catch (LedgerFormatException failure) {
            return readHistoryRows().then(rows -> {
                throw errors.damagedState(sequence, failure, rows);
            });
        }
    }

    private LedgerExchange<Optional<LedgerEntry>> parseWithSubstitute(long sequence, String stateText) {
        try {
            return ofResult(Optional.of(new LedgerEntry(sequence, LedgerState.parse(stateText))));
        } catch (LedgerFormatException failure) {
            if (failure.isOfNewerFormat()) {
                throw errors.damagedState(sequence, failure, List.of());
            }
            return ofResult(Optional.of(new LedgerEntry(sequence, UNKNOWN_STATE)));
        }
    }

    /** Returns whether the state stands for a damaged one. */
    static boolean isUnknown(LedgerState state) {
        return state.owner().equals(UNKNOWN_STATE.owner());
    }
}
