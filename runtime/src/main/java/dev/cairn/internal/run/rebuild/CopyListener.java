package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.copy.CopyUnit;

/**
 * Receives each unit that {@link CopyWorkers} copies or compares, on the thread that called them, even if they work
 * on other threads: so it needs no lock. If a method throws an exception, no other unit begins, and the exception is
 * thrown once those that are running have ended.
 */
interface CopyListener {
    /** Does nothing. */
    CopyListener NONE = new CopyListener() {};

    /** Called before the work on a unit begins, which it delays for as long as it waits. */
    default void beforeUnit() {}

    /** Called after the work on a unit has succeeded. */
    default void afterUnit(CopyUnit unit) {}
}
