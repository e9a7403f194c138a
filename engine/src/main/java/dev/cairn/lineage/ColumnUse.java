package dev.cairn.lineage;

/** The use of a column by a query. Its values become values of the result, or decide about rows or values of it. */
public enum ColumnUse {
    /** The values of the column become values of the result unchanged. */
    IDENTITY,
    /** The values are computed from it, row by row. */
    TRANSFORMATION,
    /** The values are computed from it over many rows. */
    AGGREGATION,
    /** It is compared in the condition of a join. */
    JOIN,
    /** It is in a condition on rows or groups. */
    FILTER,
    /** Rows are grouped by it. */
    GROUP_BY,
    /** It partitions or orders a window. */
    WINDOW,
    /** It is in a condition of CASE or IF, which chooses among other values. */
    CONDITIONAL,
    /** Rows are ordered by it. */
    SORT,
    /** A subquery selects it, and nothing uses it. */
    UNUSED;

    /** Returns whether values of the column become values of the result. */
    public boolean isDirect() {
        return compareTo(JOIN) < 0;
    }

    /** Returns whether the expression of a result contains the column. */
    public boolean isInExpression() {
        return isDirect() || this == WINDOW || this == CONDITIONAL;
    }

    /** Returns the use that results if the value of this use is used again. */
    ColumnUse combine(ColumnUse nextUse) {
        return compareTo(nextUse) > 0 ? this : nextUse;
    }

    /** Returns the stronger of two uses of a column in one value; a direct use is stronger than any other one. */
    ColumnUse strongerOf(ColumnUse otherUse) {
        return isDirect() == otherUse.isDirect() ? combine(otherUse) : isDirect() ? this : otherUse;
    }
}
