package dev.cairn.embedded.explain;

import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.Source;
import dev.cairn.embedded.show.TableExtent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A relation that a query reads.
 *
 * @param first the number of its first column: a plan numbers the columns of all relations in the order of FROM
 * @param used the positions of the columns that the query uses
 */
record PlanScan(BoundRelation relation, Source source, int first, SortedSet<Integer> used) {
    PlanScan(BoundRelation relation, Source source, int first) {
        this(relation, source, first, new TreeSet<>());
    }

    List<String> columns() {
        return used.stream().map(this::column).toList();
    }

    /** {@code 2:name}. */
    String column(int position) {
        RelationField field = relation.fields().all().get(position);
        return first + position + ":" + field.name();
    }

    /**
     * Returns the lines of the scan, without indentation.
     *
     * @param whole whether it reads all partitions and tablets; otherwise, it is not known which of them
     */
    List<String> lines(Optional<TableExtent> extent, boolean whole) {
        String name = "- " + (source.kind() == Source.Kind.SYSTEM ? "SCHEMA-SCAN" : "SCAN") + " [" + source.name() + "]"
                + columns().stream().collect(Collectors.joining(", ", " => [", "]"));
        if (extent.isEmpty()) {
            return List.of(name);
        }
        TableExtent size = extent.get();
        List<String> lines = new ArrayList<>(List.of(name));
        if (source.kind() == Source.Kind.MATERIALIZED_VIEW) {
            lines.add("        MaterializedView: true");
        }
        lines.add("        " + LogicalPlan.estimates(String.valueOf(Math.max(1, size.rows()))));
        lines.add("        partitionRatio: " + ratio(size.partitions(), whole) + ", tabletRatio: "
                + ratio(size.tablets(), whole));
        return lines;
    }

    private static String ratio(int all, boolean whole) {
        return (whole ? String.valueOf(all) : "?") + "/" + all;
    }
}
