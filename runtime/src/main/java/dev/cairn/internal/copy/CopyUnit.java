package dev.cairn.internal.copy;

import java.util.List;

/**
 * The part of a table that is copied at once, as it is at one moment.
 *
 * @param name the name of the partition; {@link #WHOLE_TABLE_NAME} for the whole table; {@code range 1} for a range
 * @param sourceFingerprint a string that differs if the rows of the old table differ; for a range, it also changes with
 *     rows of other ranges
 * @param target the same part of the new table
 * @param isPristine whether it is known that neither table ever had a row in this part; false for a range
 * @param size the size of the part in the old table
 * @param condition the condition for the rows of the part in both tables; empty if the part is a partition or the whole
 *     table
 */
public record CopyUnit(
        String name, String sourceFingerprint, CopyTarget target, boolean isPristine, CopySize size, String condition) {
    /** The name of the only unit of a table that is always copied as a whole. */
    public static final String WHOLE_TABLE_NAME = "";

    /** Creates a unit that is a partition, or the whole table. */
    CopyUnit(String name, String sourceFingerprint, CopyTarget target, boolean isPristine, CopySize size) {
        this(name, sourceFingerprint, target, isPristine, size, "");
    }

    /**
     * The part of the new table.
     *
     * @param fingerprint a string that differs if the rows of the new table differ; empty if the new table has no such
     *     partition yet
     * @param mayHaveRows whether the part may have rows
     */
    public record CopyTarget(String fingerprint, boolean mayHaveRows) {}

    /**
     * Returns a string that differs if the rows of the new table differ; empty if the new table has no such partition
     * yet.
     */
    public String targetFingerprint() {
        return target.fingerprint;
    }

    /** Returns whether the new table may have rows in this part. */
    public boolean mayHaveRows() {
        return target.mayHaveRows;
    }

    public boolean isWholeTable() {
        return name.equals(WHOLE_TABLE_NAME);
    }

    /** Returns whether the unit is a range of rows rather than a partition. */
    public boolean isRange() {
        return !condition.isEmpty();
    }

    /** Returns the WHERE clause for the rows of the unit; empty if it is not a range. */
    public String whereClause() {
        return isRange() ? "\nWHERE " + condition : "";
    }

    /**
     * Returns the names of the partitions for a statement about the unit; empty for the whole table and for a range.
     */
    public List<String> partitionNames() {
        return isWholeTable() || isRange() ? List.of() : List.of(name);
    }

    /** Returns a description for messages: {@code partition p20260101}. */
    @Override
    public String toString() {
        if (isRange()) {
            return "the rows with " + condition;
        }
        return isWholeTable() ? "the whole table" : "partition " + name;
    }
}
