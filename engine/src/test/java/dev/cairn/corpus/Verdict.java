package dev.cairn.corpus;

/** What one comparison of an answer with the recorded one gave. */
record Verdict(String script, String area, int step, String sql, Check check, boolean good, String expected, String actual) {
    /** What is compared. */
    enum Check {
        /** An accepted statement of a known family is parsed, and not as opaque. */
        PARSED,
        /** A recorded text of SHOW CREATE TABLE is parsed and written back byte for byte. */
        TEXT,
        /** An accepted statement is applied. */
        ACCEPTED,
        /** After it, SHOW CREATE TABLE gives the recorded text. */
        SHOWN,
        /** A refused statement is refused. */
        REFUSED,
        /** … with the same error number. */
        ERRNO,
        /** … which is not 1064. */
        SPECIAL_ERRNO,
        /** … in the same words. */
        WORDS,
        /** The last SHOW CREATE TABLE of a history gives the recorded text. */
        HISTORY
    }

    /** What names the case in a list of known differences. */
    String key() {
        return script + "#" + step + " " + check;
    }
}
