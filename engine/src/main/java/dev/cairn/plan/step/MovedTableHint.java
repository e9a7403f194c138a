package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/**
 * A hint at a table that may belong to another database now: the plan creates it there without rows, and retires the
 * old one, which a later step drops.
 *
 * @param newName the new table
 * @param oldName the table that the plan drops
 * @param copyStatement the statement that copies the rows
 */
public record MovedTableHint(ObjectName newName, ObjectName oldName, String copyStatement) implements PlanHint {
    @Override
    public String toString() {
        return newName + ": the rows of " + oldName
                + " are not moved to it, because a rename does not leave its database; if it is the same table, write this"
                + " statement into the migration, right after the one that creates the new table, so that views read its"
                + " rows: " + copyStatement;
    }
}
