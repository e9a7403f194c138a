package dev.cairn.engine.partition;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.Partitioning;
import dev.cairn.engine.column.AutomaticPartitionCall;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The partitioning of a table that is being created, as its statement declares the partitioning. A draft is made before
 * the columns are checked; afterwards, the partitioning of the stored table is made from the draft.
 */
public sealed interface PartitioningDraft {
    /** Returns the partition columns, or the columns that an expression of ranges reads. */
    List<Name> columns();

    /** No partitioning: all rows are in one partition. */
    record None(Span span) implements PartitioningDraft {
        @Override
        public List<Name> columns() {
            return List.of();
        }
    }

    /**
     * A partitioning by ranges of columns, or of one expression.
     *
     * @param columns the partition columns, or the columns that the expression reads
     * @param expression the expression, or null for plain columns
     * @param isAutomatic whether the server creates partitions automatically when rows are inserted
     * @param partitions the partition definitions; a batch is a single definition until {@link PartitioningNormalizer}
     *     expands the batch
     */
    record Ranges(
            List<Name> columns,
            @Nullable Expression expression,
            boolean isAutomatic,
            List<PartitionDefinition> partitions,
            Span span)
            implements PartitioningDraft {
        public Ranges {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }

        /**
         * Returns the type that the expression has regardless of the type of its column; null if the type depends on
         * the column.
         */
        @Nullable
        Type fixedExpressionType() {
            return expression == null || isAutomatic ? null : new RangeExpression(expression).intrinsicType();
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
            boolean isAutomatic,
            List<PartitionDefinition> partitions,
            Span span)
            implements PartitioningDraft {
        public Lists {
            columns = List.copyOf(columns);
            items = List.copyOf(items);
            partitions = List.copyOf(partitions);
        }

        public boolean hasExpressions() {
            return items.stream().anyMatch(item -> !(item instanceof Expression.Reference));
        }
    }

    /**
     * Determines the partitioning that a clause defines. The kind of the partitioning does not follow from the keywords
     * of the clause alone.
     *
     * @param clause null for a table without partitioning
     * @throws Refusal if the server does not support the clause
     */
    static PartitioningDraft ofClause(@Nullable PartitionClause clause, List<DraftColumn> columns, Span statementSpan) {
        if (clause instanceof PartitionClause.RangePartitioning rangeClause) {
            return fromRangeClause(rangeClause);
        }
        if (clause instanceof PartitionClause.ListPartitioning listClause) {
            return fromListClause(listClause);
        }
        return clause instanceof PartitionClause.ExpressionPartitioning expressionClause
                ? fromExpressionClause(expressionClause, columns)
                : new None(statementSpan);
    }

    /**
     * Determines the partitioning as CREATE TABLE LIKE does, which does not know the columns. Unlike in {@link
     * #ofClause}, a single call of {@code date_trunc}, {@code time_slice} or {@code str2date} is refused if it does not
     * define ranges, and neither such ranges nor lists of columns are automatic. A clause with the keyword LIST becomes
     * a partitioning by ranges.
     */
    static PartitioningDraft ofCopiedClause(PartitionClause clause) {
        if (clause instanceof PartitionClause.ListPartitioning listClause) {
            return listClause.hasListKeyword()
                    ? new Ranges(listClause.columns(), null, false, List.of(), listClause.span())
                    : new Lists(
                            listClause.columns(),
                            toReferences(listClause.columns()),
                            false,
                            List.of(),
                            listClause.span());
        }
        if (clause instanceof PartitionClause.ExpressionPartitioning expressionClause
                && expressionClause.expressions().size() == 1
                && !expressionClause.isParenthesized()
                && expressionClause.expressions().get(0) instanceof Call call
                && new AutomaticPartitionCall(call).hasRangeFunction()) {
            Name columnName = new AutomaticPartitionCall(call)
                    .findColumn(List.of())
                    .orElseThrow(() -> RangeExpression.createUnsupportedExpressionRefusal(call));
            return new Ranges(List.of(columnName), call, false, expressionClause.partitions(), expressionClause.span());
        }
        return ofClause(clause, List.of(), clause.span());
    }

    private static PartitioningDraft fromRangeClause(PartitionClause.RangePartitioning rangeClause) {
        List<Name> columns = findColumnNames(rangeClause.expressions());
        if (columns.size() == rangeClause.expressions().size()) {
            return new Ranges(columns, null, false, rangeClause.partitions(), rangeClause.span());
        }
        Expression expression = rangeClause.expressions().get(0);
        return new Ranges(
                new RangeExpression(expression).findRangeColumn().stream().toList(),
                expression,
                false,
                rangeClause.partitions(),
                rangeClause.span());
    }

    private static PartitioningDraft fromListClause(PartitionClause.ListPartitioning listClause) {
        boolean isAutomatic = !listClause.hasListKeyword();
        if (isAutomatic && !listClause.partitions().isEmpty()) {
            throw Refusal.ofSyntax(
                    listClause.span(),
                    SyntaxRule.UNSUPPORTED_SYNTAX,
                    "Automatic partitioning",
                    "partitions in advance");
        }
        return new Lists(
                listClause.columns(),
                toReferences(listClause.columns()),
                isAutomatic,
                listClause.partitions(),
                listClause.span());
    }

    private static List<Expression> toReferences(List<Name> columns) {
        List<Expression> references = new ArrayList<>(columns.size());
        for (Name column : columns) {
            references.add(Expression.Reference.of(column, column.span()));
        }
        return references;
    }

    private static PartitioningDraft fromExpressionClause(
            PartitionClause.ExpressionPartitioning expressionClause, List<DraftColumn> columns) {
        boolean isSingleExpression = expressionClause.expressions().size() == 1 && !expressionClause.isParenthesized();
        if (isSingleExpression && expressionClause.expressions().get(0) instanceof Call call) {
            Optional<Name> columnName = new AutomaticPartitionCall(call).findColumn(columns);
            if (columnName.isPresent()) {
                checkBatches(call, expressionClause.partitions());
                return new Ranges(
                        List.of(columnName.get()), call, true, expressionClause.partitions(), expressionClause.span());
            }
        }
        return new Lists(
                createColumnNames(expressionClause.expressions()),
                expressionClause.expressions(),
                true,
                List.of(),
                expressionClause.span());
    }

    /** Returns the columns of a partitioning by list; each expression gets a hidden column with a generated name. */
    private static List<Name> createColumnNames(List<Expression> items) {
        List<Name> columnNames = new ArrayList<>(items.size());
        int hiddenColumnCount = 0;
        for (Expression item : items) {
            if (item instanceof Call call && RangeExpression.isTimeArithmetic(call)) {
                // The server fails with an internal error.
                throw RangeExpression.createUnsupportedExpressionRefusal(call);
            }
            Optional<Name> columnName = item.findColumnName();
            columnNames.add(
                    columnName.isPresent()
                            ? columnName.get()
                            : Name.ofUnquoted(Partitioning.HIDDEN_COLUMN_PREFIX + hiddenColumnCount++, item.span()));
        }
        return columnNames;
    }

    /** Returns the names of the columns among the expressions; skips any other expression. */
    private static List<Name> findColumnNames(List<Expression> expressions) {
        List<Name> columnNames = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            expression.findColumnName().ifPresent(columnNames::add);
        }
        return columnNames;
    }

    /**
     * Refuses a partition that is not a batch, and a batch with another unit than the partitions that the server would
     * create automatically.
     */
    private static void checkBatches(Call call, List<PartitionDefinition> partitions) {
        String commonUnit = null;
        for (PartitionDefinition partition : partitions) {
            if (!(partition instanceof PartitionDefinition.PartitionBatch batch)) {
                throw Refusal.ofSyntax(
                        partition.span(),
                        CommonRule.UNSUPPORTED,
                        "Automatic partitioning",
                        "the addition of a single range");
            }
            String batchUnit = batch.unit() == null ? "" : batch.unit().toLowerCase(Locale.ROOT);
            if (commonUnit != null && !commonUnit.equals(batchUnit)) {
                throw createGranularityRefusal(partition.span());
            }
            commonUnit = batchUnit;
        }
        if (commonUnit == null) {
            return;
        }
        if (CallRewrites.lowerCaseName(call).equals(RangeExpression.TIME_SLICE)) {
            throw Refusal.ofSyntax(
                    call.span(), SyntaxRule.UNSUPPORTED_SYNTAX, "Automatic partitioning", "partitions in advance");
        }
        boolean isTruncation = CallRewrites.lowerCaseName(call).equals(RangeExpression.DATE_TRUNC);
        if (isTruncation
                && !commonUnit.equalsIgnoreCase(
                        ((Expression.StringLiteral) call.arguments().get(0)).value())) {
            throw createGranularityRefusal(call.span());
        }
    }

    private static Refusal createGranularityRefusal(Span span) {
        return Refusal.ofSyntax(span, PartitionRule.AUTOMATIC_GRANULARITY_DIFFERS, "");
    }
}
