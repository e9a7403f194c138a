package dev.cairn.data;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Hears how the refreshes of a {@link Refresher} went, from the threads that they ran in. */
public interface RefreshListener {
    /** One has ended well. */
    default void refreshed(RefreshOutcome outcome) {}

    /**
     * One has failed; the next one is not kept back by that.
     *
     * @param name of what was to be refreshed
     */
    void failed(String name, Throwable failure);

    /** Writes failures into the log {@code dev.cairn}. */
    static RefreshListener logging() {
        Logger log = System.getLogger("dev.cairn");
        return (name, failure) -> log.log(Level.WARNING, "The refresh of " + name + " failed", failure);
    }
}
