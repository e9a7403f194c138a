package dev.cairn.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded migration, or a repeatable one, which has the number 0, no predecessor and no downgrade.
 *
 * @param upgrade the statements of the upgrade, one in each text, below its markers
 * @param sessionSettings the session variables for the statements, each {@code name=value}
 * @param recordsHash the {@linkplain DeclarationHash#hashRecords hash} of the records for which the migration was
 *     recorded; empty if unknown
 * @param checkpoint the replaced history of a checkpoint; null if it is an ordinary migration
 */
public record Migration(
        Position position,
        List<String> upgrade,
        Reversal reversal,
        List<String> sessionSettings,
        String recordsHash,
        @Nullable Checkpoint checkpoint) {
    /**
     * The position of a migration in the chain.
     *
     * @param name the simple name of the type of the migration: {@code V0003AddDiscount}
     * @param number the number, from 1 and without gaps
     * @param predecessorHash the hash of the previous migration; empty for the first
     */
    public record Position(String name, int number, String predecessorHash) {}

    /**
     * The statements that revert an upgrade, or the reason why it can't be reverted.
     *
     * @param statements the statements that revert the upgrade, in the order in which they are sent
     * @param irreversibleReason why the upgrade can't be reverted; empty if the statements revert it
     */
    public record Reversal(List<String> statements, String irreversibleReason) {
        public Reversal {
            statements = List.copyOf(statements);
        }

        /** Creates the reversal of an upgrade that can't be reverted. */
        public static Reversal ofIrreversible(String irreversibleReason) {
            return new Reversal(List.of(), irreversibleReason);
        }
    }

    /**
     * The migrations that a checkpoint replaces, up to and including the one with the number of the checkpoint.
     *
     * @param hash the hash of the last replaced migration
     * @param release the release that still contains them, for messages; empty if it is not known
     */
    public record Checkpoint(String hash, String release) {}

    /** Creates an ordinary migration without a hash of records, such as one that is written by hand. */
    public Migration(Position position, List<String> upgrade, Reversal reversal, List<String> sessionSettings) {
        this(position, upgrade, reversal, sessionSettings, "", null);
    }

    public Migration {
        upgrade = List.copyOf(upgrade);
        sessionSettings = List.copyOf(sessionSettings);
    }

    /** Creates a repeatable migration. */
    public static Migration ofRepeatable(String name, List<String> statements, List<String> sessionSettings) {
        return new Migration(
                new Position(name, 0, ""), statements, Reversal.ofIrreversible("it is repeatable"), sessionSettings);
    }

    /** Returns the simple name of the type of the migration: {@code V0003AddDiscount}. */
    public String name() {
        return position.name;
    }

    public int number() {
        return position.number;
    }

    /** Returns the hash of the previous migration; empty for the first. */
    public String predecessorHash() {
        return position.predecessorHash;
    }

    /** Returns the statements that revert the upgrade, in the order in which they are sent. */
    public List<String> downgrade() {
        return reversal.statements;
    }

    /** Returns why the upgrade can't be reverted; empty if the downgrade reverts it. */
    public String irreversibleReason() {
        return reversal.irreversibleReason;
    }

    public boolean isRepeatable() {
        return position.number == 0;
    }

    /**
     * Returns the hash that the next migration names; a changed hash of a repeatable migration shows that the migration
     * was changed. A checkpoint has the hash of the last migration that it replaces, whatever its own statements are,
     * so the migrations after it and all ledgers remain valid.
     */
    public String hash() {
        return checkpoint == null ? MigrationHash.of(position.predecessorHash, upgrade) : checkpoint.hash();
    }

    public boolean isCheckpoint() {
        return checkpoint != null;
    }

    /** Returns the migration at another position in the chain, with the name for that position. */
    public Migration withPosition(int newNumber, String newPredecessorHash) {
        String newName = newNumber == number() ? name() : MigrationNames.renumber(name(), newNumber);
        return new Migration(
                new Position(newName, newNumber, newPredecessorHash),
                upgrade,
                reversal,
                sessionSettings,
                recordsHash,
                checkpoint);
    }

    /** Returns the migration with other statements of its upgrade. */
    public Migration withUpgrade(List<String> newUpgrade) {
        return new Migration(position, newUpgrade, reversal, sessionSettings, recordsHash, checkpoint);
    }

    /** Returns the migration with another reversal. */
    public Migration withReversal(Reversal newReversal) {
        return new Migration(position, upgrade, newReversal, sessionSettings, recordsHash, checkpoint);
    }

    /** Returns the migration with another hash of records. */
    public Migration withRecordsHash(String newRecordsHash) {
        return new Migration(position, upgrade, reversal, sessionSettings, newRecordsHash, checkpoint);
    }
}
