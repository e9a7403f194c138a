package dev.cairn.plan.step;

import java.util.Optional;

/**
 * A comment line directly above a statement that defines how the statement is treated. It is part of the statement's
 * text.
 */
public sealed interface Marker {
    /** The statement destroys data. */
    record Destructive(String why) implements Marker {}

    /** The statement begins the rebuild of an object that can't be altered. */
    record Rebuild(String why) implements Marker {}

    /** The statement is idempotent: it may be sent again if it is unknown whether it ran. */
    record Repeatable() implements Marker {}

    /** The statement copies NULL into columns that must not be NULL: if there are rows, it fails until it is edited. */
    record Unfilled(String columns) implements Marker {}

    /**
     * A downgrade leaves a column with the wider type that the upgrade gave it. This marker has no statement.
     *
     * @param column {@code orders.note}
     * @param type as SHOW CREATE prints it
     */
    record Keeps(String column, String type) implements Marker {}

    /** Only a newer server can parse the query of the view, so only its text is known. */
    record Unread() implements Marker {}

    /** A line without a statement: at this point grants or a counter are transferred from one object to another. */
    sealed interface Transfer extends Marker {
        String from();

        String to();

        /** Returns the replacement for running the statements by hand: SQL and comments. */
        String byHand();
    }

    /** The object receives the grants of another one. */
    record Grants(String from, String to) implements Transfer {
        @Override
        public String byHand() {
            return "-- Give " + to + " the grants that " + from
                    + " has: they go with the object, and not with its name.";
        }
    }

    /**
     * The table continues the AUTO_INCREMENT values of another one: its next value is greater than any that the other
     * one assigned or that either of them holds. Only the server knows this number, and only when the migration runs.
     */
    record Counter(String from, String to) implements Transfer {
        /**
         * NEXT_ID is a placeholder that the server refuses, so that the statement can't run before a number replaces
         * it.
         */
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

    /** The migration continues even if the grants can't be read. */
    record GrantLossAccepted() implements Marker {}

    /** Returns the line without its line break. */
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

    /** Parses a line; empty if it is not a marker. */
    static Optional<Marker> parse(String line) {
        return MarkerLines.parse(line.strip());
    }
}
