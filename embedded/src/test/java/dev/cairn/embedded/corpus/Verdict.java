package dev.cairn.embedded.corpus;

/** What one comparison of an answer with the recorded one gave. */
record Verdict(
        String script, String area, int step, String sql, Check check, boolean good, String expected, String actual) {
    /** What is compared. */
    enum Check {
        /** An accepted statement that changes something is accepted. */
        ACCEPTED,
        /** SHOW CREATE gives the recorded text. */
        SHOWN,
        /** Other looks give the recorded columns and rows. */
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
}
