package dev.cairn.embedded.corpus;

/** The parts of the server's answers that are compared. */
enum Check {
    /** An accepted statement that changes something is accepted. */
    ACCEPTED,
    /** SHOW CREATE gives the recorded text; before 4.0, the recorded head and a query that says the same. */
    SHOWN,
    /** Other queries give the recorded columns and rows. */
    ROWS,
    /** A refused statement is refused. */
    REFUSED,
    /** … with the same error number. */
    ERRNO,
    /** … which is not 1064. */
    SPECIAL_ERRNO,
    /** … with the same SQLSTATE, where the driver does not put its own. */
    SQLSTATE,
    /** … in the same words, syntax errors apart. */
    WORDS
}
