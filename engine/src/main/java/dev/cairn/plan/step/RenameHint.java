package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/** A possible rename that is not declared: an object or column is missing, and a similar one is new. */
public record RenameHint(ObjectName object, String oldName, String newName) implements PlanHint {
    @Override
    public String toString() {
        return object + ": if \"" + newName + "\" is what \"" + oldName + "\" was, say so with @RenamedFrom(\""
                + oldName + "\")";
    }

    /** Returns what removes the difference of a server from a schema in which the rename is not to be declared. */
    public String describeRepair() {
        return object + ": if \"" + newName + "\" is what \"" + oldName
                + "\" was, rename it on the server instead, which keeps the values"
                + (newName.equals(object.name())
                        ? ""
                        : ": ALTER TABLE … RENAME COLUMN `" + oldName + "` TO `" + newName + "`");
    }
}
