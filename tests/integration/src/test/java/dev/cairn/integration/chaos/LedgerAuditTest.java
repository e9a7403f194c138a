package dev.cairn.integration.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.relay.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The audit of a ledger finds gaps, foreign owners and take-overs that came too early. */
class LedgerAuditTest {
    private static final int LEASE_MILLIS = 1000;

    private final List<Exchange> exchanges = new ArrayList<>();

    /** @param millis the time at which the state was created, in milliseconds */
    private void addState(int sequence, String writer, String owner, long millis) {
        String comment = "cairn=2 head=0: born=13cc4b71 run= done= doing= owner=" + owner + " by=" + writer + " lease="
                + (owner.isEmpty() ? 0 : LEASE_MILLIS) + " profile=4.1/shared-nothing history=0:0 log=";
        String createView =
                String.format("CREATE VIEW `__cairn_shop_%08d` COMMENT \"%s\" AS SELECT 1", sequence, comment);
        long nanos = Duration.ofMillis(millis).toNanos();
        exchanges.add(new Exchange(1, createView, nanos, nanos + 1, false));
    }

    private LedgerAudit auditLedger() {
        return LedgerAudit.of("shop", exchanges);
    }

    @Test
    void aTakeOverAfterALeaseIsFine() {
        addState(1, "a", "a", 0);
        addState(2, "a", "a", 10);
        addState(3, "b", "b", 10 + LEASE_MILLIS);
        addState(2, "a", "a", 20 + LEASE_MILLIS);
        addState(4, "b", "", 30 + LEASE_MILLIS);

        assertThat(auditLedger()).isEqualTo(new LedgerAudit(4, 1, 1, List.of()));
    }

    @Test
    void aTakeOverBeforeTheEndOfTheLeaseIsAFault() {
        addState(1, "a", "a", 0);
        addState(2, "b", "b", LEASE_MILLIS / 2);
        addState(3, "b", "", LEASE_MILLIS);

        assertThat(auditLedger().faults()).singleElement().asString().contains("took over after 500 ms");
    }

    @Test
    void foreignOwnersAndGapsAreFaults() {
        addState(1, "a", "a", 0);
        addState(2, "a", "", 10);
        addState(3, "b", "a", 20);
        addState(5, "b", "b", 30);

        assertThat(auditLedger().faults())
                .anyMatch(fault -> fault.contains("gaps: [1, 2, 3, 5]"))
                .anyMatch(fault -> fault.contains("is not of its owner"))
                .anyMatch(fault -> fault.contains("the last state has an owner"));
    }

    @Test
    void refusedStatesAndThoseOfOtherLedgersDoNotCount() {
        addState(1, "a", "", 0);
        exchanges.add(new Exchange(1, exchanges.get(0).statement().replace("_00000001", "_00000009"), 5, 6, true));
        exchanges.add(new Exchange(1, exchanges.get(0).statement().replace("shop", "shop_eu"), 5, 6, false));

        assertThat(auditLedger()).isEqualTo(new LedgerAudit(1, 0, 0, List.of()));
    }
}
