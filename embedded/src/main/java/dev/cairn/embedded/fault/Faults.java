package dev.cairn.embedded.fault;

/**
 * The pending faults of a server. A fault is pending from the moment it is added until its trigger has fired for the
 * last time.
 *
 * <pre>{@code
 * server.faults().add(Trigger.matching("(?i)alter table.*"), Fault.cutAfter());
 * }</pre>
 *
 * <p>A statement may also specify a fault for itself, or add one for subsequent statements, in a comment. Several
 * threads may call the methods.
 */
public interface Faults {
    /**
     * Adds a fault. If several faults are triggered by the same statement, only the one that was added first takes
     * effect.
     */
    void add(Trigger trigger, Fault fault);

    /** Removes all pending faults. Deferred statements are not affected. */
    void clear();

    /** Returns the number of pending faults. */
    int countPending();

    /**
     * Runs the deferred statements on the calling thread, in the order of their arrival, and commits the loads of
     * {@link Fault.HeldCommit} and {@link Fault.CutDuring}. Returns when all of them have ended.
     *
     * @return the number of statements run or committed
     */
    int runDeferred();

    /** Returns the number of deferred statements and of held loads. */
    int countDeferred();
}
