package dev.cairn.sql.token;

/** The origin of a text, which decides whether the parser accepts the errors in the server's own output. */
public enum TextOrigin {
    /** Written by a user or by Cairn: it must be valid for the server. */
    WRITTEN,

    /**
     * Printed by SHOW CREATE TABLE. The server can't parse all of its own output. Names of indexes, partitions and
     * fields lack their backquotes. Commas are missing after MAXVALUE, and between a list partition with single values
     * and one with tuples.
     */
    SHOWN
}
