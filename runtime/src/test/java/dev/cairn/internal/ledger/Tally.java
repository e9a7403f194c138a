package dev.cairn.internal.ledger;

/** The numbers of events in many interleavings. */
final class Tally {
    long runs;
    long requests;
    long takeOvers;
    long late;
    long lost;
    long crashes;
    long breaks;
    long sleeps;
    long databases;
    long muddled;
    long unlocks;
    long refusals;
    long surprised;
    long unseen;

    @Override
    public String toString() {
        return runs + " interleavings: " + requests + " requests, " + takeOvers + " take-overs, " + late
                + " states without a predecessor, " + lost + " owners that lost the ledger, " + crashes
                + " crashes, " + breaks + " broken connections, " + sleeps + " sleeps beyond the lease, " + databases
                + " recreated databases, of which " + muddled + " were changed by a sleeper's last statement, "
                + unlocks + " unlocks, " + refusals + " refusals, " + surprised
                + " statements of owners who were unlocked since their look, " + unseen
                + " releases that no successor saw";
    }
}
