package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.template.Template;
import dev.cairn.embedded.translate.template.Templates;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.SessionValues;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translates function calls. */
final class CallTranslation {
    /** The functions that return properties of the session or affect it. */
    private static final Set<String> OF_SESSION = Set.of(
            "session_id",
            "session_user",
            "user",
            "current_user",
            "current_role",
            "catalog",
            "database",
            "schema",
            "connection_id",
            "version",
            "current_version",
            "last_query_id",
            "uuid",
            "sleep");

    private static final Map<String, Operator> OPERATORS = Map.of(
            "multiply", Operator.TIMES,
            "divide", Operator.DIVIDE,
            "int_divide", Operator.INT_DIVIDE,
            "add", Operator.PLUS,
            "subtract", Operator.MINUS,
            "bitand", Operator.BIT_AND,
            "bitor", Operator.BIT_OR,
            "bitxor", Operator.BIT_XOR,
            "mod", Operator.MODULO);

    private static final Map<String, Operator> SHIFTS = Map.of(
            "bit_shift_left", Operator.SHIFT_LEFT,
            "bit_shift_right", Operator.SHIFT_RIGHT,
            "bit_shift_right_logical", Operator.SHIFT_RIGHT_LOGICAL);

    private final ExpressionTranslation expressions;

    CallTranslation(ExpressionTranslation expressions) {
        this.expressions = expressions;
    }

    Value of(Expression expression) {
        if (expression instanceof Expression.Windowed || expression instanceof Expression.Aggregated) {
            return new AggregateTranslation(expressions, this).of(expression);
        }
        if (expression instanceof Expression.Extract extract) {
            String name = extract.field().text().toLowerCase(Locale.ROOT);
            return of(new Call(QualifiedName.of(name), false, false, false, List.of(extract.value()), extract.span()));
        }
        Call call = (Call) expression;
        if (call.distinct() || call.star() || AggregateTranslation.isConditional(call)) {
            return new AggregateTranslation(expressions, this).of(call);
        }
        return called(call, call, null, Template.Surroundings.NONE);
    }

    /**
     * Translates a call.
     *
     * @param whole the expression whose type is the result type: the call with its surrounding clauses
     * @param separator the separator that replaces the last argument; null if there is none
     */
    Value called(Expression whole, Call written, @Nullable Expression separator, Template.Surroundings around) {
        Expression rewritten = CallRewrites.of(written);
        if (!(rewritten instanceof Call call)) {
            return expressions.of(rewritten);
        }
        String name = call.function().last().text().toLowerCase(Locale.ROOT);
        expressions.calls(name);
        Value special = special(whole, call, name);
        if (special != null) {
            return special;
        }
        List<Value> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(expressions.of(argument));
        }
        if (separator != null) {
            arguments.set(arguments.size() - 1, expressions.of(separator));
        }
        Type type = expressions.type(whole);
        Template.Surroundings surroundings = call.distinct() ? around.ofDistinct() : around;
        return Templates.of(name, arguments)
                .map(template -> template.of(arguments, type, surroundings))
                .orElseThrow(() -> UnsupportedFeature.function(name, written.span()));
    }

    private @Nullable Value special(Expression whole, Call call, String name) {
        if (OF_SESSION.contains(name)) {
            return SessionValues.of(expressions.setting(), call, expressions.type(call));
        }
        Operator operator = OPERATORS.getOrDefault(name, SHIFTS.get(name));
        if (operator != null && call.arguments().size() == 2) {
            return new OperatorTranslation(expressions)
                    .arithmetic(
                            operator,
                            whole,
                            call.arguments().get(0),
                            call.arguments().get(1));
        }
        if (name.equals("bitnot")) {
            Type type = expressions.type(whole);
            return new Value(
                    "(~" + expressions.of(call.arguments().get(0)).as(type).sql() + ")", type);
        }
        boolean lambda = call.arguments().stream().anyMatch(Expression.Lambda.class::isInstance);
        if (lambda) {
            return new LambdaTranslation(expressions).of(call, name, expressions.type(whole));
        }
        Value time = new TimeCalls(expressions).of(call, name);
        return time == null ? new StructCalls(expressions).of(call, name) : time;
    }

    /** Translates calls that depend on the current time, and those with intervals and units. */
    private static final class TimeCalls {
        private static final Set<String> SHIFTS =
                Set.of("date_add", "adddate", "date_sub", "subdate", "days_add", "days_sub");
        private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
        private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
        private static final int DIGITS = 6;

        private final ExpressionTranslation expressions;

        TimeCalls(ExpressionTranslation expressions) {
            this.expressions = expressions;
        }

        /** Returns the translation; null if this is another function. */
        @Nullable
        Value of(Call call, String name) {
            List<Expression> arguments = call.arguments();
            if (SHIFTS.contains(name)
                    && arguments.size() == 2
                    && arguments.get(1) instanceof Expression.Interval interval) {
                boolean back = name.contains("sub");
                return IntervalTranslation.shifted(
                        expressions, arguments.get(0), interval, back, expressions.type(call));
            }
            if (name.equals("timestampadd")) {
                Type type = expressions.type(call);
                Expression.Interval interval =
                        new Expression.Interval(arguments.get(1), unit(arguments.get(0)), call.span());
                return IntervalTranslation.shifted(expressions, arguments.get(2), interval, false, type);
            }
            if (name.equals("timestampdiff")) {
                return difference(call, unit(arguments.get(0)), arguments.get(2), arguments.get(1));
            }
            if (name.equals("date_diff") && arguments.get(0) instanceof Expression.Text unit) {
                return difference(call, unit.value(), arguments.get(1), arguments.get(2));
            }
            return arguments.size() < 2 ? ofNow(call, name) : null;
        }

        private static String unit(Expression expression) {
            return expression instanceof Expression.Unit unit ? unit.word() : "day";
        }

        private Value difference(Call call, String unit, Expression later, Expression earlier) {
            String function = unit.toLowerCase(Locale.ROOT) + "s_diff";
            return expressions.of(
                    new Call(QualifiedName.of(function), false, false, false, List.of(later, earlier), call.span()));
        }

        private @Nullable Value ofNow(Call call, String name) {
            LocalDateTime now = expressions.setting().now();
            return switch (name) {
                case "now", "current_timestamp", "localtime", "localtimestamp", "utc_timestamp" ->
                    new Value("TIMESTAMP '" + precise(now, call) + "'", TranslationTypes.DATETIME);
                case "curdate", "current_date" -> new Value("DATE '" + now.toLocalDate() + "'", TranslationTypes.DATE);
                case "curtime", "current_time", "utc_time" ->
                    new Value(String.valueOf(now.toLocalTime().toSecondOfDay()), TranslationTypes.TIME);
                case "unix_timestamp" ->
                    call.arguments().isEmpty()
                            ? new Value(
                                    String.valueOf(now.toEpochSecond(java.time.ZoneOffset.UTC)),
                                    TranslationTypes.BIGINT)
                            : null;
                default -> null;
            };
        }

        /** Returns the time in whole seconds, or with the number of digits that the call specifies. */
        private static String precise(LocalDateTime now, Call call) {
            if (call.arguments().isEmpty() || !(call.arguments().get(0) instanceof Expression.Number digits)) {
                return now.truncatedTo(ChronoUnit.SECONDS).format(DATE_TIME);
            }
            String text = now.format(EXACT);
            int kept = Math.min(DIGITS, Integer.parseInt(digits.text()));
            return kept == 0 ? now.format(DATE_TIME) : text.substring(0, text.length() - DIGITS + kept);
        }
    }

    /** Translates aggregate and window functions with their clauses. */
    private static final class AggregateTranslation {
        private static final String IF = "_if";

        private final ExpressionTranslation expressions;
        private final CallTranslation calls;

        AggregateTranslation(ExpressionTranslation expressions, CallTranslation calls) {
            this.expressions = expressions;
            this.calls = calls;
        }

        /** Returns whether the call is conditional, such as {@code sum_if(x, condition)}. */
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

        /** Translates COUNT(DISTINCT a, b), which does not count tuples with a NULL. */
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

        /** Translates the OVER clause. */
        private static final class WindowTranslation {
            private final ExpressionTranslation expressions;

            WindowTranslation(ExpressionTranslation expressions) {
                this.expressions = expressions;
            }

            String over(Windowed windowed) {
                List<String> partitions = new ArrayList<>();
                for (Expression by : windowed.partitionBy()) {
                    partitions.add(expressions.of(by).sql());
                }
                String partition = partitions.isEmpty() ? "" : "PARTITION BY " + String.join(", ", partitions);
                String order = new OrderTranslation(expressions, 0).of(windowed.orderBy());
                String frame = windowed.frame() == null ? "" : " " + frame(windowed.frame());
                return " OVER (" + partition + order + frame + ")";
            }

            private String frame(Frame frame) {
                String unit = frame.rows() ? "ROWS " : "RANGE ";
                return frame.to() == null
                        ? unit + bound(frame.from())
                        : unit + "BETWEEN " + bound(frame.from()) + " AND " + bound(frame.to());
            }

            private String bound(Frame.Bound bound) {
                String amount = bound.amount() == null
                        ? ""
                        : expressions.of(bound.amount()).sql() + " ";
                return switch (bound.kind()) {
                    case UNBOUNDED_PRECEDING -> "UNBOUNDED PRECEDING";
                    case PRECEDING -> amount + "PRECEDING";
                    case CURRENT_ROW -> "CURRENT ROW";
                    case FOLLOWING -> amount + "FOLLOWING";
                    case UNBOUNDED_FOLLOWING -> "UNBOUNDED FOLLOWING";
                };
            }
        }
    }

    /**
     * Translates functions that combine values of different types (structs, JSON objects and arrays), and
     * {@code typeof}.
     */
    private static final class StructCalls {
        private final ExpressionTranslation expressions;

        StructCalls(ExpressionTranslation expressions) {
            this.expressions = expressions;
        }

        /** Returns the translation; null if this is another function. */
        @Nullable
        Value of(Call call, String name) {
            return switch (name) {
                case "row" -> struct(call, call.arguments());
                case "named_struct" -> struct(call, everySecond(call.arguments()));
                case "json_object" -> object(call.arguments());
                case "json_array" -> array(call.arguments());
                case "to_json" -> expressions.of(call.arguments().get(0)).as(TranslationTypes.JSON);
                case "typeof" -> typeName(call);
                case "arrays_zip" -> zipped(call);
                default -> null;
            };
        }

        private Value typeName(Call call) {
            Type type = expressions.type(call.arguments().get(0));
            PrimitiveType primitive = PrimitiveType.of(type);
            if (primitive == PrimitiveType.INVALID_TYPE || primitive.isDecimal()) {
                throw UnsupportedFeature.function("typeof", call.span());
            }
            return new Value(DuckDbQuoting.text(primitive.name().toLowerCase(Locale.ROOT)), TranslationTypes.VARCHAR);
        }

        private static List<Expression> everySecond(List<Expression> arguments) {
            List<Expression> values = new ArrayList<>();
            for (int i = 1; i < arguments.size(); i += 2) {
                values.add(arguments.get(i));
            }
            return values;
        }

        private Value struct(Call call, List<Expression> values) {
            Type.Struct type = (Type.Struct) expressions.type(call);
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                Type.Field field = type.fields().get(i);
                fields.add(DuckDbQuoting.name(field.name()) + ": "
                        + expressions.of(values.get(i)).as(field.type()).sql());
            }
            return new Value("CAST({" + String.join(", ", fields) + "} AS " + DuckDbType.of(type) + ")", type);
        }

        private Value object(List<Expression> arguments) {
            List<String> entries = new ArrayList<>();
            for (int i = 0; i + 1 < arguments.size(); i += 2) {
                String key = expressions
                        .of(arguments.get(i))
                        .as(TranslationTypes.VARCHAR)
                        .sql();
                entries.add("sr_json_quote(" + key + ") || ': ' || " + json(arguments.get(i + 1)));
            }
            return new Value("sr_json_parse(" + bracketed("{", entries, "}") + ")", TranslationTypes.JSON);
        }

        private Value array(List<Expression> arguments) {
            List<String> elements = new ArrayList<>();
            for (Expression argument : arguments) {
                elements.add(json(argument));
            }
            return new Value("(" + bracketed("[", elements, "]") + ")", TranslationTypes.JSON);
        }

        private String json(Expression expression) {
            return "coalesce("
                    + expressions.of(expression).as(TranslationTypes.JSON).sql() + ", 'null')";
        }

        private static String bracketed(String opening, List<String> parts, String closing) {
            return parts.isEmpty()
                    ? "'" + opening + closing + "'"
                    : "'" + opening + "' || " + String.join(" || ', ' || ", parts) + " || '" + closing + "'";
        }

        private Value zipped(Call call) {
            Type.Array type = (Type.Array) expressions.type(call);
            List<String> lists = new ArrayList<>();
            for (Expression argument : call.arguments()) {
                lists.add(expressions.of(argument).sql());
            }
            String present = String.join(" IS NOT NULL AND ", lists) + " IS NOT NULL";
            String zipped = "CASE WHEN " + present + " THEN list_zip(" + String.join(", ", lists) + ") END";
            return new Value("CAST(" + zipped + " AS " + DuckDbType.of(type) + ")", type);
        }
    }
}
