package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.In;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks partitions by lists of values, as the server analyses them. */
public final class ListAnalysis {
    private final PartitionDraft.Lists lists;
    private final List<DraftColumn> columns;
    private final KeyModel model;

    private ListAnalysis(PartitionDraft.Lists lists, List<DraftColumn> columns, KeyModel model) {
        this.lists = lists;
        this.columns = columns;
        this.model = model;
    }

    /** Analyses the lists and also checks the properties of the partitions. */
    public static PartitionDraft.Lists analysed(
            ServerProfile profile,
            PartitionDraft.Lists lists,
            List<DraftColumn> columns,
            KeyModel model,
            Map<String, String> properties) {
        return new ListAnalysis(lists, columns, model).analysed(new PartitionProperties(profile, properties));
    }

    private PartitionDraft.Lists analysed(PartitionProperties properties) {
        List<DraftColumn> partitionColumns = partitionColumns();
        checkKeys();
        List<In> checked = new ArrayList<>();
        new ListValues(partitionColumns).check(lists.partitions(), properties, checked);
        if (lists.hasExpressions() && (model == KeyModel.AGGREGATE || model == KeyModel.UNIQUE)) {
            throw Refusal.analysis(lists.span(), PartitionRule.EXPRESSIONS_OF_AGGREGATE_TABLE);
        }
        return new PartitionDraft.Lists(
                lists.columns(), lists.items(), lists.automatic(), List.copyOf(checked), lists.span());
    }

    private List<DraftColumn> partitionColumns() {
        Set<String> seen = new HashSet<>();
        List<DraftColumn> partitionColumns = new ArrayList<>(lists.columns().size());
        for (Name name : lists.columns()) {
            if (!seen.add(name.text().toLowerCase(Locale.ROOT))) {
                throw Refusal.analysis(name.span(), PartitionRule.COLUMN_REPEATED, name);
            }
            partitionColumns.add(partitionColumn(name));
        }
        return partitionColumns;
    }

    /** The partition column of that name; the server compares the names case-sensitively here. */
    private DraftColumn partitionColumn(Name name) {
        for (DraftColumn column : columns) {
            if (column.name().equals(name.text())) {
                checkType(column, name);
                if (column.merged() && !column.generated()) {
                    throw Refusal.analysis(name.span(), PartitionRule.COLUMN_NOT_KEY);
                }
                return column;
            }
        }
        throw Refusal.analysis(name.span(), PartitionRule.COLUMN_NOT_FOUND, name);
    }

    private static void checkType(DraftColumn column, Name name) {
        PrimitiveType primitive = PrimitiveType.of(column.type());
        if (primitive.isFloatingPoint()
                || primitive.isDecimal()
                || column.type().isComplex()) {
            throw Refusal.analysis(
                    name.span(), PartitionRule.COLUMN_TYPE, column.name(), TypeText.named(column.type()));
        }
    }

    /** Requires partitioning by keys: rows with equal keys are merged, so they must be in the same partition. */
    private void checkKeys() {
        Set<String> read = read();
        for (DraftColumn column : columns) {
            boolean decides = read.isEmpty() || read.contains(column.name());
            if (decides && column.merged() && !column.hidden()) {
                throw Refusal.analysis(lists.span(), PartitionRule.EXPRESSION_NOT_OF_KEY);
            }
        }
        if (model == KeyModel.PRIMARY) {
            Set<String> keys = columns.stream()
                    .filter(column -> column.role().key())
                    .map(column -> column.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            for (String name : read) {
                if (!keys.contains(name.toLowerCase(Locale.ROOT))) {
                    throw Refusal.analysis(lists.span(), PartitionRule.EXPRESSION_NOT_OF_KEY);
                }
            }
        }
    }

    /**
     * The columns that determine the partition of a row; a generated column is replaced by the columns that it reads.
     */
    private Set<String> read() {
        Set<String> read = new HashSet<>();
        for (Expression item : lists.items()) {
            read.addAll(item.columnNames());
        }
        for (DraftColumn column : columns) {
            Expression generated = column.definition().generated();
            if (generated != null && read.contains(column.name())) {
                read.remove(column.name());
                read.addAll(generated.columnNames());
            }
        }
        return read;
    }

    /** Checks the values of the partitions: each value belongs to only one partition. */
    private record ListValues(List<DraftColumn> columns) {
        void check(List<PartitionDefinition> partitions, PartitionProperties properties, List<In> checked) {
            checkKind(partitions, false, properties, checked);
            checkKind(partitions, true, properties, checked);
            checkNulls(checked);
        }

        /**
         * Checks the partitions of one kind. The server checks all partitions of single values first, then all
         * partitions of rows.
         */
        private void checkKind(
                List<PartitionDefinition> partitions, boolean rows, PartitionProperties properties, List<In> checked) {
            Set<String> names = new HashSet<>();
            Set<List<String>> values = new HashSet<>();
            ListedValues listed =
                    new ListedValues(columns.stream().map(DraftColumn::type).toList(), List.of());
            for (PartitionDefinition partition : partitions) {
                if (partition instanceof In in && in.rows() == rows) {
                    if (!names.add(in.name().text().toLowerCase(Locale.ROOT))) {
                        throw Refusal.analysis(in.name().span(), PartitionRule.NAME_REPEATED, in.name());
                    }
                    NameRules.checkPartition(in.name().text(), in.name().span());
                    checkSize(in);
                    List<Property> kept = properties.checked(in.properties(), in.span());
                    checkValues(in, values);
                    In normal = listed.normal(in, in.span());
                    checked.add(new In(false, in.name(), normal.values(), rows, kept, in.span()));
                }
            }
        }

        private void checkSize(In in) {
            if (!in.rows() && columns.size() != 1) {
                throw Refusal.analysis(in.span(), PartitionRule.SINGLE_LIST_OF_SEVERAL_COLUMNS);
            }
            for (List<Bound> bounds : in.values()) {
                if (bounds.size() != columns.size()) {
                    throw Refusal.analysis(
                            in.span(),
                            PartitionRule.LIST_VALUE_COUNT,
                            bounds.stream().map(ListValues::text).collect(Collectors.joining(",", "(", ")")));
                }
            }
        }

        private static String text(Bound bound) {
            return bound instanceof Bound.Value value ? value.text() : PartitionValue.NULL_TEXT;
        }

        private void checkValues(In in, Set<List<String>> seen) {
            for (List<Bound> bounds : in.values()) {
                List<String> texts = new ArrayList<>(bounds.size());
                for (int i = 0; i < bounds.size(); i++) {
                    texts.add(value(bounds.get(i), columns.get(i).type(), in).text());
                }
                if (!seen.add(texts)) {
                    String row = texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(","));
                    throw in.rows()
                            ? Refusal.analysis(in.span(), PartitionRule.LIST_ROWS_REPEATED, row)
                            : Refusal.analysis(in.span(), PartitionRule.LIST_VALUE_REPEATED, texts.get(0));
                }
            }
        }

        private static PartitionValue value(Bound bound, Type type, In in) {
            try {
                return PartitionValue.of(bound, type);
            } catch (InvalidValueException e) {
                throw Refusal.analysis(in.span(), e.rule(), e.arguments());
            }
        }

        private void checkNulls(List<In> partitions) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).nullable()) {
                    continue;
                }
                for (In in : partitions) {
                    for (List<Bound> bounds : in.values()) {
                        if (value(bounds.get(i), columns.get(i).type(), in) instanceof PartitionValue.Null) {
                            throw Refusal.analysis(
                                    in.span(),
                                    PartitionRule.NULL_IN_NOT_NULL_COLUMN,
                                    columns.get(i).name(),
                                    in.name());
                        }
                    }
                }
            }
        }
    }
}
