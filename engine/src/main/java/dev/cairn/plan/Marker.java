package dev.cairn.plan;

import java.util.Optional;

/** A comment line directly above a statement that says how the statement is meant. It is part of the statement's text. */
public sealed interface Marker {
    /** The statement destroys data. */
    record Destructive(String why) implements Marker {}

    /** The statement begins the rebuild of what can't be altered. */
    record Rebuild(String why) implements Marker {}

    /** The statement may be sent again where nobody knows whether it ran. */
    record Repeatable() implements Marker {}

    /** Only a newer server can read the query of the view, so nothing is known of it but its text. */
    record Unread() implements Marker {}

    /** Here an object is given the grants of another one; nothing is sent as it stands. */
    record Grants(String from, String to) implements Marker {}

    /** Where the grants can't be read, go on without them. */
    record GrantLossAccepted() implements Marker {}

    /** The line without its line break. */
    default String line() {
        if (this instanceof Destructive marker) {
            return MarkerLines.DESTRUCTIVE + marker.why();
        }
        if (this instanceof Rebuild marker) {
            return MarkerLines.REBUILD + marker.why();
        }
        if (this instanceof Grants marker) {
            return MarkerLines.GRANTS_FROM + marker.from() + MarkerLines.GRANTS_TO + marker.to();
        }
        if (this instanceof Unread) {
            return MarkerLines.UNREAD;
        }
        return this instanceof Repeatable ? MarkerLines.REPEATABLE : MarkerLines.GRANT_LOSS;
    }

    /** What a line says, if it is one. */
    static Optional<Marker> parse(String line) {
        return MarkerLines.parse(line.strip());
    }
}
