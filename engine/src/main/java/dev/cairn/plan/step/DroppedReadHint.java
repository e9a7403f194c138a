package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/** A dropped object that the schema declares as one of others, so that its queries would read what is gone. */
public record DroppedReadHint(ObjectName object) implements PlanHint {
    @Override
    public String toString() {
        return object
                + ": it is dropped, although a record with @External still reads it; declare it as before to keep it, or"
                + " remove the record, too";
    }
}
