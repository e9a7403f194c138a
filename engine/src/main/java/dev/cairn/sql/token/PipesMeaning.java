package dev.cairn.sql.token;

/** The meaning of {@code ||}. The mode PIPES_AS_CONCAT of the session decides it when the server reads a text. */
public enum PipesMeaning {
    OR,
    CONCAT
}
