package dev.cairn;

/** What somebody found out about steps that were begun, and of which nobody could see whether they ran. */
public enum Repair {
    /** They ran to their end. */
    DONE,
    /** They did not run, or may run again. */
    AGAIN
}
