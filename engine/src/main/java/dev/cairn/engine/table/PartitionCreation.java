package dev.cairn.engine.table;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.RangeExpressions;
import dev.cairn.engine.expression.StoredExpression;
import dev.cairn.engine.partition.PartitionDraft;
import dev.cairn.engine.partition.PartitionRanges;
import dev.cairn.engine.partition.RangeAnalysis;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Fixed;
import dev.cairn.sql.ast.PartitionDefinition.In;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/** From what a new table says of its partitions to those that it has. */
final class PartitionCreation {
    private final ServerProfile profile;
    private final TableDraft draft;

    private PartitionCreation(ServerProfile profile, TableDraft draft) {
        this.profile = profile;
        this.draft = draft;
    }

    static Partitioning of(ServerProfile profile, TableDraft draft) {
        PartitionCreation partitions = new PartitionCreation(profile, draft);
        if (draft.partitioning() instanceof PartitionDraft.Ranges ranges) {
            return partitions.of(ranges);
        }
        if (draft.partitioning() instanceof PartitionDraft.Lists lists) {
            return partitions.of(lists);
        }
        if (DynamicPartitioning.isSaid(draft.properties().said())) {
            throw draft.properties()
                    .refusal(
                            DynamicPartitioning.ENABLE,
                            "Only support dynamic partition properties on range partition table");
        }
        return new Partitioning.None();
    }

    private Partitioning of(PartitionDraft.Ranges ranges) {
        Expression by = ranges.by();
        if (by == null) {
            List<Name> names = new ArrayList<>(ranges.columns().size());
            List<Type> types = new ArrayList<>(ranges.columns().size());
            for (Name name : ranges.columns()) {
                DraftColumn column = column(name);
                requireOrdered(column.type(), "Column[" + column.name() + "]", ranges);
                names.add(column.definition().name());
                types.add(column.type());
            }
            return new Partitioning.Range(names.stream().map(Name::text).toList(), inOrder(ranges.partitions(), types));
        }
        boolean dynamic = !draft.properties()
                .said()
                .getOrDefault(DynamicPartitioning.ENABLE, "")
                .isEmpty();
        if (dynamic && !RangeExpressions.canBeDynamic(by)) {
            throw draft.properties()
                    .refusal(
                            DynamicPartitioning.ENABLE,
                            "Expression partitioning does not support properties of dynamic partitioning");
        }
        Type type = RangeExpressions.type(profile, by, column(ranges.columns().get(0)));
        requireOrdered(type, "Expr[" + RangeExpressions.text(profile, by) + "]", ranges);
        return new Partitioning.RangeBy(
                StoredExpression.ofRange(profile, by), ranges.automatic(), inOrder(ranges.partitions(), List.of(type)));
    }

    private DraftColumn column(Name name) {
        return draft.columns().stream()
                .filter(column -> column.is(name.text()))
                .findFirst()
                .orElseThrow(() -> Refusal.execution(name.span(), "Partition column[" + name + "] does not found"));
    }

    private static void requireOrdered(Type type, String what, PartitionDraft.Ranges ranges) {
        PrimitiveType primitive = PrimitiveType.of(type);
        if (!primitive.isFixedPoint() && !primitive.isDate()) {
            throw Refusal.execution(ranges.span(), what + " type[" + primitive + "] cannot be a range partition key.");
        }
    }

    private static List<Fixed> inOrder(List<PartitionDefinition> partitions, List<Type> types) {
        PartitionRanges ranges = new PartitionRanges(types);
        for (PartitionDefinition partition : partitions) {
            ranges.add(partition, RangeAnalysis.own(partition));
        }
        return ranges.inOrder();
    }

    private Partitioning of(PartitionDraft.Lists lists) {
        List<In> partitions = new ArrayList<>(lists.partitions().size());
        lists.partitions().forEach(partition -> partitions.add((In) partition));
        if (!lists.automatic()) {
            return new Partitioning.InList(
                    lists.columns().stream().map(name -> column(name).name()).toList(), partitions);
        }
        List<Expression> items = new ArrayList<>(lists.items().size());
        for (Expression item : lists.items()) {
            items.add(StoredExpression.ofListItem(profile, item));
        }
        return new Partitioning.ListBy(items, partitions);
    }
}
