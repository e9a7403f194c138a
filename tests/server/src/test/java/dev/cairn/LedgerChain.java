package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.log.StatementLog.LoggedAnswer;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.internal.ledger.LedgerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The states of one ledger, in the order in which the server created them.
 *
 * @param states the chain, from the first state
 * @param lateStates the states that were created with a number lower than the highest
 */
record LedgerChain(List<CreatedState> states, List<CreatedState> lateStates) {
    /** The rounding error of a time in whole milliseconds. */
    private static final Duration ROUNDING_ERROR = Duration.ofMillis(1);

    record CreatedState(long sequence, LedgerState state, LoggedAnswer answer) {
        /** Returns whether this state was written by another migrator than the owner of the one before. */
        boolean isTakeOverOf(CreatedState previousState) {
            return previousState.state.isOwned() && !state.writer().equals(previousState.state.owner());
        }
    }

    static LedgerChain of(String schema, List<LoggedAnswer> answers) {
        SortedMap<Long, CreatedState> firstBySequence = new TreeMap<>();
        List<CreatedState> lateStates = new ArrayList<>();
        for (CreatedState createdState : parseStates(schema, answers)) {
            if (firstBySequence.putIfAbsent(createdState.sequence(), createdState) != null) {
                lateStates.add(createdState);
            }
        }
        assertThat(firstBySequence.keySet())
                .as("no number is left out")
                .hasSize(firstBySequence.lastKey().intValue());
        return new LedgerChain(List.copyOf(firstBySequence.values()), lateStates);
    }

    private static List<CreatedState> parseStates(String schema, List<LoggedAnswer> answers) {
        Pattern create = Pattern.compile("CREATE VIEW `__cairn_" + schema + "_(\\d{8})` COMMENT \"([^\"]*)\".*");
        List<CreatedState> states = new ArrayList<>();
        for (LoggedAnswer answer : answers) {
            Matcher matcher = create.matcher(answer.statement().text());
            if (!answer.isRefusal() && matcher.matches()) {
                states.add(new CreatedState(
                        Long.parseLong(matcher.group(1)), LedgerState.parse(matcher.group(2)), answer));
            }
        }
        return states;
    }

    /**
     * Requires that each state was written by the owner of the state before, after its release, or after a whole lease.
     */
    void requireUnbroken() {
        for (int i = 1; i < states.size(); i++) {
            CreatedState previousState = states.get(i - 1);
            CreatedState nextState = states.get(i);
            assertThat(nextState.state().writer()).as("who wrote %s", nextState).isNotEmpty();
            if (previousState.state().isOwned() && !nextState.isTakeOverOf(previousState)) {
                assertThat(previousState.state().writer())
                        .isEqualTo(nextState.state().writer());
            } else {
                assertThat(nextState.state().owner())
                        .as("who took over in %s", nextState)
                        .isEqualTo(nextState.state().writer());
            }
        }
        assertThat(states.get(states.size() - 1).state().isOwned()).isFalse();
    }

    /** Returns the ages of the states that were taken over. Requires that each of them was older than its lease. */
    List<Duration> requireTakeOverAges() {
        List<Duration> ages = new ArrayList<>();
        for (int i = 1; i < states.size(); i++) {
            CreatedState previousState = states.get(i - 1);
            CreatedState nextState = states.get(i);
            if (nextState.isTakeOverOf(previousState)) {
                Duration age = Duration.between(
                        previousState.answer().startedAt(),
                        nextState.answer().statement().time());
                assertThat(age.plus(ROUNDING_ERROR))
                        .as("%s was taken over by %s", previousState, nextState)
                        .isGreaterThanOrEqualTo(previousState.state().lease());
                ages.add(age);
            }
        }
        return ages;
    }

    /**
     * Returns the number of late states that their writers noticed. Requires that a live writer lists the states before
     * it does anything else.
     */
    long countNoticedStates(List<LoggedStatement> statements) {
        long noticedCount = 0;
        for (CreatedState createdState : lateStates) {
            Optional<LoggedStatement> nextStatement = statements.stream()
                    .filter(statement -> statement.connection()
                            == createdState.answer().statement().connection())
                    .filter(statement -> statement.sequence()
                            > createdState.answer().statement().sequence())
                    .findFirst();
            nextStatement.ifPresent(listing -> assertThat(listing.text()).startsWith("SHOW TABLES LIKE"));
            noticedCount += nextStatement.isPresent() ? 1 : 0;
        }
        return noticedCount;
    }
}
