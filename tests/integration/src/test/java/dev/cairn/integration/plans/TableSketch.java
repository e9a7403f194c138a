package dev.cairn.integration.plans;

import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A table of a random schema. All tables have the key column {@code k}.
 *
 * @param columns the columns after the key
 * @param dated whether the key has a column {@code day}, by which the table is partitioned
 * @param unique whether the key is declared as unique
 * @param references the tables to which foreign keys refer
 * @param features each absent or present; some have an effect only together with others
 */
record TableSketch(
        String name,
        KeyModel model,
        List<ColumnSketch> columns,
        boolean dated,
        boolean unique,
        SortedSet<String> references,
        SortedSet<Feature> features) {
    static final String KEY = "k";

    /** The name of the colocation group: groups belong to the server, so that each database needs its own. */
    static final String GROUP = "group-of-database";

    static final String DAY = "day";
    private static final String KIND = "kind";

    TableSketch {
        columns = List.copyOf(columns);
    }

    /** What a table may have besides columns and constraints. */
    enum Feature {
        COMMENT,
        BLOOM_FILTER,
        INDEX,
        ROLLUP,
        SORT_KEY,
        FLAT_JSON,
        /** An age after which the server deletes partitions, if the table is partitioned by days. */
        RETENTION,
        /** Ranges that the server creates, or would create, instead of one for each day with rows. */
        DYNAMIC,
        DYNAMIC_ON,
        DYNAMIC_START,
        /** Partitions by lists of values instead of one for all rows. */
        LISTED,
        MORE_BUCKETS,
        /** A bloom filter of the first column after the key. */
        COLUMN_FILTER,
        /** Membership of the only colocation group of the schema. */
        COLOCATED
    }

    /**
     * A column after the key.
     *
     * @param origin its first name, which remains if it is renamed
     * @param kind its type, and for an AGGREGATE KEY table its aggregation
     * @param readable whether views may select it
     */
    record ColumnSketch(String name, String origin, String kind, boolean readable) {
        ColumnSketch named(String other) {
            return new ColumnSketch(other, origin, kind, readable);
        }

        /** Returns the column with the type and the aggregation of another one. */
        ColumnSketch of(ColumnSketch other) {
            return new ColumnSketch(name, origin, other.kind, other.readable);
        }

        /** Whether the column may have a bloom filter, whatever the model of the table. */
        boolean mayBeFiltered() {
            return kind.startsWith("BIGINT") || kind.startsWith("VARCHAR");
        }

        String text() {
            return "`" + name + "` " + kind;
        }
    }

    TableSketch named(String other) {
        return new TableSketch(other, model, columns, dated, unique, references, features);
    }

    TableSketch with(List<ColumnSketch> others) {
        return new TableSketch(name, model, others, dated, unique, references, features);
    }

    TableSketch unique(boolean declared) {
        return new TableSketch(name, model, columns, dated, declared, references, features);
    }

    TableSketch referring(SortedSet<String> tables) {
        return new TableSketch(name, model, columns, dated, unique, tables, features);
    }

    TableSketch toggled(Feature feature) {
        SortedSet<Feature> changed = new TreeSet<>(features);
        if (!changed.remove(feature)) {
            changed.add(feature);
        }
        return new TableSketch(name, model, columns, dated, unique, references, changed);
    }

    /** Whether foreign keys may refer to the table: its key is unique by declaration or by its model. */
    boolean canBeReferredTo() {
        return unique || (model != KeyModel.DUPLICATE && model != KeyModel.AGGREGATE && !dated);
    }

    List<String> readableColumns() {
        List<String> names = new ArrayList<>(List.of(KEY));
        if (dated) {
            names.add(DAY);
        }
        columns.stream().filter(ColumnSketch::readable).map(ColumnSketch::name).forEach(names::add);
        return names;
    }

    /** A server neither shows nor drops a rollup of a table that has no partition. */
    Optional<String> rollup() {
        boolean empty = dated && has(Feature.DYNAMIC) && !has(Feature.DYNAMIC_ON);
        return has(Feature.ROLLUP) && model == KeyModel.DUPLICATE && !empty
                ? Optional.of("CREATE MATERIALIZED VIEW " + name + "_sums AS SELECT " + KEY + ", count(" + KEY
                        + ") FROM " + name + " GROUP BY " + KEY)
                : Optional.empty();
    }

    private boolean has(Feature feature) {
        return features.contains(feature);
    }

    private boolean listed() {
        return !dated && has(Feature.LISTED);
    }

    private String partitioning() {
        if (listed()) {
            return " PARTITION BY LIST (" + KIND + ") (PARTITION one VALUES IN ('it''s', 'a, b', '\\\\', ''''))";
        }
        if (!dated) {
            return "";
        }
        return has(Feature.DYNAMIC)
                ? " PARTITION BY RANGE (" + DAY + ") ()"
                : " PARTITION BY date_trunc('day', " + DAY + ")";
    }

    String statement() {
        String key = KEY + (dated ? ", " + DAY : "") + (listed() ? ", " + KIND : "");
        List<String> items = new ArrayList<>(List.of(KEY + " INT NOT NULL"));
        if (dated) {
            items.add(DAY + " DATE NOT NULL");
        }
        if (listed()) {
            items.add(KIND + " VARCHAR(20) NOT NULL DEFAULT \"it's\"");
        }
        columns.forEach(column -> items.add(column.text()));
        if (has(Feature.INDEX)) {
            items.add("INDEX by_key (" + KEY + ") USING BITMAP");
        }
        return "CREATE TABLE " + name + " (" + String.join(", ", items) + ") " + keyWords() + " (" + key + ")"
                + (has(Feature.COMMENT) ? " COMMENT \"of " + name + "\"" : "")
                + partitioning()
                + " DISTRIBUTED BY HASH (" + KEY + ") BUCKETS " + (has(Feature.MORE_BUCKETS) ? 3 : 2)
                + (has(Feature.SORT_KEY) && dated ? " ORDER BY (" + DAY + ", " + KEY + ")" : "")
                + properties();
    }

    private String keyWords() {
        return switch (model) {
            case PRIMARY -> "PRIMARY KEY";
            case UNIQUE -> "UNIQUE KEY";
            case AGGREGATE -> "AGGREGATE KEY";
            case DUPLICATE -> "DUPLICATE KEY";
        };
    }

    private String properties() {
        List<String> properties = new ArrayList<>();
        List<String> filtered = new ArrayList<>();
        if (has(Feature.BLOOM_FILTER)) {
            filtered.add(KEY);
        }
        if (has(Feature.COLUMN_FILTER)) {
            columns.stream()
                    .filter(ColumnSketch::mayBeFiltered)
                    .findFirst()
                    .map(ColumnSketch::name)
                    .ifPresent(filtered::add);
        }
        if (!filtered.isEmpty()) {
            properties.add("\"bloom_filter_columns\" = \"" + String.join(", ", filtered) + "\"");
        }
        if (has(Feature.COLOCATED)) {
            properties.add("\"colocate_with\" = \"" + GROUP + "\"");
        }
        if (has(Feature.FLAT_JSON)) {
            properties.add("\"flat_json.enable\" = \"true\"");
        }
        if (dated && has(Feature.DYNAMIC)) {
            properties.add("\"dynamic_partition.enable\" = \"" + has(Feature.DYNAMIC_ON) + "\"");
            properties.add("\"dynamic_partition.time_unit\" = \"DAY\"");
            properties.add("\"dynamic_partition.end\" = \"2\"");
            if (has(Feature.DYNAMIC_START)) {
                properties.add("\"dynamic_partition.start\" = \"-7\"");
            }
        } else if (dated && has(Feature.RETENTION)) {
            properties.add("\"partition_ttl\" = \"3 DAY\"");
        }
        if (unique) {
            properties.add("\"unique_constraints\" = \"" + KEY + "\"");
        }
        if (!references.isEmpty()) {
            properties.add("\"foreign_key_constraints\" = \""
                    + String.join(
                            "; ",
                            references.stream()
                                    .map(table -> "(" + KEY + ") REFERENCES " + table + "(" + KEY + ")")
                                    .toList())
                    + "\"");
        }
        return properties.isEmpty() ? "" : " PROPERTIES (" + String.join(", ", properties) + ")";
    }
}
