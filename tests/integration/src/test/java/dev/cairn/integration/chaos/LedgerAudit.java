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
 * @param faults descriptions of the places where the chain is broken
 * @param lateStateCount the number of states that were created with a number lower than the highest
 */
record LedgerAudit(int transitionCount, int takeOverCount, int lateStateCount, List<String> faults) {
    private record CreatedState(long sequence, LedgerState state, Exchange exchange) {
        boolean isTakeOverOf(CreatedState previousState) {
            return previousState.state.isOwned() && !state.writer().equals(previousState.state.owner());
        }

        @Override
        public String toString() {
            return sequence + " (" + state.format() + ")";
        }
    }

    static LedgerAudit of(String schema, List<Exchange> exchanges) {
        SortedMap<Long, CreatedState> chain = new TreeMap<>();
        int lateStateCount = 0;
        for (CreatedState createdState : parseStates(schema, exchanges)) {
            if (chain.putIfAbsent(createdState.sequence(), createdState) != null) {
                lateStateCount++;
            }
        }
        List<String> faults = new ArrayList<>();
        if (chain.isEmpty() || chain.lastKey() != chain.size()) {
            faults.add("the ledger's numbers have gaps: " + chain.keySet());
        }
        int takeOverCount = addFaults(List.copyOf(chain.values()), faults);
        return new LedgerAudit(chain.size(), takeOverCount, lateStateCount, List.copyOf(faults));
    }

    private static List<CreatedState> parseStates(String schema, List<Exchange> exchanges) {
        Pattern createPattern =
                Pattern.compile("CREATE VIEW `__cairn_" + schema + "_(\\d{8})` COMMENT \"([^\"]*)\".*", Pattern.DOTALL);
        List<CreatedState> states = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            Matcher matcher = createPattern.matcher(exchange.statement());
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
     * Adds a fault for each state that neither the owner of the previous state wrote nor, after a whole lease, another
     * migrator; returns the number of take-overs.
     */
    private static int addFaults(List<CreatedState> chain, List<String> faults) {
        int takeOverCount = 0;
        for (int i = 1; i < chain.size(); i++) {
            CreatedState previousState = chain.get(i - 1);
            CreatedState nextState = chain.get(i);
            if (previousState.state().isOwned() && !nextState.isTakeOverOf(previousState)) {
                continue;
            }
            if (!nextState.state().owner().equals(nextState.state().writer())) {
                faults.add(nextState + " is not of its owner, after " + previousState);
            }
            if (nextState.isTakeOverOf(previousState)) {
                takeOverCount++;
                Duration age = Duration.ofNanos(nextState.exchange().sentNanos()
                        - previousState.exchange().sentNanos());
                if (age.plusMillis(1).compareTo(previousState.state().lease()) < 0) {
                    faults.add(nextState + " took over after " + age.toMillis() + " ms from " + previousState);
                }
            }
        }
        if (!chain.isEmpty() && chain.get(chain.size() - 1).state().isOwned()) {
            faults.add("the last state has an owner: " + chain.get(chain.size() - 1));
        }
        return takeOverCount;
    }
}
