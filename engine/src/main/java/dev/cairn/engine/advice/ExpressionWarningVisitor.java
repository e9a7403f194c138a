package dev.cairn.engine.advice;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds expressions that mean something other than their form suggests, and queries that need a variable to be set. All
 * of them are valid, so no refusal reports them.
 */
final class ExpressionWarningVisitor extends WarningVisitor {
    private static final String ELEMENT_FUNCTION = "element_at";
    /**
     * The functions with a position in a string, which begins at 1 and may be negative. The value is the index of the
     * argument with the position, counted from 0.
     */
    private static final Map<String, Integer> POSITION_ARGUMENT_INDEX_BY_FUNCTION =
            Map.of("substr", 1, "substring", 1, "split_part", 2);

    private static final Pattern RECURSION_HINT_PATTERN =
            Pattern.compile("(?i)\\benable_recursive_cte\\s*=\\s*['\"]?(?:true|on|1)\\b");

    /**
     * The warnings about chains of {@code ||} or {@code +} with strings. The warning about a longer chain replaces the
     * warnings about its parts.
     */
    private final IdentityHashMap<Expression, QueryWarning> concatenationWarningByExpression = new IdentityHashMap<>();

    /** The expressions of ORDER BY; negating a date is harmless there, because it only reverses the order. */
    private final Set<Expression> sortKeys = Collections.newSetFromMap(new IdentityHashMap<>());

    ExpressionWarningVisitor(Bindings bindings, Function<Span, String> sourceText) {
        super(bindings, sourceText);
    }

    @Override
    public void visitQuery(Query query) {
        query.orderBy().forEach(item -> sortKeys.add(item.value().unwrap()));
        for (Query.CommonTable table : query.commonTables()) {
            if (bindings.isRecursive(table) && !isRecursionEnabled(query)) {
                addWarning(
                        QueryAdviceRule.RECURSIVE_QUERY,
                        table.name().span(),
                        table.name().text());
            }
        }
    }

    /** Returns whether a hint SET_VAR of the query sets enable_recursive_cte to true. */
    private static boolean isRecursionEnabled(Query query) {
        return query.body().firstSelect().selectItems().hints().stream()
                .anyMatch(hint -> RECURSION_HINT_PATTERN.matcher(hint).find());
    }

    @Override
    public void visitExpression(Expression expression) {
        boolean isSortKey = expression instanceof Expression.Unary && sortKeys.contains(expression);
        NumericDateArithmetic.find(expression, bindings, sourceText)
                .filter(arithmetic -> !isSortKey)
                .ifPresent(arithmetic -> addWarning(
                        QueryAdviceRule.DATE_CALCULATION,
                        expression.span(),
                        sourceTextAt(expression.span()),
                        arithmetic.replacement()));
        if (TextConcatenation.mayBeConcatenation(expression)) {
            checkConcatenation(expression);
        }
        if (expression instanceof Expression.Subscript subscript) {
            checkArrayIndex(expression, subscript.base(), subscript.index());
        } else if (expression instanceof Expression.Call call) {
            checkCall(call);
        }
    }

    private void checkCall(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        String functionName = CallRewrites.lowerCaseName(call);
        int positionArgumentIndex = POSITION_ARGUMENT_INDEX_BY_FUNCTION.getOrDefault(functionName, arguments.size());
        if (functionName.equals(ELEMENT_FUNCTION) && arguments.size() > 1) {
            checkArrayIndex(call, arguments.get(0), arguments.get(1));
        } else if (positionArgumentIndex < arguments.size()
                && Long.valueOf(0).equals(arguments.get(positionArgumentIndex).integerValue())) {
            List<String> correctedArguments = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                correctedArguments.add(
                        i == positionArgumentIndex
                                ? "1"
                                : sourceTextAt(arguments.get(i).span()));
            }
            String correctedCall = functionNameAt(call) + "(" + String.join(", ", correctedArguments) + ")";
            addWarning(QueryAdviceRule.TEXT_POSITION, call.span(), sourceTextAt(call.span()), correctedCall);
        }
    }

    private void checkConcatenation(Expression expression) {
        expression.children().forEach(operand -> warnings.remove(concatenationWarningByExpression.get(operand)));
        TextConcatenation.find(expression, bindings, sourceText).ifPresent(concatenation -> {
            addWarning(
                    concatenation.rule(),
                    expression.span(),
                    sourceTextAt(expression.span()),
                    concatenation.replacement());
            concatenationWarningByExpression.put(expression, warnings.get(warnings.size() - 1));
        });
    }

    private void checkArrayIndex(Expression access, Expression array, Expression index) {
        Type type = bindings.findValueType(array);
        Long position = index.integerValue();
        if (type instanceof Type.Array && position != null && position < 1) {
            String arrayText = sourceTextAt(array.span());
            addWarning(QueryAdviceRule.ARRAY_INDEX, access.span(), sourceTextAt(access.span()), arrayText);
        }
    }
}
