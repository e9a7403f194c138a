package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectPart;

/** Explains why no statement changes a part, for parts that were refused without asking the server. */
final class UnalterableParts {
    private UnalterableParts() {}

    static String reason(ObjectPart part) {
        return switch (part.kind()) {
            case KEY -> "the key of a table is what it was created with";
            case PARTITIONING -> "a table stays divided as it was created";
            case SORT_KEY -> "no statement sorts a table by all of its columns";
            case QUERY -> "the query of a materialized view is what it was created with";
            case COLUMN, COLUMN_ORDER, COMMENT, DISTRIBUTION, REFRESH, SECURITY, INDEX, PARTITION, ROLLUP ->
                "no statement changes it";
            case PROPERTY ->
                part.name().startsWith("session.")
                        ? "no statement takes a variable back; set it to the server's default instead"
                        : "the property can only be set when the object is created";
            case OBJECT -> "it is another kind of object";
            case ACTIVITY -> "its query does not fit what it reads any more";
            case ROWS -> "rows are no part of a definition";
        };
    }
}
