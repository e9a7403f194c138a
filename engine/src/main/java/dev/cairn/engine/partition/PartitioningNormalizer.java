package dev.cairn.engine.partition;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.property.DeclaredTableProperties;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.LessThanPartition;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.PartitionBatch;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks the partitioning of a new table, in the order of the server. Ranges are compared with one another only later,
 * by {@link PartitionRanges}.
 *
 * @param columns all columns of the table
 * @param properties the properties of the table
 */
public record PartitioningNormalizer(
        ServerProfile profile, KeyModel model, List<DraftColumn> columns, DeclaredTableProperties properties) {
    /** Returns the partitioning with its partitions in normal form; batches are expanded. */
    public PartitioningDraft normalize(PartitioningDraft draft) {
        if (draft instanceof PartitioningDraft.Ranges ranges) {
            return normalizeRanges(ranges);
        }
        return draft instanceof PartitioningDraft.Lists lists ? normalizeLists(lists) : draft;
    }

    private static List<DraftColumn> resolvePartitionColumns(
            List<Name> names, Function<Name, DraftColumn> columnResolver) {
        Set<String> columnNames = new HashSet<>();
        List<DraftColumn> columns = new ArrayList<>(names.size());
        for (Name name : names) {
            if (!columnNames.add(name.text().toLowerCase(Locale.ROOT))) {
                throw Refusal.ofAnalysis(name.span(), CommonRule.DUPLICATE, RuleSubject.COLUMN, name);
            }
            columns.add(columnResolver.apply(name));
        }
        return columns;
    }

    private static Refusal createColumnTypeRefusal(DraftColumn column, Name name) {
        return Refusal.ofAnalysis(
                name.span(),
                PartitionRule.PARTITION_COLUMN_TYPE_UNSUPPORTED,
                column.name(),
                TypeFormat.formatForMessages(column.type()));
    }

    /** Adds the name of a partition to the used names; refuses a name that is already used, ignoring case. */
    private static void registerName(PartitionDefinition partition, Set<String> usedNames) {
        Name name = partition.name();
        if (!usedNames.add(name.text().toLowerCase(Locale.ROOT))) {
            throw Refusal.ofAnalysis(name.span(), PartitionRule.NAME_REPEATED, name);
        }
    }

    private static void requireValidName(PartitionDefinition partition) {
        NameValidation.requireValidPartitionName(
                partition.name().text(), partition.name().span());
    }

    // Ranges.

    private PartitioningDraft.Ranges normalizeRanges(PartitioningDraft.Ranges ranges) {
        Expression expression = ranges.expression();
        if (expression != null) {
            checkExpression(expression, ranges.isAutomatic());
        }
        List<DraftColumn> partitionColumns = resolvePartitionColumns(ranges.columns(), this::requireRangeColumn);
        DraftColumn lastColumn = partitionColumns.get(partitionColumns.size() - 1);
        List<PartitionDefinition> checkedPartitions =
                normalizeRangePartitions(ranges, expandBatches(ranges, lastColumn));
        if (expression != null) {
            new RangeExpression(expression).determineType(profile, lastColumn);
        }
        return new PartitioningDraft.Ranges(
                ranges.columns(), expression, ranges.isAutomatic(), checkedPartitions, ranges.span());
    }

    private static void checkExpression(Expression expression, boolean isAutomatic) {
        if (isAutomatic) {
            String functionName = CallRewrites.lowerCaseName((Expression.Call) expression);
            if (functionName.equals(RangeExpression.STR2DATE)) {
                throw Refusal.ofAnalysis(expression.span(), PartitionRule.EXPRESSION_FUNCTION_UNSUPPORTED);
            }
        } else if (expression instanceof Expression.Call) {
            new RangeExpression(expression).requireStrictDateFormat();
        } else if (!(expression instanceof Expression.Cast)) {
            throw Refusal.ofAnalysis(expression.span(), CommonRule.UNSUPPORTED, "PARTITION BY", Sql.render(expression));
        }
    }

    private DraftColumn requireRangeColumn(Name name) {
        for (DraftColumn column : columns) {
            if (column.isNamed(name.text())) {
                if (column.hasMergedValues()) {
                    throw Refusal.ofAnalysis(name.span(), PartitionRule.COLUMN_NOT_KEY);
                }
                if (PrimitiveType.of(column.type()).isFloatingPoint()
                        || column.type().isNested()) {
                    throw createColumnTypeRefusal(column, name);
                }
                return column;
            }
        }
        throw Refusal.ofAnalysis(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
    }

    /** Returns the partitions with each batch expanded; the partitions of batches come last. */
    private List<PartitionDefinition> expandBatches(PartitioningDraft.Ranges ranges, DraftColumn column) {
        if (ranges.partitions().stream().noneMatch(PartitionBatch.class::isInstance)) {
            return ranges.partitions();
        }
        if (ranges.columns().size() > 1) {
            throw Refusal.ofAnalysis(ranges.span(), CommonRule.UNSUPPORTED, "A batch of partitions", "several columns");
        }
        Type expressionType = ranges.fixedExpressionType();
        Type type = expressionType == null ? column.type() : expressionType;
        List<PartitionDefinition> partitions = new ArrayList<>();
        List<PartitionDefinition> batchPartitions = new ArrayList<>();
        for (PartitionDefinition partition : ranges.partitions()) {
            if (!(partition instanceof PartitionBatch batch)) {
                partitions.add(partition);
                continue;
            }
            if ("HOUR".equalsIgnoreCase(batch.unit()) && PrimitiveType.of(column.type()) != PrimitiveType.DATETIME) {
                throw Refusal.ofAnalysis(batch.span(), PartitionRule.BATCH_INTERVAL_UNSUPPORTED, "HOUR of a DATE");
            }
            batchPartitions.addAll(PartitionBatchExpander.expand(
                    batch, type, ranges.isAutomatic(), false, properties.declaredValueByName()));
        }
        partitions.addAll(batchPartitions);
        return partitions;
    }

    private List<PartitionDefinition> normalizeRangePartitions(
            PartitioningDraft.Ranges ranges, List<PartitionDefinition> partitions) {
        PartitionPropertyNormalizer propertyNormalizer =
                new PartitionPropertyNormalizer(profile, properties.declaredValueByName(), properties::spanOf);
        Set<String> usedNames = new HashSet<>();
        List<PartitionDefinition> checkedPartitions = new ArrayList<>(partitions.size());
        boolean hasCheckedTableProperties = false;
        for (PartitionDefinition partition : partitions) {
            registerName(partition, usedNames);
            if (partition.getClass() != partitions.get(0).getClass()) {
                throw Refusal.ofAnalysis(partition.span(), PartitionRule.BATCH_MIXED);
            }
            requireValidName(partition);
            checkBounds(partition, ranges.columns().size());
            List<Property> partitionProperties = partition.properties();
            // A partition without properties has the properties of the table, which need no second check.
            List<Property> storedProperties = partitionProperties.isEmpty() && hasCheckedTableProperties
                    ? List.of()
                    : propertyNormalizer.normalize(partitionProperties, partition.span());
            hasCheckedTableProperties = true;
            checkedPartitions.add(partition.withProperties(storedProperties));
        }
        return checkedPartitions;
    }

    private static void checkBounds(PartitionDefinition partition, int columnCount) {
        if (partition instanceof LessThanPartition lessThanPartition && lessThanPartition.hasBareMaxvalue()) {
            return;
        }
        List<Bound> upperBounds = partition instanceof RangePartition declaredRange
                ? declaredRange.upperBounds()
                : ((LessThanPartition) partition).upperBounds();
        if (upperBounds.isEmpty() || upperBounds.size() > columnCount) {
            throw Refusal.ofAnalysis(partition.span(), PartitionRule.VALUE_COUNT_DIFFERS);
        }
        List<Bound> lowerBounds =
                partition instanceof RangePartition declaredRange ? declaredRange.lowerBounds() : List.of();
        boolean hasMaximum =
                lowerBounds.contains(new Bound.MaximumBound()) || upperBounds.contains(new Bound.MaximumBound());
        if (hasMaximum && columnCount > 1) {
            throw Refusal.ofAnalysis(
                    partition.span(), CommonRule.UNSUPPORTED, "A partition by several columns", "MAXVALUE");
        }
    }

    // Lists.

    private PartitioningDraft.Lists normalizeLists(PartitioningDraft.Lists lists) {
        List<DraftColumn> partitionColumns = resolvePartitionColumns(lists.columns(), this::requireListColumn);
        requireKeyColumns(lists);
        List<ListPartition> checkedPartitions = new ArrayList<>();
        // The server checks all partitions of single values first, then all partitions of tuples.
        addNormalizedPartitions(lists, false, partitionColumns, checkedPartitions);
        addNormalizedPartitions(lists, true, partitionColumns, checkedPartitions);
        requireNoNullInNotNullColumn(partitionColumns, checkedPartitions);
        if (lists.hasExpressions() && (model == KeyModel.AGGREGATE || model == KeyModel.UNIQUE)) {
            throw Refusal.ofAnalysis(lists.span(), PartitionRule.EXPRESSIONS_OF_AGGREGATE_TABLE);
        }
        return new PartitioningDraft.Lists(
                lists.columns(), lists.items(), lists.isAutomatic(), List.copyOf(checkedPartitions), lists.span());
    }

    /**
     * Returns the column with the name; refuses a column that can't partition by list. Here the server distinguishes
     * between upper and lower case.
     */
    private DraftColumn requireListColumn(Name name) {
        for (DraftColumn column : columns) {
            if (column.name().equals(name.text())) {
                PrimitiveType primitiveType = PrimitiveType.of(column.type());
                if (primitiveType.isFloatingPoint()
                        || primitiveType.isDecimal()
                        || column.type().isNested()) {
                    throw createColumnTypeRefusal(column, name);
                }
                if (column.hasMergedValues() && !column.isGenerated()) {
                    throw Refusal.ofAnalysis(name.span(), PartitionRule.COLUMN_NOT_KEY);
                }
                return column;
            }
        }
        throw Refusal.ofAnalysis(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
    }

    /** Requires partitioning by keys: rows with equal keys are merged, so equal keys must select the same partition. */
    private void requireKeyColumns(PartitioningDraft.Lists lists) {
        Set<String> columnNames = findReadColumnNames(lists);
        boolean readsMergedColumn = columns.stream()
                .anyMatch(column -> (columnNames.isEmpty() || columnNames.contains(column.name()))
                        && column.hasMergedValues()
                        && !column.isHidden());
        boolean readsOnlyKeys = model != KeyModel.PRIMARY
                || columnNames.stream()
                        .allMatch(name -> columns.stream()
                                .anyMatch(column -> column.role().isKey() && column.isNamed(name)));
        if (readsMergedColumn || !readsOnlyKeys) {
            throw Refusal.ofAnalysis(lists.span(), PartitionRule.COLUMN_NOT_KEY);
        }
    }

    /**
     * Returns the columns that determine the partition of a row; a generated column is replaced by the columns that it
     * reads.
     */
    private Set<String> findReadColumnNames(PartitioningDraft.Lists lists) {
        Set<String> columnNames = new HashSet<>();
        for (Expression item : lists.items()) {
            columnNames.addAll(item.collectReferenceNames());
        }
        for (DraftColumn column : columns) {
            Expression generatedValue = column.definition().generatedValue();
            if (generatedValue != null && columnNames.remove(column.name())) {
                columnNames.addAll(generatedValue.collectReferenceNames());
            }
        }
        return columnNames;
    }

    /**
     * Checks either the partitions of single values or the partitions of tuples, and adds them in normal form to {@code
     * checkedPartitions}. Two of these partitions must not contain the same value or tuple.
     */
    private void addNormalizedPartitions(
            PartitioningDraft.Lists lists,
            boolean hasTuples,
            List<DraftColumn> partitionColumns,
            List<ListPartition> checkedPartitions) {
        PartitionPropertyNormalizer propertyNormalizer =
                new PartitionPropertyNormalizer(profile, properties.declaredValueByName(), properties::spanOf);
        Set<String> usedNames = new HashSet<>();
        Set<List<String>> usedTuples = new HashSet<>();
        ListPartitionValueParser valueParser = new ListPartitionValueParser(
                partitionColumns.stream().map(DraftColumn::type).toList(), List.of());
        for (PartitionDefinition partition : lists.partitions()) {
            if (partition instanceof ListPartition listPartition
                    && listPartition.hasParenthesizedValues() == hasTuples) {
                registerName(listPartition, usedNames);
                requireValidName(listPartition);
                requireValueCounts(listPartition, partitionColumns.size());
                List<Property> storedProperties =
                        propertyNormalizer.normalize(listPartition.properties(), listPartition.span());
                List<List<PartitionValue>> parsedTuples = valueParser.parseTuples(listPartition, listPartition.span());
                parsedTuples.forEach(tuple -> registerTuple(tuple, usedTuples, listPartition));
                checkedPartitions.add(new ListPartition(
                        false,
                        listPartition.name(),
                        ListPartitionValueParser.toBounds(parsedTuples),
                        hasTuples,
                        storedProperties,
                        listPartition.span()));
            }
        }
    }

    private static void requireValueCounts(ListPartition listPartition, int columnCount) {
        if (!listPartition.hasParenthesizedValues() && columnCount != 1) {
            throw Refusal.ofAnalysis(listPartition.span(), PartitionRule.VALUE_COUNT_DIFFERS);
        }
        for (List<Bound> bounds : listPartition.values()) {
            if (bounds.size() != columnCount) {
                throw Refusal.ofAnalysis(listPartition.span(), PartitionRule.VALUE_COUNT_DIFFERS);
            }
        }
    }

    /** Adds the texts of a tuple to the used tuples; refuses a tuple that is already used. */
    private static void registerTuple(
            List<PartitionValue> tuple, Set<List<String>> usedTuples, ListPartition listPartition) {
        List<String> valueTexts = tuple.stream().map(PartitionValue::text).toList();
        if (!usedTuples.add(valueTexts)) {
            throw listPartition.hasParenthesizedValues()
                    ? Refusal.ofAnalysis(
                            listPartition.span(),
                            PartitionRule.VALUES_REPEATED,
                            valueTexts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(",")))
                    : Refusal.ofAnalysis(listPartition.span(), PartitionRule.VALUES_REPEATED, valueTexts.get(0));
        }
    }

    private static void requireNoNullInNotNullColumn(
            List<DraftColumn> partitionColumns, List<ListPartition> partitions) {
        for (int i = 0; i < partitionColumns.size(); i++) {
            int columnIndex = i;
            for (ListPartition listPartition :
                    partitionColumns.get(i).isNullable() ? List.<ListPartition>of() : partitions) {
                if (listPartition.values().stream()
                        .anyMatch(tuple -> tuple.get(columnIndex) instanceof Bound.NullBound)) {
                    throw Refusal.ofAnalysis(
                            listPartition.span(),
                            PartitionRule.NULL_IN_NOT_NULL_COLUMN,
                            partitionColumns.get(i).name(),
                            listPartition.name());
                }
            }
        }
    }
}
