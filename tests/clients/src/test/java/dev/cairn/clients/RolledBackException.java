package dev.cairn.clients;

/** Ends a transaction, so that a library rolls it back. */
public final class RolledBackException extends RuntimeException {
    private static final long serialVersionUID = 1;
}
