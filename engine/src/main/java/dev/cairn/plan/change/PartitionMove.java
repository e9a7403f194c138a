package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropPartitions;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.FixedRange;
import dev.cairn.sql.ast.PartitionDefinition.In;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Moves rows to partitions with other values. Temporary partitions with the new values are filled with the rows,
 * and then replace the old ones at once. A temporary partition that an aborted attempt left behind is dropped
 * first.
 *
 * @param old the partitions whose values change, or that are dropped
 * @param target the partitions that receive their rows
 */
record PartitionMove(TableDifference difference, List<PartitionDefinition> old, List<PartitionDefinition> target) {
    private static final String SUFFIX = "__cairn_tmp";
    private static final int MAX_NAME_LENGTH = 64;

    PartitionMove {
        old = List.copyOf(old);
        target = List.copyOf(target);
    }

    private Table now() {
        return difference.now();
    }

    /** Returns the values that no new partition covers. */
    private PartitionCoverage uncoveredValues() {
        return PartitionCoverage.of(now(), old).subtract(PartitionCoverage.of(now(), target));
    }

    List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        List<Name> temporary =
                target.stream().map(this::temporaryName).map(Name::of).toList();
        AlterClause clear = new DropPartitions(true, true, PartitionSelection.of(temporary), false, Span.NONE);
        actions.add(Action.of(alterStatement(clear)));
        for (int i = 0; i < target.size(); i++) {
            PartitionDefinition definition = withName(target.get(i), temporary.get(i));
            actions.add(Action.of(
                    alterStatement(new AlterClause.AddPartition(true, definition, null, List.of(), Span.NONE))));
        }
        actions.add(Action.of(copy(temporary)));
        actions.add(replacement(temporary));
        return actions;
    }

    /** Returns the partition's final name if it is free; otherwise a temporary one. */
    private String temporaryName(PartitionDefinition partition) {
        String desired = partition.name().text();
        if (!keepsNames() && !isTaken(desired)) {
            return desired;
        }
        return desired.substring(0, Math.min(desired.length(), MAX_NAME_LENGTH - SUFFIX.length())) + SUFFIX;
    }

    /** Whether the new partitions have the names of the old ones, so that each can take over one of them. */
    private boolean keepsNames() {
        return old.size() == target.size()
                && old.stream().allMatch(each -> sameName(each).isPresent());
    }

    private Optional<PartitionDefinition> sameName(PartitionDefinition partition) {
        return target.stream()
                .filter(each ->
                        each.name().text().equalsIgnoreCase(partition.name().text()))
                .findFirst();
    }

    private boolean isTaken(String partition) {
        return now().partitioning().partitions().stream()
                .anyMatch(each -> each.name().text().equalsIgnoreCase(partition));
    }

    private static PartitionDefinition withName(PartitionDefinition partition, Name name) {
        return partition instanceof FixedRange fixed
                ? new FixedRange(true, name, fixed.lower(), fixed.upper(), fixed.properties(), Span.NONE)
                : withName((In) partition, name);
    }

    private static PartitionDefinition withName(In partition, Name name) {
        return new In(true, name, partition.values(), partition.rows(), partition.properties(), Span.NONE);
    }

    private Statement alterStatement(AlterClause clause) {
        return difference.simulation().statements().alter(difference.name(), clause);
    }

    private Statement copy(List<Name> temporary) {
        String columns = now().writableColumns().stream()
                .map(Column::name)
                .map(column -> Sql.render(QualifiedName.of(column)))
                .collect(Collectors.joining(", "));
        String table = Sql.render(difference.inSession(difference.name()));
        String where = uncoveredValues().isEmpty()
                ? ""
                : "\nWHERE " + PartitionCoverage.of(now(), target).condition();
        return Sql.parse("INSERT INTO " + table + " TEMPORARY PARTITION (" + names(temporary) + ") (" + columns
                + ")\nSELECT " + columns + "\nFROM " + table + " PARTITION (" + names(oldNames()) + ")" + where);
    }

    private List<Name> oldNames() {
        return old.stream().map(partition -> Name.of(partition.name().text())).toList();
    }

    private static String names(List<Name> names) {
        return names.stream()
                .map(each -> Sql.render(new QualifiedName(List.of(each))))
                .collect(Collectors.joining(", "));
    }

    /**
     * If there are as many new partitions as old ones, the server gives each the name of the old one at its
     * position.
     */
    private Action replacement(List<Name> temporary) {
        List<Name> replacing = temporary;
        if (keepsNames()) {
            replacing = old.stream()
                    .map(each -> Name.of(temporaryName(sameName(each).orElseThrow())))
                    .toList();
        }
        Statement replace = alterStatement(new AlterClause.ReplacePartitions(
                new PartitionNames(false, oldNames(), Span.NONE),
                new PartitionNames(true, replacing, Span.NONE),
                List.of(
                        Property.of("strict_range", "false"),
                        Property.of("use_temp_partition_name", Boolean.toString(!keepsNames()))),
                Span.NONE));
        Marker rebuild = new Marker.Rebuild(describe());
        return uncoveredValues().isEmpty()
                ? Action.of(replace, rebuild)
                : Action.of(
                        replace,
                        rebuild,
                        new Marker.Destructive("drops rows of " + now().name() + " with " + uncoveredValues()));
    }

    private String describe() {
        String partitions =
                old.stream().map(partition -> partition.name().text()).collect(Collectors.joining(", "));
        String subject = old.size() == 1 ? " partition " : " partitions ";
        return now().name() + subject + partitions
                + ": rows are copied to partitions of the new values; rows written in the meantime are lost";
    }
}
