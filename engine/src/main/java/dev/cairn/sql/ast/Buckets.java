package dev.cairn.sql.ast;

/** How many buckets: a number, or a placeholder for one. */
public sealed interface Buckets {
    record Count(int value) implements Buckets {}

    record Later(Placeholder placeholder) implements Buckets {}
}
