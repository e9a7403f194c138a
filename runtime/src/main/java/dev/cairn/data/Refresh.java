package dev.cairn.data;

import dev.cairn.schema.UnreachableException;

/**
 * Brings the rows of something that is made from a query up to date. Nothing happens before it is awaited,
 * and it may be awaited again and again, by a {@link Refresher} for one.
 */
public interface Refresh {
    /** The name of what is refreshed, behind that of its database where it has one. */
    String name();

    /**
     * Begins it, and waits until it has ended.
     *
     * @throws RefreshException if it failed, with the server's words
     * @throws UnreachableException if there is no connection, or none any more
     * @throws java.util.concurrent.CancellationException if the thread was interrupted: it is not waited for any more,
     *     but the server goes on with it
     */
    RefreshOutcome await();
}
