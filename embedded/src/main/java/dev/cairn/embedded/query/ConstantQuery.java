package dev.cairn.embedded.query;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.session.Constant;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT of literals, variables and session functions, whose only row is already known.
 *
 * <p>Each driver sends such queries when it connects, and each connection pool when it checks a connection. They are
 * answered without DuckDB, so DuckDB is not loaded until a client reads rows.
 *
 * @param expressions the expressions of the select list
 * @param hasNoRows whether LIMIT 0 removes the only row
 */
public record ConstantQuery(List<Expression> expressions, boolean hasNoRows) {
    /** Returns a query as a constant query; empty if its values have to be calculated. */
    public static Optional<ConstantQuery> find(Query query) {
        if (!(query.body() instanceof Query.Select select)
                || !query.commonTables().isEmpty()
                || !query.orderBy().isEmpty()
                || !select.from().isEmpty()
                || select.pivot() != null
                || select.where() != null
                || select.groupBy() != null
                || select.having() != null
                || select.qualify() != null) {
            return Optional.empty();
        }
        Query.Limit limit = query.limit();
        Long rowLimit = limit == null ? Long.valueOf(1) : limit.count().integerValue();
        if (rowLimit == null || (limit != null && limit.offset() != null)) {
            return Optional.empty();
        }
        List<Expression> expressions = new ArrayList<>();
        for (Query.SelectItem selectItem : select.items()) {
            if (!(selectItem instanceof Query.SelectItem.Value value)
                    || !SessionExpressionEvaluator.canEvaluate(value.value())) {
                return Optional.empty();
            }
            expressions.add(value.value());
        }
        return Optional.of(new ConstantQuery(expressions, rowLimit == 0));
    }

    /**
     * Returns the answer. The analyzed query provides the names of the columns and their types; a column whose type the
     * analysis does not know has the type of the value.
     */
    public Answer.ResultRows answer(SessionExpressionEvaluator expressionEvaluator, BoundQuery boundQuery) {
        List<ResultColumn> columns = new ArrayList<>();
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            Constant constant = expressionEvaluator.evaluate(expressions.get(i));
            Type type = boundQuery.columns().get(i).type();
            columns.add(new ResultColumn(
                    boundQuery.columns().get(i).name(),
                    ResultColumnTypeMapping.toCalculatedColumnType(type == null ? constant.type() : type)));
            row.add(constant.text());
        }
        return new Answer.ResultRows(columns, hasNoRows ? List.of() : List.of(row));
    }
}
