package dev.cairn.plan.part;

import java.util.Comparator;
import java.util.Locale;

/**
 * A part of an object, as far as it can differ by itself: a column, a property, the comment.
 *
 * @param name which one, for those of which an object has several; the server tells columns and indexes apart without
 *     regard to case, so theirs is in lower case
 */
public record Part(Kind kind, String name) implements Comparable<Part> {
    private static final Comparator<Part> ORDER =
            Comparator.comparing(Part::kind).thenComparing(Part::name);

    /** In the order in which a definition has them. */
    public enum Kind {
        /** The object as a whole: whether it is there, and as what. */
        OBJECT,
        COLUMN,
        COLUMN_ORDER,
        INDEX,
        KEY,
        COMMENT,
        SECURITY,
        PARTITIONING,
        PARTITION,
        DISTRIBUTION,
        SORT_KEY,
        REFRESH,
        ROLLUP,
        PROPERTY,
        QUERY,
        /** Whether a materialized view is active. */
        ACTIVITY,
        /** The rows: what they are, no definition says. */
        ROWS
    }

    public static Part of(Kind kind) {
        return new Part(kind, "");
    }

    public static Part column(String name) {
        return new Part(Kind.COLUMN, name.toLowerCase(Locale.ROOT));
    }

    public static Part index(String name) {
        return new Part(Kind.INDEX, name.toLowerCase(Locale.ROOT));
    }

    public static Part property(String name) {
        return new Part(Kind.PROPERTY, name);
    }

    public boolean is(Kind other) {
        return kind == other;
    }

    @Override
    public int compareTo(Part other) {
        return ORDER.compare(this, other);
    }

    /** {@code column discount}, {@code sort key} */
    @Override
    public String toString() {
        String words = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return name.isEmpty() ? words : words + " " + name;
    }
}
