package dev.cairn.embedded.query;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.text.NumberText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The queries whose rows consist of constants that a frontend calculates itself. It sends floating-point numbers in
 * another form than a backend: {@code 2.0} instead of {@code 2}.
 */
public final class FrontendCalculation {
    /** The variable that allows a frontend to answer queries itself. */
    public static final String VARIABLE_NAME = "enable_constant_execute_in_fe";

    private static final Set<String> FUNCTION_NAMES = Set.of("if", "ifnull", "coalesce", "concat");
    private static final Pattern NUMBER_PATTERN = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private FrontendCalculation() {}

    /**
     * Returns whether a frontend calculates the rows. The query has no FROM and no clauses, and its expressions consist
     * of operators, casts and conditions; for other expressions, it depends on the function.
     */
    public static boolean isPossible(Query query) {
        return query.commonTables().isEmpty()
                && query.orderBy().isEmpty()
                && query.limit() == null
                && isPossible(query.body());
    }

    private static boolean isPossible(Query.Body body) {
        if (body instanceof Query.SetOperation operation) {
            return operation.kind() == Query.SetOperation.Kind.UNION
                    && operation.keepsDuplicates()
                    && operation.operands().stream().allMatch(FrontendCalculation::isPossible);
        }
        return body instanceof Query.Select select
                && select.from().isEmpty()
                && select.quantifier() != Query.Quantifier.DISTINCT
                && select.where() == null
                && select.groupBy() == null
                && select.having() == null
                && select.qualify() == null
                && select.items().stream()
                        .allMatch(item -> item instanceof Query.SelectItem.Value value && isConstant(value.value()));
    }

    private static boolean isConstant(Expression expression) {
        boolean isKnown = expression instanceof Expression.SingleTokenLiteral
                || expression instanceof Expression.DateText
                || expression instanceof Expression.UserVariable
                || expression instanceof Expression.ParenthesizedExpression
                || expression instanceof Expression.Case
                || expression instanceof Expression.Between
                || expression instanceof Expression.In
                || expression instanceof Expression.IsNull
                || (expression instanceof Expression.Unary unary && unary.operator() != Operator.BIT_NOT)
                || (expression instanceof Expression.Binary binary
                        && binary.operator().canonicalOperator() != Operator.MODULO)
                || (expression instanceof Expression.Call call
                        && FUNCTION_NAMES.contains(call.function().toString().toLowerCase(Locale.ROOT)))
                || (expression instanceof Expression.Cast cast && isCastOfConstant(cast));
        return isKnown && expression.children().stream().allMatch(FrontendCalculation::isConstant);
    }

    /** A frontend does not calculate the cast of a text that is not a number of the type. */
    private static boolean isCastOfConstant(Expression.Cast cast) {
        PrimitiveType type = PrimitiveType.of(cast.type());
        return type.isCharacterType()
                || type.isDateOrDatetime()
                || (type.isNumeric()
                        && (!(cast.value().unwrap() instanceof Expression.Text text)
                                || NUMBER_PATTERN.matcher(text.value().strip()).matches()));
    }

    /** Returns the rows of a frontend. */
    public static Answer.ResultRows format(Answer.ResultRows backendRows) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (List<@Nullable String> backendRow : backendRows.rows()) {
            List<@Nullable String> row = new ArrayList<>(backendRow);
            for (int i = 0; i < row.size(); i++) {
                ResultColumnType type = backendRows.columns().get(i).type();
                boolean isFloat = type.equals(ResultColumnType.FLOAT);
                String text = row.get(i);
                if (text != null && (isFloat || type.equals(ResultColumnType.DOUBLE))) {
                    row.set(i, NumberText.toFrontendText(text, isFloat));
                }
            }
            rows.add(row);
        }
        return new Answer.ResultRows(backendRows.columns(), rows, backendRows.remainingRows());
    }
}
