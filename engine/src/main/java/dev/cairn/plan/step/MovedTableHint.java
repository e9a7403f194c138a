package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;
import java.util.List;

/**
 * A hint at a table that may belong to another database now: the plan creates it there without rows, and retires the
 * old one, which a later step drops.
 *
 * @param newName the new table
 * @param oldName the table that the plan drops
 * @param copySteps the statement that copies the rows, and the marker that transfers the AUTO_INCREMENT counter if the
 *     table has one
 */
public record MovedTableHint(ObjectName newName, ObjectName oldName, List<String> copySteps) implements PlanHint {
    public MovedTableHint {
        copySteps = List.copyOf(copySteps);
    }

    @Override
    public String toString() {
        return newName + ": the rows of " + oldName
                + " are not moved to it, because a rename does not leave its database; if it is the same table, write "
                + (copySteps.size() == 1 ? "this statement" : "these elements") + " into the migration, right after the"
                + " one that creates the new table, so that views read its rows: " + String.join("; ", copySteps);
    }
}
