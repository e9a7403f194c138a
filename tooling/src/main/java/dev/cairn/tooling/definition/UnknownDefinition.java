package dev.cairn.tooling.definition;

import dev.cairn.plan.part.ObjectName;
import java.util.List;

/**
 * Something that a source of definitions holds and that was not understood. What it is about is in no catalog.
 *
 * @param place a file and a line, or the server
 * @param what the beginning of a statement, or the name of an object
 * @param reason why it was not understood
 * @param objects what it may create, change or drop; empty if unknown, and then it may be any object that the
 *     source does not define otherwise
 */
public record UnknownDefinition(String place, String what, String reason, List<ObjectName> objects) {
    public UnknownDefinition {
        objects = List.copyOf(objects);
    }

    /** {@code shop.sql:12: CREATE TABLE `t` (: why} */
    @Override
    public String toString() {
        return place + ": " + what + ": " + reason;
    }
}
