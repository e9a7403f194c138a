package dev.cairn.engine.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Determines how far ALTER TABLE can change an Iceberg table: reverts the changes that no statement can make, and
 * says what to do instead.
 */
final class IcebergChangeLimiter {
    private static final String PERMIT_NULL_ADVICE = ": let it permit NULL, as Long does instead of long";
    private static final String NEW_COLUMN_ADVICE = ", or add a column of another name";

    private final ClusterObject currentTable;
    private final ClusterObject desiredTable;
    private final IcebergTableRules rules;
    private final SortedMap<ClusterPart, String> reachableParts;
    private final List<String> problems = new ArrayList<>();

    private IcebergChangeLimiter(ClusterObject currentTable, ClusterObject desiredTable, IcebergTableRules rules) {
        this.currentTable = currentTable;
        this.desiredTable = desiredTable;
        this.rules = rules;
        this.reachableParts = new TreeMap<>(desiredTable.parts());
    }

    /**
     * Returns the part of the change that ALTER TABLE can make, and the problems with the rest.
     *
     * @param materializedViewNames the full names of the materialized views that read the table afterwards
     */
    static ClusterChangeLimit determineLimit(
            ClusterObject currentTable,
            ClusterObject desiredTable,
            List<String> materializedViewNames,
            IcebergTableRules rules) {
        IcebergChangeLimiter limiter = new IcebergChangeLimiter(currentTable, desiredTable, rules);
        if (!materializedViewNames.isEmpty()) {
            limiter.revertPartitioning(materializedViewNames);
        }
        limiter.revertColumns();
        limiter.revertColumnOrder();
        limiter.revertRowOrder();
        limiter.restoreRemovedProperties();
        return new ClusterChangeLimit(desiredTable.withParts(limiter.reachableParts), limiter.problems);
    }

    /**
     * Reverts the partitioning, because no server refreshes a materialized view over a table whose partitioning has
     * changed.
     */
    private void revertPartitioning(List<String> materializedViewNames) {
        SortedSet<String> currentElements = collectPartitionElements(currentTable);
        SortedSet<String> desiredElements = collectPartitionElements(desiredTable);
        if (desiredElements.equals(currentElements)) {
            return;
        }
        problems.add("PARTITION BY can't change while "
                + (materializedViewNames.size() == 1 ? "the materialized view " : "the materialized views ")
                + String.join(", ", materializedViewNames) + (materializedViewNames.size() == 1 ? " reads" : " read")
                + " the table, because no server refreshes a materialized view after that: keep "
                + describeElements(currentElements) + " instead of " + describeElements(desiredElements)
                + ", or use a view instead of the materialized one");
        reachableParts.keySet().removeIf(part -> part.clause().equals(IcebergTableRules.PARTITION_CLAUSE));
        currentTable.parts().forEach((part, value) -> {
            if (part.clause().equals(IcebergTableRules.PARTITION_CLAUSE)) {
                reachableParts.put(part, value);
                IcebergTableRules.findTransform(part).ifPresent(transform -> restoreColumn(transform.columnName()));
            }
        });
    }

    private static SortedSet<String> collectPartitionElements(ClusterObject table) {
        return table.parts().keySet().stream()
                .filter(part -> part.clause().equals(IcebergTableRules.PARTITION_CLAUSE))
                .map(ClusterPart::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String describeElements(SortedSet<String> elements) {
        return elements.isEmpty() ? "none" : String.join(", ", elements);
    }

    /** Restores a column after the columns that preceded it, unless the desired table still has the column. */
    private void restoreColumn(String name) {
        List<String> reachableNames =
                new ArrayList<>(IcebergTableRules.columnNames(desiredTable.withParts(reachableParts)));
        if (!reachableNames.contains(name)) {
            List<String> currentNames = IcebergTableRules.columnNames(currentTable);
            int columnIndex = 0;
            for (String precedingName : currentNames.subList(0, currentNames.indexOf(name))) {
                columnIndex = Math.max(columnIndex, reachableNames.indexOf(precedingName) + 1);
            }
            reachableNames.add(columnIndex, name);
            restore(IcebergTableRules.columnPart(name));
            reachableParts.put(IcebergTableRules.COLUMNS, IcebergTableRules.renderNames(reachableNames));
        }
    }

    /**
     * Reverts the additions and changes of columns that no statement can make. The partitioning by a column that can't
     * be added is removed.
     */
    private void revertColumns() {
        List<String> reachableNames =
                new ArrayList<>(IcebergTableRules.columnNames(desiredTable.withParts(reachableParts)));
        for (String name : List.copyOf(reachableNames)) {
            ClusterPart part = IcebergTableRules.columnPart(name);
            String currentDefinition = currentTable.parts().get(part);
            Optional<IcebergColumn> column = IcebergColumn.tryParse(reachableParts.getOrDefault(part, ""));
            if (column.isEmpty() || Objects.equals(reachableParts.get(part), currentDefinition)) {
                continue;
            }
            Optional<String> problem = currentDefinition == null
                    ? findAdditionProblem(column.get())
                    : IcebergColumn.tryParse(currentDefinition)
                            .flatMap(currentColumn -> findModificationProblem(currentColumn, column.get()));
            if (problem.isPresent()) {
                problems.add("column '" + name + "' " + problem.get());
                if (currentDefinition == null) {
                    reachableParts.remove(part);
                    reachableNames.remove(name);
                } else {
                    reachableParts.put(part, currentDefinition);
                }
            }
        }
        reachableParts.put(IcebergTableRules.COLUMNS, IcebergTableRules.renderNames(reachableNames));
        reachableParts
                .keySet()
                .removeIf(part -> IcebergTableRules.findTransform(part)
                        .filter(transform -> !reachableNames.contains(transform.columnName()))
                        .isPresent());
    }

    private static Optional<String> findAdditionProblem(IcebergColumn column) {
        return column.isNullable()
                ? Optional.empty()
                : Optional.of("is new and can't be NOT NULL" + PERMIT_NULL_ADVICE);
    }

    private static Optional<String> findModificationProblem(IcebergColumn currentColumn, IcebergColumn desiredColumn) {
        if (!currentColumn.isScalar() || !desiredColumn.isScalar()) {
            return Optional.of("can't change from " + currentColumn.render() + " to " + desiredColumn.render()
                    + ": no statement changes a column to or from an ARRAY, a MAP or a STRUCT; keep it as it is"
                    + NEW_COLUMN_ADVICE);
        }
        if (!currentColumn.mayBePromotedTo(desiredColumn)) {
            return Optional.of("can't change its type from " + Sql.render(currentColumn.type()) + " to "
                    + Sql.render(desiredColumn.type()) + ": keep the type" + NEW_COLUMN_ADVICE);
        }
        if (desiredColumn.isNullable()) {
            return Optional.empty();
        }
        return Optional.of(
                currentColumn.isNullable()
                        ? "permits NULL and can't become NOT NULL" + PERMIT_NULL_ADVICE
                        : "is NOT NULL, and no statement changes such a column: keep its type and its comment, or let it"
                                + " permit NULL, as Long does instead of long");
    }

    /**
     * Restores the old order of the columns if the new one moves a column that no statement can move; new columns then
     * come last.
     */
    private void revertColumnOrder() {
        List<String> currentNames = IcebergTableRules.columnNames(currentTable);
        List<String> desiredNames = IcebergTableRules.columnNames(desiredTable.withParts(reachableParts));
        List<String> fixedNames = desiredNames.stream()
                .filter(name -> currentNames.contains(name) && !isMovable(name))
                .toList();
        List<String> fixedNamesInCurrentOrder =
                currentNames.stream().filter(fixedNames::contains).toList();
        if (fixedNames.equals(fixedNamesInCurrentOrder)) {
            return;
        }
        problems.add("no statement moves a column that is NOT NULL or an ARRAY, a MAP or a STRUCT: keep the order of "
                + fixedNamesInCurrentOrder.stream()
                        .map(name -> "'" + name + "'")
                        .collect(Collectors.joining(", ")));
        List<String> reachableNames = new ArrayList<>(
                currentNames.stream().filter(desiredNames::contains).toList());
        desiredNames.stream().filter(name -> !currentNames.contains(name)).forEach(reachableNames::add);
        reachableParts.put(IcebergTableRules.COLUMNS, IcebergTableRules.renderNames(reachableNames));
    }

    private boolean isMovable(String name) {
        return rules.isColumnMovable(reachableParts.getOrDefault(IcebergTableRules.columnPart(name), ""));
    }

    private void revertRowOrder() {
        String currentOrder = currentTable.parts().getOrDefault(IcebergTableRules.ORDER, "");
        String desiredOrder = desiredTable.parts().getOrDefault(IcebergTableRules.ORDER, "");
        if (!desiredOrder.equals(currentOrder)) {
            problems.add("ORDER BY can't change after the creation: keep " + describeOrder(currentOrder)
                    + " instead of " + describeOrder(desiredOrder));
            restore(IcebergTableRules.ORDER);
        }
    }

    private static String describeOrder(String order) {
        return order.isEmpty() ? "none" : "(" + order + ")";
    }

    private void restoreRemovedProperties() {
        for (ClusterPart part : currentTable.parts().keySet()) {
            boolean isRemoved = part.isProperty()
                    && !desiredTable.parts().containsKey(part)
                    && rules.findDefaultValue(part).isEmpty();
            if (isRemoved) {
                problems.add("no statement removes the property '" + part.name() + "': declare it with a value");
                restore(part);
            }
        }
    }

    private void restore(ClusterPart part) {
        reachableParts.remove(part);
        Optional.ofNullable(currentTable.parts().get(part)).ifPresent(value -> reachableParts.put(part, value));
    }
}
