package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.FixedRange;
import dev.cairn.sql.ast.PartitionDefinition.In;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The set of rows that belong to some partitions of a table, whether or not the partitions exist. */
public final class PartitionCoverage {
    private static final String NULL = "NULL";

    private final List<String> columns;
    private final List<Type> types;
    private final Set<List<PartitionValue>> values;
    private final List<CoveredRange> ranges;

    /** A range with an inclusive lower bound and an exclusive upper bound. */
    private record CoveredRange(PartitionKey lower, PartitionKey upper) {
        boolean overlaps(CoveredRange other) {
            return lower.compareTo(other.upper) < 0 && other.lower.compareTo(upper) < 0;
        }
    }

    private PartitionCoverage(
            List<String> columns, List<Type> types, Set<List<PartitionValue>> values, List<CoveredRange> ranges) {
        this.columns = columns;
        this.types = types;
        this.values = values;
        this.ranges = ranges;
    }

    public static PartitionCoverage of(Table table, Collection<? extends PartitionDefinition> partitions) {
        List<Type> types = TablePartitions.of(table).types();
        Set<List<PartitionValue>> values = new LinkedHashSet<>();
        List<CoveredRange> ranges = new ArrayList<>();
        for (PartitionDefinition partition : partitions) {
            if (partition instanceof In in) {
                in.values().forEach(value -> values.addAll(rows(value, types)));
            } else if (partition instanceof FixedRange fixed) {
                ranges.add(new CoveredRange(
                        PartitionKey.ofStored(fixed.lower(), types), PartitionKey.ofStored(fixed.upper(), types)));
            }
        }
        ranges.sort(Comparator.comparing(CoveredRange::lower));
        return new PartitionCoverage(columns(table), types, values, ranges);
    }

    /** The partition columns or the partition expression, as a condition names them. */
    private static List<String> columns(Table table) {
        if (table.partitioning() instanceof Partitioning.RangeBy range) {
            return List.of(Sql.render(ExpressionPrintStyle.BARE.show(range.by())));
        }
        return table.partitioning().columns().stream()
                .map(column -> Sql.render(QualifiedName.of(column)))
                .toList();
    }

    /**
     * The rows of a partition by list: for one column each bound is a row, for several columns all bounds are one row.
     */
    private static List<List<PartitionValue>> rows(List<Bound> bounds, List<Type> types) {
        if (types.size() > 1) {
            List<PartitionValue> row = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                row.add(value(bounds.get(i), types.get(i)));
            }
            return List.of(row);
        }
        return bounds.stream().map(bound -> List.of(value(bound, types.get(0)))).toList();
    }

    /** The value of a bound. SHOW CREATE prints NULL as a text, which cannot be distinguished from the text 'NULL'. */
    private static PartitionValue value(Bound bound, Type type) {
        if (bound instanceof Bound.Value value && value.text().equals(NULL)) {
            return new PartitionValue.Null();
        }
        try {
            return PartitionValue.of(bound, type);
        } catch (InvalidValueException e) {
            throw new IllegalStateException("a partition's values are not values of its column", e);
        }
    }

    public boolean overlaps(PartitionCoverage other) {
        return values.stream().anyMatch(other.values::contains)
                || ranges.stream().anyMatch(range -> other.ranges.stream().anyMatch(range::overlaps));
    }

    /** The rows that do not belong to the other set. */
    public PartitionCoverage subtract(PartitionCoverage other) {
        Set<List<PartitionValue>> rest = new LinkedHashSet<>(values);
        rest.removeAll(other.values);
        List<CoveredRange> left = new ArrayList<>();
        for (CoveredRange range : ranges) {
            PartitionKey from = range.lower;
            for (CoveredRange excluded : other.ranges) {
                if (excluded.overlaps(range)) {
                    if (from.compareTo(excluded.lower) < 0) {
                        left.add(new CoveredRange(from, excluded.lower));
                    }
                    from = excluded.upper;
                }
            }
            if (from.compareTo(range.upper) < 0) {
                left.add(new CoveredRange(from, range.upper));
            }
        }
        return new PartitionCoverage(columns, types, rest, left);
    }

    public boolean isEmpty() {
        return values.isEmpty() && ranges.isEmpty();
    }

    /** The SQL condition for the rows, for example {@code city = 'Oslo' OR city IS NULL}. */
    public String condition() {
        return isEmpty() ? "FALSE" : join(conditions(), " OR ");
    }

    private List<String> conditions() {
        List<String> conditions = new ArrayList<>();
        for (List<PartitionValue> row : values) {
            List<String> equal = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                equal.add(equality(i, row.get(i)));
            }
            conditions.add(join(equal, " AND "));
        }
        ranges.forEach(range -> conditions.add(condition(range)));
        return conditions;
    }

    private String equality(int column, PartitionValue value) {
        String name = columns.get(column);
        if (!(value instanceof PartitionValue.Null)) {
            return name + " = " + literal(value);
        }
        boolean text = PrimitiveType.of(types.get(column)).isCharacters();
        return text ? "(" + name + " IS NULL OR " + name + " = '" + NULL + "')" : name + " IS NULL";
    }

    /**
     * The condition for a range. NULL is less than all values, so the range with the minimum as its lower bound
     * contains it.
     */
    private String condition(CoveredRange range) {
        boolean lowest = range.lower.compareTo(PartitionKey.ofStored(List.of(), types)) == 0;
        List<String> bounds = new ArrayList<>();
        if (!lowest) {
            bounds.add(comparison(range.lower, false));
        }
        if (range.upper.compareTo(PartitionKey.maximum(types)) != 0) {
            bounds.add(comparison(range.upper, true));
        }
        String within = bounds.isEmpty() ? "TRUE" : join(bounds, " AND ");
        return lowest ? "(" + within + " OR " + columns.get(0) + " IS NULL)" : within;
    }

    /** A lexicographic comparison: each column is compared only if all previous columns are equal. */
    private String comparison(PartitionKey bound, boolean below) {
        List<String> alternatives = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            PartitionValue value = bound.values().get(i);
            if (value instanceof PartitionValue.Maximum) {
                if (below) {
                    alternatives.add(equal.isEmpty() ? "TRUE" : join(equal, " AND "));
                }
                break;
            }
            boolean last = i == types.size() - 1;
            List<String> alternative = new ArrayList<>(equal);
            alternative.add(columns.get(i) + (below ? " < " : last ? " >= " : " > ") + literal(value));
            alternatives.add(join(alternative, " AND "));
            equal.add(columns.get(i) + " = " + literal(value));
        }
        return alternatives.isEmpty() ? "FALSE" : join(alternatives, " OR ");
    }

    private static String join(List<String> parts, String word) {
        return parts.size() == 1 ? parts.get(0) : "(" + String.join(word, parts) + ")";
    }

    private static String literal(PartitionValue value) {
        if (value instanceof PartitionValue.Number number) {
            return number.value().toString();
        }
        return "'" + value.text().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** For example {@code city 'Oslo', 'Bergen'}, or {@code day from '2024-01-01' to before '2024-02-01'}. */
    @Override
    public String toString() {
        List<String> texts = new ArrayList<>();
        values.forEach(row -> texts.add(tuple(row)));
        for (CoveredRange range : ranges) {
            String from = "from " + tuple(range.lower.values());
            boolean open = range.upper.compareTo(PartitionKey.maximum(types)) == 0;
            texts.add(open ? from : from + " to before " + tuple(range.upper.values()));
        }
        String names = columns.size() == 1 ? columns.get(0) : "(" + String.join(", ", columns) + ")";
        return names.replace("`", "") + " " + String.join(", ", texts);
    }

    private static String tuple(List<PartitionValue> row) {
        String values = row.stream()
                .map(value -> value instanceof PartitionValue.Null || value instanceof PartitionValue.Maximum
                        ? value.text()
                        : "'" + value.text() + "'")
                .collect(Collectors.joining(", "));
        return row.size() == 1 ? values : "(" + values + ")";
    }
}
