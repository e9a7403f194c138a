package dev.cairn.sql.cluster;

import java.util.Comparator;

/**
 * A part of the definition of a cluster object.
 *
 * @param clause the name of the clause that contains the part
 * @param name the property, or the element of a set; empty in clauses of a single part
 */
public record ClusterPart(String clause, String name) implements Comparable<ClusterPart> {
    /** The clause whose parts are the properties of an object. */
    public static final String PROPERTY_CLAUSE = "property";

    /** The state of a paused object; no other object has this part. It does not belong to the definition. */
    public static final ClusterPart PAUSED = of("paused");

    /** The table of an object, which is in the object's database. */
    public static final ClusterPart TABLE = of("table");

    private static final Comparator<ClusterPart> ORDER =
            Comparator.comparing(ClusterPart::clause).thenComparing(ClusterPart::name);

    /** Returns the only part of a clause. */
    public static ClusterPart of(String clause) {
        return new ClusterPart(clause, "");
    }

    public static ClusterPart ofProperty(String propertyName) {
        return new ClusterPart(PROPERTY_CLAUSE, propertyName);
    }

    /** Returns whether this is the part of a clause that has no name. */
    public boolean isUnnamed() {
        return name.isEmpty();
    }

    public boolean isProperty() {
        return clause.equals(PROPERTY_CLAUSE);
    }

    @Override
    public int compareTo(ClusterPart other) {
        return ORDER.compare(this, other);
    }

    /** Returns the part in words, such as {@code property mem_limit}. */
    @Override
    public String toString() {
        return name.isEmpty() ? clause : clause + " " + name;
    }
}
