package dev.cairn.sql.ast;

/** Who wrote a text. */
public enum TextOrigin {
    /** A person or Cairn: it must be what the server would take. */
    WRITTEN,

    /**
     * SHOW CREATE TABLE. The server does not read all that it prints: names of indexes, partitions and fields lack their
     * backquotes, and commas are missing behind MAXVALUE and between a list partition with one column's values and one with
     * rows.
     */
    SHOWN
}
