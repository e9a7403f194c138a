package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.engine.column.ColumnRole;
import dev.cairn.engine.column.ColumnScope;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.HiddenColumnType;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.NameRules;
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
 * The columns that a new table gets for the expressions in a list of PARTITION BY. Such a column may also be written out,
 * as a server of 3.5 shows it: then it stands for its expression.
 */
public final class HiddenDrafts {
    private HiddenDrafts() {}

    /** The partitioning with the expressions in place of the columns that stand for them. */
    public static PartitionDraft read(PartitionDraft shape, List<DraftColumn> written) {
        if (!(shape instanceof PartitionDraft.Lists lists) || !lists.automatic()) {
            return shape;
        }
        List<Expression> items = new ArrayList<>(lists.items().size());
        for (int i = 0; i < lists.items().size(); i++) {
            Name name = lists.columns().get(i);
            items.add(
                    isHidden(name.text())
                            ? generated(name, written).orElse(lists.items().get(i))
                            : lists.items().get(i));
        }
        return new PartitionDraft.Lists(lists.columns(), items, true, lists.partitions(), lists.span());
    }

    private static boolean isHidden(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(NameRules.GENERATED_PARTITION_COLUMN);
    }

    private static Optional<Expression> generated(Name name, List<DraftColumn> written) {
        return written.stream()
                .filter(column -> column.is(name.text()))
                .findFirst()
                .map(column -> column.definition().generated());
    }

    /** All columns: those that stand for expressions, written or not, are hidden and stand last. */
    public static List<DraftColumn> added(ServerProfile profile, List<DraftColumn> written, PartitionDraft shape) {
        if (!(shape instanceof PartitionDraft.Lists lists) || !lists.hasExpressions()) {
            return written;
        }
        List<DraftColumn> hidden = new ArrayList<>();
        ColumnScope scope = ColumnScope.ofDraft(written);
        for (int i = 0; i < lists.items().size(); i++) {
            Expression item = lists.items().get(i);
            if (!(item instanceof Expression.Reference)) {
                hidden.add(draft(
                        lists.columns().get(i),
                        item,
                        type(profile, scope, lists.columns().get(i), item)));
            }
        }
        List<DraftColumn> all = new ArrayList<>(written.size() + hidden.size());
        for (DraftColumn column : written) {
            boolean standsForOne =
                    isHidden(column.name()) && hidden.stream().anyMatch(other -> other.is(column.name()));
            if (!standsForOne) {
                all.add(column);
            }
        }
        all.addAll(hidden);
        return all;
    }

    /** Where it is not known, one that can be divided by. */
    private static Type type(ServerProfile profile, ColumnScope scope, Name name, Expression item) {
        Type type = HiddenColumnType.of(profile, scope, item);
        if (type == null) {
            return new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.STRING_LENGTH);
        }
        try {
            TypeRules.check(type, item.span());
        } catch (Refusal refusal) {
            throw refusal.prefixed("Generate partition column " + name + " for multi expression partition error: ");
        }
        return type;
    }

    private static DraftColumn draft(Name name, Expression item, Type type) {
        ColumnDefinition definition =
                new ColumnDefinition(name, null, null, false, null, true, null, false, item, null, item.span());
        return new DraftColumn(definition, type, ColumnRole.value(KeyModel.DUPLICATE, null, true), true);
    }
}
