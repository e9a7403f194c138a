package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.copy.CopyUnit;

/**
 * Is notified of each unit that {@link CopyWorkers} copies or compares. All calls come from the thread that runs the
 * workers, so a listener needs no lock. If a method throws an exception, no other unit begins, and the exception is
 * rethrown when the running units have ended.
 */
interface CopyListener {
    /** A listener that does nothing. */
    CopyListener DO_NOTHING = new CopyListener() {};

    /** Called before the work on a unit begins. The work waits until this method returns. */
    default void beforeUnit() {}

    /** Called after the work on a unit has succeeded. */
    default void afterUnit(CopyUnit unit) {}
}
