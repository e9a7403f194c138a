package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.AggregateChecks;
import dev.cairn.analysis.function.ArgumentChecks;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.Combinator;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionResolution;
import dev.cairn.analysis.function.Invocation;
import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.function.UserFunctions;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Types function calls, and the other constructs that the server reads as calls. */
final class CallTyping {
    /** Functions of the session's state. The server does not check their arguments. */
    private static final Set<String> OF_SESSION = Set.of(
            "session_id",
            "session_user",
            "user",
            "current_user",
            "current_role",
            "current_group",
            "current_warehouse",
            "catalog",
            "database",
            "schema");

    /** Function names that are equivalent to operators. */
    private static final Map<String, Operator> OPERATORS = Map.of(
            "multiply", Operator.TIMES,
            "divide", Operator.DIVIDE,
            "int_divide", Operator.INT_DIVIDE,
            "add", Operator.PLUS,
            "subtract", Operator.MINUS,
            "bitand", Operator.BIT_AND,
            "bitor", Operator.BIT_OR,
            "bitxor", Operator.BIT_XOR);

    /** Functions whose result is nullable only if an argument is. */
    private static final Set<String> NULL_OF_NULL = Set.of("year", "month", "day", "hour");

    /** Functions whose result type depends on tables that only their arguments name. */
    private static final Set<String> BEYOND = Set.of("dict_mapping", "dictionary_get");

    private final ExpressionTyping typing;
    private final IntervalArithmetic intervals;
    private final HigherOrderFunctions higherOrder;

    CallTyping(ExpressionTyping typing, ExpressionText text) {
        this.typing = typing;
        this.intervals = new IntervalArithmetic(typing, text);
        this.higherOrder = new HigherOrderFunctions(typing);
    }

    /** Types a plain call, a call with clauses of an aggregate function, a call before OVER, or EXTRACT. */
    ExpressionType of(Expression expression) {
        if (expression instanceof Aggregated aggregated) {
            return aggregated(aggregated, false);
        }
        if (expression instanceof Windowed windowed) {
            return new WindowFunctions(typing, this).of(windowed);
        }
        if (expression instanceof Expression.Extract extract) {
            return call(
                    new Call(
                            QualifiedName.of(extract.field().text()),
                            false,
                            false,
                            false,
                            List.of(extract.value()),
                            extract.span()),
                    false);
        }
        return call((Call) expression, false);
    }

    boolean isInterval(Expression.Binary binary) {
        return binary.left() instanceof Expression.Interval || binary.right() instanceof Expression.Interval;
    }

    ExpressionType shifted(Expression.Binary binary) {
        return intervals.of(binary);
    }

    ExpressionType call(Call written, boolean windowed) {
        Expression rewritten = CallRewrites.of(bare(written));
        if (!(rewritten instanceof Call call)) {
            return typing.of(rewritten);
        }
        String name = CallRewrites.name(call);
        if (OF_SESSION.contains(name)) {
            return ExpressionType.nullable(TypeConstants.VARCHAR);
        }
        if (name.equals("connection_id")) {
            return ExpressionType.nullable(TypeConstants.BIGINT);
        }
        if (BEYOND.contains(name)) {
            typing.of(call.arguments());
            return ExpressionType.UNKNOWN;
        }
        if (RestrictedPart.GROUPING.is(call)) {
            return grouping(call);
        }
        if (name.equals("password")) {
            return ExpressionType.of(TypeConstants.VARCHAR, false);
        }
        ExpressionType special = special(call, name);
        return special == null ? invoked(call, name, typing.of(call.arguments()), 0, windowed) : special;
    }

    /** A grouping function, whose arguments may have any type. */
    private ExpressionType grouping(Call call) {
        if (call.arguments().isEmpty()) {
            throw Refusal.at(call, ExpressionRule.GROUPING_WITHOUT_ARGUMENT);
        }
        typing.of(call.arguments());
        return ExpressionType.nullable(TypeConstants.BIGINT);
    }

    private static Call bare(Call call) {
        if (call.arguments().stream().allMatch(argument -> argument.unwrapped() == argument)) {
            return call;
        }
        List<Expression> arguments =
                call.arguments().stream().map(Expression::unwrapped).toList();
        return new Call(call.function(), call.distinct(), call.star(), call.bare(), arguments, call.span());
    }

    private @Nullable ExpressionType special(Call call, String name) {
        if (IntervalArithmetic.covers(name, call.arguments().size())) {
            return intervals.of(call, name);
        }
        Operator operator = OPERATORS.get(name);
        if (operator != null && call.arguments().size() >= 2) {
            List<ExpressionType> operands = typing.of(call.arguments().subList(0, 2));
            return typing.arithmetic(operator, call, operands.get(0), operands.get(1));
        }
        if (name.equals("typeof") && call.arguments().size() == 1) {
            typing.of(call.arguments());
            return ExpressionType.nullable(TypeConstants.STRING);
        }
        return higherOrder.of(call, name);
    }

    ExpressionType aggregated(Aggregated aggregated, boolean windowed) {
        Expression rewritten = CallRewrites.of(bare(aggregated.call()));
        if (!(rewritten instanceof Call call)) {
            return typing.of(rewritten);
        }
        List<Expression> arguments = new ArrayList<>(call.arguments());
        if (aggregated.separator() != null) {
            arguments.set(arguments.size() - 1, aggregated.separator());
        }
        int orderings = 0;
        for (Statement.SortItem item : aggregated.orderBy()) {
            if (!ConstantExpressions.isConstant(item.value())) {
                arguments.add(item.value());
                orderings++;
            }
        }
        String name = CallRewrites.name(call);
        if (aggregated.filter() != null) {
            name += "_if";
            arguments.add(aggregated.filter());
        }
        Call full = new Call(
                call.function(),
                call.distinct(),
                call.star() && aggregated.filter() == null,
                false,
                arguments,
                aggregated.span());
        return invoked(full, name, typing.of(arguments), orderings, windowed);
    }

    private ExpressionType invoked(
            Call call, String name, List<ExpressionType> arguments, int orderings, boolean windowed) {
        List<Type> types = ExpressionType.types(arguments);
        if (types == null
                || (BuiltinFunctions.named(name).isEmpty() && typing.scope().mayKnow(call.function()))) {
            return ExpressionType.UNKNOWN;
        }
        Signature own = new UserFunctions(typing.scope()::functions).find(call.function(), types);
        if (own != null && BuiltinFunctions.named(name).isEmpty()) {
            return ofUser(call, own, windowed);
        }
        try {
            return builtIn(call, name, arguments, types, orderings, windowed);
        } catch (Refusal refusal) {
            if (own == null) {
                throw refusal;
            }
            return ofUser(call, own, windowed);
        }
    }

    private static ExpressionType ofUser(Call call, Signature signature, boolean windowed) {
        if (signature.kind() == Signature.Kind.TABLE) {
            throw Refusal.at(call, ExpressionRule.TABLE_FUNCTION_IN_EXPRESSION);
        }
        if (windowed && signature.kind() != Signature.Kind.WINDOWED) {
            throw Refusal.at(call, ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(call));
        }
        return typed(signature, List.of());
    }

    private static ExpressionType builtIn(
            Call call, String name, List<ExpressionType> arguments, List<Type> types, int orderings, boolean windowed) {
        Invocation invocation =
                new Invocation(call, name, call.arguments(), types, call.distinct(), call.star(), orderings, windowed);
        new ArgumentChecks(invocation).check();
        ExpressionType combined = Combinator.typeOf(invocation, arguments);
        if (combined != null) {
            return combined;
        }
        Signature signature = FunctionResolution.of(invocation);
        new AggregateChecks(invocation).check(signature);
        ScalarChecks.check(invocation);
        return typed(signature, arguments);
    }

    private static ExpressionType typed(Signature signature, List<ExpressionType> arguments) {
        if (!(signature.result() instanceof SignatureType.Of result)) {
            return ExpressionType.UNKNOWN;
        }
        boolean nullable = signature.nullable();
        if (NULL_OF_NULL.contains(signature.function())) {
            nullable = arguments.stream().anyMatch(ExpressionTyping::mayBeNull);
        }
        return ExpressionType.of(result.type(), nullable);
    }

    /** The server's checks of a scalar function's arguments after it has resolved the signature. */
    private static final class ScalarChecks {
        private static final List<String> DATE_UNITS = List.of("year", "quarter", "month", "week", "day");
        private static final List<String> TIME_UNITS = List.of("hour", "minute", "second");

        private ScalarChecks() {}

        static void check(Invocation call) {
            switch (call.name()) {
                case "date_trunc" -> dateTrunc(call);
                case "array_difference" -> difference(call);
                case "ngram_search", "ngram_search_case_insensitive" -> search(call);
                default -> {}
            }
        }

        private static void dateTrunc(Invocation call) {
            if (!(call.argument(0) instanceof Expression.Text text)) {
                throw Refusal.at(call.argument(0), ExpressionRule.DATE_TRUNC_UNIT_NOT_CONSTANT);
            }
            String unit = text.value().toLowerCase(Locale.ROOT);
            PrimitiveType primitive = PrimitiveType.of(call.type(1));
            boolean known =
                    DATE_UNITS.contains(unit) || (primitive == PrimitiveType.DATETIME && TIME_UNITS.contains(unit));
            if (primitive == PrimitiveType.DATETIME && !known) {
                throw Refusal.at(call.argument(0), ExpressionRule.DATE_TRUNC_UNIT_OF_DATETIME);
            }
            if (primitive == PrimitiveType.DATE && !known) {
                throw Refusal.at(call.argument(1), ExpressionRule.DATE_TRUNC_UNIT_OF_DATE);
            }
        }

        private static void difference(Invocation call) {
            if (!(call.type(0) instanceof Type.Array array)) {
                return;
            }
            PrimitiveType element = PrimitiveType.of(array.element());
            if (!element.isNumeric() && element != PrimitiveType.BOOLEAN && element != PrimitiveType.NULL_TYPE) {
                throw Refusal.at(call.argument(0), ExpressionRule.ARRAY_DIFFERENCE_NOT_NUMERIC);
            }
        }

        private static void search(Invocation call) {
            if (!PrimitiveType.of(call.type(0)).isCharacters()) {
                throw Refusal.at(call.place(), ExpressionRule.ARGUMENTS_NOT_TEXT, call.name());
            }
            if (!ConstantExpressions.isConstant(call.argument(1))
                    || !ConstantExpressions.isConstant(call.argument(2))) {
                throw Refusal.at(call.place(), ExpressionRule.ARGUMENTS_NOT_CONSTANT, call.name());
            }
        }
    }

    /**
     * Arithmetic on dates and intervals: {@code d + INTERVAL 1 DAY}, {@code date_sub(d, 1)},
     * {@code timestampdiff(DAY, a, b)}.
     */
    private static final class IntervalArithmetic {
        private static final Set<String> SHIFTING = Set.of("date_add", "adddate", "date_sub", "subdate", "days_sub");

        private final ExpressionTyping typing;
        private final ExpressionText text;

        IntervalArithmetic(ExpressionTyping typing, ExpressionText text) {
            this.typing = typing;
            this.text = text;
        }

        static boolean covers(String name, int arguments) {
            boolean stamped = name.equals("timestampadd") || name.equals("timestampdiff");
            return (arguments == 2 && SHIFTING.contains(name)) || (arguments == 3 && stamped);
        }

        ExpressionType of(Expression.Binary binary) {
            boolean first = binary.left() instanceof Expression.Interval;
            Expression date = first ? binary.right() : binary.left();
            Expression.Interval interval = (Expression.Interval) (first ? binary.left() : binary.right());
            String suffix = binary.operator() == Operator.PLUS ? "add" : "sub";
            return of(binary, date, interval.amount(), interval.unit() + "S_" + suffix);
        }

        ExpressionType of(Call call, String name) {
            List<Expression> arguments = call.arguments();
            if (SHIFTING.contains(name)) {
                boolean interval = arguments.get(1) instanceof Expression.Interval;
                String unit = interval ? ((Expression.Interval) arguments.get(1)).unit() : "DAY";
                Expression amount = interval ? ((Expression.Interval) arguments.get(1)).amount() : arguments.get(1);
                boolean adds = name.equals("date_add") || name.equals("adddate");
                return of(call, arguments.get(0), amount, unit + (adds ? "S_add" : "S_sub"));
            }
            String unit = arguments.get(0) instanceof Expression.Unit said ? said.word() : "";
            String suffix = name.equals("timestampadd") ? "S_add" : "S_diff";
            return of(call, arguments.get(2), arguments.get(1), unit + suffix);
        }

        private ExpressionType of(Expression place, Expression date, Expression amount, String function) {
            ExpressionType shifted = typing.of(date);
            ExpressionType by = typing.of(amount);
            requireDate(date, shifted);
            boolean difference = function.endsWith("diff");
            if (difference) {
                requireDate(amount, by);
            }
            if (by.type() == null) {
                return ExpressionType.UNKNOWN;
            }
            List<Type> types = List.of(TypeConstants.DATETIME, difference ? TypeConstants.DATETIME : by.type());
            Signature found =
                    BuiltinFunctions.named(function.toLowerCase(Locale.ROOT)).find(types);
            if (found == null || !(found.result() instanceof SignatureType.Of result)) {
                throw Refusal.at(place, ExpressionRule.NO_MATCHING_FUNCTION, function, FunctionResolution.shown(types));
            }
            return ExpressionType.nullable(result.type());
        }

        private void requireDate(Expression value, ExpressionType typed) {
            Type type = typed.type();
            if (type != null && !Casts.isPossible(type, TypeConstants.DATETIME)) {
                throw Refusal.analysis(
                        Span.NONE, ExpressionRule.CANNOT_CAST_TO_DATETIME, text.quoted(value), TypeText.named(type));
            }
        }
    }
}
