package dev.cairn.preservation;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Dice;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses what a user may change by hand in a table that migrations own. The server may refuse some of the statements,
 * and some make no sense for a table.
 */
final class RandomChangesByHand {
    /** The name of each column, partition, index and table that a change adds. */
    static final String NAME = "by_hand";

    private static final String LAST_DAYS = "VALUES [(\"2030-01-01\"), (\"2031-01-01\"))";
    private static final String LAST_NUMBERS = "VALUES [(\"1000\"), (\"2000\"))";

    private final Dice dice;
    private final ServerProfile profile;

    RandomChangesByHand(Dice dice, ServerProfile profile) {
        this.dice = dice;
        this.profile = profile;
    }

    /** The kind of a change. */
    enum Kind {
        ADD_COLUMN,
        DROP_COLUMN,
        RENAME_COLUMN,
        ADD_FIELD,
        WIDEN_TYPE,
        ALLOW_NULL,
        CHANGE_DEFAULT,
        ADD_PARTITION,
        ADD_TEMPORARY_PARTITION,
        DROP_PARTITION,
        RENAME_PARTITION,
        WIDEN_PARTITION,
        SWITCH_DYNAMIC_PARTITIONS,
        CHANGE_PROPERTY,
        ADD_INDEX,
        ADD_ROLLUP,
        CHANGE_SORT_KEY,
        CHANGE_BUCKETS,
        REPLACE_BY_VIEW
    }

    /** Returns the statements of a change of a table. */
    List<String> choose(Table table, Kind kind) {
        return switch (kind) {
            case ADD_COLUMN ->
                List.of(alterTable(table) + "ADD COLUMN " + NAME + " INT"
                        + (table.model() == KeyModel.AGGREGATE ? " REPLACE" : "") + " NULL DEFAULT '7'");
            case DROP_COLUMN ->
                renderFor(table, chooseValueColumn(table), column -> "DROP COLUMN " + quote(column.name()));
            case RENAME_COLUMN ->
                renderFor(
                        table,
                        choose(table.columns()),
                        column -> "RENAME COLUMN " + quote(column.name()) + " TO " + NAME);
            case ADD_FIELD ->
                renderFor(
                        table,
                        choose(table.columns().stream()
                                .filter(column -> column.type() instanceof Type.Struct)
                                .toList()),
                        column -> "MODIFY COLUMN " + quote(column.name()) + " ADD FIELD " + NAME + " INT");
            case WIDEN_TYPE ->
                renderModification(
                        table,
                        definition -> definition
                                .replaceFirst("(?<= )(tinyint\\(4\\)|smallint\\(6\\)|int\\(11\\))", "bigint(20)")
                                .replaceFirst("(?<= )varchar\\(\\d+\\)", "varchar(2000)")
                                .replaceFirst("(?<= )float", "double"));
            case ALLOW_NULL -> renderModification(table, definition -> definition.replace(" NOT NULL", " NULL"));
            case CHANGE_DEFAULT ->
                renderModification(table, definition -> definition.replaceFirst("DEFAULT \"[^\"]*\"", "DEFAULT \"3\""));
            case ADD_PARTITION -> renderNewPartition(table, "ADD PARTITION");
            case ADD_TEMPORARY_PARTITION -> renderNewPartition(table, "ADD TEMPORARY PARTITION");
            case DROP_PARTITION ->
                renderFor(
                        table,
                        choosePartition(table),
                        partition -> "DROP PARTITION " + quote(PartitionRows.name(partition)));
            case RENAME_PARTITION ->
                renderFor(
                        table,
                        choosePartition(table),
                        partition -> "RENAME PARTITION " + quote(PartitionRows.name(partition)) + " " + NAME);
            case WIDEN_PARTITION -> widenPartition(table);
            case SWITCH_DYNAMIC_PARTITIONS ->
                List.of(alterTable(table) + "SET ('dynamic_partition.enable' = '" + dice.coin() + "')");
            case CHANGE_PROPERTY ->
                List.of(alterTable(table) + "SET ("
                        + dice.pick(
                                "'bloom_filter_columns' = 'k'",
                                "'write_quorum' = 'ALL'",
                                "'default.replication_num' = '3'",
                                "'partition_live_number' = '200'",
                                "'storage_medium' = 'SSD'")
                        + ")");
            case ADD_INDEX -> List.of(alterTable(table) + "ADD INDEX " + NAME + " (k) USING BITMAP");
            case ADD_ROLLUP -> List.of(alterTable(table) + "ADD ROLLUP " + NAME + " (k)");
            case CHANGE_SORT_KEY ->
                renderFor(table, choose(table.columns()), column -> "ORDER BY (" + quote(column.name()) + ")");
            case CHANGE_BUCKETS -> List.of(alterTable(table) + "DISTRIBUTED BY HASH(k) BUCKETS 5");
            case REPLACE_BY_VIEW ->
                List.of(
                        alterTable(table) + "RENAME " + NAME,
                        "CREATE VIEW " + quote(table.name()) + " AS SELECT * FROM " + NAME);
        };
    }

    private interface Clause<T> {
        String render(T subject);
    }

    private static <T> List<String> renderFor(Table table, Optional<T> subject, Clause<T> clause) {
        return subject.map(value -> alterTable(table) + clause.render(value)).stream()
                .toList();
    }

    private <T> Optional<T> choose(List<T> choices) {
        return choices.isEmpty() ? Optional.empty() : Optional.of(choices.get(dice.below(choices.size())));
    }

    private Optional<Column> chooseValueColumn(Table table) {
        return choose(table.columns().stream().filter(column -> !column.isKey()).toList());
    }

    private Optional<? extends PartitionDefinition> choosePartition(Table table) {
        return choose(PartitionRows.declaredPartitions(table));
    }

    /** Returns a statement that changes the definition of one column, of those that the change affects. */
    private List<String> renderModification(Table table, Clause<String> changedDefinition) {
        List<String> modifications = ShowCreate.shownStatement(profile, table).columns().stream()
                .map(Sql::render)
                .filter(definition -> !changedDefinition.render(definition).equals(definition))
                .map(changedDefinition::render)
                .toList();
        return renderFor(table, choose(modifications), definition -> "MODIFY COLUMN " + definition);
    }

    /** Returns statements that add a partition with a row, for values that no sample row has. */
    private List<String> renderNewPartition(Table table, String clause) {
        Optional<String> values = renderNewPartitionValues(table);
        boolean isTemporary = clause.contains("TEMPORARY");
        return values.isEmpty()
                ? List.of()
                : List.of(
                        alterTable(table) + clause + " " + NAME + " " + values.get(),
                        renderRow(table, isTemporary ? " TEMPORARY PARTITION(" + NAME + ")" : ""));
    }

    private static Optional<String> renderNewPartitionValues(Table table) {
        if (table.partitioning() instanceof Partitioning.ColumnRange range) {
            return Optional.of(
                    isDay(table.findColumn(range.columns().get(0)).orElseThrow()) ? LAST_DAYS : LAST_NUMBERS);
        }
        if (table.partitioning() instanceof Partitioning.ColumnList list) {
            return Optional.of(list.columns().size() == 1 ? "VALUES IN ('x')" : "VALUES IN (('x', '9'))");
        }
        return Optional.empty();
    }

    private static boolean isDay(Column column) {
        return column.type() instanceof Type.Scalar scalar
                && (scalar.kind() == Type.Scalar.Kind.DATE || scalar.kind() == Type.Scalar.Kind.DATETIME);
    }

    /** Returns a statement that inserts one row into the new partition. */
    private static String renderRow(Table table, String target) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<String> partitionColumns = PartitionRows.columns(table);
        for (Column column : table.columns()) {
            if (column.generatedValue() == null && !column.isAutoIncrement()) {
                names.add(quote(column.name()));
                int position = partitionColumns.indexOf(column.name());
                values.add(position < 0 ? renderValue(column) : renderPartitionValue(column, position));
            }
        }
        return "INSERT INTO " + quote(table.name()) + target + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", values) + ")";
    }

    private static String renderPartitionValue(Column column, int position) {
        return column.type() instanceof Type.Text
                ? "'x'"
                : isDay(column) ? "'2030-05-05'" : position == 0 ? "1500" : "9";
    }

    private static String renderValue(Column column) {
        if (column.aggregation() instanceof Aggregation.Function function
                && function.name().endsWith("UNION")) {
            return switch (function) {
                case BITMAP_UNION -> "to_bitmap(1)";
                case HLL_UNION -> "hll_hash(1)";
                default -> "percentile_hash(1)";
            };
        }
        if (column.isNullable()) {
            return "NULL";
        }
        return isDay(column) ? "'2024-02-11'" : "'1'";
    }

    /** Returns statements that replace a partition with one of the same name and without an upper bound. */
    private List<String> widenPartition(Table table) {
        List<? extends PartitionDefinition> partitions = PartitionRows.declaredPartitions(table);
        if (partitions.isEmpty()
                || !(partitions.get(partitions.size() - 1)
                        instanceof PartitionDefinition.RangePartition lastPartition)) {
            return List.of();
        }
        String name = quote(lastPartition.name().text());
        return List.of(
                alterTable(table) + "DROP PARTITION " + name + " FORCE",
                alterTable(table) + "ADD PARTITION " + name + " VALUES LESS THAN (MAXVALUE)");
    }

    private static String alterTable(Table table) {
        return "ALTER TABLE " + quote(table.name()) + " ";
    }

    private static String quote(String name) {
        return "`" + name + "`";
    }
}
