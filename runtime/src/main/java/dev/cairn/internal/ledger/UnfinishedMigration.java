package dev.cairn.internal.ledger;

import dev.cairn.schema.Direction;

/**
 * A migration under way.
 *
 * @param sequence of the state in which it began, whoever goes on with it: what is begun again later has another one
 * @param hash of the migration, because another application may know another one of the same number
 */
public record UnfinishedMigration(Direction direction, int number, long sequence, String hash) {}
