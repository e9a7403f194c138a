package dev.cairn.engine.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The parts of an Iceberg table that no ALTER TABLE changes. */
final class IcebergTableChange {
    private static final String PERMIT_NULL = ": let it permit NULL, as Long does instead of long";
    private static final String OR_ADD_ANOTHER = ", or add a column of another name";

    private final ClusterObject before;
    private final ClusterObject after;
    private final IcebergTableRules rules;
    private final SortedMap<ClusterPart, String> parts;
    private final List<String> problems = new ArrayList<>();

    private IcebergTableChange(ClusterObject before, ClusterObject after, IcebergTableRules rules) {
        this.before = before;
        this.after = after;
        this.rules = rules;
        this.parts = new TreeMap<>(after.parts());
    }

    static ClusterChangeLimit limit(ClusterObject before, ClusterObject after, IcebergTableRules rules) {
        IcebergTableChange change = new IcebergTableChange(before, after, rules);
        change.limitColumns();
        change.limitColumnOrder();
        change.limitOrderOfRows();
        change.limitProperties();
        return new ClusterChangeLimit(after.with(change.parts), change.problems);
    }

    private void limitColumns() {
        List<String> names = new ArrayList<>(IcebergTableRules.columnNames(after));
        for (String name : List.copyOf(names)) {
            ClusterPart part = new ClusterPart(IcebergTableRules.COLUMN, name);
            String definitionBefore = before.parts().get(part);
            Optional<IcebergColumn> column = IcebergColumn.find(parts.getOrDefault(part, ""));
            if (column.isEmpty() || Objects.equals(parts.get(part), definitionBefore)) {
                continue;
            }
            Optional<String> problem = definitionBefore == null
                    ? findProblemOfNew(column.get())
                    : IcebergColumn.find(definitionBefore)
                            .flatMap(columnBefore -> findProblem(columnBefore, column.get()));
            if (problem.isPresent()) {
                problems.add("column '" + name + "' " + problem.get());
                if (definitionBefore == null) {
                    parts.remove(part);
                    names.remove(name);
                } else {
                    parts.put(part, definitionBefore);
                }
            }
        }
        parts.put(IcebergTableRules.COLUMNS, IcebergTableRules.renderNames(names));
    }

    private static Optional<String> findProblemOfNew(IcebergColumn column) {
        return column.isNullable() ? Optional.empty() : Optional.of("is new and can't be NOT NULL" + PERMIT_NULL);
    }

    private static Optional<String> findProblem(IcebergColumn columnBefore, IcebergColumn column) {
        if (!columnBefore.isPrimitive() || !column.isPrimitive()) {
            return Optional.of("can't change from " + columnBefore.render() + " to " + column.render()
                    + ": no statement changes an ARRAY, a MAP or a STRUCT or makes one; keep it as it is"
                    + OR_ADD_ANOTHER);
        }
        if (!columnBefore.mayBecome(column)) {
            return Optional.of("can't change its type from " + Sql.render(columnBefore.type()) + " to "
                    + Sql.render(column.type()) + ": keep the type" + OR_ADD_ANOTHER);
        }
        if (column.isNullable()) {
            return Optional.empty();
        }
        return Optional.of(
                columnBefore.isNullable()
                        ? "permits NULL and can't become NOT NULL" + PERMIT_NULL
                        : "is NOT NULL, and no statement changes such a column: keep its type and its comment, or let it"
                                + " permit NULL, as Long does instead of long");
    }

    /** Columns that no statement moves keep their order. */
    private void limitColumnOrder() {
        List<String> namesBefore = IcebergTableRules.columnNames(before);
        List<String> names = IcebergTableRules.columnNames(after.with(parts));
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
        parts.put(IcebergTableRules.COLUMNS, IcebergTableRules.renderNames(reachableNames));
    }

    private boolean isMovable(String name) {
        return rules.isMovable(parts.getOrDefault(new ClusterPart(IcebergTableRules.COLUMN, name), ""));
    }

    private void limitOrderOfRows() {
        String orderBefore = before.parts().getOrDefault(IcebergTableRules.ORDER, "");
        String order = after.parts().getOrDefault(IcebergTableRules.ORDER, "");
        if (!order.equals(orderBefore)) {
            problems.add("the order of its rows is that of its creation, " + describeOrder(orderBefore)
                    + ", and can't become " + describeOrder(order) + ": keep it");
            restore(IcebergTableRules.ORDER);
        }
    }

    private static String describeOrder(String order) {
        return order.isEmpty() ? "none" : "(" + order + ")";
    }

    private void limitProperties() {
        for (ClusterPart part : before.parts().keySet()) {
            boolean isRemoved = part.clause().equals("property")
                    && !after.parts().containsKey(part)
                    && rules.neutralValue(part).isEmpty();
            if (isRemoved) {
                problems.add("no statement removes the property '" + part.name() + "': declare it with a value");
                restore(part);
            }
        }
    }

    private void restore(ClusterPart part) {
        parts.remove(part);
        Optional.ofNullable(before.parts().get(part)).ifPresent(value -> parts.put(part, value));
    }
}
