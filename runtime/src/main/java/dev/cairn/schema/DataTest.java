package dev.cairn.schema;

/**
 * A test of the rows of an object, as an annotation such as {@code @Check} declares it.
 *
 * @param object the name of the object, with its qualifiers if it has any
 * @param name the name of the test, which is unique among those of the object
 * @param sql the query of the rows that break the rule; the test passes if there are none
 */
public record DataTest(String object, String name, String sql) {
    /** Returns the object and the name: {@code orders: amount >= 0}. */
    @Override
    public String toString() {
        return object + ": " + name;
    }
}
