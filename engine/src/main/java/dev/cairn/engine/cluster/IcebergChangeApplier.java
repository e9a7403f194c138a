package dev.cairn.engine.cluster;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.write.JoinedTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Applies a change of the columns or of the partitioning to the parts of an Iceberg table. Each item of the change sees
 * the result of the earlier items.
 */
final class IcebergChangeApplier {
    /** The names of the columns in their order; used only by changes of columns. */
    private final List<String> columnNames;

    private final SortedMap<ClusterPart, String> parts;

    /** The transforms that this statement has added. */
    private final List<IcebergTransform> addedTransforms = new ArrayList<>();

    private IcebergChangeApplier(SortedMap<ClusterPart, String> parts) {
        this.columnNames = new ArrayList<>(JoinedTexts.parseNames(parts.getOrDefault(IcebergTableRules.COLUMNS, "")));
        this.parts = parts;
    }

    /** Applies a change of columns or of the partitioning to the given parts; returns false for any other change. */
    static boolean apply(ClusterChange change, SortedMap<ClusterPart, String> parts) {
        IcebergChangeApplier applier = new IcebergChangeApplier(parts);
        String clause = change.alteration().clause();
        if (clause.equals(IcebergTableRules.COLUMN_CLAUSE)) {
            applier.changeColumns(change);
            return true;
        }
        if (clause.equals(IcebergTableRules.PARTITION_CLAUSE)) {
            boolean isAddition = change.alteration().effect() == AlterationEffect.ADD;
            change.items().forEach(item -> applier.changePartitioning(item, isAddition));
            return true;
        }
        return false;
    }

    /** Applies the items of a change of columns. An item that is not a column is the new position of the first item. */
    private void changeColumns(ClusterChange change) {
        String movedColumn = change.items().get(0).part().name();
        for (ClusterItem item : change.items()) {
            if (IcebergTableRules.isColumn(item.part())) {
                switch (change.alteration().effect()) {
                    case ADD -> addColumn(item);
                    case SET -> modifyColumn(item);
                    case RENAME -> renameColumn(item);
                    case REMOVE, CLEAR -> dropColumn(item);
                }
            } else {
                moveColumn(movedColumn, item);
            }
        }
        parts.put(IcebergTableRules.COLUMNS, IcebergTableRules.renderNames(columnNames));
    }

    private void addColumn(ClusterItem item) {
        String name = item.part().name();
        IcebergColumn column = IcebergColumn.parse(item.value());
        requireNullable(item, column);
        IcebergTableRules.checkType(item, parts);
        if (columnNames.contains(name)) {
            throw Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_COLUMN_EXISTS, name);
        }
        columnNames.add(name);
        parts.put(item.part(), column.render());
    }

    private static void requireNullable(ClusterItem item, IcebergColumn column) {
        if (!column.isNullable()) {
            throw Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_COLUMN_NOT_NULL);
        }
    }

    private void requireColumn(ClusterItem item, String action) {
        if (!columnNames.contains(item.part().name())) {
            throw Refusal.ofExecution(
                    item.span(),
                    ClusterRule.ICEBERG_COLUMN_UNKNOWN,
                    action,
                    item.part().name());
        }
    }

    private void modifyColumn(ClusterItem item) {
        String name = item.part().name();
        IcebergColumn newColumn = IcebergColumn.parse(item.value());
        IcebergTableRules.checkType(item, parts);
        if (!newColumn.isScalar()) {
            throw Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_NESTED_TYPE_CHANGE, name);
        }
        requireColumn(item, "update");
        String oldDefinition = parts.getOrDefault(item.part(), "");
        Optional<IcebergColumn> oldColumn = IcebergColumn.tryParse(oldDefinition);
        if (oldColumn.filter(column -> column.mayBePromotedTo(newColumn)).isEmpty()) {
            throw Refusal.ofExecution(
                    item.span(),
                    ClusterRule.ICEBERG_TYPE_CHANGE_UNSUPPORTED,
                    name,
                    oldColumn.map(IcebergColumn::icebergTypeName).orElse(oldDefinition),
                    newColumn.icebergTypeName());
        }
        requireNullable(item, newColumn);
        parts.put(item.part(), newColumn.render());
    }

    /** Renames a column, also in the partitioning and in the order of rows. */
    private void renameColumn(ClusterItem item) {
        String oldName = item.part().name();
        requireColumn(item, "rename");
        if (columnNames.contains(item.value())) {
            throw Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_NAME_TAKEN, item.value());
        }
        columnNames.set(columnNames.indexOf(oldName), item.value());
        parts.put(IcebergTableRules.columnPart(item.value()), parts.getOrDefault(item.part(), ""));
        parts.remove(item.part());
        for (ClusterPart part : List.copyOf(parts.keySet())) {
            IcebergTableRules.findTransform(part)
                    .filter(transform -> transform.columnName().equals(oldName))
                    .ifPresent(transform -> {
                        parts.remove(part);
                        parts.put(
                                new ClusterPart(
                                        IcebergTableRules.PARTITION_CLAUSE,
                                        transform.withColumn(item.value()).render()),
                                "");
                    });
        }
        parts.computeIfPresent(
                IcebergTableRules.ORDER,
                (part, order) -> IcebergSortItem.renderList(IcebergSortItem.parseList(order).stream()
                        .map(sortItem -> sortItem.columnName().equals(oldName)
                                ? sortItem.withColumnName(item.value())
                                : sortItem)
                        .toList()));
    }

    private void dropColumn(ClusterItem item) {
        String name = item.part().name();
        requireColumn(item, "delete");
        boolean partitionsByColumn = parts.keySet().stream()
                .flatMap(part -> IcebergTableRules.findTransform(part).stream())
                .anyMatch(transform -> transform.columnName().equals(name));
        boolean sortsByColumn = IcebergSortItem.parseList(parts.getOrDefault(IcebergTableRules.ORDER, "")).stream()
                .anyMatch(sortItem -> sortItem.columnName().equals(name));
        if (partitionsByColumn || sortsByColumn) {
            throw Refusal.ofExecution(
                    item.span(), ClusterRule.ICEBERG_COLUMN_USED, partitionsByColumn ? "partition" : "sort", name);
        }
        columnNames.remove(name);
        parts.remove(item.part());
    }

    /** Moves a column after the column that the item names, or to the front if it names none. */
    private void moveColumn(String name, ClusterItem positionItem) {
        columnNames.remove(name);
        String precedingName = positionItem.value();
        if (!precedingName.isEmpty() && !columnNames.contains(precedingName)) {
            throw Refusal.ofExecution(positionItem.span(), ClusterRule.ICEBERG_POSITION_UNKNOWN, name, precedingName);
        }
        columnNames.add(columnNames.indexOf(precedingName) + 1, name);
    }

    /**
     * Adds or removes an element of the partitioning. Unlike CREATE, ALTER refuses two functions of time on one column
     * only if it adds both.
     */
    private void changePartitioning(ClusterItem item, boolean isAddition) {
        IcebergTransform transform = IcebergTransform.parse(item);
        ClusterPart part = new ClusterPart(IcebergTableRules.PARTITION_CLAUSE, transform.render());
        if (!isAddition) {
            if (parts.remove(part) == null) {
                throw Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_PARTITION_ABSENT, transform.render());
            }
            return;
        }
        transform.checkSourceColumn(item, parts, transform::accepts);
        transform.requireNoConflict(
                item,
                parts.containsKey(part)
                        ? Optional.of(transform)
                        : addedTransforms.stream()
                                .filter(transform::isRedundantWith)
                                .findFirst());
        addedTransforms.add(transform);
        parts.put(part, "");
    }
}
