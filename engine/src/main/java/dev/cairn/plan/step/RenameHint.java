package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/** Something is gone and something much like it is new: perhaps it only has another name, which nobody has said. */
public record RenameHint(ObjectName object, String gone, String added) {
    @Override
    public String toString() {
        return object + ": if \"" + added + "\" is what \"" + gone + "\" was, say so with @RenamedFrom(\"" + gone
                + "\")";
    }
}
