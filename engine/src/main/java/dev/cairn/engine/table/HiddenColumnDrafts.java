package dev.cairn.engine.table;

import dev.cairn.catalog.Partitioning;
import dev.cairn.engine.column.ColumnRole;
import dev.cairn.engine.column.ColumnScope;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.partition.PartitioningDraft;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Determines the hidden columns for the expressions in a list of PARTITION BY. A statement may also declare such a
 * column, as a server of version 3.5 shows the column. In PARTITION BY, the column then stands for its expression.
 */
final class HiddenColumnDrafts {
    private HiddenColumnDrafts() {}

    /** Returns the partitioning in which declared hidden columns are replaced by their expressions. */
    static PartitioningDraft restoreExpressions(PartitioningDraft partitioning, List<DraftColumn> declaredColumns) {
        if (!(partitioning instanceof PartitioningDraft.Lists lists) || !lists.isAutomatic()) {
            return partitioning;
        }
        List<Expression> items = new ArrayList<>(lists.items().size());
        for (int i = 0; i < lists.items().size(); i++) {
            Name name = lists.columns().get(i);
            items.add(
                    isHiddenName(name.text())
                            ? findGeneratedValue(name, declaredColumns)
                                    .orElse(lists.items().get(i))
                            : lists.items().get(i));
        }
        return new PartitioningDraft.Lists(lists.columns(), items, true, lists.partitions(), lists.span());
    }

    private static boolean isHiddenName(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(Partitioning.HIDDEN_COLUMN_PREFIX);
    }

    private static Optional<Expression> findGeneratedValue(Name name, List<DraftColumn> declaredColumns) {
        return declaredColumns.stream()
                .filter(column -> column.isNamed(name.text()))
                .findFirst()
                .map(column -> column.definition().generatedValue());
    }

    /** Returns all columns; the hidden columns, whether declared or not, come last. */
    static List<DraftColumn> appendHiddenColumns(
            ServerProfile profile, List<DraftColumn> declaredColumns, PartitioningDraft partitioning) {
        if (!(partitioning instanceof PartitioningDraft.Lists lists) || !lists.hasExpressions()) {
            return declaredColumns;
        }
        List<DraftColumn> hiddenColumns = new ArrayList<>();
        ColumnScope scope = ColumnScope.ofPartitionExpressions(declaredColumns);
        for (int i = 0; i < lists.items().size(); i++) {
            Expression item = lists.items().get(i);
            if (!(item instanceof Expression.Reference)) {
                hiddenColumns.add(createHiddenColumn(
                        lists.columns().get(i),
                        item,
                        determineType(profile, scope, lists.columns().get(i), item)));
            }
        }
        List<DraftColumn> allColumns = new ArrayList<>(declaredColumns.size() + hiddenColumns.size());
        for (DraftColumn column : declaredColumns) {
            boolean isReplaced = isHiddenName(column.name())
                    && hiddenColumns.stream().anyMatch(hiddenColumn -> hiddenColumn.isNamed(column.name()));
            if (!isReplaced) {
                allColumns.add(column);
            }
        }
        allColumns.addAll(hiddenColumns);
        return allColumns;
    }

    /** Returns the type of the hidden column; if the type is unknown, a text type, which is valid for partitioning. */
    private static Type determineType(ServerProfile profile, ColumnScope scope, Name name, Expression item) {
        Type type = scope.determineStoredType(profile, item);
        if (type == null) {
            return Type.Text.STRING;
        }
        try {
            TypeRules.check(type, item.span());
        } catch (Refusal refusal) {
            throw refusal.withPrefix("Generate partition column " + name + " for multi expression partition error: ");
        }
        return type;
    }

    private static DraftColumn createHiddenColumn(Name name, Expression item, Type type) {
        ColumnDefinition definition =
                ColumnDefinition.of(name, null, item.span()).withNullable(true).withGeneratedValue(item);
        return new DraftColumn(definition, type, ColumnRole.ofValue(KeyModel.DUPLICATE, null, true), true);
    }
}
