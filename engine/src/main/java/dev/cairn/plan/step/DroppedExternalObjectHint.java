package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/** A hint about an object that the plan drops although queries of the schema read it as an external object. */
public record DroppedExternalObjectHint(ObjectName objectName) implements PlanHint {
    @Override
    public String toString() {
        return objectName
                + ": it is dropped, although a record with @External still reads it; declare it as before to keep it, or"
                + " remove the record, too; if another schema takes it over with its rows, mark this migration as done with"
                + " cairn stamp in each database that has the table, instead of running it";
    }
}
