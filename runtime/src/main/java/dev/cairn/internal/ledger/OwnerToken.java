package dev.cairn.internal.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token of an owner, which may end with a time by the clock of the server: {@code ci/7c9e…~1763880000}. All steps
 * that are open in a state were started at this time or later. The token is copied from state to state with the
 * progress, so that a later owner knows the earliest possible start of a step without comparing clocks. An older
 * version of Cairn treats the time as a part of the token, and writes tokens without a time.
 */
final class OwnerToken {
    private static final Pattern START_TIME_PATTERN = Pattern.compile(".*~(\\d{1,12})", Pattern.DOTALL);

    private OwnerToken() {}

    /**
     * Returns the token of an owner that acquires the ledger.
     *
     * @param acquiredState the state that the owner has acquired
     * @param serverTime the time of the server before the acquisition; empty if it was not read
     */
    static String createForAcquirer(String token, LedgerState acquiredState, Optional<Instant> serverTime) {
        Optional<Instant> startTime =
                acquiredState.openStepNumbers().isEmpty() ? serverTime : parseEarliestStepStart(acquiredState.writer());
        return startTime.map(time -> token + "~" + time.getEpochSecond()).orElse(token);
    }

    /** Returns the token without its time, for messages. */
    static String removeTime(String token) {
        return parseEarliestStepStart(token).isPresent() ? token.substring(0, token.lastIndexOf('~')) : token;
    }

    /** Returns a time by the server's clock before which no open step was started; empty if the token has no time. */
    static Optional<Instant> parseEarliestStepStart(String token) {
        Matcher matcher = START_TIME_PATTERN.matcher(token);
        return matcher.matches()
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(matcher.group(1))))
                : Optional.empty();
    }
}
