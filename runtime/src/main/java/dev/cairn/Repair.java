package dev.cairn;

/** What became of a step that was begun, and of which Cairn can't see whether it ran: the answer of a person who looked. */
public enum Repair {
    /** It ran to its end. */
    DONE,
    /** It did not run, or may run again. */
    AGAIN
}
