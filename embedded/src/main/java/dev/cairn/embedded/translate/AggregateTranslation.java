package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.template.Template;
import dev.cairn.embedded.translate.template.Templates;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Aggregate and window functions, with all that may stand in and behind them. */
final class AggregateTranslation {
    private static final String IF = "_if";

    private final ExpressionTranslation expressions;
    private final CallTranslation calls;

    AggregateTranslation(ExpressionTranslation expressions, CallTranslation calls) {
        this.expressions = expressions;
        this.calls = calls;
    }

    /** Whether a call is one of {@code sum_if(x, condition)} and the like. */
    static boolean isConditional(Call call) {
        String name = call.function().last().text().toLowerCase(Locale.ROOT);
        return name.endsWith(IF)
                && !Templates.has(name)
                && Templates.has(name.substring(0, name.length() - IF.length()));
    }

    Value of(Expression expression) {
        if (expression instanceof Windowed windowed) {
            String over = new WindowTranslation(expressions).over(windowed);
            boolean ignores = windowed.ignoreNulls() != Expression.IgnoreNulls.UNSAID;
            return windowed.function() instanceof Aggregated aggregated
                    ? aggregated(windowed, aggregated, over, ignores)
                    : call(windowed, (Call) windowed.function(), over, ignores);
        }
        return expression instanceof Aggregated aggregated
                ? aggregated(aggregated, aggregated, "", false)
                : call(expression, (Call) expression, "", false);
    }

    private Value call(Expression whole, Call call, String over, boolean ignoreNulls) {
        return aggregated(
                whole, new Aggregated(call, false, null, List.of(), null, null, call.span()), over, ignoreNulls);
    }

    private Value aggregated(Expression whole, Aggregated aggregated, String over, boolean ignoreNulls) {
        Call call = aggregated.call();
        String name = call.function().last().text().toLowerCase(Locale.ROOT);
        Expression condition = aggregated.filter();
        List<Expression> arguments = call.arguments();
        if (name.endsWith(IF) && !Templates.has(name)) {
            name = name.substring(0, name.length() - IF.length());
            condition = arguments.get(arguments.size() - 1);
            arguments = arguments.subList(0, arguments.size() - 1);
        }
        if (call.distinct() && arguments.size() > 1 && name.equals("count")) {
            return countOfTuples(arguments, filter(condition) + over);
        }
        Template.Surroundings around = new Template.Surroundings(
                call.distinct() ? "DISTINCT " : "",
                order(aggregated.orderBy()),
                ignoreNulls ? " IGNORE NULLS" : "",
                filter(condition) + over);
        Call plain = new Call(QualifiedName.of(name), false, call.star(), false, arguments, call.span());
        return calls.called(whole, plain, aggregated.separator(), around);
    }

    private String filter(@Nullable Expression condition) {
        return condition == null ? "" : " FILTER (WHERE " + expressions.condition(condition) + ")";
    }

    private String order(List<SortItem> items) {
        return new OrderTranslation(expressions, 0).of(items);
    }

    /** Tuples with a NULL in them don't count. */
    private Value countOfTuples(List<Expression> arguments, String over) {
        List<String> values = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (Expression argument : arguments) {
            String value = expressions.of(argument).sql();
            values.add(value);
            present.add(value + " IS NOT NULL");
        }
        String tuple =
                "CASE WHEN " + String.join(" AND ", present) + " THEN row(" + String.join(", ", values) + ") END";
        return new Value("count(DISTINCT " + tuple + ")" + over, TranslationTypes.BIGINT);
    }
}
