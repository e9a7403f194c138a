package dev.cairn.lineage;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where the result of a query comes from. Columns of views are named as such; what views themselves read is not followed.
 *
 * @param outputs the columns of the result
 * @param influences the columns that decide about the rows of the whole result, each with its ways
 * @param joins the pairs of columns of different relations that a join or a condition requires to be equal
 */
public record QueryLineage(
        List<OutputLineage> outputs, SortedMap<ObjectColumn, Set<Way>> influences, SortedSet<EqualColumns> joins) {
    public QueryLineage {
        outputs = List.copyOf(outputs);
        influences = Collections.unmodifiableSortedMap(new TreeMap<>(influences));
        joins = Collections.unmodifiableSortedSet(new TreeSet<>(joins));
    }

    /** Two columns whose values a query compares; {@code first} precedes {@code second}. */
    public record EqualColumns(ObjectColumn first, ObjectColumn second) implements Comparable<EqualColumns> {
        private static final Comparator<EqualColumns> ORDER =
                Comparator.comparing(EqualColumns::first).thenComparing(EqualColumns::second);

        /** Returns the pair in its order. */
        public static EqualColumns of(ObjectColumn one, ObjectColumn other) {
            return one.compareTo(other) <= 0 ? new EqualColumns(one, other) : new EqualColumns(other, one);
        }

        @Override
        public int compareTo(EqualColumns other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A column of the result.
     *
     * @param name its name
     * @param expression how the query computes it; the name of a column that {@code *} stands for
     * @param origins the columns that its values are derived from or that decide about them, each with the way
     */
    public record OutputLineage(String name, String expression, SortedMap<ObjectColumn, Way> origins) {
        public OutputLineage {
            origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
        }

        OutputLineage named(String other) {
            return new OutputLineage(other, expression, origins);
        }
    }

    /** Returns the output with this name, in upper or lower case. */
    public List<OutputLineage> outputs(String name) {
        return outputs.stream()
                .filter(output -> output.name().equalsIgnoreCase(name))
                .toList();
    }

    /** Returns all columns that the query reads, with all ways. */
    public SortedMap<ObjectColumn, Set<Way>> reads() {
        SortedMap<ObjectColumn, Set<Way>> reads = new TreeMap<>();
        influences.forEach((column, ways) -> reads.put(column, new TreeSet<>(ways)));
        for (OutputLineage output : outputs) {
            for (Map.Entry<ObjectColumn, Way> origin : output.origins().entrySet()) {
                reads.computeIfAbsent(origin.getKey(), unread -> new TreeSet<>())
                        .add(origin.getValue());
            }
        }
        return reads;
    }
}
