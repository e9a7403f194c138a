package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.context.NameRules;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.Every;
import dev.cairn.sql.ast.PartitionDefinition.Fixed;
import dev.cairn.sql.ast.PartitionDefinition.In;
import dev.cairn.sql.ast.PartitionDefinition.LessThan;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The partitioning of a table that is being created, as its statement declares it. */
public sealed interface PartitionDraft {
    Span span();

    /** Returns the partition columns, or the columns that an expression of ranges reads. */
    List<Name> columns();

    record None(Span span) implements PartitionDraft {
        @Override
        public List<Name> columns() {
            return List.of();
        }
    }

    /**
     * A partitioning by ranges of columns, or of one expression.
     *
     * @param columns the partition columns, or the columns that the expression reads
     * @param by the expression, or null for plain columns
     * @param automatic whether the server creates partitions automatically when rows are inserted
     * @param partitions the partition definitions; a batch is a single definition until it is analysed
     */
    record Ranges(
            List<Name> columns,
            @Nullable Expression by,
            boolean automatic,
            List<PartitionDefinition> partitions,
            Span span)
            implements PartitionDraft {
        public Ranges {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }

        /** The type that the expression defines regardless of the column's type, or null. */
        @Nullable
        Type ownType() {
            return by == null || automatic ? null : new RangeExpression(by).ownType();
        }
    }

    /**
     * A partitioning by lists of values.
     *
     * @param columns the partition columns, including a hidden column for each expression
     * @param items the columns and expressions as written
     */
    record Lists(
            List<Name> columns,
            List<Expression> items,
            boolean automatic,
            List<PartitionDefinition> partitions,
            Span span)
            implements PartitionDraft {
        public Lists {
            columns = List.copyOf(columns);
            items = List.copyOf(items);
            partitions = List.copyOf(partitions);
        }

        public boolean hasExpressions() {
            return items.stream().anyMatch(item -> !(item instanceof Expression.Reference));
        }
    }

    /** Determines the kind of partitioning of a clause, which does not follow from its keywords alone. */
    static PartitionDraft of(@Nullable PartitionClause clause, List<DraftColumn> columns, Span statement) {
        if (clause instanceof PartitionClause.Range range) {
            return range(range);
        }
        if (clause instanceof PartitionClause.InList list) {
            return list(list);
        }
        return clause instanceof PartitionClause.By by ? by(by, columns) : new None(statement);
    }

    /**
     * Analyses the clause as CREATE TABLE LIKE does, without knowledge of the columns: a function that is not supported
     * for ranges is refused instead of treated as an item of a list, and partitioning is never automatic.
     */
    static PartitionDraft ofCopy(PartitionClause clause) {
        if (clause instanceof PartitionClause.InList list) {
            return list.word()
                    ? new Ranges(list.columns(), null, false, List.of(), list.span())
                    : new Lists(list.columns(), references(list.columns()), false, List.of(), list.span());
        }
        if (clause instanceof PartitionClause.By by
                && by.items().size() == 1
                && !by.parenthesized()
                && by.items().get(0) instanceof Call call
                && RangeExpression.mayBeAutomatic(call)) {
            Name column = RangeExpression.automaticColumn(call, List.of())
                    .orElseThrow(() -> RangeExpression.unsupported(call));
            return new Ranges(List.of(column), call, false, by.partitions(), by.span());
        }
        return of(clause, List.of(), clause.span());
    }

    private static PartitionDraft range(PartitionClause.Range range) {
        List<Name> columns = names(range.by());
        if (columns.size() == range.by().size()) {
            return new Ranges(columns, null, false, range.partitions(), range.span());
        }
        Expression by = range.by().get(0);
        return new Ranges(new RangeExpression(by).rangeColumns(), by, false, range.partitions(), range.span());
    }

    private static PartitionDraft list(PartitionClause.InList list) {
        boolean automatic = !list.word();
        if (automatic && !list.partitions().isEmpty()) {
            throw Refusal.syntax(list.span(), SyntaxRule.PARTITIONS_IN_ADVANCE);
        }
        return new Lists(list.columns(), references(list.columns()), automatic, list.partitions(), list.span());
    }

    private static List<Expression> references(List<Name> columns) {
        List<Expression> references = new ArrayList<>(columns.size());
        for (Name column : columns) {
            references.add(Expression.Reference.of(column, column.span()));
        }
        return references;
    }

    private static PartitionDraft by(PartitionClause.By by, List<DraftColumn> columns) {
        boolean single = by.items().size() == 1 && !by.parenthesized();
        if (single && by.items().get(0) instanceof Call call) {
            Optional<Name> column = RangeExpression.automaticColumn(call, columns);
            if (column.isPresent()) {
                checkBatches(call, by.partitions());
                return new Ranges(List.of(column.get()), call, true, by.partitions(), by.span());
            }
        }
        return new Lists(listColumns(by.items()), by.items(), true, List.of(), by.span());
    }

    /** The columns of a partitioning by list; each expression gets a hidden column with a generated name. */
    private static List<Name> listColumns(List<Expression> items) {
        List<Name> columns = new ArrayList<>(items.size());
        int hidden = 0;
        for (Expression item : items) {
            if (item instanceof Call call && RangeExpression.isTimeArithmetic(call)) {
                // The server fails with an internal error.
                throw RangeExpression.unsupported(call);
            }
            Optional<Name> column = item.asColumn();
            columns.add(
                    column.isPresent()
                            ? column.get()
                            : new Name(Partitioning.HIDDEN_COLUMN + hidden++, false, item.span()));
        }
        return columns;
    }

    private static List<Name> names(List<Expression> expressions) {
        List<Name> names = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            expression.asColumn().ifPresent(names::add);
        }
        return names;
    }

    /** Requires that batches match the partitions that the server would create automatically. */
    private static void checkBatches(Call call, List<PartitionDefinition> partitions) {
        String unit = null;
        for (PartitionDefinition partition : partitions) {
            if (!(partition instanceof PartitionDefinition.Every every)) {
                throw Refusal.syntax(partition.span(), PartitionRule.AUTOMATIC_WITHOUT_BATCH);
            }
            String next = every.unit() == null ? "" : every.unit().toLowerCase(Locale.ROOT);
            if (unit != null && !unit.equals(next)) {
                throw inconsistent(partition.span());
            }
            unit = next;
        }
        if (unit == null) {
            return;
        }
        if (RangeExpression.name(call).equals(RangeExpression.TIME_SLICE)) {
            throw Refusal.syntax(call.span(), PartitionRule.TIME_SLICE_IN_ADVANCE);
        }
        boolean truncates = RangeExpression.name(call).equals(RangeExpression.DATE_TRUNC);
        if (truncates
                && !unit.equalsIgnoreCase(((Expression.Text) call.arguments().get(0)).value())) {
            throw inconsistent(call.span());
        }
    }

    private static Refusal inconsistent(Span at) {
        return Refusal.syntax(at, PartitionRule.AUTOMATIC_BATCH_GRANULARITY);
    }

    /**
     * Checks the partitioning of a new table in the order in which the server does, before the bounds of ranges are compared.
     *
     * @param columns all columns of the table
     * @param properties the declared properties of the table
     */
    record PartitionAnalysis(
            ServerProfile profile, KeyModel model, List<DraftColumn> columns, Map<String, String> properties) {
        /** Returns the partitioning with its partitions in normal form; batches are expanded. */
        public PartitionDraft analysed(PartitionDraft draft) {
            if (draft instanceof Ranges ranges) {
                return analysed(ranges);
            }
            return draft instanceof Lists lists ? analysed(lists) : draft;
        }

        private static List<DraftColumn> partitionColumns(List<Name> names, Function<Name, DraftColumn> find) {
            Set<String> seen = new HashSet<>();
            List<DraftColumn> columns = new ArrayList<>(names.size());
            for (Name name : names) {
                if (!seen.add(name.text().toLowerCase(Locale.ROOT))) {
                    throw Refusal.analysis(name.span(), PartitionRule.COLUMN_REPEATED, name);
                }
                columns.add(find.apply(name));
            }
            return columns;
        }

        private static Refusal typeRefusal(DraftColumn column, Name name) {
            return Refusal.analysis(
                    name.span(), PartitionRule.COLUMN_TYPE, column.name(), TypeText.named(column.type()));
        }

        private static void requireNewName(PartitionDefinition partition, Set<String> names) {
            Name name = partition.name();
            if (!names.add(name.text().toLowerCase(Locale.ROOT))) {
                throw Refusal.analysis(name.span(), PartitionRule.NAME_REPEATED, name);
            }
        }

        private static void checkName(PartitionDefinition partition) {
            NameRules.checkPartition(partition.name().text(), partition.name().span());
        }

        // Ranges.

        private Ranges analysed(Ranges ranges) {
            Expression by = ranges.by();
            if (by != null) {
                checkExpression(by, ranges.automatic());
            }
            if (ranges.columns().isEmpty()) {
                throw Refusal.analysis(ranges.span(), PartitionRule.NO_COLUMNS);
            }
            List<DraftColumn> partitionColumns = partitionColumns(ranges.columns(), this::rangeColumn);
            DraftColumn last = partitionColumns.get(partitionColumns.size() - 1);
            List<PartitionDefinition> checked = checkedRanges(ranges, expanded(ranges, last));
            if (by != null) {
                new RangeExpression(by).type(profile, last);
            }
            return new Ranges(ranges.columns(), by, ranges.automatic(), checked, ranges.span());
        }

        private static void checkExpression(Expression by, boolean automatic) {
            if (automatic) {
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

        private DraftColumn rangeColumn(Name name) {
            for (DraftColumn column : columns) {
                if (column.is(name.text())) {
                    if (column.merged()) {
                        throw Refusal.analysis(name.span(), PartitionRule.COLUMN_NOT_KEY);
                    }
                    if (PrimitiveType.of(column.type()).isFloatingPoint()
                            || column.type().isComplex()) {
                        throw typeRefusal(column, name);
                    }
                    return column;
                }
            }
            throw Refusal.analysis(name.span(), PartitionRule.COLUMN_NOT_FOUND, name);
        }

        /** Returns the partitions; those of batches come last. */
        private List<PartitionDefinition> expanded(Ranges ranges, DraftColumn column) {
            if (ranges.partitions().stream().noneMatch(Every.class::isInstance)) {
                return ranges.partitions();
            }
            if (ranges.columns().size() > 1) {
                throw Refusal.analysis(ranges.span(), PartitionRule.BATCH_OF_SEVERAL_COLUMNS);
            }
            Type expressionType = ranges.ownType();
            Type type = expressionType == null ? column.type() : expressionType;
            List<PartitionDefinition> partitions = new ArrayList<>();
            List<PartitionDefinition> batches = new ArrayList<>();
            for (PartitionDefinition partition : ranges.partitions()) {
                if (!(partition instanceof Every every)) {
                    partitions.add(partition);
                    continue;
                }
                if ("HOUR".equalsIgnoreCase(every.unit())
                        && PrimitiveType.of(column.type()) != PrimitiveType.DATETIME) {
                    throw Refusal.analysis(every.span(), PartitionRule.BATCH_HOURS_OF_DATES);
                }
                batches.addAll(BatchPartitions.expand(every, type, ranges.automatic(), false, properties));
            }
            partitions.addAll(batches);
            return partitions;
        }

        private List<PartitionDefinition> checkedRanges(Ranges ranges, List<PartitionDefinition> partitions) {
            PartitionProperties ofTable = new PartitionProperties(profile, properties);
            Set<String> names = new HashSet<>();
            List<PartitionDefinition> checked = new ArrayList<>(partitions.size());
            boolean tableChecked = false;
            for (PartitionDefinition partition : partitions) {
                requireNewName(partition, names);
                if (partition.getClass() != partitions.get(0).getClass()) {
                    throw Refusal.analysis(partition.span(), PartitionRule.BATCH_MIXED);
                }
                checkName(partition);
                checkBounds(partition, ranges.columns().size());
                List<Property> own = partition.properties();
                // The table's properties are the same for all partitions without properties, so they are checked only
                // once.
                List<Property> kept =
                        own.isEmpty() && tableChecked ? List.of() : ofTable.checked(own, partition.span());
                tableChecked = true;
                checked.add(partition.withProperties(kept));
            }
            return checked;
        }

        private static void checkBounds(PartitionDefinition partition, int columns) {
            if (partition instanceof LessThan lessThan && lessThan.maximum()) {
                return;
            }
            List<Bound> upper = partition instanceof Fixed fixed ? fixed.upper() : ((LessThan) partition).values();
            if (upper.isEmpty() || upper.size() > columns) {
                throw Refusal.analysis(
                        partition.span(), PartitionRule.TOO_MANY_VALUES, PartitionRanges.text(partition));
            }
            List<Bound> lower = partition instanceof Fixed fixed ? fixed.lower() : List.of();
            boolean maximum = lower.contains(new Bound.Maximum()) || upper.contains(new Bound.Maximum());
            if (maximum && columns > 1) {
                throw Refusal.analysis(partition.span(), PartitionRule.MAXVALUE_IN_SEVERAL_VALUES);
            }
        }

        // Lists.

        private Lists analysed(Lists lists) {
            List<DraftColumn> partitionColumns = partitionColumns(lists.columns(), this::listColumn);
            checkKeys(lists);
            List<In> checked = new ArrayList<>();
            // The server checks all partitions of single values first, then all partitions of rows.
            addLists(lists, false, partitionColumns, checked);
            addLists(lists, true, partitionColumns, checked);
            checkNulls(partitionColumns, checked);
            if (lists.hasExpressions() && (model == KeyModel.AGGREGATE || model == KeyModel.UNIQUE)) {
                throw Refusal.analysis(lists.span(), PartitionRule.EXPRESSIONS_OF_AGGREGATE_TABLE);
            }
            return new Lists(lists.columns(), lists.items(), lists.automatic(), List.copyOf(checked), lists.span());
        }

        /** Returns the partition column of that name; the server compares the names case-sensitively here. */
        private DraftColumn listColumn(Name name) {
            for (DraftColumn column : columns) {
                if (column.name().equals(name.text())) {
                    PrimitiveType primitive = PrimitiveType.of(column.type());
                    if (primitive.isFloatingPoint()
                            || primitive.isDecimal()
                            || column.type().isComplex()) {
                        throw typeRefusal(column, name);
                    }
                    if (column.merged() && !column.generated()) {
                        throw Refusal.analysis(name.span(), PartitionRule.COLUMN_NOT_KEY);
                    }
                    return column;
                }
            }
            throw Refusal.analysis(name.span(), PartitionRule.COLUMN_NOT_FOUND, name);
        }

        /** Requires partitioning by keys: rows with equal keys are merged, so they must be in the same partition. */
        private void checkKeys(Lists lists) {
            Set<String> read = columnsRead(lists);
            boolean ofMerged = columns.stream()
                    .anyMatch(column ->
                            (read.isEmpty() || read.contains(column.name())) && column.merged() && !column.hidden());
            boolean ofKeys = model != KeyModel.PRIMARY
                    || read.stream()
                            .allMatch(name -> columns.stream()
                                    .anyMatch(column -> column.role().key() && column.is(name)));
            if (ofMerged || !ofKeys) {
                throw Refusal.analysis(lists.span(), PartitionRule.EXPRESSION_NOT_OF_KEY);
            }
        }

        /**
         * Returns the columns that determine the partition of a row; a generated column is replaced by the columns that it
         * reads.
         */
        private Set<String> columnsRead(Lists lists) {
            Set<String> read = new HashSet<>();
            for (Expression item : lists.items()) {
                read.addAll(item.columnNames());
            }
            for (DraftColumn column : columns) {
                Expression generated = column.definition().generated();
                if (generated != null && read.remove(column.name())) {
                    read.addAll(generated.columnNames());
                }
            }
            return read;
        }

        /** Checks the partitions of one kind, of single values or of rows; each value belongs to only one of them. */
        private void addLists(Lists lists, boolean rows, List<DraftColumn> partitionColumns, List<In> checked) {
            PartitionProperties ofTable = new PartitionProperties(profile, properties);
            Set<String> names = new HashSet<>();
            Set<List<String>> seen = new HashSet<>();
            ListedValues values = new ListedValues(
                    partitionColumns.stream().map(DraftColumn::type).toList(), List.of());
            for (PartitionDefinition partition : lists.partitions()) {
                if (partition instanceof In in && in.rows() == rows) {
                    requireNewName(in, names);
                    checkName(in);
                    checkSize(in, partitionColumns.size());
                    List<Property> kept = ofTable.checked(in.properties(), in.span());
                    List<List<PartitionValue>> listed = values.of(in, in.span());
                    listed.forEach(row -> requireNewRow(row, seen, in));
                    checked.add(new In(false, in.name(), ListedValues.bounds(listed), rows, kept, in.span()));
                }
            }
        }

        private static void checkSize(In in, int columns) {
            if (!in.rows() && columns != 1) {
                throw Refusal.analysis(in.span(), PartitionRule.SINGLE_LIST_OF_SEVERAL_COLUMNS);
            }
            for (List<Bound> bounds : in.values()) {
                if (bounds.size() != columns) {
                    throw Refusal.analysis(
                            in.span(),
                            PartitionRule.LIST_VALUE_COUNT,
                            bounds.stream().map(PartitionAnalysis::text).collect(Collectors.joining(",", "(", ")")));
                }
            }
        }

        private static String text(Bound bound) {
            return bound instanceof Bound.Value value ? value.text() : PartitionValue.NULL_TEXT;
        }

        private static void requireNewRow(List<PartitionValue> row, Set<List<String>> seen, In in) {
            List<String> texts = row.stream().map(PartitionValue::text).toList();
            if (!seen.add(texts)) {
                throw in.rows()
                        ? Refusal.analysis(
                                in.span(),
                                PartitionRule.LIST_ROWS_REPEATED,
                                texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(",")))
                        : Refusal.analysis(in.span(), PartitionRule.LIST_VALUE_REPEATED, texts.get(0));
            }
        }

        private static void checkNulls(List<DraftColumn> partitionColumns, List<In> partitions) {
            for (int i = 0; i < partitionColumns.size(); i++) {
                int index = i;
                for (In in : partitionColumns.get(i).nullable() ? List.<In>of() : partitions) {
                    if (in.values().stream().anyMatch(row -> row.get(index) instanceof Bound.Null)) {
                        throw Refusal.analysis(
                                in.span(),
                                PartitionRule.NULL_IN_NOT_NULL_COLUMN,
                                partitionColumns.get(i).name(),
                                in.name());
                    }
                }
            }
        }
    }
}
