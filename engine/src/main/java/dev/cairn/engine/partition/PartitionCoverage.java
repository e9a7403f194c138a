package dev.cairn.engine.partition;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The set of rows that belong to some partitions of a table, whether or not the partitions exist. A plan shows the set
 * to users, and renders the set as a SQL condition. The methods with another set require sets of partitions that are
 * comparable, see {@link TablePartitions#isComparableWith}.
 */
public final class PartitionCoverage {
    /** No rows. */
    public static final PartitionCoverage EMPTY =
            new PartitionCoverage(List.of(), Set.of(), List.of(), Set.of(), List.of());

    private static final String NULL_TEXT = "NULL";

    private final List<String> renderedColumns;
    /** Those of the rendered columns that may contain NULL. */
    private final Set<String> nullableColumns;

    private final List<Type> types;
    private final Set<List<PartitionValue>> tuples;
    /** The ranges in the order of their bounds; they do not overlap. */
    private final List<CoveredRange> ranges;
    /** A range with an inclusive lower bound and an exclusive upper bound. */
    private record CoveredRange(PartitionKey lower, PartitionKey upper) {
        boolean overlaps(CoveredRange other) {
            return lower.compareTo(other.upper) < 0 && other.lower.compareTo(upper) < 0;
        }
    }

    private PartitionCoverage(
            List<String> renderedColumns,
            Set<String> nullableColumns,
            List<Type> types,
            Set<List<PartitionValue>> tuples,
            List<CoveredRange> ranges) {
        this.renderedColumns = renderedColumns;
        this.nullableColumns = nullableColumns;
        this.types = types;
        this.tuples = tuples;
        this.ranges = ranges;
    }

    /**
     * Returns the rows that belong to partitions of the table.
     *
     * @param partitions partitions in the form in which the table stores them, with both bounds of a range
     */
    public static PartitionCoverage of(Table table, Collection<? extends PartitionDefinition> partitions) {
        List<Type> types = TablePartitions.of(table).types();
        Set<List<PartitionValue>> tuples = new LinkedHashSet<>();
        List<CoveredRange> ranges = new ArrayList<>();
        for (PartitionDefinition partition : partitions) {
            if (partition instanceof ListPartition listPartition) {
                listPartition
                        .values()
                        .forEach(bounds -> tuples.add(
                                PartitionKey.ofStoredTuple(bounds, types).values()));
            } else if (partition instanceof RangePartition rangePartition) {
                ranges.add(new CoveredRange(
                        PartitionKey.ofStored(rangePartition.lowerBounds(), types),
                        PartitionKey.ofStored(rangePartition.upperBounds(), types)));
            }
        }
        ranges.sort(Comparator.comparing(CoveredRange::lower));
        return new PartitionCoverage(
                renderPartitionColumns(table), renderNullableColumns(table), types, tuples, ranges);
    }

    /** Returns the SQL of the partition columns, or of the partition expression. */
    private static List<String> renderPartitionColumns(Table table) {
        if (table.partitioning() instanceof Partitioning.ExpressionRange expressionRange) {
            return List.of(Sql.render(ExpressionPrintStyle.BARE.show(expressionRange.expression())));
        }
        return table.partitioning().columns().stream()
                .map(column -> Sql.render(QualifiedName.of(column)))
                .toList();
    }

    private static Set<String> renderNullableColumns(Table table) {
        return table.columns().stream()
                .filter(Column::isNullable)
                .map(column -> Sql.render(QualifiedName.of(column.name())))
                .collect(Collectors.toSet());
    }

    /**
     * Returns the value of a bound. SHOW CREATE prints NULL as a string that can't be distinguished from the string
     * 'NULL'.
     */
    static PartitionValue parseValue(Bound bound, Type type) throws InvalidValueException {
        boolean isNull =
                bound instanceof Bound.LiteralBound value && value.text().equals(NULL_TEXT);
        return isNull ? new PartitionValue.Null() : PartitionValue.of(bound, type);
    }

    public boolean overlaps(PartitionCoverage other) {
        return tuples.stream().anyMatch(other.tuples::contains)
                || ranges.stream().anyMatch(range -> other.ranges.stream().anyMatch(range::overlaps));
    }

    /** Returns whether both sets contain ranges, and each range ends before the ranges of the other set begin. */
    public boolean isBefore(PartitionCoverage other) {
        return !ranges.isEmpty()
                && !other.ranges.isEmpty()
                && ranges.stream().allMatch(range -> range.upper.compareTo(other.ranges.get(0).lower) <= 0);
    }

    /** Returns the rows that do not belong to the other set. */
    public PartitionCoverage subtract(PartitionCoverage other) {
        Set<List<PartitionValue>> remainingTuples = new LinkedHashSet<>(tuples);
        remainingTuples.removeAll(other.tuples);
        List<CoveredRange> remainingRanges = new ArrayList<>();
        for (CoveredRange range : ranges) {
            PartitionKey uncoveredStart = range.lower;
            for (CoveredRange excludedRange : other.ranges) {
                if (excludedRange.overlaps(range)) {
                    if (uncoveredStart.compareTo(excludedRange.lower) < 0) {
                        remainingRanges.add(new CoveredRange(uncoveredStart, excludedRange.lower));
                    }
                    uncoveredStart = excludedRange.upper;
                }
            }
            if (uncoveredStart.compareTo(range.upper) < 0) {
                remainingRanges.add(new CoveredRange(uncoveredStart, range.upper));
            }
        }
        return new PartitionCoverage(renderedColumns, nullableColumns, types, remainingTuples, remainingRanges);
    }

    /** Returns whether one of the ranges has no upper bound. */
    public boolean isUnboundedAbove() {
        return ranges.stream().anyMatch(range -> range.upper.compareTo(PartitionKey.maximum(types)) == 0);
    }

    public boolean isEmpty() {
        return tuples.isEmpty() && ranges.isEmpty();
    }

    /** Returns the SQL condition for the rows, for example {@code city = 'Oslo' OR city IS NULL}. */
    public String renderCondition() {
        return isEmpty() ? "FALSE" : joinConditions(renderConditions(), " OR ");
    }

    private List<String> renderConditions() {
        List<String> conditions = new ArrayList<>();
        for (List<PartitionValue> tuple : tuples) {
            List<String> equalities = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                equalities.add(renderEquality(i, tuple.get(i)));
            }
            conditions.add(joinConditions(equalities, " AND "));
        }
        ranges.forEach(range -> conditions.add(renderRange(range)));
        return conditions;
    }

    private String renderEquality(int columnIndex, PartitionValue value) {
        String renderedColumn = renderedColumns.get(columnIndex);
        if (!(value instanceof PartitionValue.Null)) {
            return renderedColumn + " = " + renderLiteral(value);
        }
        boolean hasTextType = PrimitiveType.of(types.get(columnIndex)).isCharacterType();
        return hasTextType
                ? "(" + renderedColumn + " IS NULL OR " + renderedColumn + " = '" + NULL_TEXT + "')"
                : renderedColumn + " IS NULL";
    }

    /**
     * Returns the condition for a range. NULL is less than all values, so it belongs to the range that starts at the
     * minimum.
     */
    private String renderRange(CoveredRange range) {
        boolean startsAtMinimum = range.lower.includesNull();
        List<String> boundConditions = new ArrayList<>();
        if (!startsAtMinimum) {
            boundConditions.add(renderComparison(range.lower, false));
        }
        if (range.upper.compareTo(PartitionKey.maximum(types)) != 0) {
            boundConditions.add(renderComparison(range.upper, true));
        }
        String rangeCondition = boundConditions.isEmpty() ? "TRUE" : joinConditions(boundConditions, " AND ");
        return startsAtMinimum ? "(" + rangeCondition + " OR " + renderedColumns.get(0) + " IS NULL)" : rangeCondition;
    }

    /**
     * Returns the condition that a row is below the bound, or is not below the bound. The comparison is lexicographic:
     * a column decides only if all previous columns are equal. NULL is less than all values; in the first column, {@link
     * #renderRange} includes it.
     */
    private String renderComparison(PartitionKey bound, boolean isBelow) {
        List<String> alternatives = new ArrayList<>();
        List<String> equalities = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            PartitionValue value = bound.values().get(i);
            if (value instanceof PartitionValue.Maximum) {
                if (isBelow) {
                    alternatives.add(equalities.isEmpty() ? "TRUE" : joinConditions(equalities, " AND "));
                }
                break;
            }
            boolean isLastColumn = i == types.size() - 1;
            List<String> alternative = new ArrayList<>(equalities);
            alternative.add(
                    renderedColumns.get(i) + (isBelow ? " < " : isLastColumn ? " >= " : " > ") + renderLiteral(value));
            alternatives.add(joinConditions(alternative, " AND "));
            if (isBelow && i > 0 && nullableColumns.contains(renderedColumns.get(i))) {
                List<String> nullAlternative = new ArrayList<>(equalities);
                nullAlternative.add(renderedColumns.get(i) + " IS NULL");
                alternatives.add(joinConditions(nullAlternative, " AND "));
            }
            equalities.add(renderedColumns.get(i) + " = " + renderLiteral(value));
        }
        return alternatives.isEmpty() ? "FALSE" : joinConditions(alternatives, " OR ");
    }

    private static String joinConditions(List<String> conditions, String operator) {
        return conditions.size() == 1 ? conditions.get(0) : "(" + String.join(operator, conditions) + ")";
    }

    private static String renderLiteral(PartitionValue value) {
        if (value instanceof PartitionValue.Number number) {
            return number.value().toString();
        }
        return "'" + value.text().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /**
     * Returns the columns with their values, for example {@code city 'Oslo', 'Bergen'}, or {@code day from '2024-01-01'
     * to before '2024-02-01'}.
     */
    @Override
    public String toString() {
        List<String> texts = new ArrayList<>();
        tuples.forEach(tuple -> texts.add(renderTuple(tuple)));
        for (CoveredRange range : ranges) {
            String startText = "from " + renderTuple(range.lower.values());
            boolean isUnlimited = range.upper.compareTo(PartitionKey.maximum(types)) == 0;
            texts.add(isUnlimited ? startText : startText + " to before " + renderTuple(range.upper.values()));
        }
        String nameList =
                renderedColumns.size() == 1 ? renderedColumns.get(0) : "(" + String.join(", ", renderedColumns) + ")";
        return nameList.replace("`", "") + " " + String.join(", ", texts);
    }

    private static String renderTuple(List<PartitionValue> tuple) {
        String valueList = tuple.stream()
                .map(value -> value instanceof PartitionValue.Null || value instanceof PartitionValue.Maximum
                        ? value.text()
                        : "'" + value.text() + "'")
                .collect(Collectors.joining(", "));
        return tuple.size() == 1 ? valueList : "(" + valueList + ")";
    }
}
