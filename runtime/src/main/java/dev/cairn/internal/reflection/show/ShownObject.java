package dev.cairn.internal.reflection.show;

import dev.cairn.plan.part.SchemaObject;

/** The object that the output of SHOW CREATE defines, or the reason why the output defines no object. */
public sealed interface ShownObject {
    /**
     * The object exists.
     *
     * @param text the output of SHOW CREATE
     */
    record Present(SchemaObject object, String text) implements ShownObject {}

    /** There is no object with this name. */
    record Absent() implements ShownObject {}

    /**
     * An object exists, or may exist, but its definition can't be determined.
     *
     * @param reason the reason; the server's message if it refused the statement
     * @param text the output of SHOW CREATE; empty if it printed none
     */
    record Unreadable(String reason, String text) implements ShownObject {}
}
