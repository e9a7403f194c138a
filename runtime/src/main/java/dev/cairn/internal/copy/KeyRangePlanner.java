package dev.cairn.internal.copy;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Divides the rows of a table without partitions into ranges of its first key column. The table is sorted by this
 * column, so the server reads only the rows of a range. DELETE and INSERT replace a range; each key model permits both
 * for a key column.
 *
 * <p>The version of the only partition does not show in which range rows were changed. Ranges are therefore compared by
 * the values of their rows, which is possible only if all values can be hashed.
 */
public final class KeyRangePlanner {
    private static final int MAX_RANGES = 1000;
    private static final int SAMPLED_VALUES_PER_RANGE = 100;

    private static final Set<PrimitiveType> INTEGER_TYPES = EnumSet.of(
            PrimitiveType.TINYINT,
            PrimitiveType.SMALLINT,
            PrimitiveType.INT,
            PrimitiveType.BIGINT,
            PrimitiveType.LARGEINT);
    private static final Set<PrimitiveType> TIME_TYPES = EnumSet.of(PrimitiveType.DATE, PrimitiveType.DATETIME);
    /** Types whose values can be hashed, but are not used as bounds of ranges. */
    private static final Set<PrimitiveType> UNORDERED_EXACT_TYPES = EnumSet.of(
            PrimitiveType.BOOLEAN,
            PrimitiveType.CHAR,
            PrimitiveType.VARCHAR,
            PrimitiveType.FLOAT,
            PrimitiveType.DOUBLE,
            PrimitiveType.DECIMAL32,
            PrimitiveType.DECIMAL64,
            PrimitiveType.DECIMAL128);

    private final String quotedColumnName;
    private final boolean isInteger;
    private final boolean isNullable;

    private KeyRangePlanner(Column column) {
        this.quotedColumnName = SqlQuoting.quoteName(column.name());
        this.isInteger = INTEGER_TYPES.contains(PrimitiveType.of(column.type()));
        this.isNullable = column.isNullable();
    }

    /**
     * Returns the planner for a copy; empty if a table has partitions, if the copy selects rows, if the tables are not
     * both sorted by the same integer or time column, or if a value can't be hashed.
     */
    public static Optional<KeyRangePlanner> createIfComparable(
            Table sourceTable, Table targetTable, CopyStatement copyStatement) {
        boolean copiesWholeUnpartitionedTable = sourceTable.partitioning() instanceof Partitioning.None
                && targetTable.partitioning() instanceof Partitioning.None
                && copyStatement.whereClause().isEmpty();
        Column targetKeyColumn = targetTable.columns().get(0);
        Optional<Column> sourceKeyColumn = sourceTable.findColumn(targetKeyColumn.name());
        boolean isSortedByKey = sourceTable.columns().get(0).isNamed(targetKeyColumn.name())
                && (sourceTable.sortKey().isEmpty()
                        || sourceTable.sortKey().get(0).equalsIgnoreCase(targetKeyColumn.name()));
        boolean isKeyUnchanged = targetKeyColumn.isKey()
                && copyStatement.isCopiedUnchanged(targetKeyColumn.name())
                && sourceKeyColumn.map(Column::type).equals(Optional.of(targetKeyColumn.type()))
                && hasOrderedType(targetKeyColumn);
        boolean hasOnlyExactTypes = copyStatement.columnNames().stream()
                .allMatch(name -> targetTable
                        .findColumn(name)
                        .filter(KeyRangePlanner::hasExactType)
                        .isPresent());
        return copiesWholeUnpartitionedTable && isSortedByKey && isKeyUnchanged && hasOnlyExactTypes
                ? Optional.of(new KeyRangePlanner(sourceKeyColumn.get()))
                : Optional.empty();
    }

    private static boolean hasOrderedType(Column column) {
        PrimitiveType type = PrimitiveType.of(column.type());
        return INTEGER_TYPES.contains(type) || TIME_TYPES.contains(type);
    }

    private static boolean hasExactType(Column column) {
        return hasOrderedType(column) || UNORDERED_EXACT_TYPES.contains(PrimitiveType.of(column.type()));
    }

    /** Returns the number of ranges for a number of rows: 0 without rows, and at most 1000. */
    public static int computeRangeCount(long rowCount, long rowsPerRange) {
        return (int) Math.min(MAX_RANGES, (rowCount + rowsPerRange - 1) / rowsPerRange);
    }

    /** Returns a query for a random sample of the values of the column, in their order. */
    public String renderSampleQuery(ObjectName sourceName, long rowCount, int rangeCount) {
        double sampleFraction = (double) SAMPLED_VALUES_PER_RANGE * rangeCount / rowCount;
        return "SELECT " + quotedColumnName + " FROM " + SqlQuoting.quoteName(sourceName) + " WHERE "
                + quotedColumnName
                + " IS NOT NULL"
                + (sampleFraction < 1 ? " AND rand() < " + String.format(Locale.ROOT, "%.12f", sampleFraction) : "")
                + " ORDER BY " + quotedColumnName;
    }

    /**
     * Returns the conditions of the ranges. Each row meets exactly one condition. NULL has its own range. There are
     * fewer ranges if the sample has too few distinct values.
     *
     * @param sampledValues some values of the column, in their order
     */
    public List<String> createConditions(List<String> sampledValues, int rangeCount) {
        List<String> bounds = new ArrayList<>();
        Set<String> seenBounds = new TreeSet<>();
        for (int i = 1; i < rangeCount && !sampledValues.isEmpty(); i++) {
            String bound = sampledValues.get((int) ((long) sampledValues.size() * i / rangeCount));
            if (seenBounds.add(bound)) {
                bounds.add(isInteger ? bound : SqlQuoting.quoteText(bound));
            }
        }
        List<String> conditions = new ArrayList<>();
        if (isNullable) {
            conditions.add(quotedColumnName + " IS NULL");
        }
        if (bounds.isEmpty()) {
            conditions.add(quotedColumnName + " IS NOT NULL");
            return conditions;
        }
        conditions.add(quotedColumnName + " < " + bounds.get(0));
        for (int i = 1; i < bounds.size(); i++) {
            conditions.add(
                    quotedColumnName + " >= " + bounds.get(i - 1) + " AND " + quotedColumnName + " < " + bounds.get(i));
        }
        conditions.add(quotedColumnName + " >= " + bounds.get(bounds.size() - 1));
        return conditions;
    }
}
