package dev.cairn.integration.chaos;

import dev.cairn.integration.relay.Exchange;
import dev.cairn.internal.ledger.LedgerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that the states of a ledger form one chain, from the statements that relays forwarded to the server.
 *
 * @param faults the violations of the chain
 * @param lateCount the number of states that were created with a number lower than the highest
 */
record LedgerAudit(int transitionCount, int takeOverCount, int lateCount, List<String> faults) {
    private record CreatedState(long sequence, LedgerState state, Exchange exchange) {
        boolean isTakeOverOf(CreatedState before) {
            return before.state.isOwned() && !state.writer().equals(before.state.owner());
        }

        @Override
        public String toString() {
            return sequence + " (" + state.format() + ")";
        }
    }

    static LedgerAudit of(String schema, List<Exchange> exchanges) {
        SortedMap<Long, CreatedState> chain = new TreeMap<>();
        int lateCount = 0;
        for (CreatedState createdState : parseStates(schema, exchanges)) {
            if (chain.putIfAbsent(createdState.sequence(), createdState) != null) {
                lateCount++;
            }
        }
        List<String> faults = new ArrayList<>();
        if (chain.isEmpty() || chain.lastKey() != chain.size()) {
            faults.add("the ledger's numbers have gaps: " + chain.keySet());
        }
        int takeOverCount = addFaults(List.copyOf(chain.values()), faults);
        return new LedgerAudit(chain.size(), takeOverCount, lateCount, List.copyOf(faults));
    }

    private static List<CreatedState> parseStates(String schema, List<Exchange> exchanges) {
        Pattern create =
                Pattern.compile("CREATE VIEW `__cairn_" + schema + "_(\\d{8})` COMMENT \"([^\"]*)\".*", Pattern.DOTALL);
        List<CreatedState> states = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            Matcher matcher = create.matcher(exchange.statement());
            if (!exchange.refused() && matcher.matches()) {
                states.add(new CreatedState(
                        Long.parseLong(matcher.group(1)), LedgerState.parse(matcher.group(2)), exchange));
            }
        }
        states.sort((one, other) ->
                Long.compare(one.exchange().answeredNanos() - other.exchange().answeredNanos(), 0));
        return states;
    }

    /**
     * Adds the states that neither the owner of the state before nor, after a whole lease, a successor wrote; counts
     * take-overs.
     */
    private static int addFaults(List<CreatedState> chain, List<String> faults) {
        int takeOverCount = 0;
        for (int i = 1; i < chain.size(); i++) {
            CreatedState before = chain.get(i - 1);
            CreatedState after = chain.get(i);
            if (before.state().isOwned() && !after.isTakeOverOf(before)) {
                continue;
            }
            if (!after.state().owner().equals(after.state().writer())) {
                faults.add(after + " is not of its owner, after " + before);
            }
            if (after.isTakeOverOf(before)) {
                takeOverCount++;
                Duration age = Duration.ofNanos(
                        after.exchange().sentNanos() - before.exchange().sentNanos());
                if (age.plusMillis(1).compareTo(before.state().lease()) < 0) {
                    faults.add(after + " took over after " + age.toMillis() + " ms from " + before);
                }
            }
        }
        if (!chain.isEmpty() && chain.get(chain.size() - 1).state().isOwned()) {
            faults.add("the last state has an owner: " + chain.get(chain.size() - 1));
        }
        return takeOverCount;
    }
}
