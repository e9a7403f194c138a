package dev.cairn.plan.part;

import dev.cairn.engine.property.RefreshVariables;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.Comparator;
import java.util.Locale;

/**
 * A part of an object that can differ separately: a column, a property, the comment.
 *
 * @param name the name of the part; empty if an object has only one part of the kind, and in lower case for columns and
 *     indexes, whose names are case-insensitive on the server
 */
public record ObjectPart(Kind kind, String name) implements Comparable<ObjectPart> {
    private static final Comparator<ObjectPart> ORDER =
            Comparator.comparing(ObjectPart::kind).thenComparing(ObjectPart::name);

    /** The kinds of parts, in the order of a definition. */
    public enum Kind {
        /** The object as a whole: its existence and its kind. */
        OBJECT,
        COLUMN,
        COLUMN_ORDER,
        INDEX,
        /** A clause that no statement changes, such as the key. */
        CLAUSE,
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
        /** An element of a set, such as a classifier of a resource group. */
        ELEMENT,
        /** A privilege of a role. */
        PRIVILEGE,
        /** A role from which a role inherits. */
        INHERITED,
        /** A user or a group that has a role. */
        MEMBER,
        /** Whether a materialized view is active, or a Routine Load runs. */
        ACTIVITY,
        /** The rows, which no definition describes. */
        ROWS,
        /** A row that the schema declares, named by its key. */
        ROW;

        /** Returns whether the part belongs to a definition: all but the rows and the activity. */
        public boolean isDefinition() {
            return this != ROWS && this != ACTIVITY;
        }
    }

    public static ObjectPart of(Kind kind) {
        return new ObjectPart(kind, "");
    }

    public static ObjectPart ofColumn(String name) {
        return new ObjectPart(Kind.COLUMN, name.toLowerCase(Locale.ROOT));
    }

    public static ObjectPart ofIndex(String name) {
        return new ObjectPart(Kind.INDEX, name.toLowerCase(Locale.ROOT));
    }

    public static ObjectPart ofProperty(String name) {
        return new ObjectPart(Kind.PROPERTY, name);
    }

    public static ObjectPart ofClause(CreateClause.Kind kind) {
        return new ObjectPart(Kind.CLAUSE, kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /** Returns the part of a cluster object in the terms that it shares with the parts of tables and views. */
    public static ObjectPart of(ClusterPart part) {
        return switch (part.clause()) {
            case ClusterPart.PROPERTY_CLAUSE -> ofProperty(part.name());
            case "comment" -> of(Kind.COMMENT);
            case "paused" -> of(Kind.ACTIVITY);
            case "column" ->
                part.name().isEmpty()
                        ? of(Kind.COLUMN_ORDER)
                        : new ObjectPart(Kind.ELEMENT, "column (" + part.name() + ")");
            default ->
                part.name().isEmpty()
                        ? new ObjectPart(Kind.CLAUSE, part.clause())
                        : part.clause().equals("source")
                                ? ofProperty("source " + part.name())
                                : new ObjectPart(Kind.ELEMENT, part.clause() + " (" + part.name() + ")");
        };
    }

    public boolean hasKind(Kind expectedKind) {
        return kind == expectedKind;
    }

    /**
     * Returns why no statement changes the part, for an alteration in which the server has not refused a statement.
     *
     * @param objectKind the kind of the object, such as {@code materialized view}
     */
    public String unalterableReason(String objectKind) {
        return switch (kind) {
            case CLAUSE, PARTITIONING, QUERY -> "StarRocks can't change the " + this + " of an existing " + objectKind;
            case SORT_KEY ->
                objectKind.equals("table")
                        ? "StarRocks can't sort an existing table by all of its columns"
                        : "StarRocks can't change the sort key of an existing " + objectKind;
            case COLUMN,
                    COLUMN_ORDER,
                    COMMENT,
                    DISTRIBUTION,
                    REFRESH,
                    SECURITY,
                    INDEX,
                    PARTITION,
                    ROLLUP,
                    ELEMENT,
                    PRIVILEGE,
                    INHERITED,
                    MEMBER -> "StarRocks has no statement that changes it";
            case PROPERTY ->
                name.startsWith(RefreshVariables.PREFIX)
                        ? "StarRocks can't reset a session variable of a " + objectKind
                                + "; set it to the server's default instead"
                        : "StarRocks can set the property only when the " + objectKind + " is created";
            case OBJECT -> "the existing object is of another kind";
            case ACTIVITY -> "its query is no longer valid for the objects that it reads";
            case ROWS, ROW -> "rows are not part of a definition";
        };
    }

    @Override
    public int compareTo(ObjectPart other) {
        return ORDER.compare(this, other);
    }

    /** Returns the part in words, such as {@code column discount} or {@code sort key}. */
    @Override
    public String toString() {
        if (kind == Kind.CLAUSE || kind == Kind.ELEMENT) {
            return name;
        }
        if (kind == Kind.INHERITED) {
            return "inherited role " + name;
        }
        String title = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return name.isEmpty() ? title : title + " " + name;
    }
}
