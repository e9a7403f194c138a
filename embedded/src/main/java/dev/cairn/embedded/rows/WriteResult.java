package dev.cairn.embedded.rows;

import dev.cairn.embedded.state.ChangedPartitions;

/**
 * The outcome of an INSERT, UPDATE or DELETE.
 *
 * @param rowCount the number of changed rows that the server reports
 * @param changedPartitions the partitions that the statement wrote to
 */
public record WriteResult(long rowCount, ChangedPartitions changedPartitions) {}
