package dev.cairn.engine.advice;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.advice.SelectParts.Condition;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a statement on the partition columns and on the first sort column of a table in a FROM clause.
 * Without such a condition, the server reads all partitions or all rows.
 */
final class KeyColumnConditions {
    private final ColumnMentions mentions;
    private final SelectParts selectParts;
    private final Table table;
    private final Function<Span, String> toSourceText;

    /** @param toSourceText returns the text of a part of the statement */
    KeyColumnConditions(ColumnMentions mentions, Table table, Function<Span, String> toSourceText) {
        this.mentions = mentions;
        this.selectParts = mentions.selectParts();
        this.table = table;
        this.toSourceText = toSourceText;
    }

    /** Returns the warnings about conditions that mention a key column, but hide it from the server. */
    List<QueryWarning> findWarnings() {
        List<QueryWarning> warnings = new ArrayList<>();
        List<String> partitionColumnNames = table.partitioning().sourceColumns();
        boolean mayPrunePartitions = partitionColumnNames.stream().anyMatch(this::mayBeSearched);
        if (!partitionColumnNames.isEmpty() && !mayPrunePartitions && isPruningKnown()) {
            for (String name : partitionColumnNames) {
                table.findColumn(name).ifPresent(column -> addHiddenColumnWarnings(column, true, warnings));
            }
        }
        Column sortColumn = findFirstSortColumn();
        boolean isPartitionColumn =
                sortColumn != null && partitionColumnNames.stream().anyMatch(sortColumn::isNamed);
        if (sortColumn != null && !isPartitionColumn && !mayBeSearched(sortColumn.name())) {
            addHiddenColumnWarnings(sortColumn, false, warnings);
        }
        return warnings;
    }

    private @Nullable Column findFirstSortColumn() {
        if (!table.sortKey().isEmpty()) {
            return table.findColumn(table.sortKey().get(0)).orElse(null);
        }
        return table.keyColumns().stream().findFirst().orElse(null);
    }

    /**
     * Returns whether it is known which partitions the server prunes. It is not known for expressions other than
     * truncated times, and if a partition column is generated or another generated column depends on it.
     */
    private boolean isPruningKnown() {
        Partitioning partitioning = table.partitioning();
        List<Expression> expressions = partitioning instanceof Partitioning.ExpressionRange range
                ? List.of(range.expression())
                : partitioning.hiddenExpressions();
        return expressions.stream().allMatch(RangeExpression::isColumnOrTruncation)
                && partitioning.sourceColumns().stream()
                        .allMatch(name -> table.findColumn(name)
                                        .filter(column -> column.generatedValue() == null)
                                        .isPresent()
                                && table.findDependentGeneratedColumnName(name)
                                        .filter(column -> !column.startsWith(Partitioning.HIDDEN_COLUMN_PREFIX))
                                        .isEmpty());
    }

    /** Returns whether a condition on the column lets the server search for rows, or whether that is not certain. */
    private boolean mayBeSearched(String columnName) {
        for (Condition condition : selectParts.conditions()) {
            if (mentions.isMentionedIn(condition, columnName) && !isHiddenIn(columnName, condition)) {
                return true;
            }
        }
        return mentions.isInUsing(columnName) || mentions.isDerivedColumnMentioned(columnName);
    }

    /** Returns whether the condition hides the column: by an operation around it, or because the server casts it. */
    private boolean isHiddenIn(String columnName, Condition condition) {
        Column column = table.findColumn(columnName).orElse(null);
        return column != null
                && (findNonSargableComparison(column, condition) != null
                        || findCast(column, condition.expression()) != null);
    }

    private @Nullable NonSargableComparison findNonSargableComparison(Column column, Condition condition) {
        return NonSargableComparison.findIn(
                condition.expression(),
                subexpression -> isColumn(subexpression, column.name()),
                column.type(),
                castsHideColumn(column.name()),
                toSourceText);
    }

    /**
     * Returns whether a cast hides the column. The server evaluates casts of the values of LIST partitions, but none of
     * the bounds of ranges or of sort columns.
     */
    private boolean castsHideColumn(String columnName) {
        return table.partitioning().isByRange()
                || table.partitioning().sourceColumns().stream().noneMatch(columnName::equalsIgnoreCase);
    }

    private void addHiddenColumnWarnings(Column column, boolean isPartitionColumn, List<QueryWarning> warnings) {
        for (Condition condition : selectParts.conditions()) {
            if (!mentions.isMentionedIn(condition, column.name())) {
                continue;
            }
            ColumnCast cast = findCast(column, condition.expression());
            NonSargableComparison hidingComparison = findNonSargableComparison(column, condition);
            if (cast != null) {
                warnings.add(new QueryWarning(
                        isPartitionColumn
                                ? QueryAdviceRule.CAST_COLUMN_OF_PARTITIONS
                                : QueryAdviceRule.CAST_COLUMN_OF_SORT_KEY,
                        List.of(
                                column.name(),
                                TypeFormat.formatForShowColumns(column.type()),
                                TypeFormat.formatForShowColumns(cast.comparedType()),
                                table.name()),
                        condition.expression().span(),
                        cast.replacement()));
            } else if (hidingComparison != null) {
                warnings.add(new QueryWarning(
                        isPartitionColumn
                                ? QueryAdviceRule.HIDDEN_COLUMN_OF_PARTITIONS
                                : QueryAdviceRule.HIDDEN_COLUMN_OF_SORT_KEY,
                        List.of(toSourceText.apply(hidingComparison.expression().span()), column.name(), table.name()),
                        hidingComparison.expression().span(),
                        hidingComparison.replacement()));
            }
        }
    }

    private boolean isColumn(Expression subexpression, String columnName) {
        return subexpression instanceof Expression.Reference reference
                && selectParts.resolveColumns(reference).stream()
                        .anyMatch(field -> field.isColumnOf(mentions.relation())
                                && field.name().equalsIgnoreCase(columnName));
    }

    /** A comparison for which the server casts the column and not the other side. */
    private record ColumnCast(Type comparedType, @Nullable String replacement) {}

    /**
     * Returns the cast of the column in a comparison with a value that is the same for all rows; null if the condition
     * is not such a comparison, or if the server does not cast the column.
     */
    private @Nullable ColumnCast findCast(Column column, Expression condition) {
        if (!(condition.unwrap() instanceof Expression.Binary binary)
                || !binary.operator().isComparison()
                || binary.operator().canonicalOperator() == Operator.NOT_EQUAL) {
            return null;
        }
        boolean isColumnLeft = isColumn(binary.left().unwrap(), column.name());
        if (!isColumnLeft && !isColumn(binary.right().unwrap(), column.name())) {
            return null;
        }
        Expression comparedValue = isColumnLeft ? binary.right() : binary.left();
        Type comparedType = selectParts.bindings().findValueType(comparedValue);
        if (comparedType == null
                || comparedValue.contains(
                        subexpression -> subexpression instanceof Expression.Reference || subexpression.query() != null)
                || !castsColumn(
                        PrimitiveType.of(column.type()),
                        PrimitiveType.of(comparedType),
                        castsHideColumn(column.name()))) {
            return null;
        }
        boolean isQuotableNumber = comparedValue.unwrap() instanceof Expression.NumberLiteral literal
                && toSourceText.apply(literal.span()).equals(literal.text())
                && PrimitiveType.of(column.type()).isCharacterType();
        String operatorText = binary.operator().text();
        String quotedValue = "'" + toSourceText.apply(comparedValue.unwrap().span()) + "'";
        String comparisonText = isColumnLeft
                ? toSourceText.apply(binary.left().span()) + " " + operatorText + " " + quotedValue
                : quotedValue + " " + operatorText + " "
                        + toSourceText.apply(binary.right().span());
        return new ColumnCast(comparedType, isQuotableNumber ? comparisonText : null);
    }

    /**
     * Returns whether the server casts the column to compare it with the value, and so does not see the column: a text
     * with a number, a date or a BOOLEAN, or an integer with a decimal.
     */
    private static boolean castsColumn(PrimitiveType columnType, PrimitiveType valueType, boolean castsHideColumn) {
        return columnType.isCharacterType()
                ? valueType.isNumeric() || valueType.isDateOrDatetime() || valueType == PrimitiveType.BOOLEAN
                : castsHideColumn && columnType.isInteger() && valueType.isDecimal();
    }
}
