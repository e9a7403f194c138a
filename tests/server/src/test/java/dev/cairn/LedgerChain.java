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
 * @param late the states that were created with a number lower than the highest
 */
record LedgerChain(List<Made> states, List<Made> late) {
    /** The rounding error of a time in whole milliseconds. */
    private static final Duration COUNTED_TOO_MUCH = Duration.ofMillis(1);

    record Made(long sequence, LedgerState state, LoggedAnswer answer) {
        /** Returns whether this state was written by another migrator than the owner of the one before. */
        boolean isTakeOverOf(Made before) {
            return before.state.isOwned() && !state.writer().equals(before.state.owner());
        }
    }

    static LedgerChain of(String schema, List<LoggedAnswer> answers) {
        SortedMap<Long, Made> first = new TreeMap<>();
        List<Made> late = new ArrayList<>();
        for (Made made : all(schema, answers)) {
            if (first.putIfAbsent(made.sequence(), made) != null) {
                late.add(made);
            }
        }
        assertThat(first.keySet())
                .as("no number is left out")
                .hasSize(first.lastKey().intValue());
        return new LedgerChain(List.copyOf(first.values()), late);
    }

    private static List<Made> all(String schema, List<LoggedAnswer> answers) {
        Pattern create = Pattern.compile("CREATE VIEW `__cairn_" + schema + "_(\\d{8})` COMMENT \"([^\"]*)\".*");
        List<Made> all = new ArrayList<>();
        for (LoggedAnswer answer : answers) {
            Matcher matcher = create.matcher(answer.statement().text());
            if (!answer.isRefusal() && matcher.matches()) {
                all.add(new Made(Long.parseLong(matcher.group(1)), LedgerState.parse(matcher.group(2)), answer));
            }
        }
        return all;
    }

    /** Requires that each state was written by the owner of the state before, after its release, or after a whole lease. */
    void requireUnbroken() {
        for (int i = 1; i < states.size(); i++) {
            Made before = states.get(i - 1);
            Made after = states.get(i);
            assertThat(after.state().writer()).as("who wrote %s", after).isNotEmpty();
            if (before.state().isOwned() && !after.isTakeOverOf(before)) {
                assertThat(before.state().writer()).isEqualTo(after.state().writer());
            } else {
                assertThat(after.state().owner())
                        .as("who took over in %s", after)
                        .isEqualTo(after.state().writer());
            }
        }
        assertThat(states.get(states.size() - 1).state().isOwned()).isFalse();
    }

    /** Returns the ages of the states that were taken over. */
    List<Duration> waits() {
        List<Duration> waits = new ArrayList<>();
        for (int i = 1; i < states.size(); i++) {
            Made before = states.get(i - 1);
            Made after = states.get(i);
            if (after.isTakeOverOf(before)) {
                Duration wait = Duration.between(
                        before.answer().begun(), after.answer().statement().time());
                assertThat(wait.plus(COUNTED_TOO_MUCH))
                        .as("%s was taken over by %s", before, after)
                        .isGreaterThanOrEqualTo(before.state().lease());
                waits.add(wait);
            }
        }
        return waits;
    }

    /** Returns how many late states their writers noticed: a live writer looks before it does anything else. */
    long caught(List<LoggedStatement> statements) {
        long caught = 0;
        for (Made made : late) {
            Optional<LoggedStatement> next = statements.stream()
                    .filter(each ->
                            each.connection() == made.answer().statement().connection())
                    .filter(each -> each.sequence() > made.answer().statement().sequence())
                    .findFirst();
            next.ifPresent(listing -> assertThat(listing.text()).startsWith("SHOW TABLES LIKE"));
            caught += next.isPresent() ? 1 : 0;
        }
        return caught;
    }
}
