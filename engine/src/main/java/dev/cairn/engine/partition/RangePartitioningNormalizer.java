package dev.cairn.engine.partition;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.property.DeclaredTableProperties;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.LessThanPartition;
import dev.cairn.sql.ast.PartitionDefinition.PartitionBatch;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the ranges of a new table, in the order of the server, and expands batches. */
record RangePartitioningNormalizer(
        ServerProfile profile, List<DraftColumn> columns, DeclaredTableProperties properties) {
    /** Returns the partitioning with its partitions in normal form; batches are expanded. */
    PartitioningDraft.Ranges normalize(PartitioningDraft.Ranges ranges) {
        Expression expression = ranges.expression();
        if (expression != null) {
            checkExpression(expression, ranges.isAutomatic());
        }
        List<DraftColumn> partitionColumns =
                PartitionDeclarationRules.resolveColumns(ranges.columns(), this::requirePartitionColumn);
        DraftColumn lastColumn = partitionColumns.get(partitionColumns.size() - 1);
        List<PartitionDefinition> checkedPartitions = normalizePartitions(ranges, expandBatches(ranges, lastColumn));
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

    private DraftColumn requirePartitionColumn(Name name) {
        for (DraftColumn column : columns) {
            if (column.isNamed(name.text())) {
                if (column.hasMergedValues()) {
                    throw Refusal.ofAnalysis(name.span(), PartitionRule.COLUMN_NOT_KEY);
                }
                if (PrimitiveType.of(column.type()).isFloatingPoint()
                        || column.type().isNested()) {
                    throw PartitionDeclarationRules.createColumnTypeRefusal(column, name);
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

    private List<PartitionDefinition> normalizePartitions(
            PartitioningDraft.Ranges ranges, List<PartitionDefinition> partitions) {
        PartitionPropertyNormalizer propertyNormalizer =
                new PartitionPropertyNormalizer(profile, properties.declaredValueByName(), properties::spanOf);
        Set<String> usedNames = new HashSet<>();
        List<PartitionDefinition> checkedPartitions = new ArrayList<>(partitions.size());
        boolean hasCheckedTableProperties = false;
        for (PartitionDefinition partition : partitions) {
            PartitionDeclarationRules.requireUnusedName(partition, usedNames);
            if (partition.getClass() != partitions.get(0).getClass()) {
                throw Refusal.ofAnalysis(partition.span(), PartitionRule.BATCH_MIXED);
            }
            PartitionDeclarationRules.requireValidName(partition);
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
}
