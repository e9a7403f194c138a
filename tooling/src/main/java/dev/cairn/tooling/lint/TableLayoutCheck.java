package dev.cairn.tooling.lint;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.step.LintRule;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import dev.cairn.tooling.definition.ByteSize;
import dev.cairn.tooling.definition.LiveStatistics.ClusterStatistics;
import dev.cairn.tooling.definition.LiveStatistics.TableStatistics;
import dev.cairn.tooling.lint.LintSubject.SchemaPart;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Checks the layout of one table: its tablets, partitions, retention, buckets, key and replicas. The limits are
 * constants of this class with their reasons; measured sizes are used if a server reports them, and estimates
 * otherwise.
 */
record TableLayoutCheck(LintInput input, LintFindings findings, Table table, SchemaPart subject) {
    /**
     * The number of empty tablets from which a CREATE TABLE takes minutes, and from which their metadata is a burden to
     * the frontend.
     */
    private static final long MAX_TABLET_COUNT = 10_000;

    /** A tablet above this size is slow to copy, compact and read. */
    private static final ByteSize MAX_TABLET_SIZE = new ByteSize(10L << 30);
    /** The number of tablets from which their small size matters. */
    private static final long MIN_TABLETS_TO_REPORT_SMALL = 100;

    /** A tablet below this size costs more than it helps. */
    private static final ByteSize MIN_TABLET_SIZE = new ByteSize(10L << 20);

    /** The number of tablets from which a tiny average size matters. */
    private static final long MIN_TABLETS_TO_REPORT_TINY = 1000;
    /** A table whose tablets are smaller than this on average has too many tablets. */
    private static final ByteSize MIN_AVERAGE_TABLET_SIZE = new ByteSize(1L << 20);

    /** The number of rows from which a table counts as large. */
    private static final long MIN_LARGE_TABLE_ROWS = 50_000_000;

    /** {@code primary_key_limit_size} of the backends: they refuse loads with a longer encoded primary key. */
    private static final int MAX_PRIMARY_KEY_BYTES = 128;

    /** The number of backends from which a cluster is not a test cluster. */
    private static final int MIN_PRODUCTION_BACKENDS = 3;

    void check() {
        checkTablets();
        checkPartitioning();
        checkRetention();
        checkBucketColumns();
        checkKeyLength();
        checkReplicas();
    }

    private void addFinding(LintRule rule, String message) {
        findings.add(rule, subject, message);
    }

    private void checkTablets() {
        long tabletCount = (long) table.partitioning().partitions().size()
                * findBucketCount().orElse(1)
                * (1 + table.rollups().size());
        if (tabletCount >= MAX_TABLET_COUNT) {
            addFinding(
                    LintRule.TOO_MANY_TABLETS,
                    "the partitions of " + table.name() + " have " + tabletCount
                            + " tablets, even if there are no rows");
        } else {
            findStatistics().filter(statistics -> statistics.size().bytes() > 0).ifPresent(this::checkTabletSizes);
        }
    }

    private Optional<TableStatistics> findStatistics() {
        return Optional.ofNullable(input.statistics().statisticsByTable().get(subject.objectName()));
    }

    private void checkTabletSizes(TableStatistics statistics) {
        if (statistics.largestTabletSize().compareTo(MAX_TABLET_SIZE) > 0) {
            addFinding(
                    LintRule.LARGE_TABLETS,
                    "a tablet of " + table.name() + " has " + statistics.largestTabletSize() + ", and one of up to "
                            + MAX_TABLET_SIZE + " is better to balance and to compact");
        } else if (statistics.tabletCount() >= MIN_TABLETS_TO_REPORT_SMALL
                && statistics.tabletCount() > statistics.partitionCount()
                && statistics.largestTabletSize().compareTo(MIN_TABLET_SIZE) < 0) {
            addFinding(
                    LintRule.SMALL_TABLETS,
                    table.name() + " has " + statistics.tabletCount()
                            + " tablets, but even those of its fullest partition have" + " only "
                            + statistics.largestTabletSize());
        } else if (statistics.tabletCount() >= MIN_TABLETS_TO_REPORT_TINY
                && statistics.averageTabletSize().compareTo(MIN_AVERAGE_TABLET_SIZE) < 0) {
            addFinding(
                    LintRule.TOO_MANY_TABLETS,
                    table.name() + " has " + statistics.tabletCount() + " tablets with "
                            + statistics.averageTabletSize() + " on average");
        }
    }

    private Optional<Integer> findBucketCount() {
        return table.distribution().buckets() instanceof Buckets.Count count
                ? Optional.of(count.value())
                : Optional.empty();
    }

    /**
     * Finds time series without partitions: a large table with any time, or a table that is sorted by a time and is not
     * assumed to be small.
     */
    private void checkPartitioning() {
        if (!(table.partitioning() instanceof Partitioning.None)) {
            return;
        }
        Optional<TableStatistics> largeTableStatistics =
                findStatistics().filter(statistics -> statistics.rowCount() >= MIN_LARGE_TABLE_ROWS);
        boolean isAssumedSmall = table.model() == KeyModel.PRIMARY
                || findBucketCount().filter(count -> count == 1).isPresent();
        Optional<Column> timeColumn = sortKeyColumns().stream()
                .findFirst()
                .filter(column -> PrimitiveType.of(column.type()).isDateOrDatetime());
        if (largeTableStatistics.isPresent()) {
            table.columns().stream()
                    .filter(column -> PrimitiveType.of(column.type()).isDateOrDatetime())
                    .findFirst()
                    .ifPresent(column -> addFinding(
                            LintRule.NO_PARTITION,
                            table.name() + " has no partitions, but " + largeTableStatistics.get() + " with the time "
                                    + column.name()));
        } else if (timeColumn.isPresent() && !isAssumedSmall) {
            addFinding(
                    LintRule.NO_PARTITION,
                    table.name() + " is sorted by the time " + timeColumn.get().name()
                            + ", but has no partitions: only DELETE removes old rows");
        }
    }

    private List<Column> sortKeyColumns() {
        return table.sortKey().isEmpty()
                ? table.keyColumns()
                : table.sortKey().stream()
                        .flatMap(name -> table.findColumn(name).stream())
                        .toList();
    }

    private void checkRetention() {
        boolean isRetentionLimited = KnownProperty.DYNAMIC_PARTITION_START
                        .findValueIn(table.properties())
                        .filter(start -> !start.equals(Integer.toString(Integer.MIN_VALUE)))
                        .isPresent()
                || hasPositiveValue(KnownProperty.PARTITION_LIVE_NUMBER)
                || KnownProperty.PARTITION_TTL.findValueIn(table.properties()).isPresent()
                || KnownProperty.PARTITION_RETENTION_CONDITION
                        .findValueIn(table.properties())
                        .filter(condition -> !condition.isBlank())
                        .isPresent();
        if (table.hasDynamicPartitions() && !isRetentionLimited) {
            addFinding(
                    LintRule.ENDLESS_PARTITIONS,
                    "the server creates partitions of " + table.name() + ", but never drops one");
        }
    }

    private boolean hasPositiveValue(KnownProperty countProperty) {
        return countProperty
                .findValueIn(table.properties())
                .filter(value -> value.matches("[1-9]\\d*"))
                .isPresent();
    }

    private void checkBucketColumns() {
        if (!(table.distribution() instanceof Distribution.Hash hashDistribution)
                || findBucketCount().filter(count -> count == 1).isPresent()) {
            return;
        }
        Set<String> constantColumnNames = collectConstantColumnNames();
        Predicate<Column> isConstant =
                column -> constantColumnNames.contains(column.name().toLowerCase(Locale.ROOT));
        List<Column> columns = hashDistribution.columns().stream()
                .flatMap(name -> table.findColumn(name.text()).stream())
                .toList();
        if (columns.stream().allMatch(isConstant)) {
            addFinding(
                    LintRule.FEW_BUCKET_VALUES,
                    "each partition of " + table.name() + " has all its rows in one bucket: " + joinNames(columns)
                            + " has the same value in all of them");
        } else if (columns.stream().allMatch(isConstant.or(column -> hasLowCardinality(column.type())))) {
            addFinding(
                    LintRule.FEW_BUCKET_VALUES,
                    table.name() + " is distributed by " + joinNames(columns) + ", which has few values: "
                            + "its rows are in a few of its buckets");
        }
    }

    private static String joinNames(List<Column> columns) {
        return String.join(", ", columns.stream().map(Column::name).toList());
    }

    private static boolean hasLowCardinality(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return primitiveType == PrimitiveType.BOOLEAN
                || primitiveType == PrimitiveType.TINYINT
                || (type instanceof Type.Text textType && textType.length() == 1);
    }

    /**
     * Returns the names, in lower case, of the columns that have only one value in each partition: columns that are
     * partitioned by their values, and dates that are partitioned by day.
     */
    private Set<String> collectConstantColumnNames() {
        Set<String> columnNames = new HashSet<>();
        List<Expression> partitionExpressions =
                table.partitioning() instanceof Partitioning.ExpressionList expressionList
                        ? expressionList.items()
                        : table.partitioning() instanceof Partitioning.ExpressionRange expressionRange
                                ? List.of(expressionRange.expression())
                                : List.of();
        for (Expression item : partitionExpressions) {
            if (item instanceof Expression.Reference reference) {
                columnNames.add(reference.name().lastPart().text().toLowerCase(Locale.ROOT));
            } else if (item instanceof Expression.Call call && isTruncationToDay(call)) {
                call.collectReferenceNames().forEach(name -> columnNames.add(name.toLowerCase(Locale.ROOT)));
            }
        }
        return columnNames;
    }

    /** Returns whether a call truncates a date to the day, and so does not change it. */
    private boolean isTruncationToDay(Expression.Call call) {
        return CallRewrites.lowerCaseName(call).equals(RangeExpression.DATE_TRUNC)
                && call.arguments().size() == 2
                && call.arguments().get(0) instanceof Expression.StringLiteral unit
                && unit.value().equalsIgnoreCase("day")
                && call.arguments().get(1) instanceof Expression.Reference reference
                && table.findColumn(reference.name().lastPart().text())
                        .filter(column -> PrimitiveType.of(column.type()) == PrimitiveType.DATE)
                        .isPresent();
    }

    /** Checks the length of a primary key. A key without any limit is not checked: the processor warns about it. */
    private void checkKeyLength() {
        if (table.model() != KeyModel.PRIMARY) {
            return;
        }
        List<Column> keyColumns = table.keyColumns();
        boolean hasUnlimitedKey = keyColumns.stream()
                .anyMatch(keyColumn ->
                        keyColumn.type() instanceof Type.Text textType && textType.length() == Type.Text.STRING_LENGTH);
        int maxKeyByteLength = keyColumns.stream()
                .mapToInt(keyColumn -> calculateMaxByteLength(keyColumn.type()))
                .sum();
        if (!hasUnlimitedKey && maxKeyByteLength > MAX_PRIMARY_KEY_BYTES) {
            addFinding(
                    LintRule.LONG_KEY,
                    "a key of " + table.name() + " can have " + maxKeyByteLength
                            + " bytes: the server keeps the keys in memory, and refuses loads with keys of more than "
                            + MAX_PRIMARY_KEY_BYTES + " bytes");
        }
    }

    private static int calculateMaxByteLength(Type type) {
        return type instanceof Type.Text textType ? textType.length() : PrimitiveType.shortKeyBytes(type);
    }

    private void checkReplicas() {
        if (input.profile().isSharedData()) {
            return;
        }
        int backendCount = input.statistics()
                .clusterStatistics()
                .map(ClusterStatistics::nodeCount)
                .orElse(0);
        Optional<String> singleReplicaProperty =
                findings.settings().isEnabled(LintSettings.PRODUCTION) ? findSingleReplicaProperty() : Optional.empty();
        if (singleReplicaProperty.isPresent()) {
            addFinding(
                    LintRule.SINGLE_REPLICA,
                    "with " + singleReplicaProperty.get() + " = 1, the failure of a disk loses rows of "
                            + table.name());
        } else if (backendCount >= MIN_PRODUCTION_BACKENDS
                && findStatistics()
                        .flatMap(TableStatistics::minReplicaCount)
                        .filter(replicaCount -> replicaCount == 1)
                        .isPresent()) {
            addFinding(
                    LintRule.SINGLE_REPLICA,
                    "there are " + backendCount + " backends, but rows of " + table.name()
                            + " are on one of them only: the failure of a disk loses them");
        }
    }

    private Optional<String> findSingleReplicaProperty() {
        return Stream.of(KnownProperty.REPLICATION_NUM, KnownProperty.DYNAMIC_PARTITION_REPLICATION_NUM)
                .filter(property -> property.findValueIn(table.properties())
                        .filter("1"::equals)
                        .isPresent())
                .map(KnownProperty::propertyName)
                .findFirst();
    }
}
