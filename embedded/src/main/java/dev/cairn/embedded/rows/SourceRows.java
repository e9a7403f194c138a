package dev.cairn.embedded.rows;

import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that an INSERT brings, as DuckDB gives them.
 *
 * @param sql a query with columns c0, c1 and so on
 * @param types of the columns; null where they are already of the target's
 */
record SourceRows(String sql, List<@Nullable Type> types) {}
