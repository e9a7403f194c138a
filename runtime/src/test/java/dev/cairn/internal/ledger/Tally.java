package dev.cairn.internal.ledger;

/** Counts the events of many interleavings. */
final class Tally {
    long interleavings;
    long requests;
    long takeOvers;
    long orphanStates;
    long lostOwners;
    long crashes;
    long brokenConnections;
    long sleeps;
    long recreatedDatabases;
    long uncheckedDatabases;
    long unlocks;
    long refusals;
    long statementsAfterUnlock;
    long unseenReleases;

    @Override
    public String toString() {
        return interleavings + " interleavings: " + requests + " requests, " + takeOvers + " take-overs, "
                + orphanStates
                + " states without a predecessor, " + lostOwners + " owners that lost the ledger, " + crashes
                + " crashes, " + brokenConnections + " broken connections, " + sleeps + " sleeps beyond the lease, "
                + recreatedDatabases
                + " recreated databases, of which " + uncheckedDatabases
                + " were changed by a sleeper's last statement, "
                + unlocks + " unlocks, " + refusals + " refusals, " + statementsAfterUnlock
                + " statements of owners who were unlocked since their look, " + unseenReleases
                + " releases that no successor saw";
    }
}
