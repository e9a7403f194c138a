package dev.cairn.plan.step;

import java.util.Optional;

/** A comment line directly above a statement that says how the statement is meant. It is part of the statement's text. */
public sealed interface Marker {
    /** The statement destroys data. */
    record Destructive(String why) implements Marker {}

    /** The statement begins the rebuild of what can't be altered. */
    record Rebuild(String why) implements Marker {}

    /** The statement may be sent again where nobody knows whether it ran. */
    record Repeatable() implements Marker {}

    /** The statement copies NULL into columns that must not be NULL: it fails where there are rows, until it is edited. */
    record Unfilled(String columns) implements Marker {}

    /**
     * A downgrade leaves a column with the wider type that the upgrade gave it. The line stands without a statement.
     *
     * @param column {@code orders.note}
     * @param type as SHOW CREATE prints it
     */
    record Keeps(String column, String type) implements Marker {}

    /** Only a newer server can read the query of the view, so nothing is known of it but its text. */
    record Unread() implements Marker {}

    /** A line without a statement below it: at this point something is carried over from one object to another. */
    sealed interface Transfer extends Marker {
        String from();

        String to();

        /** What to do instead when the statements are run by hand: SQL and comments. */
        String byHand();
    }

    /** The object is given the grants of another one. */
    record Grants(String from, String to) implements Transfer {
        @Override
        public String byHand() {
            return "-- Give " + to + " the grants that " + from
                    + " has: they go with the object, and not with its name.";
        }
    }

    /**
     * The table goes on counting where another one stopped: its next AUTO_INCREMENT value is greater than any that the
     * other one gave or either of them holds. Only the server knows the number, and only when the migration runs.
     */
    record Counter(String from, String to) implements Transfer {
        /** A word that the server refuses, so that the statement can't run before it is replaced by a number. */
        @Override
        public String byHand() {
            String old = MarkerLines.quoted(from);
            String table = MarkerLines.quoted(to);
            return """
                -- Replace NEXT_ID by a number greater than all ids of the old table, or new rows get ids of old ones: the
                -- greatest value of the AUTO_INCREMENT column of %s plus 1, or the current value that the server
                -- names when it refuses ALTER TABLE %s AUTO_INCREMENT = 1, whichever is greater.
                ALTER TABLE %s AUTO_INCREMENT = NEXT_ID;\
                """.formatted(table, old, table);
        }
    }

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
            return MarkerLines.GRANTS_FROM + marker.from() + MarkerLines.TO + marker.to();
        }
        if (this instanceof Counter marker) {
            return MarkerLines.COUNTER_FROM + marker.from() + MarkerLines.TO + marker.to();
        }
        if (this instanceof Keeps marker) {
            return MarkerLines.KEEPS + marker.column() + MarkerLines.AS + marker.type();
        }
        if (this instanceof Unfilled marker) {
            return MarkerLines.UNFILLED + marker.columns();
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
