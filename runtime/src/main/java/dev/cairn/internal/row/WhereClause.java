package dev.cairn.internal.row;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.schema.Column;
import dev.cairn.schema.Condition;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The WHERE clause of a condition, and the values of its parameters in their order. The text of the clause never
 * contains a value.
 */
public final class WhereClause {
    private final StringBuilder sql = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();

    private WhereClause(@Nullable Condition<?> condition) {
        if (condition != null) {
            sql.append(" WHERE ");
            append(condition);
        }
    }

    /**
     * Writes a condition on rows.
     *
     * @param condition the condition, or null if the statement applies to every row
     */
    public static WhereClause of(@Nullable Condition<?> condition) {
        return new WhereClause(condition);
    }

    /** Returns the clause with a leading space, or an empty string if there is no condition. */
    public String sql() {
        return sql.toString();
    }

    public List<@Nullable Object> values() {
        return values;
    }

    private void append(Condition<?> condition) {
        if (condition instanceof Condition.Comparison<?> comparison) {
            appendColumn(comparison.column()).append(renderOperator(comparison.operator()));
            appendValue(comparison.value());
        } else if (condition instanceof Condition.Between<?> betweenCondition) {
            appendColumn(betweenCondition.column()).append(" BETWEEN ");
            appendValue(betweenCondition.from());
            sql.append(" AND ");
            appendValue(betweenCondition.to());
        } else if (condition instanceof Condition.In<?> inCondition) {
            appendIn(inCondition);
        } else if (condition instanceof Condition.Like<?> likeCondition) {
            appendColumn(likeCondition.column()).append(" LIKE ");
            appendValue(likeCondition.pattern());
        } else if (condition instanceof Condition.IsNull<?> isNullCondition) {
            // Without appendColumn: the bytes are not compared.
            sql.append(SqlQuoting.quoteName(isNullCondition.column().name())).append(" IS NULL");
        } else if (condition instanceof Condition.Not<?> negation) {
            sql.append("NOT (");
            append(negation.condition());
            sql.append(')');
        } else if (condition instanceof Condition.And<?> conjunction) {
            appendJoined(conjunction.parts(), " AND ");
        } else if (condition instanceof Condition.Or<?> disjunction) {
            appendJoined(disjunction.parts(), " OR ");
        } else {
            throw new IllegalArgumentException("Unknown condition: " + condition);
        }
    }

    /** Appends an IN condition; FALSE for an empty list, which the server refuses. */
    private void appendIn(Condition.In<?> inCondition) {
        if (inCondition.values().isEmpty()) {
            sql.append("FALSE");
            return;
        }
        appendColumn(inCondition.column()).append(" IN ");
        char separator = '(';
        for (Object value : inCondition.values()) {
            sql.append(separator);
            appendValue(value);
            separator = ',';
        }
        sql.append(')');
    }

    private void appendJoined(List<? extends Condition<?>> parts, String operator) {
        String separator = "(";
        for (Condition<?> part : parts) {
            sql.append(separator);
            append(part);
            separator = operator;
        }
        sql.append(')');
    }

    /**
     * Appends a column. Bytes are compared as text, because the server compares VARBINARY columns of different lengths
     * as DOUBLE.
     */
    private StringBuilder appendColumn(Column<?> column) {
        String quotedName = SqlQuoting.quoteName(column.name());
        return sql.append(TargetColumn.isBinary(column) ? "from_binary(" + quotedName + ", 'hex')" : quotedName);
    }

    private void appendValue(Object value) {
        values.add(
                value instanceof byte[] bytes ? HexFormat.of().withUpperCase().formatHex(bytes) : value);
        // The server may compare a string with a number as DOUBLE.
        sql.append(value instanceof BigInteger ? "CAST(? AS LARGEINT)" : "?");
    }

    private static String renderOperator(Condition.Operator operator) {
        return switch (operator) {
            case EQUAL -> " = ";
            case NOT_EQUAL -> " <> ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
        };
    }
}
