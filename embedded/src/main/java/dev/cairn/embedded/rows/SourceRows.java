package dev.cairn.embedded.rows;

import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that an INSERT, an UPDATE or a load adds, as a DuckDB query.
 *
 * @param sql a query with the columns c0, c1, …; the rows have the order of its result
 * @param types the types of the columns; {@code null} for a column that already has the type of its target
 * @param origin where the rows come from
 * @param literalTexts the values of the parameters, if this is the {@linkplain #parameterizedRow} form of a row of
 *     literals
 * @param cellSqls the columns as expressions with one parameter each, in the same form; they have the
 *     {@linkplain #types types} of the columns
 * @param parameterizedRow the same row with parameters in place of its literals; null if it is not a row of
 *     literals
 */
record SourceRows(
        String sql,
        List<@Nullable Type> types,
        Origin origin,
        List<@Nullable String> literalTexts,
        List<String> cellSqls,
        @Nullable SourceRows parameterizedRow) {
    /** The source of a statement that adds no rows. */
    static final SourceRows NONE = new SourceRows("", List.of());

    SourceRows(String sql, List<@Nullable Type> types) {
        this(sql, types, Origin.QUERY, List.of(), List.of(), null);
    }

    /** Returns whether there is known to be exactly one row, which need not be numbered. */
    boolean hasSingleRow() {
        return origin == Origin.SINGLE_ROW_OF_VALUES;
    }

    /**
     * Returns whether NULL in an AUTO_INCREMENT column gets the next number, as DEFAULT does. In rows of a query or
     * a load, NULL is invalid.
     */
    boolean numbersNulls() {
        return origin != Origin.QUERY;
    }

    /** Returns the rows of a query in which NULL stands for the next number. */
    SourceRows withNumberedNulls() {
        return new SourceRows(sql, types, Origin.QUERY_WITH_NUMBERED_NULLS, literalTexts, cellSqls, parameterizedRow);
    }

    /** Where rows come from. */
    enum Origin {
        /** A query, or the fields of a load. */
        QUERY,
        QUERY_WITH_NUMBERED_NULLS,
        VALUES,
        SINGLE_ROW_OF_VALUES
    }
}
