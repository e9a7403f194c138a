package dev.cairn.lineage;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The origins of the columns and rows of a query's result. Columns of views count as origins; the queries of views are
 * not followed.
 *
 * @param outputs the columns of the result
 * @param influences the columns that decide about the rows of the whole result, each with its uses
 * @param equalColumns the pairs of columns of different relations that a join or a condition requires to be equal
 * @param bases the objects that the query reads, even if it reads no column of an object, for example for {@code
 *     count(*)}
 */
public record QueryLineage(
        List<OutputLineage> outputs,
        SortedMap<ObjectColumn, Set<ColumnUse>> influences,
        SortedSet<EqualColumns> equalColumns,
        SortedSet<ObjectName> bases) {
    public QueryLineage {
        outputs = List.copyOf(outputs);
        influences = Collections.unmodifiableSortedMap(new TreeMap<>(influences));
        equalColumns = Collections.unmodifiableSortedSet(new TreeSet<>(equalColumns));
        bases = Collections.unmodifiableSortedSet(new TreeSet<>(bases));
    }

    /** Two columns whose values a query requires to be equal; {@code first} precedes {@code second}. */
    public record EqualColumns(ObjectColumn first, ObjectColumn second) implements Comparable<EqualColumns> {
        private static final Comparator<EqualColumns> ORDER =
                Comparator.comparing(EqualColumns::first).thenComparing(EqualColumns::second);

        /** Creates the pair of two columns in any order. */
        public static EqualColumns of(ObjectColumn left, ObjectColumn right) {
            return left.compareTo(right) <= 0 ? new EqualColumns(left, right) : new EqualColumns(right, left);
        }

        @Override
        public int compareTo(EqualColumns other) {
            return ORDER.compare(this, other);
        }
    }

    /** Returns the lineage of a statement that reads nothing and writes constants into columns. */
    static QueryLineage ofConstants(List<String> columnNames) {
        List<OutputLineage> outputs = columnNames.stream()
                .map(column -> new OutputLineage(column, column, Collections.emptySortedMap()))
                .toList();
        return new QueryLineage(
                outputs, Collections.emptySortedMap(), Collections.emptySortedSet(), Collections.emptySortedSet());
    }

    /**
     * A column of the result.
     *
     * @param name the name of the column
     * @param expression the expression that computes the column; the name of a column that {@code *} stands for
     * @param type the type of the column; null if it is unknown
     * @param origins the columns that the values are derived from, or that decide about the values, each with its use
     */
    public record OutputLineage(
            String name, String expression, @Nullable Type type, SortedMap<ObjectColumn, ColumnUse> origins) {
        public OutputLineage {
            origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
        }

        OutputLineage(String name, String expression, SortedMap<ObjectColumn, ColumnUse> origins) {
            this(name, expression, null, origins);
        }

        OutputLineage withName(String newName) {
            return new OutputLineage(newName, expression, type, origins);
        }

        OutputLineage withType(@Nullable Type newType) {
            return new OutputLineage(name, expression, newType, origins);
        }
    }

    QueryLineage withOutputs(List<OutputLineage> newOutputs) {
        return new QueryLineage(newOutputs, influences, equalColumns, bases);
    }

    /** Returns the lineage with these names of the first outputs; surplus names are ignored. */
    QueryLineage withOutputNames(List<String> names) {
        List<OutputLineage> renamedOutputs = new ArrayList<>(outputs);
        for (int i = 0; i < Math.min(names.size(), outputs.size()); i++) {
            renamedOutputs.set(i, outputs.get(i).withName(names.get(i)));
        }
        return withOutputs(renamedOutputs);
    }

    /** Returns the outputs with this name, regardless of case. */
    public List<OutputLineage> findOutputs(String name) {
        return outputs.stream()
                .filter(output -> output.name().equalsIgnoreCase(name))
                .toList();
    }

    /**
     * Returns the lineage with the influences as origins of all outputs. An UPDATE adds and removes no rows, so its
     * influences decide about values.
     */
    QueryLineage withInfluencedOutputs() {
        List<OutputLineage> influencedOutputs = new ArrayList<>();
        for (OutputLineage output : outputs) {
            SortedMap<ObjectColumn, ColumnUse> origins = new TreeMap<>(output.origins());
            influences.forEach((column, uses) ->
                    uses.forEach(columnUse -> origins.merge(column, columnUse, ColumnUse::chooseStronger)));
            influencedOutputs.add(new OutputLineage(output.name(), output.expression(), output.type(), origins));
        }
        return new QueryLineage(influencedOutputs, Collections.emptySortedMap(), equalColumns, bases);
    }

    /** Returns all columns that the query reads, with all uses. */
    public SortedMap<ObjectColumn, Set<ColumnUse>> usesByColumn() {
        SortedMap<ObjectColumn, Set<ColumnUse>> usesByColumn = new TreeMap<>();
        influences.forEach((column, uses) -> usesByColumn.put(column, new TreeSet<>(uses)));
        for (OutputLineage output : outputs) {
            for (Map.Entry<ObjectColumn, ColumnUse> originEntry :
                    output.origins().entrySet()) {
                usesByColumn
                        .computeIfAbsent(originEntry.getKey(), originColumn -> new TreeSet<>())
                        .add(originEntry.getValue());
            }
        }
        return usesByColumn;
    }
}
