package dev.cairn.engine.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterPart;
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
    static ClusterChangeLimit limit(
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
        SortedSet<String> elementsBefore = collectPartitionElements(currentTable);
        SortedSet<String> elements = collectPartitionElements(desiredTable);
        if (elements.equals(elementsBefore)) {
            return;
        }
        problems.add("PARTITION BY can't change while "
                + (materializedViewNames.size() == 1 ? "the materialized view " : "the materialized views ")
                + String.join(", ", materializedViewNames) + (materializedViewNames.size() == 1 ? " reads" : " read")
                + " the table, because no server refreshes a materialized view after that: keep "
                + describeElements(elementsBefore) + " instead of " + describeElements(elements)
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

    /** Restores a column after the columns that preceded it. */
    private void restoreColumn(String name) {
        List<String> names = new ArrayList<>(IcebergTableRules.columnNames(desiredTable.withParts(reachableParts)));
        if (!names.contains(name)) {
            List<String> namesBefore = IcebergTableRules.columnNames(currentTable);
            int columnIndex = 0;
            for (String precedingName : namesBefore.subList(0, namesBefore.indexOf(name))) {
                columnIndex = Math.max(columnIndex, names.indexOf(precedingName) + 1);
            }
            names.add(columnIndex, name);
            restore(new ClusterPart(IcebergTableRules.COLUMN_CLAUSE, name));
            reachableParts.put(IcebergTableRules.COLUMNS, IcebergTableRules.renderNames(names));
        }
    }

    private void revertColumns() {
        List<String> names = new ArrayList<>(IcebergTableRules.columnNames(desiredTable.withParts(reachableParts)));
        for (String name : List.copyOf(names)) {
            ClusterPart part = new ClusterPart(IcebergTableRules.COLUMN_CLAUSE, name);
            String definitionBefore = currentTable.parts().get(part);
            Optional<IcebergColumn> column = IcebergColumn.find(reachableParts.getOrDefault(part, ""));
            if (column.isEmpty() || Objects.equals(reachableParts.get(part), definitionBefore)) {
                continue;
            }
            Optional<String> problem = definitionBefore == null
                    ? findAdditionProblem(column.get())
                    : IcebergColumn.find(definitionBefore)
                            .flatMap(columnBefore -> findModificationProblem(columnBefore, column.get()));
            if (problem.isPresent()) {
                problems.add("column '" + name + "' " + problem.get());
                if (definitionBefore == null) {
                    reachableParts.remove(part);
                    names.remove(name);
                } else {
                    reachableParts.put(part, definitionBefore);
                }
            }
        }
        reachableParts.put(IcebergTableRules.COLUMNS, IcebergTableRules.renderNames(names));
        reachableParts
                .keySet()
                .removeIf(part -> IcebergTableRules.findTransform(part)
                        .filter(transform -> !names.contains(transform.columnName()))
                        .isPresent());
    }

    private static Optional<String> findAdditionProblem(IcebergColumn column) {
        return column.isNullable()
                ? Optional.empty()
                : Optional.of("is new and can't be NOT NULL" + PERMIT_NULL_ADVICE);
    }

    private static Optional<String> findModificationProblem(IcebergColumn columnBefore, IcebergColumn column) {
        if (!columnBefore.isPrimitive() || !column.isPrimitive()) {
            return Optional.of("can't change from " + columnBefore.render() + " to " + column.render()
                    + ": no statement changes a column to or from an ARRAY, a MAP or a STRUCT; keep it as it is"
                    + NEW_COLUMN_ADVICE);
        }
        if (!columnBefore.mayBePromotedTo(column)) {
            return Optional.of("can't change its type from " + Sql.render(columnBefore.type()) + " to "
                    + Sql.render(column.type()) + ": keep the type" + NEW_COLUMN_ADVICE);
        }
        if (column.isNullable()) {
            return Optional.empty();
        }
        return Optional.of(
                columnBefore.isNullable()
                        ? "permits NULL and can't become NOT NULL" + PERMIT_NULL_ADVICE
                        : "is NOT NULL, and no statement changes such a column: keep its type and its comment, or let it"
                                + " permit NULL, as Long does instead of long");
    }

    /**
     * Restores the old order of the columns if the new one moves a column that no statement can move; new columns then
     * come last.
     */
    private void revertColumnOrder() {
        List<String> namesBefore = IcebergTableRules.columnNames(currentTable);
        List<String> names = IcebergTableRules.columnNames(desiredTable.withParts(reachableParts));
        List<String> fixedNames = names.stream()
                .filter(name -> namesBefore.contains(name) && !isMovable(name))
                .toList();
        List<String> fixedNamesBefore =
                namesBefore.stream().filter(fixedNames::contains).toList();
        if (fixedNames.equals(fixedNamesBefore)) {
            return;
        }
        problems.add("no statement moves a column that is NOT NULL or an ARRAY, a MAP or a STRUCT: keep the order of "
                + fixedNamesBefore.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")));
        List<String> reachableNames =
                new ArrayList<>(namesBefore.stream().filter(names::contains).toList());
        names.stream().filter(name -> !namesBefore.contains(name)).forEach(reachableNames::add);
        reachableParts.put(IcebergTableRules.COLUMNS, IcebergTableRules.renderNames(reachableNames));
    }

    private boolean isMovable(String name) {
        return rules.isMovable(reachableParts.getOrDefault(new ClusterPart(IcebergTableRules.COLUMN_CLAUSE, name), ""));
    }

    private void revertRowOrder() {
        String orderBefore = currentTable.parts().getOrDefault(IcebergTableRules.ORDER, "");
        String order = desiredTable.parts().getOrDefault(IcebergTableRules.ORDER, "");
        if (!order.equals(orderBefore)) {
            problems.add("ORDER BY can't change after the creation: keep " + describeOrder(orderBefore) + " instead of "
                    + describeOrder(order));
            restore(IcebergTableRules.ORDER);
        }
    }

    private static String describeOrder(String order) {
        return order.isEmpty() ? "none" : "(" + order + ")";
    }

    private void restoreRemovedProperties() {
        for (ClusterPart part : currentTable.parts().keySet()) {
            boolean isRemoved = part.clause().equals("property")
                    && !desiredTable.parts().containsKey(part)
                    && rules.defaultValue(part).isEmpty();
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
