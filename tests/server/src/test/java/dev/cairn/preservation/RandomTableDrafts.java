package dev.cairn.preservation;

import dev.cairn.preservation.TableDraft.Field;
import dev.cairn.random.Dice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables of all kinds, and what may be changed of them. A server may refuse some. */
final class RandomTableDrafts {
    private static final List<String> STRUCTS = List.of(
            "STRUCT<a INT, b VARCHAR(10)>",
            "STRUCT<b VARCHAR(10), a INT>",
            "STRUCT<a INT, b VARCHAR(10), c DATE>",
            "STRUCT<a BIGINT, b VARCHAR(20)>",
            "STRUCT<b VARCHAR(10)>",
            "STRUCT<a INT, s STRUCT<x INT, y DATE>>",
            "STRUCT<a INT, s STRUCT<x INT, y DATE, z VARCHAR(5)>>");
    private static final List<String> TEXTS = List.of("CHAR(8)", "VARCHAR(20)", "VARCHAR(40)", "STRING");
    private static final List<String> NUMBERS = List.of(
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
    private static final List<String> OTHERS = List.of(
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
    private static final List<String> SKETCHES = List.of("BITMAP", "HLL", "PERCENTILE");
    private static final List<String> MODELS = List.of("DUPLICATE", "UNIQUE", "AGGREGATE", "PRIMARY");

    private final Dice dice;
    private int nameCount;

    RandomTableDrafts(Dice dice) {
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

    TableDraft table() {
        String model = choose(MODELS);
        List<Field> columns = new ArrayList<>();
        if (dice.oneIn(3)) {
            columns.add(new Field("id", "id", "BIGINT", true, "", false, dice.coin() ? "AUTO_INCREMENT" : ""));
        }
        columns.add(new Field("k", "k", dice.of("INT", "BIGINT", "SMALLINT"), true, "", false, ""));
        if (dice.below(5) > 0) {
            columns.add(new Field("day", "day", "DATE", true, "", false, ""));
        }
        if (dice.below(5) > 0) {
            columns.add(new Field("region", "region", "VARCHAR(10)", true, "", false, ""));
        }
        if (model.equals("DUPLICATE") && dice.oneIn(4)) {
            int count = 1 + dice.below(columns.size());
            columns.replaceAll(column -> columns.indexOf(column) < count ? column : column.withKey(false));
        }
        int valueCount = 1 + dice.below(4);
        for (int i = 0; i < valueCount; i++) {
            columns.add(valueColumn(model));
        }
        if (!model.equals("AGGREGATE") && dice.oneIn(3)) {
            columns.add(new Field("g", "g", "BIGINT", false, "", true, generatedValue()));
        }
        TableDraft draft = new TableDraft(
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
        draft = dice.below(3) > 0 ? repartitioned(draft) : draft;
        int changeCount = dice.below(3);
        for (int i = 0; i < changeCount; i++) {
            draft = applyChange(
                    draft,
                    dice.of(
                            Change.INDEX,
                            Change.ROLLUP,
                            Change.SYNCHRONOUS_VIEW,
                            Change.SORT_KEY,
                            Change.COMPRESSION,
                            Change.STORAGE_MEDIUM));
        }
        return draft;
    }

    private String generatedValue() {
        return dice.of("AS (k % 1000 + 1)", "AS (k % 1000 * 2)", "AS (if(k > 3, k, 3))", "AS (CAST(k % 7 AS BIGINT))");
    }

    private Field valueColumn(String model) {
        String type = type(model.equals("AGGREGATE"));
        String name = "v" + nameCount++;
        boolean isNullable = dice.below(3) > 0;
        String aggregation = model.equals("AGGREGATE") ? aggregation(type) : "";
        String rest = SKETCHES.contains(type) || dice.coin() ? "" : defaultFor(type);
        return new Field(name, name, type, false, aggregation, isNullable, rest);
    }

    private String type(boolean allowsSketches) {
        return switch (dice.below(allowsSketches ? 6 : 5)) {
            case 0 -> choose(TEXTS);
            case 1 -> choose(NUMBERS);
            case 2 -> struct(dice.of("", "ARRAY<", "MAP<INT, "));
            case 3, 4 -> dice.coin() ? choose(OTHERS) : choose(NUMBERS);
            default -> choose(SKETCHES);
        };
    }

    private String struct(String around) {
        return around + choose(STRUCTS) + (around.isEmpty() ? "" : ">");
    }

    /** A default. */
    private String defaultFor(String type) {
        if (TEXTS.contains(type)) {
            return "DEFAULT '" + dice.of("x", "y") + "'";
        }
        return NUMBERS.contains(type) && !type.equals("BOOLEAN") ? "DEFAULT '" + dice.below(5) + "'" : "";
    }

    private String aggregation(String type) {
        if (SKETCHES.contains(type)) {
            return type + "_UNION";
        }
        if (NUMBERS.contains(type) && !type.equals("BOOLEAN") && dice.coin()) {
            return dice.of("SUM", "MIN", "MAX");
        }
        return dice.of("REPLACE", "REPLACE", "REPLACE_IF_NOT_NULL");
    }

    /** A few. Other partitions are likelier than the rest, as only tables that declare partitions can get them. */
    List<Change> changes() {
        return dice.times(1 + dice.below(3), () -> dice.below(5) == 0 ? Change.PARTITIONS : dice.of(Change.values()));
    }

    /** The same draft where there is nothing to change. */
    TableDraft applyChange(TableDraft draft, Change change) {
        List<Field> columns = new ArrayList<>(draft.columns());
        int any = dice.below(columns.size());
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).isKey()) {
                values.add(i);
            }
        }
        int value = values.isEmpty() ? -1 : choose(values);
        Field chosen = value < 0 ? null : columns.get(value);
        switch (change) {
            case ADD_COLUMN ->
                columns.add(draft.keys().size() + dice.below(values.size() + 1), addition(draft.model()));
            case DROP_COLUMN -> columns.remove(dice.oneIn(4) || value < 0 ? any : value);
            case RENAME_COLUMN -> columns.set(any, columns.get(any).withName("r" + nameCount++));
            case TAKE_NAME -> {
                if (values.size() > 1) {
                    int other = choose(values);
                    Field giving = columns.get(other);
                    if (other != value) {
                        columns.set(value, columns.get(value).withName(giving.name()));
                        columns.set(other, giving.withName("r" + nameCount++));
                    }
                }
            }
            case EXCHANGE_NAMES -> {
                int other = values.isEmpty() ? -1 : choose(values);
                // javac refuses to exchange the names of columns that do not differ
                if (other != value
                        && !columns.get(value)
                                .withName("")
                                .render()
                                .equals(columns.get(other).withName("").render())) {
                    String name = columns.get(value).name();
                    columns.set(
                            value,
                            columns.get(value).withName(columns.get(other).name()));
                    columns.set(other, columns.get(other).withName(name));
                }
            }
            case MOVE_COLUMN -> {
                if (chosen != null && !chosen.isGenerated()) {
                    columns.add(draft.keys().size(), columns.remove(value));
                }
            }
            case TYPE -> {
                int at = dice.oneIn(5) || value < 0 ? any : value;
                columns.set(
                        at, columns.get(at).withType(otherType(columns.get(at).type())));
            }
            case NULLABLE -> {
                if (chosen != null) {
                    columns.set(value, chosen.withNullable(!chosen.isNullable()));
                }
            }
            case DEFAULT -> {
                if (chosen != null && !chosen.isGenerated()) {
                    columns.set(value, chosen.withSuffix(chosen.suffix().isEmpty() ? defaultFor(chosen.type()) : ""));
                }
            }
            case COMMENT -> columns.set(any, commented(columns.get(any)));
            case AGGREGATION -> {
                if (chosen != null && draft.model().equals("AGGREGATE")) {
                    columns.set(value, chosen.withAggregation(aggregation(chosen.type())));
                }
            }
            case GENERATED -> {
                if (chosen != null) {
                    columns.set(value, generatedValue(chosen));
                }
            }
            case AUTO_INCREMENT ->
                columns.replaceAll(column -> column.origin().equals("id")
                        ? column.withSuffix(column.suffix().isEmpty() ? "AUTO_INCREMENT" : "")
                        : column);
            case KEY_MODEL -> {
                return modelled(draft);
            }
            case KEY -> {
                return keyed(draft);
            }
            case PARTITIONING -> {
                return repartitioned(draft);
            }
            case PARTITIONS -> {
                TableDraft others = partitions(draft);
                for (int i = 0; i < 4 && others.equals(draft); i++) {
                    others = partitions(draft);
                }
                return others;
            }
            case DISTRIBUTION -> {
                return draft.withDistribution(
                        draft.model().equals("DUPLICATE") && dice.oneIn(3)
                                ? "RANDOM BUCKETS 2"
                                : "HASH(" + choose(draft.keys()) + ") BUCKETS " + (1 + dice.below(4)));
            }
            case SORT_KEY -> {
                return draft.laidOut(
                        draft.indexes(),
                        draft.sortKey().isEmpty() || dice.coin() ? sortKey(draft) : List.of(),
                        draft.rollups(),
                        draft.synchronousViews());
            }
            case INDEX -> {
                List<String> indexes = List.of("INDEX i (" + columns.get(any).name() + ") USING BITMAP");
                return draft.laidOut(
                        draft.indexes().isEmpty() ? indexes : List.of(),
                        draft.sortKey(),
                        draft.rollups(),
                        draft.synchronousViews());
            }
            case ROLLUP -> {
                return draft.laidOut(
                        draft.indexes(),
                        draft.sortKey(),
                        draft.rollups().isEmpty() ? List.of(rollup(draft)) : List.of(),
                        draft.synchronousViews());
            }
            case SYNCHRONOUS_VIEW -> {
                return draft.laidOut(
                        draft.indexes(),
                        draft.sortKey(),
                        draft.rollups(),
                        draft.synchronousViews().isEmpty() ? List.of(synchronous(draft)) : List.of());
            }
            case COMPRESSION -> {
                return draft.properties(with(draft.properties(), "compression", "ZSTD", "LZ4", "ZLIB"));
            }
            case STORAGE_MEDIUM -> {
                return draft.properties(with(draft.properties(), "storage_medium", "SSD", "HDD"));
            }
            case PROPERTY -> {
                return draft.properties(
                        dice.coin()
                                ? with(draft.properties(), "bloom_filter_columns", "k")
                                : with(draft.properties(), "write_quorum", "ONE"));
            }
        }
        return columns.isEmpty() ? draft : draft.withColumns(columns);
    }

    /** A new column is nullable or has a default, because its values can't be derived. */
    private Field addition(String model) {
        Field added = valueColumn(model);
        return added.isNullable() || !added.suffix().isEmpty() ? added : added.withNullable(true);
    }

    private String otherType(String type) {
        if (type.contains("STRUCT")) {
            return struct(type.startsWith("STRUCT") ? "" : type.substring(0, type.indexOf("STRUCT")));
        }
        if (TEXTS.contains(type)) {
            return dice.below(4) > 0 ? choose(TEXTS) : choose(NUMBERS);
        }
        if (NUMBERS.contains(type)) {
            return dice.below(4) > 0 ? choose(NUMBERS) : choose(TEXTS);
        }
        return switch (type) {
            case "DATE" -> "DATETIME";
            case "DATETIME" -> dice.of("DATE", "VARCHAR(40)");
            case "ARRAY<INT>" -> "ARRAY<BIGINT>";
            case "VARCHAR(10)" -> "VARCHAR(30)";
            default -> choose(OTHERS);
        };
    }

    private static Field commented(Field column) {
        String rest = column.suffix().replaceFirst(" ?COMMENT .*", "");
        return column.withSuffix(
                column.suffix().contains("COMMENT") ? rest : (rest.isEmpty() ? "" : rest + " ") + "COMMENT 'c'");
    }

    private Field generatedValue(Field column) {
        boolean stays = column.isGenerated() && dice.coin();
        if (column.isGenerated() && !stays) {
            return column.withSuffix("");
        }
        return column.withType("BIGINT").withNullable(true).withAggregation("").withSuffix(generatedValue());
    }

    private TableDraft modelled(TableDraft draft) {
        String model = choose(MODELS);
        List<Field> columns = new ArrayList<>(draft.columns());
        columns.replaceAll(column -> column.isKey()
                ? column
                : column.withAggregation(
                        !model.equals("AGGREGATE")
                                ? ""
                                : column.aggregation().isEmpty() ? aggregation(column.type()) : column.aggregation()));
        return draft.withModel(model, columns);
    }

    /** One more or one fewer, or another order. */
    private TableDraft keyed(TableDraft draft) {
        List<Field> columns = new ArrayList<>(draft.columns());
        int keys = draft.keys().size();
        if (keys > 1 && dice.coin()) {
            Collections.swap(columns, 0, keys - 1);
            return draft.withColumns(columns);
        }
        if (keys > 1 && dice.coin()) {
            Field last = columns.get(keys - 1);
            columns.set(
                    keys - 1,
                    last.withKey(false)
                            .withAggregation(draft.model().equals("AGGREGATE") ? aggregation(last.type()) : ""));
        } else {
            String name = "k" + nameCount++;
            columns.add(keys, new Field(name, name, "INT", true, "", false, "DEFAULT '0'"));
        }
        return draft.withColumns(columns);
    }

    private static @Nullable String named(TableDraft draft, String origin) {
        return draft.columns().stream()
                .filter(column -> column.origin().equals(origin))
                .map(Field::name)
                .findFirst()
                .orElse(null);
    }

    private TableDraft repartitioned(TableDraft draft) {
        String day = named(draft, "day");
        String region = named(draft, "region");
        String k = named(draft, "k");
        if (day == null || region == null || k == null) {
            return draft;
        }
        return switch (dice.below(7)) {
            case 0 -> draft.withPartitioning(null, List.of(), List.of());
            case 1 -> draft.withPartitioning("RANGE(" + day + ")", days(), List.of());
            case 2 -> draft.withPartitioning("LIST(" + region + ")", regions(), List.of());
            case 3 ->
                draft.withPartitioning(
                        "date_trunc('month', " + day + ")",
                        List.of("START (\"2024-01-01\") END (\"2024-0" + (2 + dice.below(2))
                                + "-01\") EVERY (INTERVAL 1 MONTH)"),
                        List.of());
            case 4 -> draft.withPartitioning("(" + region + ")", List.of(), dice.coin() ? regions() : List.of());
            case 5 -> draft.withPartitioning("RANGE(" + k + ")", numbers(), List.of());
            default -> draft.withPartitioning("LIST(" + region + ", " + k + ")", pairs(), List.of());
        };
    }

    private List<String> days() {
        return dice.of(
                List.of(less("p1", "2024-02-01"), less("p2", "2024-03-01"), less("p3", "2025-01-01")),
                List.of(less("p1", "2024-02-01"), less("p2", "2025-01-01")),
                List.of(less("p1", "2024-01-01"), less("p2", "2024-03-01"), less("p3", "2025-01-01")),
                List.of(less("p1", "2024-02-01"), less("p2", "2024-03-01"), "PARTITION p3 VALUES LESS THAN (MAXVALUE)"),
                List.of(less("p2", "2024-03-01"), less("p3", "2025-01-01")));
    }

    private List<String> numbers() {
        return dice.of(
                List.of(less("p1", "5"), less("p2", "100")),
                List.of(less("p1", "7"), less("p2", "100")),
                List.of(less("p1", "5"), less("q2", "10"), less("q3", "100")),
                List.of(less("q1", "5"), less("p2", "100")));
    }

    private static String less(String name, String bound) {
        return "PARTITION " + name + " VALUES LESS THAN (\"" + bound + "\")";
    }

    private List<String> regions() {
        return dice.of(
                List.of("PARTITION p1 VALUES IN ('a', 'b')", "PARTITION p2 VALUES IN ('c', 'd')"),
                List.of("PARTITION p1 VALUES IN ('a', 'b', 'e')", "PARTITION p2 VALUES IN ('c', 'd')"),
                List.of("PARTITION p1 VALUES IN ('a')", "PARTITION p2 VALUES IN ('b', 'c', 'd')"),
                List.of("PARTITION p1 VALUES IN ('c', 'd')", "PARTITION p2 VALUES IN ('a', 'b')"),
                List.of("PARTITION q1 VALUES IN ('a', 'b')", "PARTITION p2 VALUES IN ('c', 'd', 'e')"),
                List.of("PARTITION p1 VALUES IN ('a', 'b')"));
    }

    private List<String> pairs() {
        return dice.of(
                List.of("PARTITION p1 VALUES IN (('a', '1'), ('b', '1'))", "PARTITION p2 VALUES IN (('c', '2'))"),
                List.of("PARTITION p1 VALUES IN (('a', '1'))", "PARTITION p2 VALUES IN (('c', '2'), ('b', '1'))"));
    }

    /** Others of the same kind. */
    private TableDraft partitions(TableDraft draft) {
        String by = draft.partitioning();
        if (by == null) {
            return draft;
        }
        if (by.startsWith("RANGE(" + named(draft, "k"))) {
            return draft.withPartitioning(by, numbers(), List.of());
        }
        if (by.startsWith("RANGE")) {
            return draft.withPartitioning(by, days(), List.of());
        }
        if (by.startsWith("(")) {
            return draft.withPartitioning(by, List.of(), dice.coin() ? regions() : List.of());
        }
        if (by.startsWith("date_trunc")) {
            return draft.withPartitioning(
                    by,
                    List.of("START (\"2024-01-01\") END (\"2024-0" + (2 + dice.below(3))
                            + "-01\") EVERY (INTERVAL 1 MONTH)"),
                    List.of());
        }
        return draft.withPartitioning(by, by.contains(", ") ? pairs() : regions(), List.of());
    }

    private List<String> sortKey(TableDraft draft) {
        List<String> names = new ArrayList<>(draft.columns().stream()
                .filter(column -> !column.isGenerated())
                .filter(column ->
                        draft.model().equals("DUPLICATE") || draft.model().equals("PRIMARY") || column.isKey())
                .map(Field::name)
                .toList());
        Collections.rotate(names, dice.below(names.size() + 1));
        return draft.model().equals("AGGREGATE") || draft.model().equals("UNIQUE")
                ? names
                : names.subList(0, Math.min(names.size(), 1 + dice.below(2)));
    }

    private String rollup(TableDraft draft) {
        List<String> names = draft.columns().stream()
                .filter(column -> column.isKey() || !draft.model().equals("UNIQUE"))
                .map(Field::name)
                .toList();
        return "r (" + String.join(", ", names.subList(0, 1 + dice.below(names.size()))) + ")";
    }

    private String synchronous(TableDraft draft) {
        String key = choose(draft.keys());
        String value = choose(draft.columns()).name();
        return "CREATE MATERIALIZED VIEW sync_view AS SELECT " + key + ", "
                + dice.of("count", "max", "min") + "(" + value + ") AS aggregated FROM " + TablePair.TABLE
                + " GROUP BY " + key;
    }

    private List<String> with(List<String> properties, String name, String... values) {
        List<String> others = new ArrayList<>(properties);
        boolean was = others.removeIf(property -> property.startsWith("'" + name + "'"));
        if (!was || dice.coin()) {
            others.add("'" + name + "' = '" + dice.of(values) + "'");
        }
        return others;
    }
}
