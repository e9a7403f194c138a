package dev.cairn.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded migration, or a repeatable one, which has the number 0, no predecessor and no downgrade.
 *
 * @param name the name of its type: {@code V0003AddDiscount}
 * @param number its number, from 1 and without gaps
 * @param after the hash of the previous migration; empty for the first
 * @param upgrade the statements of the upgrade, one in each text, below its markers
 * @param downgrade the statements that revert the upgrade, in the order in which they are sent
 * @param irreversible why the upgrade can't be reverted; empty if the downgrade reverts it
 * @param session the session variables of its statements, each {@code name=value}
 * @param records the {@linkplain DeclarationHash#ofRecords hash} of the records for which it was recorded; empty if unknown
 * @param checkpoint the replaced history of a checkpoint; null if it is an ordinary migration
 */
public record Migration(
        String name,
        int number,
        String after,
        List<String> upgrade,
        List<String> downgrade,
        String irreversible,
        List<String> session,
        String records,
        @Nullable Checkpoint checkpoint) {
    /**
     * The migrations that a checkpoint replaces, up to and including the one with its own number.
     *
     * @param hash the hash of the last one, for which the checkpoint vouches
     * @param release the release that still contains them, for messages; empty if it is not known
     */
    public record Checkpoint(String hash, String release) {}

    /** Creates an ordinary migration without a hash of records, as one that is written by hand. */
    public Migration(
            String name,
            int number,
            String after,
            List<String> upgrade,
            List<String> downgrade,
            String irreversible,
            List<String> session) {
        this(name, number, after, upgrade, downgrade, irreversible, session, "", null);
    }

    public Migration {
        upgrade = List.copyOf(upgrade);
        downgrade = List.copyOf(downgrade);
        session = List.copyOf(session);
    }

    /** Creates a repeatable migration. */
    public static Migration repeatable(String name, List<String> statements, List<String> session) {
        return new Migration(name, 0, "", statements, List.of(), "it is repeatable", session);
    }

    public boolean isRepeatable() {
        return number == 0;
    }

    /**
     * Returns the hash that the next migration names, or by which a change of a repeatable migration is recognized. That of
     * a checkpoint is the one of the migration that it replaces, whatever its own statements are, so that the migrations
     * after it and all ledgers stay what they were.
     */
    public String hash() {
        return checkpoint == null ? MigrationHash.of(after, upgrade) : checkpoint.hash();
    }

    public boolean isCheckpoint() {
        return checkpoint != null;
    }

    /** Returns the migration at another place of the chain, with the name for that place. */
    public Migration moved(int newNumber, String newAfter) {
        String newName = newNumber == number ? name : MigrationName.renumbered(name, newNumber);
        return new Migration(
                newName, newNumber, newAfter, upgrade, downgrade, irreversible, session, records, checkpoint);
    }

    /** Returns the migration with another hash of records. */
    public Migration recordedFor(String newRecords) {
        return new Migration(name, number, after, upgrade, downgrade, irreversible, session, newRecords, checkpoint);
    }
}
