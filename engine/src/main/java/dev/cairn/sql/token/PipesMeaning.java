package dev.cairn.sql.token;

/** What {@code ||} means: the mode PIPES_AS_CONCAT of the session decides when the server reads a text. */
public enum PipesMeaning {
    OR,
    CONCAT
}
