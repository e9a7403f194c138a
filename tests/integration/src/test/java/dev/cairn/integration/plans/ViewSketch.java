package dev.cairn.integration.plans;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A view or a materialized view of a schema sketch.
 *
 * @param bases the relations that it reads: one, or two that are joined
 * @param columns the columns that it selects besides the key, if its first base has them
 * @param options the clauses that are present; some have an effect only on one kind of view
 */
record ViewSketch(
        String name, Kind kind, Shape shape, List<String> bases, List<String> columns, SortedSet<Option> options) {
    ViewSketch {
        bases = List.copyOf(bases);
        columns = List.copyOf(columns);
    }

    enum Kind {
        VIEW,
        MATERIALIZED
    }

    enum Shape {
        SELECTION,
        GROUPS
    }

    enum Option {
        COMMENT,
        /** SECURITY INVOKER of a view. */
        INVOKER,
        /** A refresh by time instead of a manual one. */
        SCHEDULED,
        /** A refresh after each load instead of a manual one. */
        ON_LOAD,
        PARTITIONED,
        /** A constraint of a materialized view on its first base. */
        UNIQUE,
        /** A foreign key from its first base to its second one. */
        REFERENCE,
        LOOSE,
        NOT_REWRITTEN,
        STALE,
        RETENTION,
        /** A place in the second database. */
        ELSEWHERE
    }

    ViewSketch withBases(List<String> newBases) {
        return new ViewSketch(name, kind, shape, newBases, columns, options);
    }

    ViewSketch withColumns(List<String> newColumns) {
        return new ViewSketch(name, kind, shape, bases, newColumns, options);
    }

    ViewSketch withShape(Shape newShape) {
        return new ViewSketch(name, kind, newShape, bases, columns, options);
    }

    ViewSketch withToggled(Option option) {
        SortedSet<Option> changedOptions = new TreeSet<>(options);
        if (!changedOptions.remove(option)) {
            changedOptions.add(option);
        }
        return new ViewSketch(name, kind, shape, bases, columns, changedOptions);
    }

    /** Returns the columns that readers of the view may select. */
    List<String> readableColumns(SchemaSketch schema) {
        List<String> names = new ArrayList<>(List.of(TableSketch.KEY_COLUMN));
        List<String> baseColumns = schema.readableColumns(bases.get(0));
        if (baseColumns.contains(TableSketch.DAY_COLUMN)) {
            names.add(TableSketch.DAY_COLUMN);
        }
        if (shape == Shape.SELECTION) {
            columns.stream()
                    .filter(column -> baseColumns.contains(column) && !names.contains(column))
                    .forEach(names::add);
        }
        return names;
    }

    String statement(SchemaSketch schema) {
        boolean isView = kind == Kind.VIEW;
        StringBuilder text =
                new StringBuilder(isView ? "CREATE VIEW " : "CREATE MATERIALIZED VIEW ").append(schema.qualify(name));
        if (has(Option.COMMENT)) {
            text.append(" COMMENT \"of ").append(String.join(", ", bases)).append('"');
        }
        if (isView) {
            text.append(has(Option.INVOKER) ? " SECURITY INVOKER" : "");
        } else {
            if (isPartitioned(schema)) {
                text.append(" PARTITION BY ").append(TableSketch.DAY_COLUMN);
            }
            text.append(" DISTRIBUTED BY HASH (")
                    .append(TableSketch.KEY_COLUMN)
                    .append(") BUCKETS 2 REFRESH DEFERRED ");
            text.append(refresh());
            text.append(properties(schema));
        }
        return text.append(" AS ").append(query(schema)).toString();
    }

    private boolean isPartitioned(SchemaSketch schema) {
        return has(Option.PARTITIONED) && readableColumns(schema).contains(TableSketch.DAY_COLUMN);
    }

    private String refresh() {
        if (has(Option.SCHEDULED)) {
            return "ASYNC START(\"2035-01-01 00:00:00\") EVERY(INTERVAL 1 DAY)";
        }
        return has(Option.ON_LOAD) ? "ASYNC" : "MANUAL";
    }

    boolean has(Option option) {
        return options.contains(option);
    }

    private String properties(SchemaSketch schema) {
        List<String> properties = new ArrayList<>();
        if (has(Option.LOOSE)) {
            properties.add("\"query_rewrite_consistency\" = \"LOOSE\"");
        }
        if (has(Option.NOT_REWRITTEN)) {
            properties.add("\"enable_query_rewrite\" = \"false\"");
        }
        if (has(Option.STALE)) {
            properties.add("\"mv_rewrite_staleness_second\" = \"60\"");
        }
        if (has(Option.RETENTION) && isPartitioned(schema)) {
            properties.add("\"partition_ttl\" = \"3 day\"");
        }
        if (has(Option.UNIQUE) && schema.isTable(bases.get(0))) {
            properties.add(
                    "\"unique_constraints\" = \"" + schema.qualify(bases.get(0)) + "." + TableSketch.KEY_COLUMN + "\"");
        }
        if (has(Option.REFERENCE) && bases.size() > 1 && bases.stream().allMatch(schema::isTable)) {
            properties.add(
                    "\"foreign_key_constraints\" = \"" + schema.qualify(bases.get(0)) + "(" + TableSketch.KEY_COLUMN
                            + ") REFERENCES " + schema.qualify(bases.get(1)) + "(" + TableSketch.KEY_COLUMN + ")\"");
        }
        return properties.isEmpty() ? "" : " PROPERTIES (" + String.join(", ", properties) + ")";
    }

    private String query(SchemaSketch schema) {
        List<String> items = new ArrayList<>();
        readableColumns(schema).forEach(column -> items.add("a." + column));
        String groupBy = "";
        if (shape == Shape.GROUPS) {
            groupBy = " GROUP BY " + String.join(", ", items);
            items.add("count(*) AS n");
        }
        String join = bases.size() == 1
                ? ""
                : " JOIN " + schema.qualify(bases.get(1)) + " AS b ON a." + TableSketch.KEY_COLUMN + " = b."
                        + TableSketch.KEY_COLUMN;
        return "SELECT " + String.join(", ", items) + " FROM " + schema.qualify(bases.get(0)) + " AS a" + join
                + groupBy;
    }
}
