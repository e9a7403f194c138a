package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.property.DeclaredTableProperties;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the lists of a new table, in the order of the server. */
record ListPartitioningNormalizer(
        ServerProfile profile, KeyModel model, List<DraftColumn> columns, DeclaredTableProperties properties) {
    /** Returns the partitioning with its partitions in normal form. */
    PartitioningDraft.Lists normalize(PartitioningDraft.Lists lists) {
        List<DraftColumn> partitionColumns =
                PartitionDeclarationRules.resolveColumns(lists.columns(), this::requirePartitionColumn);
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
    private DraftColumn requirePartitionColumn(Name name) {
        for (DraftColumn column : columns) {
            if (column.name().equals(name.text())) {
                PrimitiveType primitiveType = PrimitiveType.of(column.type());
                if (primitiveType.isFloatingPoint()
                        || primitiveType.isDecimal()
                        || column.type().isNested()) {
                    throw PartitionDeclarationRules.createColumnTypeRefusal(column, name);
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
                PartitionDeclarationRules.requireUnusedName(listPartition, usedNames);
                PartitionDeclarationRules.requireValidName(listPartition);
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
