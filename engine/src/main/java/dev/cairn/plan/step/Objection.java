package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/** Why a change is not made, or not without consent. */
public record Objection(Kind kind, ObjectName object, String why) {
    public enum Kind {
        DESTRUCTIVE,
        REBUILD,
        /** No statements lead there. */
        IMPOSSIBLE
    }

    @Override
    public String toString() {
        return object + ": " + why;
    }
}
