package dev.cairn.sql.ast;

/**
 * The two hands in which a statement is written. They differ only where the server prints what it could not read back,
 * and in blanks at the end of lines.
 */
public enum StatementForm {
    /**
     * As it stands in a migration: whatever a name or a text holds, the statement can be parsed back. Line breaks and other
     * control characters are escaped and no line ends in a blank, so that it survives editors and text blocks.
     */
    WRITTEN,

    /**
     * As SHOW CREATE TABLE prints it: names of indexes, partitions and struct fields as they are, and in each text just
     * those characters escaped that the server escapes there.
     */
    SHOWN
}
