package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/**
 * A hint that a column whose length follows from the constants of its enum becomes shorter, because the longest
 * constant was removed.
 *
 * @param previousLength the length of the column before the change, in bytes
 */
public record LengthHint(ObjectName objectName, String columnName, int previousLength) implements PlanHint {
    @Override
    public String toString() {
        return objectName + ": the constants of " + columnName + " are shorter than before; @Varchar(" + previousLength
                + ") keeps the column as it is";
    }
}
