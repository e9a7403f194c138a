package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.Every;
import dev.cairn.sql.ast.PartitionDefinition.Fixed;
import dev.cairn.sql.ast.PartitionDefinition.LessThan;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks partitions by range before their bounds are compared. */
public final class RangeAnalysis {
    private final ServerProfile profile;
    private final PartitionDraft.Ranges ranges;
    private final List<DraftColumn> columns;
    private final Map<String, String> properties;

    private RangeAnalysis(
            ServerProfile profile,
            PartitionDraft.Ranges ranges,
            List<DraftColumn> columns,
            Map<String, String> properties) {
        this.profile = profile;
        this.ranges = ranges;
        this.columns = columns;
        this.properties = properties;
    }

    /** Analyses the ranges: expands each batch and checks the properties of each partition. */
    public static PartitionDraft.Ranges analysed(
            ServerProfile profile,
            PartitionDraft.Ranges ranges,
            List<DraftColumn> columns,
            Map<String, String> properties) {
        return new RangeAnalysis(profile, ranges, columns, properties).analysed();
    }

    private PartitionDraft.Ranges analysed() {
        Expression by = ranges.by();
        if (by != null) {
            checkExpression(by);
        }
        DraftColumn last = checkColumns();
        List<PartitionDefinition> expanded = expanded(last);
        List<PartitionDefinition> checked = checked(expanded);
        if (by != null) {
            new RangeExpression(by).type(profile, last);
        }
        return new PartitionDraft.Ranges(ranges.columns(), by, ranges.automatic(), checked, ranges.span());
    }

    private void checkExpression(Expression by) {
        if (ranges.automatic()) {
            String function = RangeExpression.name((Expression.Call) by);
            if (function.equals(RangeExpression.STR2DATE)) {
                throw Refusal.analysis(by.span(), PartitionRule.EXPRESSION_FUNCTION);
            }
        } else if (by instanceof Expression.Call) {
            new RangeExpression(by).checkFormat();
        } else if (!(by instanceof Expression.Cast)) {
            throw Refusal.analysis(by.span(), PartitionRule.EXPRESSION_UNSUPPORTED, Sql.render(by));
        }
    }

    private DraftColumn checkColumns() {
        if (ranges.columns().isEmpty()) {
            throw Refusal.analysis(ranges.span(), PartitionRule.NO_COLUMNS);
        }
        Set<String> seen = new HashSet<>();
        DraftColumn last = null;
        for (Name name : ranges.columns()) {
            if (!seen.add(name.text().toLowerCase(Locale.ROOT))) {
                throw Refusal.analysis(name.span(), PartitionRule.COLUMN_REPEATED, name);
            }
            last = checkColumn(name);
        }
        return Objects.requireNonNull(last);
    }

    private DraftColumn checkColumn(Name name) {
        for (DraftColumn column : columns) {
            if (column.is(name.text())) {
                if (column.merged()) {
                    throw Refusal.analysis(name.span(), PartitionRule.COLUMN_NOT_KEY);
                }
                if (PrimitiveType.of(column.type()).isFloatingPoint()
                        || column.type().isComplex()) {
                    throw Refusal.analysis(
                            name.span(), PartitionRule.COLUMN_TYPE, column.name(), TypeText.named(column.type()));
                }
                return column;
            }
        }
        throw Refusal.analysis(name.span(), PartitionRule.COLUMN_NOT_FOUND, name);
    }

    private List<PartitionDefinition> expanded(DraftColumn column) {
        if (ranges.partitions().stream().noneMatch(Every.class::isInstance)) {
            return ranges.partitions();
        }
        if (ranges.columns().size() > 1) {
            throw Refusal.analysis(ranges.span(), PartitionRule.BATCH_OF_SEVERAL_COLUMNS);
        }
        List<PartitionDefinition> singles = new ArrayList<>();
        List<PartitionDefinition> batches = new ArrayList<>();
        for (PartitionDefinition partition : ranges.partitions()) {
            if (partition instanceof Every every) {
                batches.addAll(expanded(every, column));
            } else {
                singles.add(partition);
            }
        }
        singles.addAll(batches);
        return singles;
    }

    private List<Fixed> expanded(Every every, DraftColumn column) {
        boolean hourly = "HOUR".equalsIgnoreCase(every.unit());
        if (hourly && PrimitiveType.of(column.type()) != PrimitiveType.DATETIME) {
            throw Refusal.analysis(every.span(), PartitionRule.BATCH_HOURS_OF_DATES);
        }
        @Nullable Type own = ranges.ownType();
        try {
            return BatchPartitions.expand(
                    every, own == null ? column.type() : own, ranges.automatic(), false, properties);
        } catch (InvalidValueException e) {
            throw Refusal.analysis(every.span(), e.rule(), e.arguments());
        }
    }

    private List<PartitionDefinition> checked(List<PartitionDefinition> partitions) {
        PartitionProperties ofTable = new PartitionProperties(profile, properties);
        Set<String> names = new HashSet<>();
        List<PartitionDefinition> checked = new ArrayList<>(partitions.size());
        boolean tableChecked = false;
        for (PartitionDefinition partition : partitions) {
            Name name = partition.name();
            if (!names.add(name.text().toLowerCase(Locale.ROOT))) {
                throw Refusal.analysis(name.span(), PartitionRule.NAME_REPEATED, name);
            }
            boolean sameKind = partition.getClass() == partitions.get(0).getClass();
            if (!sameKind) {
                throw Refusal.analysis(partition.span(), PartitionRule.BATCH_MIXED);
            }
            NameRules.checkPartition(name.text(), name.span());
            checkBounds(partition, ranges.columns().size());
            List<Property> own = partition.properties();
            // The table's properties are the same for all partitions without properties, so they are checked only once.
            List<Property> kept = own.isEmpty() && tableChecked ? List.of() : ofTable.checked(own, partition.span());
            tableChecked = true;
            checked.add(partition.withProperties(kept));
        }
        return checked;
    }

    static void checkBounds(PartitionDefinition partition, int columns) {
        if (partition instanceof LessThan lessThan && lessThan.maximum()) {
            return;
        }
        List<Bound> upper = partition instanceof Fixed fixed ? fixed.upper() : ((LessThan) partition).values();
        if (upper.isEmpty() || upper.size() > columns) {
            throw Refusal.analysis(partition.span(), PartitionRule.TOO_MANY_VALUES, PartitionRanges.text(partition));
        }
        List<Bound> lower = partition instanceof Fixed fixed ? fixed.lower() : List.of();
        boolean maximum = lower.contains(new Bound.Maximum()) || upper.contains(new Bound.Maximum());
        if (maximum && columns > 1) {
            throw Refusal.analysis(partition.span(), PartitionRule.MAXVALUE_IN_SEVERAL_VALUES);
        }
    }
}
