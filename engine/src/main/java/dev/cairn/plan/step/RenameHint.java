package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/** A hint at a possible rename that is not declared: an object or column is missing, and a similar one is new. */
public record RenameHint(ObjectName objectName, String oldName, String newName) implements PlanHint {
    @Override
    public String toString() {
        return objectName + ": if \"" + newName + "\" is what \"" + oldName + "\" was, say so with @RenamedFrom(\""
                + oldName + "\")";
    }

    /** Describes how to rename the object on the server, for a schema that shall not declare the rename. */
    public String describeRepair() {
        return objectName + ": if \"" + newName + "\" is what \"" + oldName
                + "\" was, rename it on the server instead, which keeps the values"
                + (newName.equals(objectName.name())
                        ? ""
                        : ": ALTER TABLE … RENAME COLUMN `" + oldName + "` TO `" + newName + "`");
    }
}
