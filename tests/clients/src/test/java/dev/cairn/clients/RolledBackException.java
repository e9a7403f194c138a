package dev.cairn.clients;

/** Thrown within a transaction so that the library rolls it back. */
public final class RolledBackException extends RuntimeException {
    private static final long serialVersionUID = 1;
}
