package dev.cairn.sql.ast;

/** The number of buckets, or a placeholder for it. */
public sealed interface Buckets {
    record Count(int value) implements Buckets {}

    record PlaceholderBuckets(Placeholder placeholder) implements Buckets {}
}
