package dev.cairn;

/** The result of a started step, as determined by a person because Cairn can't determine whether the step ran. */
public enum Repair {
    /** The step ran to completion. */
    DONE,
    /** The step did not run, or may run again. */
    AGAIN
}
