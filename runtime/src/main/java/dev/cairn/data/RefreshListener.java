package dev.cairn.data;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Is notified of the outcome of each refresh of a {@link Refresher}, on the thread that ran the refresh. An unchecked
 * exception that a listener throws is logged and does not affect the refresh.
 */
public interface RefreshListener {
    /** Called after a successful refresh. Does nothing by default. */
    default void refreshed(RefreshOutcome outcome) {}

    /**
     * Called after a failed refresh. The failure does not prevent later refreshes.
     *
     * @param name the name of the object whose refresh failed
     * @param failure the exception that ended the refresh
     */
    void failed(String name, Throwable failure);

    /** Returns a listener that writes failures as warnings to the log {@code dev.cairn}. */
    static RefreshListener logging() {
        Logger log = System.getLogger("dev.cairn");
        return (name, failure) -> log.log(Level.WARNING, "The refresh of " + name + " failed", failure);
    }
}
