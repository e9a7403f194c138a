package dev.cairn.sql.ast;

/**
 * The forms in which a statement is rendered. The forms differ only where the server prints text that it could not
 * parse, and in spaces at the end of lines.
 */
public enum StatementForm {
    /**
     * The form for migrations: the statement can always be parsed again, whatever its names and texts contain. Line
     * breaks and other control characters are escaped and no line ends with a space, so editors and text blocks
     * preserve the statement.
     */
    WRITTEN,

    /**
     * The form of SHOW CREATE TABLE. The names of indexes, partitions and struct fields are not quoted, and a text
     * contains escapes only for the characters that the server escapes there.
     */
    SHOWN,

    /**
     * The form of SHOW CREATE TABLE that a server before 4.0 uses for PRIMARY KEY tables: it escapes nothing in the
     * comments of columns.
     */
    SHOWN_WITH_RAW_COMMENTS
}
