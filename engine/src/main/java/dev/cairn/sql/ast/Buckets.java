package dev.cairn.sql.ast;

/** The number of buckets, or a placeholder for it. */
public sealed interface Buckets {
    record Count(int value) implements Buckets {}

    record PlaceholderBuckets(Placeholder placeholder) implements Buckets {}

    /**
     * The number that the server chooses for the first table of a colocation group if no statement declares one. The
     * number depends on the backends of the cluster, so it counts as equal to any other, and no written statement
     * contains it.
     *
     * @param value the number that a server with the backends of the profile shows
     */
    record AssumedCount(int value) implements Buckets {}
}
