package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.MatchedColumn;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Span;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types of columns in a query with GROUP BY. ROLLUP, CUBE and GROUPING SETS add rows of subtotals, in which the
 * columns that are not grouped are NULL.
 */
final class SubtotalTypes {
    private final Grouping grouping;
    private final RelationFields fields;
    private @Nullable BitSet alwaysGroupedColumnIndexes;

    /**
     * Creates the types of the columns in a query with this GROUP BY clause.
     *
     * @param fields the columns that the query reads
     */
    SubtotalTypes(Grouping grouping, RelationFields fields) {
        this.grouping = grouping;
        this.fields = fields;
    }

    boolean hasSubtotals() {
        return grouping.kind() != Grouping.Kind.PLAIN;
    }

    /** Returns whether the query has a group without columns, which yields a row even if the query reads no rows. */
    boolean mayAggregateEmptyInput() {
        return switch (grouping.kind()) {
            case PLAIN -> false;
            case ROLLUP, CUBE -> true;
            case GROUPING_SETS -> grouping.sets().stream().anyMatch(List::isEmpty);
        };
    }

    /**
     * Returns the type of a column outside of aggregate functions.
     *
     * @param rowType the type of the column in the rows that the query reads
     */
    ExpressionType determineType(int columnIndex, ExpressionType rowType, Span span) {
        if (!hasSubtotals() || rowType.nullCause() != null || isAlwaysGrouped(columnIndex)) {
            return rowType;
        }
        return rowType.withNullCause(
                NullCause.of(NullCause.Kind.SUBTOTAL, span, grouping.kind().text()));
    }

    /** Returns whether all GROUPING SETS have the column. */
    private boolean isAlwaysGrouped(int columnIndex) {
        if (grouping.kind() != Grouping.Kind.GROUPING_SETS) {
            return false;
        }
        BitSet columnIndexes = alwaysGroupedColumnIndexes;
        if (columnIndexes == null) {
            columnIndexes = findAlwaysGroupedColumnIndexes();
            alwaysGroupedColumnIndexes = columnIndexes;
        }
        return columnIndexes.get(columnIndex);
    }

    private BitSet findAlwaysGroupedColumnIndexes() {
        BitSet columnIndexes = new BitSet();
        columnIndexes.set(0, fields.size());
        for (List<Expression> groupingSet : grouping.sets()) {
            columnIndexes.and(findColumnIndexes(groupingSet));
        }
        return columnIndexes;
    }

    private BitSet findColumnIndexes(List<Expression> expressions) {
        BitSet columnIndexes = new BitSet();
        for (Expression expression : expressions) {
            MatchedColumn match = expression.unwrap() instanceof Expression.Reference reference
                    ? fields.find(reference.name(), reference.span())
                    : null;
            if (match != null && match.path().isEmpty()) {
                columnIndexes.set(match.index());
            }
        }
        return columnIndexes;
    }
}
