package dev.cairn.schema;

/**
 * A test of the rows of an object, as an annotation such as {@code @Check} declares it.
 *
 * @param object the name of the object, with its qualifiers if it has any
 * @param kind the requirement of the test
 * @param name the name of the test, which is unique among the tests of the object
 * @param sql the query of the rows that break the rule; the test passes if it returns no rows
 */
public record DataTest(String object, Kind kind, String name, String sql) {
    /** The requirement of a data test. */
    public enum Kind {
        /** Each row meets a condition: {@code @Check}. The query returns the rows that do not. */
        CHECK,
        /**
         * No two rows have the same values: {@code @Unique}. The query returns the values that several rows have, and
         * their number.
         */
        UNIQUE,
        /** Each row refers to an existing row: {@code @References}. The query returns the rows that do not. */
        REFERENCES,
        /** The values of a column are constants of an enum. The query returns the rows with other values. */
        VALUES,
        /** The newest row is not too old: {@code @Fresh}. The query returns the time of that row if it is too old. */
        FRESH
    }

    /** Returns the object and the name: {@code orders: amount >= 0}. */
    @Override
    public String toString() {
        return object + ": " + name;
    }
}
