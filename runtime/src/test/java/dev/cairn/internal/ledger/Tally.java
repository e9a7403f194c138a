package dev.cairn.internal.ledger;

/** How often what happened, over many interleavings. */
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

    @Override
    public String toString() {
        return runs + " interleavings: " + requests + " requests, " + takeOvers + " take-overs, " + late
                + " states that followed on nothing, " + lost + " owners who found that they had lost, " + crashes
                + " crashes, " + breaks + " broken connections, " + sleeps + " sleeps beyond the lease, " + databases
                + " recreated databases, of which " + muddled + " were muddled by a sleeper's last statement";
    }
}
