package dev.cairn.sql.token;

/**
 * The meaning of {@code ||}. When the server reads a text, the mode PIPES_AS_CONCAT of the session decides which
 * meaning applies.
 */
public enum PipesMeaning {
    OR,
    CONCAT
}
