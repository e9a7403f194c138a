package dev.cairn.embedded.corpus;

/** A part of the server's answers that is compared. */
enum Check {
    /** An accepted statement that changes something is accepted. */
    ACCEPTED,
    /** SHOW CREATE gives the recorded text, except for the notation of queries. */
    SHOWN,
    /** Other queries give the recorded columns and rows. */
    ROWS,
    /** A refused statement is refused. */
    REFUSED,
    /** The error number of a refusal is the recorded one. */
    ERRNO,
    /** The error number of a refusal is the recorded one, which is not 1064. */
    SPECIAL_ERRNO,
    /** The SQLSTATE of a refusal is the recorded one, which is not HY000: the driver replaces that by its own. */
    SQLSTATE
}
