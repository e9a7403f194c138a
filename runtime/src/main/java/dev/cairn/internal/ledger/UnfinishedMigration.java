package dev.cairn.internal.ledger;

import dev.cairn.upgrade.Direction;

/**
 * A migration that is in progress.
 *
 * @param sequence the sequence of the state in which it started, even after another migrator has resumed it; a
 *     migration that is started again later has another sequence
 * @param hash the hash of the migration, because another application may have a different migration with the same
 *     number
 * @param followsDowngrade whether this is an upgrade that started while its downgrade was in progress. If so, earlier
 *     runs may have started any of its steps, and the ledger does not know which
 */
public record UnfinishedMigration(
        Direction direction, int number, long sequence, String hash, boolean followsDowngrade) {
    UnfinishedMigration withHash(String newHash) {
        return new UnfinishedMigration(direction, number, sequence, newHash, followsDowngrade);
    }
}
