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
 * @param late how many states were created with a number lower than the highest
 */
record LedgerAudit(int transitions, int takeOvers, int late, List<String> faults) {
    private record Made(long sequence, LedgerState state, Exchange exchange) {
        boolean isTakeOverOf(Made before) {
            return before.state.isOwned() && !state.writer().equals(before.state.owner());
        }

        @Override
        public String toString() {
            return sequence + " (" + state.format() + ")";
        }
    }

    static LedgerAudit of(String schema, List<Exchange> exchanges) {
        SortedMap<Long, Made> chain = new TreeMap<>();
        int late = 0;
        for (Made made : all(schema, exchanges)) {
            if (chain.putIfAbsent(made.sequence(), made) != null) {
                late++;
            }
        }
        List<String> faults = new ArrayList<>();
        if (chain.isEmpty() || chain.lastKey() != chain.size()) {
            faults.add("the ledger's numbers have gaps: " + chain.keySet());
        }
        int takeOvers = faultsOf(List.copyOf(chain.values()), faults);
        return new LedgerAudit(chain.size(), takeOvers, late, List.copyOf(faults));
    }

    private static List<Made> all(String schema, List<Exchange> exchanges) {
        Pattern create =
                Pattern.compile("CREATE VIEW `__cairn_" + schema + "_(\\d{8})` COMMENT \"([^\"]*)\".*", Pattern.DOTALL);
        List<Made> all = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            Matcher matcher = create.matcher(exchange.statement());
            if (!exchange.refused() && matcher.matches()) {
                all.add(new Made(Long.parseLong(matcher.group(1)), LedgerState.parse(matcher.group(2)), exchange));
            }
        }
        all.sort((one, other) ->
                Long.compare(one.exchange().answeredNanos() - other.exchange().answeredNanos(), 0));
        return all;
    }

    /**
     * Adds the states that neither the owner of the state before nor, after a whole lease, a successor wrote; counts
     * take-overs.
     */
    private static int faultsOf(List<Made> chain, List<String> faults) {
        int takeOvers = 0;
        for (int i = 1; i < chain.size(); i++) {
            Made before = chain.get(i - 1);
            Made after = chain.get(i);
            if (before.state().isOwned() && !after.isTakeOverOf(before)) {
                continue;
            }
            if (!after.state().owner().equals(after.state().writer())) {
                faults.add(after + " is not of its owner, after " + before);
            }
            if (after.isTakeOverOf(before)) {
                takeOvers++;
                Duration wait = Duration.ofNanos(
                        after.exchange().sentNanos() - before.exchange().sentNanos());
                if (wait.plusMillis(1).compareTo(before.state().lease()) < 0) {
                    faults.add(after + " took over after " + wait.toMillis() + " ms from " + before);
                }
            }
        }
        if (!chain.isEmpty() && chain.get(chain.size() - 1).state().isOwned()) {
            faults.add("the last state has an owner: " + chain.get(chain.size() - 1));
        }
        return takeOvers;
    }
}
