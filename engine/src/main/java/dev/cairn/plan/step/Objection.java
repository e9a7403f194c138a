package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/** The reason why a change is impossible, or needs confirmation. */
public record Objection(Kind kind, ObjectName object, String reason) {
    public enum Kind {
        DESTRUCTIVE,
        REBUILD,
        /** No statements make this change. */
        IMPOSSIBLE
    }

    @Override
    public String toString() {
        return object + ": " + reason;
    }
}
