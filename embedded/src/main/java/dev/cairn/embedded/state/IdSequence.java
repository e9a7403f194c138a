package dev.cairn.embedded.state;

/** Assigns the ids of objects, partitions and work of a server: each is greater than all before it. */
final class IdSequence {
    private long lastId;

    /**
     * Creates a sequence that continues after an id.
     *
     * @param lastId the last id that was assigned
     */
    IdSequence(long lastId) {
        this.lastId = lastId;
    }

    /** Assigns the next id, and returns it. */
    long next() {
        lastId++;
        return lastId;
    }

    /** Returns the last id that was assigned. */
    long last() {
        return lastId;
    }
}
