package dev.cairn.internal.ledger;

import dev.cairn.upgrade.Direction;

/**
 * A migration that is in progress.
 *
 * @param sequence the sequence of the state in which it started, even after another migrator has resumed it; a
 *     migration that is started again later has another sequence
 * @param hash the hash of the migration, because another application may have a different migration with the same
 *     number
 */
public record UnfinishedMigration(Direction direction, int number, long sequence, String hash) {}
