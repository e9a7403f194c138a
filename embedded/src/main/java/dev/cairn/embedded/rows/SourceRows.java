package dev.cairn.embedded.rows;

import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that an INSERT, an UPDATE or a load adds, as a DuckDB query.
 *
 * @param sql a query with the columns c0, c1, …, whose order is that of the rows
 * @param types the types of the columns; null for a column that already has the type of its target
 */
record SourceRows(String sql, List<@Nullable Type> types) {
    /** The source of a statement that adds no rows. */
    static final SourceRows NONE = new SourceRows("", List.of());
}
