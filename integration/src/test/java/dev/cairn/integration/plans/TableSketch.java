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
 * @param features bloom filter, index, rollup, and comment; each absent or present
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
    static final String DAY = "day";

    TableSketch {
        columns = List.copyOf(columns);
    }

    /** What a table may have besides columns and constraints. */
    enum Feature {
        COMMENT,
        BLOOM_FILTER,
        INDEX,
        ROLLUP,
        SORT_KEY
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

    Optional<String> rollup() {
        return features.contains(Feature.ROLLUP) && model == KeyModel.DUPLICATE
                ? Optional.of("CREATE MATERIALIZED VIEW " + name + "_sums AS SELECT " + KEY + ", count(" + KEY
                        + ") FROM " + name + " GROUP BY " + KEY)
                : Optional.empty();
    }

    String statement() {
        String key = dated ? KEY + ", " + DAY : KEY;
        List<String> items = new ArrayList<>(List.of(KEY + " INT NOT NULL"));
        if (dated) {
            items.add(DAY + " DATE NOT NULL");
        }
        columns.forEach(column -> items.add(column.text()));
        if (features.contains(Feature.INDEX)) {
            items.add("INDEX by_key (" + KEY + ") USING BITMAP");
        }
        return "CREATE TABLE " + name + " (" + String.join(", ", items) + ") " + keyWords() + " (" + key + ")"
                + (features.contains(Feature.COMMENT) ? " COMMENT \"of " + name + "\"" : "")
                + (dated ? " PARTITION BY date_trunc('day', " + DAY + ")" : "")
                + " DISTRIBUTED BY HASH (" + KEY + ") BUCKETS 2"
                + (features.contains(Feature.SORT_KEY) && dated ? " ORDER BY (" + DAY + ", " + KEY + ")" : "")
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
        if (features.contains(Feature.BLOOM_FILTER)) {
            properties.add("\"bloom_filter_columns\" = \"" + KEY + "\"");
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
