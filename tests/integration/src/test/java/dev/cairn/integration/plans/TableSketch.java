package dev.cairn.integration.plans;

import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A table of a schema sketch. All tables have the key column {@code k}.
 *
 * @param columns the columns after the key
 * @param isDated whether the key has a column {@code day}, by which the table is partitioned
 * @param isUnique whether the key is declared as unique
 * @param references the tables to which foreign keys refer
 * @param features the present features; some have an effect only together with others
 */
record TableSketch(
        String name,
        KeyModel model,
        List<ColumnSketch> columns,
        boolean isDated,
        boolean isUnique,
        SortedSet<String> references,
        SortedSet<Feature> features) {
    static final String KEY_COLUMN = "k";

    static final String DAY_COLUMN = "day";
    private static final String LIST_COLUMN = "kind";
    private static final String GENERATED_COLUMN = "made";

    TableSketch {
        columns = List.copyOf(columns);
    }

    /** A part that a table has or lacks, besides its columns and constraints. */
    enum Feature {
        COMMENT,
        BLOOM_FILTER,
        INDEX,
        ROLLUP,
        SORT_KEY,
        FLAT_JSON,
        /** An age after which the server deletes partitions, if the table is partitioned by days. */
        RETENTION,
        /** Partitions of months instead of days. */
        MONTHLY,
        /** Ranges that the server creates, or would create, instead of one for each day with rows. */
        DYNAMIC,
        DYNAMIC_ON,
        DYNAMIC_START,
        /** Partitions by lists of values instead of one for all rows. */
        LISTED,
        MORE_BUCKETS,
        /** A bloom filter of the first column after the key. */
        COLUMN_FILTER,
        /** An index of the first column after the key. */
        COLUMN_INDEX,
        /** A column that is computed from the first column after the key, or from the key. */
        GENERATED,
        /** Membership of the only colocation group of the schema. */
        COLOCATED,
        /** A place in the second database. */
        ELSEWHERE
    }

    /**
     * A column after the key.
     *
     * @param origin its first name, which remains if it is renamed
     * @param kind its type, and for an AGGREGATE KEY table its aggregation
     * @param isReadable whether views may select it
     */
    record ColumnSketch(String name, String origin, String kind, boolean isReadable) {
        ColumnSketch withName(String newName) {
            return new ColumnSketch(newName, origin, kind, isReadable);
        }

        /** Returns the column with the type and the aggregation of another one. */
        ColumnSketch withKindOf(ColumnSketch other) {
            return new ColumnSketch(name, origin, other.kind, other.isReadable);
        }

        /** Returns whether the column may have a bloom filter, whatever the model of the table. */
        boolean mayBeFiltered() {
            return kind.startsWith("BIGINT") || kind.startsWith("VARCHAR");
        }

        String text() {
            return "`" + name + "` " + kind;
        }
    }

    TableSketch withName(String newName) {
        return new TableSketch(newName, model, columns, isDated, isUnique, references, features);
    }

    TableSketch withColumns(List<ColumnSketch> newColumns) {
        return new TableSketch(name, model, newColumns, isDated, isUnique, references, features);
    }

    TableSketch withModel(KeyModel newModel) {
        return new TableSketch(name, newModel, columns, isDated, isUnique, references, features);
    }

    TableSketch withUnique(boolean isNewUnique) {
        return new TableSketch(name, model, columns, isDated, isNewUnique, references, features);
    }

    TableSketch withReferences(SortedSet<String> newReferences) {
        return new TableSketch(name, model, columns, isDated, isUnique, newReferences, features);
    }

    TableSketch withToggled(Feature feature) {
        SortedSet<Feature> changedFeatures = new TreeSet<>(features);
        if (!changedFeatures.remove(feature)) {
            changedFeatures.add(feature);
        }
        return new TableSketch(name, model, columns, isDated, isUnique, references, changedFeatures);
    }

    /** Returns whether foreign keys may refer to the table: its key is unique by declaration or by its model. */
    boolean canBeReferredTo() {
        return isUnique || (model != KeyModel.DUPLICATE && model != KeyModel.AGGREGATE && !isDated);
    }

    List<String> readableColumns() {
        List<String> names = new ArrayList<>(List.of(KEY_COLUMN));
        if (isDated) {
            names.add(DAY_COLUMN);
        }
        columns.stream()
                .filter(ColumnSketch::isReadable)
                .map(ColumnSketch::name)
                .forEach(names::add);
        return names;
    }

    /** Returns the statement of a rollup, if the table has one. */
    Optional<String> rollup(SchemaSketch schema) {
        return has(Feature.ROLLUP) && model == KeyModel.DUPLICATE
                ? Optional.of("CREATE MATERIALIZED VIEW " + schema.qualify(name) + "_sums AS SELECT " + KEY_COLUMN
                        + ", count(" + KEY_COLUMN + ") FROM " + schema.qualify(name) + " GROUP BY " + KEY_COLUMN)
                : Optional.empty();
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    private boolean isListed() {
        return !isDated && has(Feature.LISTED);
    }

    private String renderPartitioning() {
        if (isListed()) {
            return " PARTITION BY LIST (" + LIST_COLUMN + ") (PARTITION one VALUES IN ('it''s', 'a, b', '\\\\', ''''))";
        }
        if (!isDated) {
            return "";
        }
        return has(Feature.DYNAMIC)
                ? " PARTITION BY RANGE (" + DAY_COLUMN + ") ()"
                : " PARTITION BY date_trunc('" + (has(Feature.MONTHLY) ? "month" : "day") + "', " + DAY_COLUMN + ")";
    }

    String statement(SchemaSketch schema) {
        String key = KEY_COLUMN + (isDated ? ", " + DAY_COLUMN : "") + (isListed() ? ", " + LIST_COLUMN : "");
        List<String> items = new ArrayList<>(List.of(KEY_COLUMN + " INT NOT NULL"));
        if (isDated) {
            items.add(DAY_COLUMN + " DATE NOT NULL");
        }
        if (isListed()) {
            items.add(LIST_COLUMN + " VARCHAR(20) NOT NULL DEFAULT \"it's\"");
        }
        columns.forEach(column -> items.add(column.text()));
        if (has(Feature.GENERATED) && model != KeyModel.AGGREGATE) {
            String source =
                    columns.get(0).kind().startsWith("BIGINT") ? columns.get(0).name() : KEY_COLUMN;
            items.add(GENERATED_COLUMN + " BIGINT AS (" + source + " + 1)");
        }
        if (has(Feature.INDEX)) {
            items.add("INDEX by_key (" + KEY_COLUMN + ") USING BITMAP");
        }
        if (has(Feature.COLUMN_INDEX) && model != KeyModel.AGGREGATE) {
            findFilteredColumn().ifPresent(column -> items.add("INDEX by_column (`" + column + "`) USING BITMAP"));
        }
        return "CREATE TABLE " + schema.qualify(name) + " (" + String.join(", ", items) + ") " + renderKeyModel() + " ("
                + key + ")"
                + (has(Feature.COMMENT) ? " COMMENT \"it's \\\"" + name + "\\\"\"" : "")
                + renderPartitioning()
                + " DISTRIBUTED BY HASH (" + KEY_COLUMN + ") BUCKETS " + (has(Feature.MORE_BUCKETS) ? 3 : 2)
                + (has(Feature.SORT_KEY) && isDated ? " ORDER BY (" + DAY_COLUMN + ", " + KEY_COLUMN + ")" : "")
                + properties(schema);
    }

    private String renderKeyModel() {
        return switch (model) {
            case PRIMARY -> "PRIMARY KEY";
            case UNIQUE -> "UNIQUE KEY";
            case AGGREGATE -> "AGGREGATE KEY";
            case DUPLICATE -> "DUPLICATE KEY";
        };
    }

    private Optional<String> findFilteredColumn() {
        return columns.stream().filter(ColumnSketch::mayBeFiltered).findFirst().map(ColumnSketch::name);
    }

    private String properties(SchemaSketch schema) {
        List<String> properties = new ArrayList<>();
        List<String> filteredColumns = new ArrayList<>();
        if (has(Feature.BLOOM_FILTER)) {
            filteredColumns.add(KEY_COLUMN);
        }
        if (has(Feature.COLUMN_FILTER)) {
            findFilteredColumn().ifPresent(filteredColumns::add);
        }
        if (!filteredColumns.isEmpty()) {
            properties.add("\"bloom_filter_columns\" = \"" + String.join(", ", filteredColumns) + "\"");
        }
        if (has(Feature.COLOCATED)) {
            properties.add("\"colocate_with\" = \"group-" + SchemaSketch.DATABASE + "\"");
        }
        if (has(Feature.FLAT_JSON)) {
            properties.add("\"flat_json.enable\" = \"true\"");
        }
        if (isDated && has(Feature.DYNAMIC)) {
            properties.add("\"dynamic_partition.enable\" = \"" + has(Feature.DYNAMIC_ON) + "\"");
            properties.add("\"dynamic_partition.time_unit\" = \"DAY\"");
            properties.add("\"dynamic_partition.end\" = \"2\"");
            if (has(Feature.DYNAMIC_START)) {
                properties.add("\"dynamic_partition.start\" = \"-7\"");
            }
        } else if (isDated && has(Feature.RETENTION)) {
            properties.add("\"partition_ttl\" = \"3 DAY\"");
        }
        if (isUnique) {
            properties.add("\"unique_constraints\" = \"" + KEY_COLUMN + "\"");
        }
        if (!references.isEmpty()) {
            properties.add("\"foreign_key_constraints\" = \""
                    + String.join(
                            "; ",
                            references.stream()
                                    .map(table -> "(" + KEY_COLUMN + ") REFERENCES " + schema.qualify(table) + "("
                                            + KEY_COLUMN + ")")
                                    .toList())
                    + "\"");
        }
        return properties.isEmpty() ? "" : " PROPERTIES (" + String.join(", ", properties) + ")";
    }
}
