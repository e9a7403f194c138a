package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/**
 * A column whose length follows from the constants of its enum becomes shorter, because the longest one was removed.
 *
 * @param previousLength the length that the column has
 */
public record LengthHint(ObjectName object, String column, int previousLength) implements PlanHint {
    @Override
    public String toString() {
        return object + ": the constants of " + column + " are shorter than before; @Varchar(" + previousLength
                + ") keeps the column as it is";
    }
}
