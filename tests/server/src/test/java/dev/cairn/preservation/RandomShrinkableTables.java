package dev.cairn.preservation;

import dev.cairn.preservation.ShrinkableTable.ShrinkableColumn;
import dev.cairn.random.Dice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates random drafts of tables, and changes them at random. A server may refuse some of the tables. */
final class RandomShrinkableTables {
    private static final List<String> STRUCT_TYPES = List.of(
            "STRUCT<a INT, b VARCHAR(10)>",
            "STRUCT<b VARCHAR(10), a INT>",
            "STRUCT<a INT, b VARCHAR(10), c DATE>",
            "STRUCT<a BIGINT, b VARCHAR(20)>",
            "STRUCT<b VARCHAR(10)>",
            "STRUCT<a INT, s STRUCT<x INT, y DATE>>",
            "STRUCT<a INT, s STRUCT<x INT, y DATE, z VARCHAR(5)>>");
    private static final List<String> TEXT_TYPES = List.of("CHAR(8)", "VARCHAR(20)", "VARCHAR(40)", "STRING");
    private static final List<String> NUMBER_TYPES = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INT",
            "BIGINT",
            "LARGEINT",
            "FLOAT",
            "DOUBLE",
            "DECIMAL(9, 2)",
            "DECIMAL(18, 4)",
            "DECIMAL(38, 6)");
    private static final List<String> OTHER_TYPES = List.of(
            "DATE",
            "DATETIME",
            "JSON",
            "VARBINARY(20)",
            "ARRAY<INT>",
            "ARRAY<BIGINT>",
            "ARRAY<VARCHAR(10)>",
            "ARRAY<ARRAY<INT>>",
            "MAP<INT, VARCHAR(10)>",
            "MAP<VARCHAR(10), DATE>");
    private static final List<String> SKETCH_TYPES = List.of("BITMAP", "HLL", "PERCENTILE");
    private static final String DYNAMIC_PARTITIONING = "'dynamic_partition.enable' = '%s',"
            + " 'dynamic_partition.time_unit' = 'YEAR', 'dynamic_partition.end' = '1',"
            + " 'dynamic_partition.prefix' = 'y'";
    private static final List<String> PARTITION_LIMITS = List.of(
            "'partition_live_number' = '100'",
            "'partition_ttl' = '100 YEAR'",
            DYNAMIC_PARTITIONING.formatted("true"),
            DYNAMIC_PARTITIONING.formatted("false"));
    private static final List<String> KEY_MODELS = List.of("DUPLICATE", "UNIQUE", "AGGREGATE", "PRIMARY");

    private final Dice dice;
    private int nameCount;

    RandomShrinkableTables(Dice dice) {
        this.dice = dice;
    }

    /** The kind of a change of a table. */
    enum Change {
        ADD_COLUMN,
        DROP_COLUMN,
        RENAME_COLUMN,
        /** A column gets the name of another one, which gets a new name. */
        TAKE_NAME,
        EXCHANGE_NAMES,
        MOVE_COLUMN,
        TYPE,
        NULLABLE,
        DEFAULT,
        COMMENT,
        AGGREGATION,
        GENERATED,
        AUTO_INCREMENT,
        KEY_MODEL,
        KEY,
        PARTITIONING,
        PARTITIONS,
        DISTRIBUTION,
        SORT_KEY,
        INDEX,
        ROLLUP,
        SYNCHRONOUS_VIEW,
        COMPRESSION,
        STORAGE_MEDIUM,
        PROPERTY
    }

    private <T> T choose(List<T> items) {
        return items.get(dice.below(items.size()));
    }

    ShrinkableTable createTable() {
        String model = choose(KEY_MODELS);
        List<ShrinkableColumn> columns = new ArrayList<>();
        if (dice.oneIn(3)) {
            columns.add(
                    new ShrinkableColumn("id", "id", "BIGINT", true, "", false, dice.coin() ? "AUTO_INCREMENT" : ""));
        }
        columns.add(new ShrinkableColumn("k", "k", dice.pick("INT", "BIGINT", "SMALLINT"), true, "", false, ""));
        if (dice.below(5) > 0) {
            columns.add(new ShrinkableColumn("day", "day", "DATE", true, "", false, ""));
        }
        if (dice.below(5) > 0) {
            columns.add(new ShrinkableColumn("region", "region", "VARCHAR(10)", true, "", false, ""));
        }
        if (model.equals("DUPLICATE") && dice.oneIn(4)) {
            int keyCount = 1 + dice.below(columns.size());
            columns.replaceAll(column -> columns.indexOf(column) < keyCount ? column : column.withKey(false));
        }
        int valueCount = 1 + dice.below(4);
        for (int i = 0; i < valueCount; i++) {
            columns.add(createValueColumn(model));
        }
        if (!model.equals("AGGREGATE") && dice.oneIn(3)) {
            columns.add(new ShrinkableColumn("g", "g", "BIGINT", false, "", true, chooseGeneratedValue()));
        }
        ShrinkableTable draft = new ShrinkableTable(
                model,
                columns,
                List.of(),
                null,
                List.of(),
                List.of(),
                "HASH(k) BUCKETS 2",
                List.of(),
                List.of(),
                List.of("'replication_num' = '1'"),
                List.of());
        draft = dice.below(3) > 0 ? changePartitionLimit(changePartitioning(draft)) : draft;
        int changeCount = dice.below(3);
        for (int i = 0; i < changeCount; i++) {
            draft = applyChange(
                    draft,
                    dice.pick(
                            Change.INDEX,
                            Change.ROLLUP,
                            Change.SYNCHRONOUS_VIEW,
                            Change.SORT_KEY,
                            Change.COMPRESSION,
                            Change.STORAGE_MEDIUM));
        }
        return draft;
    }

    private String chooseGeneratedValue() {
        return dice.pick(
                "AS (k % 1000 + 1)", "AS (k % 1000 * 2)", "AS (if(k > 3, k, 3))", "AS (CAST(k % 7 AS BIGINT))");
    }

    private ShrinkableColumn createValueColumn(String model) {
        String type = chooseType(model.equals("AGGREGATE"));
        String name = "v" + nameCount++;
        boolean isNullable = dice.below(3) > 0;
        String aggregation = model.equals("AGGREGATE") ? chooseAggregation(type) : "";
        String suffix = SKETCH_TYPES.contains(type) || dice.coin() ? "" : chooseDefault(type);
        return new ShrinkableColumn(name, name, type, false, aggregation, isNullable, suffix);
    }

    private String chooseType(boolean allowsSketches) {
        return switch (dice.below(allowsSketches ? 6 : 5)) {
            case 0 -> choose(TEXT_TYPES);
            case 1 -> choose(NUMBER_TYPES);
            case 2 -> chooseStruct(dice.pick("", "ARRAY<", "MAP<INT, "));
            case 3, 4 -> dice.coin() ? choose(OTHER_TYPES) : choose(NUMBER_TYPES);
            default -> choose(SKETCH_TYPES);
        };
    }

    private String chooseStruct(String opening) {
        return opening + choose(STRUCT_TYPES) + (opening.isEmpty() ? "" : ">");
    }

    /** Returns the clause of a random default; empty for a type whose defaults are not tested. */
    private String chooseDefault(String type) {
        if (TEXT_TYPES.contains(type)) {
            return "DEFAULT '" + dice.pick("x", "y") + "'";
        }
        return NUMBER_TYPES.contains(type) && !type.equals("BOOLEAN") ? "DEFAULT '" + dice.below(5) + "'" : "";
    }

    private String chooseAggregation(String type) {
        if (SKETCH_TYPES.contains(type)) {
            return type + "_UNION";
        }
        if (NUMBER_TYPES.contains(type) && !type.equals("BOOLEAN") && dice.coin()) {
            return dice.pick("SUM", "MIN", "MAX");
        }
        return dice.pick("REPLACE", "REPLACE", "REPLACE_IF_NOT_NULL");
    }

    /**
     * Returns a few kinds of changes. A change of partitions is likelier than the others, because it has an effect only
     * on a table that declares partitions.
     */
    List<Change> chooseChanges() {
        return dice.times(1 + dice.below(3), () -> dice.below(5) == 0 ? Change.PARTITIONS : dice.pick(Change.values()));
    }

    /** Returns a draft after a change; the same draft if the change does not apply to it. */
    ShrinkableTable applyChange(ShrinkableTable draft, Change change) {
        List<ShrinkableColumn> columns = new ArrayList<>(draft.columns());
        int anyIndex = dice.below(columns.size());
        List<Integer> valueIndexes = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).isKey()) {
                valueIndexes.add(i);
            }
        }
        int valueIndex = valueIndexes.isEmpty() ? -1 : choose(valueIndexes);
        ShrinkableColumn valueColumn = valueIndex < 0 ? null : columns.get(valueIndex);
        switch (change) {
            case ADD_COLUMN ->
                columns.add(
                        draft.keyNames().size() + dice.below(valueIndexes.size() + 1),
                        createAddedColumn(draft.model()));
            case DROP_COLUMN -> columns.remove(dice.oneIn(4) || valueIndex < 0 ? anyIndex : valueIndex);
            case RENAME_COLUMN -> columns.set(anyIndex, columns.get(anyIndex).withName("r" + nameCount++));
            case TAKE_NAME -> {
                if (valueIndexes.size() > 1) {
                    int otherIndex = choose(valueIndexes);
                    ShrinkableColumn otherColumn = columns.get(otherIndex);
                    if (otherIndex != valueIndex) {
                        columns.set(valueIndex, columns.get(valueIndex).withName(otherColumn.name()));
                        columns.set(otherIndex, otherColumn.withName("r" + nameCount++));
                    }
                }
            }
            case EXCHANGE_NAMES -> {
                int otherIndex = valueIndexes.isEmpty() ? -1 : choose(valueIndexes);
                // The compiler refuses to exchange the names of columns that do not differ.
                if (otherIndex != valueIndex
                        && !columns.get(valueIndex)
                                .withName("")
                                .render()
                                .equals(columns.get(otherIndex).withName("").render())) {
                    String name = columns.get(valueIndex).name();
                    columns.set(
                            valueIndex,
                            columns.get(valueIndex)
                                    .withName(columns.get(otherIndex).name()));
                    columns.set(otherIndex, columns.get(otherIndex).withName(name));
                }
            }
            case MOVE_COLUMN -> {
                if (valueColumn != null && !valueColumn.isGenerated()) {
                    columns.add(draft.keyNames().size(), columns.remove(valueIndex));
                }
            }
            case TYPE -> {
                int typedIndex = dice.oneIn(5) || valueIndex < 0 ? anyIndex : valueIndex;
                columns.set(
                        typedIndex,
                        columns.get(typedIndex)
                                .withType(
                                        chooseOtherType(columns.get(typedIndex).type())));
            }
            case NULLABLE -> {
                if (valueColumn != null) {
                    columns.set(valueIndex, valueColumn.withNullable(!valueColumn.isNullable()));
                }
            }
            case DEFAULT -> {
                if (valueColumn != null && !valueColumn.isGenerated()) {
                    columns.set(
                            valueIndex,
                            valueColumn.withSuffix(
                                    valueColumn.suffix().isEmpty() ? chooseDefault(valueColumn.type()) : ""));
                }
            }
            case COMMENT -> columns.set(anyIndex, toggleComment(columns.get(anyIndex)));
            case AGGREGATION -> {
                if (valueColumn != null && draft.model().equals("AGGREGATE")) {
                    columns.set(valueIndex, valueColumn.withAggregation(chooseAggregation(valueColumn.type())));
                }
            }
            case GENERATED -> {
                if (valueColumn != null) {
                    columns.set(valueIndex, changeGeneration(valueColumn));
                }
            }
            case AUTO_INCREMENT ->
                columns.replaceAll(column -> column.origin().equals("id")
                        ? column.withSuffix(column.suffix().isEmpty() ? "AUTO_INCREMENT" : "")
                        : column);
            case KEY_MODEL -> {
                return changeModel(draft);
            }
            case KEY -> {
                return changeKey(draft);
            }
            case PARTITIONING -> {
                return changePartitioning(draft);
            }
            case PARTITIONS -> {
                ShrinkableTable changedDraft = changePartitions(draft);
                for (int i = 0; i < 4 && changedDraft.equals(draft); i++) {
                    changedDraft = changePartitions(draft);
                }
                return changedDraft;
            }
            case DISTRIBUTION -> {
                return draft.withDistribution(
                        draft.model().equals("DUPLICATE") && dice.oneIn(3)
                                ? "RANDOM BUCKETS 2"
                                : "HASH(" + choose(draft.keyNames()) + ") BUCKETS " + (1 + dice.below(4)));
            }
            case SORT_KEY -> {
                return draft.withLayout(
                        draft.indexes(),
                        draft.sortKey().isEmpty() || dice.coin() ? chooseSortColumns(draft) : List.of(),
                        draft.rollups(),
                        draft.synchronousViews());
            }
            case INDEX -> {
                List<String> indexes =
                        List.of("INDEX i (" + columns.get(anyIndex).name() + ") USING BITMAP");
                return draft.withLayout(
                        draft.indexes().isEmpty() ? indexes : List.of(),
                        draft.sortKey(),
                        draft.rollups(),
                        draft.synchronousViews());
            }
            case ROLLUP -> {
                return draft.withLayout(
                        draft.indexes(),
                        draft.sortKey(),
                        draft.rollups().isEmpty() ? List.of(renderRollup(draft)) : List.of(),
                        draft.synchronousViews());
            }
            case SYNCHRONOUS_VIEW -> {
                return draft.withLayout(
                        draft.indexes(),
                        draft.sortKey(),
                        draft.rollups(),
                        draft.synchronousViews().isEmpty() ? List.of(renderSynchronousView(draft)) : List.of());
            }
            case COMPRESSION -> {
                return draft.withProperties(toggleProperty(draft.properties(), "compression", "ZSTD", "LZ4", "ZLIB"));
            }
            case STORAGE_MEDIUM -> {
                return draft.withProperties(toggleProperty(draft.properties(), "storage_medium", "SSD", "HDD"));
            }
            case PROPERTY -> {
                return draft.withProperties(
                        dice.coin()
                                ? toggleProperty(draft.properties(), "bloom_filter_columns", "k")
                                : toggleProperty(draft.properties(), "write_quorum", "ONE"));
            }
        }
        return columns.isEmpty() ? draft : draft.withColumns(columns);
    }

    /** Creates a column that is nullable or has a default, because existing rows have no values for it. */
    private ShrinkableColumn createAddedColumn(String model) {
        ShrinkableColumn column = createValueColumn(model);
        return column.isNullable() || !column.suffix().isEmpty() ? column : column.withNullable(true);
    }

    private String chooseOtherType(String type) {
        if (type.contains("STRUCT")) {
            return chooseStruct(type.startsWith("STRUCT") ? "" : type.substring(0, type.indexOf("STRUCT")));
        }
        if (TEXT_TYPES.contains(type)) {
            return dice.below(4) > 0 ? choose(TEXT_TYPES) : choose(NUMBER_TYPES);
        }
        if (NUMBER_TYPES.contains(type)) {
            return dice.below(4) > 0 ? choose(NUMBER_TYPES) : choose(TEXT_TYPES);
        }
        return switch (type) {
            case "DATE" -> "DATETIME";
            case "DATETIME" -> dice.pick("DATE", "VARCHAR(40)");
            case "ARRAY<INT>" -> "ARRAY<BIGINT>";
            case "VARCHAR(10)" -> "VARCHAR(30)";
            default -> choose(OTHER_TYPES);
        };
    }

    private static ShrinkableColumn toggleComment(ShrinkableColumn column) {
        String suffix = column.suffix().replaceFirst(" ?COMMENT .*", "");
        return column.withSuffix(
                column.suffix().contains("COMMENT") ? suffix : (suffix.isEmpty() ? "" : suffix + " ") + "COMMENT 'c'");
    }

    private ShrinkableColumn changeGeneration(ShrinkableColumn column) {
        boolean isKept = column.isGenerated() && dice.coin();
        if (column.isGenerated() && !isKept) {
            return column.withSuffix("");
        }
        return column.withType("BIGINT").withNullable(true).withAggregation("").withSuffix(chooseGeneratedValue());
    }

    private ShrinkableTable changeModel(ShrinkableTable draft) {
        String model = choose(KEY_MODELS);
        List<ShrinkableColumn> columns = new ArrayList<>(draft.columns());
        columns.replaceAll(column -> column.isKey()
                ? column
                : column.withAggregation(
                        !model.equals("AGGREGATE")
                                ? ""
                                : column.aggregation().isEmpty()
                                        ? chooseAggregation(column.type())
                                        : column.aggregation()));
        return draft.withModel(model, columns);
    }

    /** Returns a draft with one more or one fewer column of the key, or with another order of these columns. */
    private ShrinkableTable changeKey(ShrinkableTable draft) {
        List<ShrinkableColumn> columns = new ArrayList<>(draft.columns());
        int keyCount = draft.keyNames().size();
        if (keyCount > 1 && dice.coin()) {
            Collections.swap(columns, 0, keyCount - 1);
            return draft.withColumns(columns);
        }
        if (keyCount > 1 && dice.coin()) {
            ShrinkableColumn lastKey = columns.get(keyCount - 1);
            columns.set(
                    keyCount - 1,
                    lastKey.withKey(false)
                            .withAggregation(
                                    draft.model().equals("AGGREGATE") ? chooseAggregation(lastKey.type()) : ""));
        } else {
            String name = "k" + nameCount++;
            columns.add(keyCount, new ShrinkableColumn(name, name, "INT", true, "", false, "DEFAULT '0'"));
        }
        return draft.withColumns(columns);
    }

    private static @Nullable String findName(ShrinkableTable draft, String origin) {
        return draft.columns().stream()
                .filter(column -> column.origin().equals(origin))
                .map(ShrinkableColumn::name)
                .findFirst()
                .orElse(null);
    }

    private ShrinkableTable changePartitioning(ShrinkableTable draft) {
        String dayColumn = findName(draft, "day");
        String regionColumn = findName(draft, "region");
        String numberColumn = findName(draft, "k");
        if (dayColumn == null || regionColumn == null || numberColumn == null) {
            return draft;
        }
        return switch (dice.below(7)) {
            case 0 -> draft.withPartitioning(null, List.of(), List.of());
            case 1 -> draft.withPartitioning("RANGE(" + dayColumn + ")", chooseDayPartitions(), List.of());
            case 2 -> draft.withPartitioning("LIST(" + regionColumn + ")", chooseRegionPartitions(), List.of());
            case 3 ->
                draft.withPartitioning(
                        "date_trunc('month', " + dayColumn + ")",
                        List.of("START (\"2024-01-01\") END (\"2024-0" + (2 + dice.below(2))
                                + "-01\") EVERY (INTERVAL 1 MONTH)"),
                        List.of());
            case 4 ->
                draft.withPartitioning(
                        "(" + regionColumn + ")", List.of(), dice.coin() ? chooseRegionPartitions() : List.of());
            case 5 -> draft.withPartitioning("RANGE(" + numberColumn + ")", chooseNumberPartitions(), List.of());
            default ->
                draft.withPartitioning(
                        "LIST(" + regionColumn + ", " + numberColumn + ")", choosePairPartitions(), List.of());
        };
    }

    private List<String> chooseDayPartitions() {
        return dice.pick(
                List.of(
                        renderRangePartition("p1", "2024-02-01"),
                        renderRangePartition("p2", "2024-03-01"),
                        renderRangePartition("p3", "2025-01-01")),
                List.of(renderRangePartition("p1", "2024-02-01"), renderRangePartition("p2", "2025-01-01")),
                List.of(
                        renderRangePartition("p1", "2024-01-01"),
                        renderRangePartition("p2", "2024-03-01"),
                        renderRangePartition("p3", "2025-01-01")),
                List.of(
                        renderRangePartition("p1", "2024-02-01"),
                        renderRangePartition("p2", "2024-03-01"),
                        "PARTITION p3 VALUES LESS THAN (MAXVALUE)"),
                List.of(renderRangePartition("p2", "2024-03-01"), renderRangePartition("p3", "2025-01-01")));
    }

    private List<String> chooseNumberPartitions() {
        return dice.pick(
                List.of(renderRangePartition("p1", "5"), renderRangePartition("p2", "100")),
                List.of(renderRangePartition("p1", "7"), renderRangePartition("p2", "100")),
                List.of(
                        renderRangePartition("p1", "5"),
                        renderRangePartition("q2", "10"),
                        renderRangePartition("q3", "100")),
                List.of(renderRangePartition("q1", "5"), renderRangePartition("p2", "100")));
    }

    private static String renderRangePartition(String name, String bound) {
        return "PARTITION " + name + " VALUES LESS THAN (\"" + bound + "\")";
    }

    private List<String> chooseRegionPartitions() {
        return dice.pick(
                List.of("PARTITION p1 VALUES IN ('a', 'b')", "PARTITION p2 VALUES IN ('c', 'd')"),
                List.of("PARTITION p1 VALUES IN ('a', 'b', 'e')", "PARTITION p2 VALUES IN ('c', 'd')"),
                List.of("PARTITION p1 VALUES IN ('a')", "PARTITION p2 VALUES IN ('b', 'c', 'd')"),
                List.of("PARTITION p1 VALUES IN ('c', 'd')", "PARTITION p2 VALUES IN ('a', 'b')"),
                List.of("PARTITION q1 VALUES IN ('a', 'b')", "PARTITION p2 VALUES IN ('c', 'd', 'e')"),
                List.of("PARTITION p1 VALUES IN ('a', 'b')"));
    }

    private List<String> choosePairPartitions() {
        return dice.pick(
                List.of("PARTITION p1 VALUES IN (('a', '1'), ('b', '1'))", "PARTITION p2 VALUES IN (('c', '2'))"),
                List.of("PARTITION p1 VALUES IN (('a', '1'))", "PARTITION p2 VALUES IN (('c', '2'), ('b', '1'))"));
    }

    /** Returns a draft with other partitions of the same kind. */
    private ShrinkableTable changePartitions(ShrinkableTable draft) {
        String partitioning = draft.partitioning();
        if (partitioning == null) {
            return draft;
        }
        if (partitioning.startsWith("RANGE(" + findName(draft, "k"))) {
            return draft.withPartitioning(partitioning, chooseNumberPartitions(), List.of());
        }
        if (partitioning.startsWith("RANGE")) {
            return changePartitionLimit(draft).withPartitioning(partitioning, chooseDayPartitions(), List.of());
        }
        if (partitioning.startsWith("(")) {
            return draft.withPartitioning(partitioning, List.of(), dice.coin() ? chooseRegionPartitions() : List.of());
        }
        if (partitioning.startsWith("date_trunc")) {
            return draft.withPartitioning(
                    partitioning,
                    List.of("START (\"2024-01-01\") END (\"2024-0" + (2 + dice.below(3))
                            + "-01\") EVERY (INTERVAL 1 MONTH)"),
                    List.of());
        }
        return draft.withPartitioning(
                partitioning,
                partitioning.contains(", ") ? choosePairPartitions() : chooseRegionPartitions(),
                List.of());
    }

    /**
     * Returns a draft with another limit of its partitions, or with other dynamic partitioning. The server keeps all
     * declared partitions nevertheless.
     */
    private ShrinkableTable changePartitionLimit(ShrinkableTable draft) {
        String partitioning = draft.partitioning();
        if (partitioning == null || !partitioning.equals("RANGE(" + findName(draft, "day") + ")")) {
            return draft;
        }
        List<String> properties = new ArrayList<>(draft.properties());
        properties.removeIf(PARTITION_LIMITS::contains);
        if (dice.coin()) {
            properties.add(choose(PARTITION_LIMITS));
        }
        return draft.withProperties(properties);
    }

    private List<String> chooseSortColumns(ShrinkableTable draft) {
        List<String> names = new ArrayList<>(draft.columns().stream()
                .filter(column -> !column.isGenerated())
                .filter(column ->
                        draft.model().equals("DUPLICATE") || draft.model().equals("PRIMARY") || column.isKey())
                .map(ShrinkableColumn::name)
                .toList());
        Collections.rotate(names, dice.below(names.size() + 1));
        return draft.model().equals("AGGREGATE") || draft.model().equals("UNIQUE")
                ? names
                : names.subList(0, Math.min(names.size(), 1 + dice.below(2)));
    }

    private String renderRollup(ShrinkableTable draft) {
        List<String> names = draft.columns().stream()
                .filter(column -> column.isKey() || !draft.model().equals("UNIQUE"))
                .map(ShrinkableColumn::name)
                .toList();
        return "r (" + String.join(", ", names.subList(0, 1 + dice.below(names.size()))) + ")";
    }

    private String renderSynchronousView(ShrinkableTable draft) {
        String key = choose(draft.keyNames());
        String aggregatedColumn = choose(draft.columns()).name();
        return "CREATE MATERIALIZED VIEW sync_view AS SELECT " + key + ", "
                + dice.pick("count", "max", "min") + "(" + aggregatedColumn + ") AS aggregated FROM "
                + TablePair.TABLE_NAME
                + " GROUP BY " + key;
    }

    private List<String> toggleProperty(List<String> properties, String name, String... values) {
        List<String> changedProperties = new ArrayList<>(properties);
        boolean wasPresent = changedProperties.removeIf(property -> property.startsWith("'" + name + "'"));
        if (!wasPresent || dice.coin()) {
            changedProperties.add("'" + name + "' = '" + dice.pick(values) + "'");
        }
        return changedProperties;
    }
}
