package dev.cairn.data;

import dev.cairn.upgrade.UnreachableException;

/**
 * Refreshes the rows of an object that is defined by a query. Nothing is sent before {@link #await} is called. It may
 * be called any number of times, for example by a {@link Refresher}; each call is one refresh.
 */
public interface Refresh {
    /** Returns the name of the refreshed object, qualified by its database if the descriptor has one. */
    String name();

    /**
     * Starts the refresh and waits until it has ended.
     *
     * @throws RefreshException if the refresh fails; it contains the server's message
     * @throws UnreachableException if no connection can be opened, or connections break repeatedly
     * @throws java.util.concurrent.CancellationException if the thread is interrupted. The method stops waiting, but
     *     the server continues the refresh
     */
    RefreshOutcome await();
}
