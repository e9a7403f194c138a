package dev.cairn.embedded.rows.literal;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column of VALUES that consists of literals of the same kind. DuckDB reads them unchanged and converts the whole
 * column at once, which is many times as fast as one expression for each value.
 */
public sealed interface LiteralColumn permits ScalarLiteralColumn, NestedLiteralColumn {
    /**
     * Returns the column of some values; empty if they have to be translated one by one.
     *
     * @param values null stands for a value that is not a literal
     * @param target the type to which the values are converted
     */
    static Optional<LiteralColumn> find(List<? extends @Nullable Expression> values, Type target) {
        return ScalarLiteralColumn.find(values)
                .<LiteralColumn>map(scalarColumn -> scalarColumn)
                .or(() -> NestedLiteralColumn.find(values, target));
    }

    /** Returns the common type of all values. */
    Type type();

    /** Returns a value as a DuckDB literal. */
    String renderLiteral(Expression value);

    /** Returns the text of a value, which {@link #renderConversion} converts like the literal; null for NULL. */
    @Nullable
    String renderText(Expression value);

    /** Returns the expression that converts a column of such literals to their type. */
    String renderConversion(String columnSql);
}
