package dev.cairn.plan.part;

import java.util.Comparator;
import java.util.Locale;

/**
 * A part of an object, as far as it can differ by itself: a column, a property, the comment.
 *
 * @param name which one, for those of which an object has several; the server tells columns and indexes apart without
 *     regard to case, so theirs is in lower case
 */
public record ObjectPart(Kind kind, String name) implements Comparable<ObjectPart> {
    private static final Comparator<ObjectPart> ORDER =
            Comparator.comparing(ObjectPart::kind).thenComparing(ObjectPart::name);

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

    public static ObjectPart of(Kind kind) {
        return new ObjectPart(kind, "");
    }

    public static ObjectPart column(String name) {
        return new ObjectPart(Kind.COLUMN, name.toLowerCase(Locale.ROOT));
    }

    public static ObjectPart index(String name) {
        return new ObjectPart(Kind.INDEX, name.toLowerCase(Locale.ROOT));
    }

    public static ObjectPart property(String name) {
        return new ObjectPart(Kind.PROPERTY, name);
    }

    public boolean is(Kind other) {
        return kind == other;
    }

    @Override
    public int compareTo(ObjectPart other) {
        return ORDER.compare(this, other);
    }

    /** {@code column discount}, {@code sort key} */
    @Override
    public String toString() {
        String words = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return name.isEmpty() ? words : words + " " + name;
    }
}
