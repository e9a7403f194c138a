package dev.cairn.engine.show;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.AutomaticPartitionCall;
import dev.cairn.engine.column.ColumnScope;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.expression.PrintedTypes;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.PartitionBatch;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds the PARTITION BY clause of a table, as SHOW CREATE TABLE prints it and as a user would write it. Also builds
 * the hidden columns that the server adds for the expressions in a list. A server of version 3.5 shows these columns
 * like other columns; since 4.0 the server shows the expressions instead.
 */
final class PartitionClauseBuilder {
    private static final String REPLICATION_NUM = KnownProperty.REPLICATION_NUM.propertyName();

    private final ServerProfile profile;
    private final Table table;

    PartitionClauseBuilder(ServerProfile profile, Table table) {
        this.profile = profile;
        this.table = table;
    }

    /**
     * Builds the clause that SHOW CREATE TABLE prints, without automatically created partitions; null if the table has
     * no partitioning.
     */
    @Nullable
    PartitionClause buildShownClause() {
        return buildClause(false);
    }

    /**
     * Builds the clause that a user would write, without automatically created partitions; null if the table has no
     * partitioning.
     */
    @Nullable
    PartitionClause buildWrittenClause() {
        return buildClause(true);
    }

    private @Nullable PartitionClause buildClause(boolean isWritten) {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.ColumnRange rangePartitioning) {
            List<Expression> expressions = rangePartitioning.columns().stream()
                    .map(PartitionClauseBuilder::toReference)
                    .toList();
            return new PartitionClause.RangePartitioning(
                    expressions, toClausePartitions(rangePartitioning.partitions(), isWritten), Span.NONE);
        }
        if (partitioning instanceof Partitioning.ExpressionRange rangePartitioning) {
            List<Expression> expressions = List.of(ExpressionPrintStyle.BARE.show(rangePartitioning.expression()));
            if (!rangePartitioning.isAutomatic()) {
                return new PartitionClause.RangePartitioning(
                        expressions, toClausePartitions(rangePartitioning.partitions(), isWritten), Span.NONE);
            }
            List<PartitionDefinition> batches = isWritten ? WrittenBatches.buildBatches(rangePartitioning) : List.of();
            return new PartitionClause.ExpressionPartitioning(
                    expressions, false, !batches.isEmpty(), batches, Span.NONE);
        }
        if (partitioning instanceof Partitioning.ColumnList columnList) {
            List<Name> columns = columnList.columns().stream().map(Name::of).toList();
            List<PartitionDefinition.ListPartition> partitions = new ArrayList<>(columnList.partitions());
            if (!isWritten) {
                // The partitions of single values are printed before the partitions of tuples.
                partitions.sort(Comparator.comparing(PartitionDefinition.ListPartition::hasParenthesizedValues));
            }
            return new PartitionClause.ListPartitioning(
                    columns, true, true, toClausePartitions(partitions, isWritten), Span.NONE);
        }
        if (partitioning instanceof Partitioning.ExpressionList expressionList) {
            return isWritten
                    ? buildAutomaticClause(
                            expressionList.items().stream()
                                    .map(ExpressionPrintStyle.SERIALIZED::show)
                                    .toList(),
                            needsParentheses(expressionList.items()))
                    : buildAutomaticClause(toShownItems(expressionList), true);
        }
        return null;
    }

    /**
     * Returns whether the items need parentheses: without them, the server would read this single expression as a
     * partitioning by range. Servers of version 3.5 do not accept the parentheses.
     */
    private boolean needsParentheses(List<Expression> items) {
        return profile.isAtLeast(Version.V4_0)
                && items.size() == 1
                && items.get(0) instanceof Expression.Call call
                && new AutomaticPartitionCall(call).hasRangeFunction();
    }

    /** Returns the hidden columns that SHOW CREATE TABLE prints. */
    List<ColumnDefinition> shownHiddenColumns() {
        return profile.isAtLeast(Version.V4_0) ? List.of() : hiddenColumns();
    }

    /** Returns all hidden columns. */
    List<ColumnDefinition> hiddenColumns() {
        List<ColumnDefinition> columns = new ArrayList<>();
        if (table.partitioning() instanceof Partitioning.ExpressionList expressionList) {
            for (Expression item : expressionList.items()) {
                if (!isPlainColumn(item)) {
                    columns.add(createHiddenColumn(Partitioning.HIDDEN_COLUMN_PREFIX + columns.size(), item));
                }
            }
        }
        return columns;
    }

    private ColumnDefinition createHiddenColumn(String name, Expression item) {
        Type type = determineHiddenColumnType(item);
        return ColumnDefinition.of(Name.of(name), type == null ? null : PrintedTypes.toColumnForm(type), Span.NONE)
                .withNullable(true)
                .withGeneratedValue(ExpressionPrintStyle.ofColumn(table.model()).show(item))
                .withComment("");
    }

    /**
     * Returns the type of a hidden column, or null if it is unknown. A refusal would be wrong, because the table was
     * created with the expression.
     */
    private @Nullable Type determineHiddenColumnType(Expression item) {
        try {
            return ColumnScope.of(table).determineStoredType(profile, item);
        } catch (Refusal ignored) {
            return null;
        }
    }

    private List<Expression> toShownItems(Partitioning.ExpressionList expressionList) {
        List<Expression> items = new ArrayList<>(expressionList.items().size());
        int hiddenColumnCount = 0;
        for (Expression item : expressionList.items()) {
            if (isPlainColumn(item)) {
                items.add(item);
            } else if (profile.isAtLeast(Version.V4_0)) {
                items.add(ExpressionPrintStyle.SERIALIZED.show(withOriginalColumnNames(item)));
            } else {
                items.add(toReference(Partitioning.HIDDEN_COLUMN_PREFIX + hiddenColumnCount));
                hiddenColumnCount++;
            }
        }
        return items;
    }

    /**
     * Returns the expression with the original names of its columns: the server stores these names, and does not
     * replace them when a column is renamed.
     */
    private Expression withOriginalColumnNames(Expression item) {
        return item.withColumnNames(name -> table.findColumn(name.text())
                .filter(column -> !name.equalsIgnoreCase(column.id()))
                .map(column -> new Name(column.id(), name.isQuoted(), name.span()))
                .orElse(name));
    }

    /** Returns the clause of an automatic partitioning, which is a plain list of names if all items are columns. */
    private static PartitionClause buildAutomaticClause(List<Expression> items, boolean isParenthesized) {
        if (items.stream().allMatch(PartitionClauseBuilder::isPlainColumn)) {
            List<Name> columns = items.stream()
                    .map(item -> ((Expression.Reference) item).name().lastPart())
                    .toList();
            return new PartitionClause.ListPartitioning(columns, false, false, List.of(), Span.NONE);
        }
        return new PartitionClause.ExpressionPartitioning(items, isParenthesized, false, List.of(), Span.NONE);
    }

    private static boolean isPlainColumn(Expression item) {
        return item instanceof Expression.Reference reference
                && reference.name().parts().size() == 1;
    }

    private static Expression toReference(String columnName) {
        return new Expression.Reference(QualifiedName.of(columnName), Span.NONE);
    }

    /** Returns the partitions as stored for the written clause, or as SHOW CREATE TABLE prints them. */
    private List<PartitionDefinition> toClausePartitions(
            List<? extends PartitionDefinition> partitions, boolean isWritten) {
        if (isWritten) {
            return List.copyOf(partitions);
        }
        String tableReplicaCount = table.properties().findValue(REPLICATION_NUM).orElse("");
        return partitions.stream()
                .map(partition -> toShownPartition(partition, tableReplicaCount))
                .toList();
    }

    private static PartitionDefinition toShownPartition(PartitionDefinition partition, String tableReplicaCount) {
        if (partition instanceof PartitionDefinition.RangePartition rangePartition) {
            return new PartitionDefinition.RangePartition(
                    false,
                    rangePartition.name(),
                    rangePartition.lowerBounds(),
                    rangePartition.upperBounds(),
                    findShownProperties(rangePartition.properties(), tableReplicaCount),
                    Span.NONE);
        }
        if (partition instanceof PartitionDefinition.ListPartition listPartition) {
            return new PartitionDefinition.ListPartition(
                    false,
                    listPartition.name(),
                    listPartition.values(),
                    listPartition.hasParenthesizedValues(),
                    findShownProperties(listPartition.properties(), tableReplicaCount),
                    Span.NONE);
        }
        return partition;
    }

    /**
     * Returns the shown properties of a partition: the number of replicas, if it differs from the table's number.
     */
    private static List<Property> findShownProperties(List<Property> properties, String tableReplicaCount) {
        return properties.stream()
                .filter(property -> property.name().equals(REPLICATION_NUM)
                        && !property.value().equals(tableReplicaCount))
                .toList();
    }

    /**
     * Converts partitions that were created in advance for automatic partitioning to the form that CREATE TABLE
     * accepts: batches with one partition for each unit of the partition expression.
     */
    private static final class WrittenBatches {
        private WrittenBatches() {}

        /**
         * Returns one batch for each sequence of partitions without a gap; none if the expression has no unit. The
         * partition that ends after the year 9999 has no upper bound, so no batch can create it.
         */
        static List<PartitionDefinition> buildBatches(Partitioning.ExpressionRange rangePartitioning) {
            List<PartitionDefinition> batches = new ArrayList<>();
            Optional<String> unit = findUnit(rangePartitioning.expression());
            List<RangePartition> partitions = rangePartitioning.partitions().stream()
                    .filter(partition -> partition.upperBounds().get(0) instanceof Bound.LiteralBound)
                    .toList();
            if (unit.isEmpty()) {
                return batches;
            }
            int startIndex = 0;
            for (int i = 0; i < partitions.size(); i++) {
                boolean endsBatch = i + 1 == partitions.size()
                        || !partitions
                                .get(i)
                                .upperBounds()
                                .equals(partitions.get(i + 1).lowerBounds());
                if (endsBatch) {
                    batches.add(new PartitionBatch(
                            boundText(partitions.get(startIndex).lowerBounds()),
                            boundText(partitions.get(i).upperBounds()),
                            1,
                            unit.get(),
                            Span.NONE));
                    startIndex = i + 1;
                }
            }
            return batches;
        }

        /**
         * Returns the unit of {@code date_trunc('day', d)}; empty for any other function, because the server accepts
         * partitions in advance only for this one.
         */
        private static Optional<String> findUnit(Expression expression) {
            boolean isTruncation = expression instanceof Expression.Call call
                    && CallRewrites.lowerCaseName(call).equals(RangeExpression.DATE_TRUNC)
                    && call.arguments().get(0) instanceof Expression.StringLiteral;
            return isTruncation
                    ? Optional.of(((Expression.StringLiteral)
                                    ((Expression.Call) expression).arguments().get(0))
                            .value()
                            .toUpperCase(Locale.ROOT))
                    : Optional.empty();
        }

        private static String boundText(List<Bound> bounds) {
            return ((Bound.LiteralBound) bounds.get(0)).text();
        }
    }
}
