package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/** The reason why a change of an object is impossible, or needs the consent of the user. */
public record Objection(Kind kind, ObjectName object, String reason) {
    public enum Kind {
        /** A step destroys data. */
        DESTRUCTIVE,
        /** An object can't be altered, so a step creates it again and copies its data. */
        REBUILD,
        /** The server has no statements for this change. */
        IMPOSSIBLE
    }

    @Override
    public String toString() {
        return object + ": " + reason;
    }
}
