package dev.cairn.tooling.definition;

import dev.cairn.plan.part.ObjectName;
import java.util.List;

/**
 * A definition that was not understood. Its objects are not part of the catalog.
 *
 * @param location the file and the line, or the server
 * @param excerpt the beginning of a statement, or the name of an object
 * @param reason the reason why it was not understood
 * @param objects the objects that it may create, change or drop; empty if unknown: then it may be any object
 *     that the source does not define elsewhere
 */
public record UnknownDefinition(String location, String excerpt, String reason, List<ObjectName> objects) {
    static final String SERVER = "the server";
    static final String RESERVED_NAME_REASON = "names with __cairn_ are those of Cairn's own objects";

    public UnknownDefinition {
        objects = List.copyOf(objects);
    }

    /** Returns the unknown definition of an object of a server. */
    static UnknownDefinition onServer(ObjectName objectName, String reason) {
        return new UnknownDefinition(SERVER, objectName.toString(), reason, List.of(objectName));
    }

    /** Returns a description, such as {@code shop.sql:12: CREATE TABLE `t` (: reason}. */
    @Override
    public String toString() {
        return location + ": " + excerpt + ": " + reason;
    }
}
