package dev.cairn.lineage;

/**
 * The use of a column by a query. The values of the column either become values of the result, or decide about the rows
 * or values of the result. The methods depend on the order of the constants, in which the direct uses come first.
 */
public enum ColumnUse {
    /** The values of the column become values of the result unchanged. */
    IDENTITY,
    /** Values of the result are computed from the column, row by row. */
    TRANSFORMATION,
    /** Values of the result are computed from the column over many rows. */
    AGGREGATION,
    /** The column is compared in the condition of a join. */
    JOIN,
    /** The column is in a condition on rows or groups. */
    FILTER,
    /** Rows are grouped by the column. */
    GROUP_BY,
    /** The column partitions or orders a window. */
    WINDOW,
    /** The column is in a condition of CASE or IF, which chooses among other values. */
    CONDITIONAL,
    /** Rows are ordered by the column. */
    SORT,
    /** A subquery selects the column, but the query does not use it. */
    UNUSED;

    /** Returns whether values of the column become values of the result. */
    public boolean isDirect() {
        return compareTo(JOIN) < 0;
    }

    /** Returns whether the expression of a result contains the column. */
    public boolean isInExpression() {
        return isDirect() || this == WINDOW || this == CONDITIONAL;
    }

    /**
     * Returns the use of a column whose result is then used in another way: whichever of the two is later in this enum.
     */
    ColumnUse combineWithNext(ColumnUse nextUse) {
        return compareTo(nextUse) > 0 ? this : nextUse;
    }

    /**
     * Returns the stronger of two uses of a column in one value: the direct one; of two direct or two indirect uses,
     * the later constant.
     */
    ColumnUse chooseStronger(ColumnUse otherUse) {
        return isDirect() == otherUse.isDirect() ? combineWithNext(otherUse) : isDirect() ? this : otherUse;
    }
}
