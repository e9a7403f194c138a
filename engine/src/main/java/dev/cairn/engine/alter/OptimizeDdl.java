package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.partition.PartitionGranularity;
import dev.cairn.engine.partition.PartitionMerge;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause.Optimize;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Optional;

/**
 * Applies DISTRIBUTED BY and the clauses that may accompany it: the server rewrites the data into other buckets or into
 * fewer partitions. Only a change of the whole table is visible in its definition.
 */
final class OptimizeDdl {
    private final AlterTableContext context;
    private final Table table;
    private final Optimize clause;

    private OptimizeDdl(AlterTableContext context, Optimize clause) {
        this.context = context;
        this.table = context.table();
        this.clause = clause;
    }

    static void check(AlterTableContext context, Optimize clause) {
        new OptimizeDdl(context, clause).check();
    }

    private void check() {
        require(
                !KnownProperty.COLOCATE_WITH.isSetIn(table.properties()),
                CommonRule.UNSUPPORTED,
                "A colocated table",
                "an optimization");
        boolean hasAutomaticBuckets = table.distribution() instanceof Distribution.Random
                && !KnownProperty.BUCKET_SIZE
                        .findValueIn(table.properties())
                        .orElse("0")
                        .equals("0");
        require(
                !hasAutomaticBuckets || clause.partitioning() != null,
                CommonRule.UNSUPPORTED,
                "An optimization of a table",
                "RANDOM distribution, which scales by itself");
        clause.orderBy().forEach(this::requireColumn);
        if (clause.key() != null) {
            throw createUnsupportedRefusal(clause.key().span(), "another key model");
        }
        if (clause.partitioning() != null) {
            checkPartitionMerge(clause.partitioning());
            return;
        }
        if (clause.distribution() != null) {
            checkDistribution(clause.distribution());
        }
        if (clause.rows().partitions() != null) {
            checkPartitions(clause.rows().partitions());
        }
    }

    private void requireColumn(SortItem item) {
        if (!(item.value() instanceof Expression.Reference reference)) {
            throw Refusal.ofAnalysis(
                    item.value().span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, Sql.render(item.value()));
        }
        Name name = reference.name().lastPart();
        if (table.columns().stream().noneMatch(column -> column.name().equals(name.text()))) {
            throw Refusal.ofAnalysis(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
        }
    }

    private void checkPartitionMerge(PartitionClause partitioning) {
        Optional<PartitionGranularity> requestedGranularity = partitioning
                                instanceof PartitionClause.ExpressionPartitioning expressionClause
                        && expressionClause.expressions().size() == 1
                ? PartitionGranularity.find(ExpressionPrintStyle.BARE.toStored(
                        context.profile(), expressionClause.expressions().get(0)))
                : Optional.empty();
        require(requestedGranularity.isPresent(), CommonRule.UNSUPPORTED, "A merge of partitions", "this expression");
        PartitionGranularity newGranularity = requestedGranularity.orElseThrow();
        checkMergeDistribution();
        require(
                clause.rows().partitions() == null,
                CommonRule.UNSUPPORTED,
                "A merge of partitions",
                "single partitions");
        require(
                newGranularity.interval() == 1,
                CommonRule.UNSUPPORTED,
                "A merge of partitions",
                "the interval " + newGranularity.interval());
        Optional<PartitionGranularity> oldGranularity =
                table.partitioning() instanceof Partitioning.ExpressionRange range && range.isAutomatic()
                        ? PartitionGranularity.find(range.expression())
                        : Optional.empty();
        require(
                oldGranularity.isPresent(),
                CommonRule.UNSUPPORTED,
                "A merge of partitions",
                "the partitioning of the table");
        require(
                newGranularity.hasCoarserUnitThan(oldGranularity.orElseThrow()),
                CommonRule.UNSUPPORTED,
                "A merge of partitions",
                oldGranularity.get().unit() + " to " + newGranularity.unit());
        checkMergeColumn(((PartitionClause.ExpressionPartitioning) partitioning)
                .expressions()
                .get(0));
    }

    /** Checks the column of the expression, although the merge uses only the unit. */
    private void checkMergeColumn(Expression expression) {
        String columnName = expression.collectReferenceNames().get(0);
        Optional<Column> column = table.findColumn(columnName);
        require(column.isPresent(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, columnName);
        require(table.model() == KeyModel.DUPLICATE || column.orElseThrow().isKey(), PartitionRule.COLUMN_NOT_KEY);
        new RangeExpression(expression)
                .requireTruncatable(context.profile(), column.orElseThrow().type());
    }

    private void checkMergeDistribution() {
        Distribution distribution = clause.distribution();
        if (distribution == null) {
            return;
        }
        require(hasSameKind(distribution), CommonRule.UNSUPPORTED, "A merge of partitions", "another distribution");
        require(
                hasSameColumns(distribution),
                CommonRule.UNSUPPORTED,
                "A merge of partitions",
                "other distribution columns");
    }

    private void checkDistribution(Distribution distribution) {
        if (distribution instanceof Distribution.Random && table.model() != KeyModel.DUPLICATE) {
            throw Refusal.ofAnalysis(
                    distribution.span(), PartitionRule.RANDOM_DISTRIBUTION_UNSUPPORTED, table.model() + " KEY");
        }
        if (distribution instanceof Distribution.Hash hashDistribution) {
            for (Name name : hashDistribution.columns()) {
                if (table.findColumn(name.text()).isEmpty()) {
                    throw Refusal.ofAnalysis(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
                }
            }
        }
        if (!hasSameKind(distribution) && clause.rows().partitions() != null) {
            throw createUnsupportedRefusal(distribution.span(), "another distribution of single partitions");
        }
    }

    private void checkPartitions(PartitionNames partitionNames) {
        if (!clause.orderBy().isEmpty()) {
            throw createUnsupportedRefusal(partitionNames.span(), "another key of single partitions");
        }
        if (partitionNames.isTemporary()) {
            throw createUnsupportedRefusal(partitionNames.span(), "temporary partitions");
        }
        if (clause.distribution() != null && !hasSameColumns(clause.distribution())) {
            throw createUnsupportedRefusal(partitionNames.span(), "other distribution columns of single partitions");
        }
        for (Name name : partitionNames.names()) {
            if (!TablePartitions.of(table).hasPartition(name.text())) {
                throw Refusal.ofAnalysis(name.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, name);
            }
        }
    }

    private static Refusal createUnsupportedRefusal(Span span, String change) {
        return Refusal.ofAnalysis(span, CommonRule.UNSUPPORTED, "An optimization of a table", change);
    }

    private boolean hasSameKind(Distribution distribution) {
        return distribution.getClass() == table.distribution().getClass();
    }

    /**
     * Returns whether both distributions have the same columns, spelled in the same case; true if one of them is not by
     * hash.
     */
    private boolean hasSameColumns(Distribution distribution) {
        return !(distribution instanceof Distribution.Hash newHash)
                || !(table.distribution() instanceof Distribution.Hash oldHash)
                || newHash.columns().equals(oldHash.columns());
    }

    static StatementResult apply(AlterTableContext context, Optimize clause) {
        context.table().requireNoTemporaryPartitions(clause.span());
        OptimizeDdl optimization = new OptimizeDdl(context, clause);
        StatementResult statementResult =
                context.createResult(optimization.createOptimizedTable(), ChangeCost.OPTIMIZE_JOB);
        String tableName = context.table().name();
        return statementResult.withCatalog(DependentMaterializedViews.of(statementResult.catalog())
                .deactivateAllReaders(context.database().name(), tableName, InactiveReason.baseOptimized(tableName)));
    }

    private Table createOptimizedTable() {
        if (clause.partitioning() != null) {
            return mergePartitions();
        }
        return clause.rows().partitions() == null ? redistribute() : table;
    }

    /** Returns the table with merged partitions. If they can't be merged, the job ends without an effect. */
    private Table mergePartitions() {
        try {
            return PartitionMerge.merge(context.profile(), table, clause);
        } catch (Refusal ignored) {
            return table;
        }
    }

    /**
     * Returns the table with the new distribution. Only the job detects an invalid distribution, and then leaves the
     * table unchanged. Only a RANDOM distribution has a bucket size; before 4.0, it gets one of 4 GiB if it has none.
     */
    private Table redistribute() {
        Distribution distribution = clause.distribution();
        if (distribution == null || !isValidDistribution(distribution)) {
            return table;
        }
        StoredProperties properties = table.properties();
        boolean isRandom = distribution instanceof Distribution.Random;
        if (!isRandom) {
            properties = properties.withoutProperty(KnownProperty.BUCKET_SIZE.propertyName());
        } else if (!KnownProperty.BUCKET_SIZE.isSetIn(properties)
                && !context.profile().isAtLeast(Version.V4_0)) {
            properties = properties.withAssumedValue(KnownProperty.BUCKET_SIZE.propertyName(), "4294967296");
        }
        return table.withDistribution(restoreColumnSpelling(distribution)).withProperties(properties);
    }

    /**
     * Returns whether the job will accept the distribution columns: their types must be valid for keys and, except in a
     * DUPLICATE KEY table, they must be keys.
     */
    private boolean isValidDistribution(Distribution distribution) {
        if (!(distribution instanceof Distribution.Hash hashDistribution)) {
            return true;
        }
        return hashDistribution.columns().stream()
                .flatMap(name -> table.findColumn(name.text()).stream())
                .allMatch(column -> (column.isKey() || table.model() == KeyModel.DUPLICATE)
                        && PrimitiveType.of(column.type()).canBeKey());
    }

    /** Returns the distribution with the names of its columns spelled as in the table. */
    private Distribution restoreColumnSpelling(Distribution distribution) {
        if (!(distribution instanceof Distribution.Hash hashDistribution)) {
            return distribution;
        }
        List<Name> storedNames = hashDistribution.columns().stream()
                .map(name ->
                        Name.of(table.findColumn(name.text()).map(Column::name).orElse(name.text())))
                .toList();
        return new Distribution.Hash(storedNames, hashDistribution.buckets(), hashDistribution.span());
    }

    /**
     * Requires a condition of the whole clause.
     *
     * @throws Refusal if the condition does not hold, at the clause and not at one of its parts
     */
    private void require(boolean condition, RefusalRule rule, Object... arguments) {
        if (!condition) {
            throw Refusal.ofWrapped(clause.span(), ServerError.COMMON, rule, arguments);
        }
    }
}
