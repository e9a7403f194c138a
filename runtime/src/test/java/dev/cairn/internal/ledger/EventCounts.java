package dev.cairn.internal.ledger;

/** Counts the events of many interleavings. */
final class EventCounts {
    long interleavingCount;
    long requestCount;
    long takeOverCount;
    long orphanStateCount;
    long lostOwnerCount;
    long crashCount;
    long brokenConnectionCount;
    long sleepCount;
    long recreatedDatabaseCount;
    long uncheckedDatabaseCount;
    long unlockCount;
    long refusalCount;
    long statementAfterUnlockCount;
    long unseenReleaseCount;

    @Override
    public String toString() {
        return interleavingCount + " interleavings: " + requestCount + " requests, " + takeOverCount + " take-overs, "
                + orphanStateCount
                + " states without a predecessor, " + lostOwnerCount + " owners that lost the ledger, " + crashCount
                + " crashes, " + brokenConnectionCount + " broken connections, " + sleepCount
                + " sleeps beyond the lease, "
                + recreatedDatabaseCount
                + " recreated databases, of which " + uncheckedDatabaseCount
                + " were changed by a sleeper's last statement, "
                + unlockCount + " unlocks, " + refusalCount + " refusals, " + statementAfterUnlockCount
                + " statements of owners who were unlocked since their look, " + unseenReleaseCount
                + " releases that no successor saw";
    }
}
