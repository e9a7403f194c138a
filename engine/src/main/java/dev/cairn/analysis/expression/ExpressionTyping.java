package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.source.QueryObserver;
import dev.cairn.analysis.type.ArithmeticTypes;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.Decimals;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.TypeText;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Determines the type of an expression by the server's rules.
 *
 * <pre>{@code
 * ExpressionType typed = new ExpressionTyping(profile, scope).of(Sql.parseExpression("price * 2"));
 * }</pre>
 */
public final class ExpressionTyping {
    private final ServerProfile profile;
    private final Scope scope;
    private final SubqueryResolver subqueries;
    private final QueryObserver observer;
    private final ExpressionText text;
    private final PredicateTyping predicates;
    private final NestedValueTyping nested;
    private final CaseTyping choices;
    private final CallTyping calls;

    /** Creates a typing for expressions without subqueries. */
    public ExpressionTyping(ServerProfile profile, Scope scope) {
        this(profile, scope, SubqueryResolver.UNKNOWN);
    }

    public ExpressionTyping(ServerProfile profile, Scope scope, SubqueryResolver subqueries) {
        this(profile, scope, subqueries, QueryObserver.NONE);
    }

    public ExpressionTyping(ServerProfile profile, Scope scope, SubqueryResolver subqueries, QueryObserver observer) {
        this.profile = profile;
        this.scope = scope;
        this.subqueries = subqueries;
        this.observer = observer;
        this.text = new ExpressionText(scope);
        this.predicates = new PredicateTyping(this, text);
        this.nested = new NestedValueTyping(this, text, profile);
        this.choices = new CaseTyping(this);
        this.calls = new CallTyping(this, text, nested);
    }

    /**
     * Returns the expression's type and nullability.
     *
     * @throws Refusal if the server would not accept the expression
     */
    public ExpressionType of(Expression expression) {
        try {
            ExpressionType typed = typed(expression);
            observer.typed(expression, typed);
            return typed;
        } catch (Refusal refusal) {
            throw refusal.at().line() == 0 ? refusal.movedTo(expression.span()) : refusal;
        }
    }

    public List<ExpressionType> of(List<Expression> expressions) {
        List<ExpressionType> typed = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            typed.add(of(expression));
        }
        return typed;
    }

    /** Returns the same typing with an inner scope. */
    ExpressionTyping within(Scope inner) {
        return new ExpressionTyping(profile, inner, subqueries, observer);
    }

    public QueryObserver observer() {
        return observer;
    }

    /** Reports the signature of a call with arguments of these types. */
    void report(Expression.Call call, Signature signature, List<Type> arguments) {
        if (observer != QueryObserver.NONE) {
            observer.call(call, signature.casts(arguments));
        }
    }

    Scope scope() {
        return scope;
    }

    /** Returns the version of the server, which decides which functions exist, and which types are comparable. */
    public Version version() {
        return profile.version();
    }

    private ExpressionType typed(Expression expression) {
        ExpressionType literal = ExpressionType.ofLiteral(expression, profile.version());
        if (literal != null) {
            return literal;
        }
        if (expression instanceof Expression.Reference reference) {
            return column(reference);
        }
        if (expression instanceof Expression.Binary binary) {
            return binary(binary);
        }
        if (expression instanceof Expression.Call || expression instanceof Expression.Aggregated) {
            return calls.of(expression);
        }
        if (expression instanceof Expression.Group group) {
            return of(group.inner());
        }
        if (expression instanceof Expression.Cast cast) {
            return cast(cast);
        }
        if (expression instanceof Expression.Unary unary) {
            return unary(unary);
        }
        if (expression instanceof Expression.Case choice) {
            return choices.of(choice);
        }
        if (expression instanceof Expression.Like like) {
            return predicates.like(like);
        }
        if (expression instanceof Expression.In in) {
            return predicates.in(in);
        }
        if (expression instanceof Expression.Between between) {
            return predicates.between(between);
        }
        if (expression instanceof Expression.IsNull isNull) {
            return predicates.isNull(isNull);
        }
        if (expression instanceof Expression.Match match) {
            return predicates.match(match);
        }
        if (expression instanceof Expression.Extract || expression instanceof Expression.Windowed) {
            return calls.of(expression);
        }
        if (expression instanceof Expression.Collate collate) {
            return of(collate.value());
        }
        if (expression instanceof Expression.Subquery subquery) {
            return scalar(subquery, subqueries.columns(subquery.query()).get(0));
        }
        if (expression instanceof Expression.Exists exists) {
            return PredicateTyping.exists(exists, subqueries.columns(exists.query()));
        }
        if (expression instanceof Expression.InQuery in) {
            return predicates.inQuery(in, subqueries.columns(in.query()));
        }
        if (expression instanceof Expression.SystemVariable variable) {
            return systemVariable(variable);
        }
        if (expression instanceof Expression.UserVariable) {
            return scope.variable(expression);
        }
        if (expression instanceof Expression.Lambda) {
            throw Refusal.at(expression, ExpressionRule.LAMBDA_OUTSIDE_HIGHER_ORDER_FUNCTION);
        }
        ExpressionType part = nested.of(expression);
        return part == null ? ExpressionType.UNKNOWN : part;
    }

    private ExpressionType column(Expression.Reference reference) {
        Scope.Resolved resolved = scope.column(reference.name(), reference.span());
        if (resolved.field() != null) {
            observer.column(reference, resolved.field());
        }
        return resolved.typed();
    }

    private static ExpressionType scalar(Expression.Subquery subquery, ExpressionType column) {
        if (column.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        NullCause cause = column.cause() == null && !NullCauses.returnsOneRow(subquery.query())
                ? NullCause.of(NullCause.Kind.SUBQUERY, subquery.span())
                : column.cause();
        return ExpressionType.nullable(column.type(), cause);
    }

    /** Types the system variables that drivers query. */
    private ExpressionType systemVariable(Expression.SystemVariable variable) {
        return switch (variable.name().text().toLowerCase(Locale.ROOT)) {
            case "version", "version_comment", "sql_mode", "time_zone", "system_time_zone" ->
                ExpressionType.nullable(TypeConstants.VARCHAR);
            case "autocommit" -> ExpressionType.nullable(TypeConstants.BIGINT);
            default -> scope.variable(variable);
        };
    }

    private ExpressionType binary(Expression.Binary binary) {
        switch (binary.operator().meaning()) {
            case AND, OR -> {
                return predicates.logical(binary.left(), binary.right());
            }
            case EQUAL, EQUAL_FOR_NULL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                return predicates.comparison(binary);
            }
            default -> {
                return calls.isInterval(binary) ? calls.shifted(binary) : arithmetic(binary, binary);
            }
        }
    }

    /** @param place the expression that the server reads as this one */
    ExpressionType arithmetic(Expression.Binary binary, Expression place) {
        ExpressionType left = of(binary.left());
        ExpressionType right = of(binary.right());
        if (left.type() == null || right.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        Operator operator = binary.operator().meaning();
        ArithmeticTypes types = ArithmeticTyping.of(operator, place, left.type(), right.type());
        boolean divides = switch (operator) {
            case DIVIDE, INT_DIVIDE, MODULO -> true;
            default -> false;
        };
        boolean nullable = divides || mayBeNull(left) || mayBeNull(right);
        NullCause cause = NullCause.first(
                ofOperand(binary.left(), left, right.type()), ofOperand(binary.right(), right, left.type()));
        if (cause == null && divides && !isNonZero(binary.right())) {
            cause = NullCause.of(NullCause.Kind.DIVISION, binary.span());
        }
        return ExpressionType.of(types.result(), nullable, cause).casting(types.operands());
    }

    /** A text that is no number is NULL in arithmetic. Overflows are not considered. */
    private static @Nullable NullCause ofOperand(Expression operand, ExpressionType typed, Type other) {
        boolean text = typed.type() instanceof Type.Text;
        Type number = Decimals.isDecimal(other) ? other : TypeConstants.DOUBLE;
        return text ? NullCauses.ofCast(operand, typed, number) : typed.cause();
    }

    /** Whether the expression is a literal other than zero. */
    static boolean isNonZero(Expression divisor) {
        Expression bare = divisor.unwrapped();
        if (bare instanceof Expression.Unary unary && unary.isSignedNumber()) {
            return isNonZero(unary.operand());
        }
        return bare instanceof Expression.Number number && Double.parseDouble(number.text()) != 0;
    }

    /** Decimal arithmetic may overflow, and its result is then NULL. */
    static boolean mayBeNull(ExpressionType operand) {
        return operand.nullable() || Decimals.isDecimal(operand.type());
    }

    private ExpressionType unary(Expression.Unary unary) {
        if (unary.operator().meaning() == Operator.NOT) {
            return predicates.logical(unary.operand());
        }
        ExpressionType operand = of(unary.operand());
        return switch (unary.operator()) {
            case BIT_NOT -> ExpressionType.of(TypeConstants.BIGINT, mayBeNull(operand), operand.cause());
            case MINUS -> negated(unary, operand);
            default -> operand;
        };
    }

    /** The server reads a minus sign as a multiplication. */
    private static ExpressionType negated(Expression.Unary unary, ExpressionType operand) {
        if (operand.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        ArithmeticTypes types = ArithmeticTyping.of(Operator.TIMES, unary, TypeConstants.TINYINT, operand.type());
        NullCause cause = ofOperand(unary.operand(), operand, TypeConstants.TINYINT);
        return ExpressionType.of(types.result(), mayBeNull(operand), cause).casting(List.of(types.right()));
    }

    private ExpressionType cast(Expression.Cast cast) {
        ExpressionType value = of(cast.value());
        Type target = StoredTypes.of(profile, cast.type(), cast.span());
        if (value.type() == null) {
            return ExpressionType.nullable(target, NullCause.UNKNOWN);
        }
        if (!Casts.isPossible(value.type(), target)) {
            throw Refusal.at(
                    cast,
                    ExpressionRule.INVALID_CAST,
                    TypeText.shown(value.type()),
                    TypeText.shown(target),
                    text.plain(cast.value()));
        }
        boolean keeps = Casts.keepsAll(value.type(), target);
        return ExpressionType.of(target, !keeps || value.nullable(), NullCauses.ofCast(cast.value(), value, target));
    }

    /** Types CASE: the type of its comparisons and of its result. */
    private static final class CaseTyping {
        private final ExpressionTyping typing;

        CaseTyping(ExpressionTyping typing) {
            this.typing = typing;
        }

        ExpressionType of(Expression.Case choice) {
            List<ExpressionType> conditions = new ArrayList<>();
            List<ExpressionType> results = new ArrayList<>();
            if (choice.operand() != null) {
                conditions.add(typing.of(choice.operand()));
            }
            for (Expression.When branch : choice.branches()) {
                conditions.add(typing.of(branch.condition()));
                results.add(typing.of(branch.result()));
            }
            if (choice.otherwise() != null) {
                results.add(typing.of(choice.otherwise()));
            }
            List<Type> conditionTypes = ExpressionType.types(conditions);
            Type compared = null;
            if (conditionTypes != null) {
                compared = choice.operand() == null ? TypeConstants.BOOLEAN : common(conditionTypes);
                requireCasts(choice, "when", conditionTypes, compared);
            }
            if (choice.operand() != null) {
                for (Expression.When branch : choice.branches()) {
                    typing.observer.comparison(choice.operand(), branch.condition(), compared);
                }
            }
            List<Type> given = ExpressionType.types(results);
            if (given == null) {
                return ExpressionType.UNKNOWN;
            }
            Type result = given.stream().allMatch(TypeConstants.NULL::equals) ? TypeConstants.BOOLEAN : common(given);
            requireCasts(choice, "then", given, result);
            ExpressionType typed = ExpressionType.nullable(result, cause(choice, results, result));
            return conditionTypes == null || compared == null
                    ? typed
                    : typed.casting(operands(choice, conditionTypes, compared, given, result));
        }

        /** Returns the types of the operands in the order of the text. */
        private static List<Type> operands(
                Expression.Case choice, List<Type> conditions, Type compared, List<Type> results, Type result) {
            List<Type> operands = new ArrayList<>();
            Iterator<Type> condition = conditions.iterator();
            Iterator<Type> given = results.iterator();
            if (choice.operand() != null) {
                operands.add(Casts.necessary(condition.next(), compared));
            }
            while (condition.hasNext()) {
                operands.add(Casts.necessary(condition.next(), compared));
                operands.add(Casts.necessary(given.next(), result));
            }
            if (given.hasNext()) {
                operands.add(Casts.necessary(given.next(), result));
            }
            return operands;
        }

        private static @Nullable NullCause cause(Expression.Case choice, List<ExpressionType> results, Type common) {
            boolean conditions = choice.operand() == null;
            for (int i = 0; i < choice.branches().size(); i++) {
                Expression.When branch = choice.branches().get(i);
                ExpressionType result = conditions
                        ? NullCauses.whereTrue(branch.condition(), branch.result(), results.get(i))
                        : results.get(i);
                NullCause cause = NullCauses.ofCast(branch.result(), result, common);
                if (cause != null) {
                    return cause;
                }
            }
            if (choice.otherwise() == null) {
                return NullCause.of(NullCause.Kind.NO_ELSE, choice.span());
            }
            ExpressionType otherwise = results.get(results.size() - 1);
            if (conditions) {
                for (Expression.When branch : choice.branches()) {
                    otherwise = NullCauses.whereNotTrue(branch.condition(), choice.otherwise(), otherwise);
                }
            }
            return NullCauses.ofCast(choice.otherwise(), otherwise, common);
        }

        private static Type common(List<Type> types) {
            Type common = types.get(0);
            boolean unbounded = false;
            for (int i = 1; i < types.size(); i++) {
                Type type = types.get(i);
                Type next = CommonTypes.of(common, type);
                if (next == null) {
                    throw Refusal.analysis(
                            Span.NONE,
                            ExpressionRule.CASE_TYPES_INCOMPATIBLE,
                            TypeText.named(type),
                            TypeText.named(types.get(i - 1)));
                }
                common = next;
                unbounded |=
                        type instanceof Type.Text text && text.kind() == Type.Text.Kind.VARCHAR && text.length() <= 0;
            }
            // A text without a length may be longer than the one with a length.
            boolean bounded =
                    common instanceof Type.Text text && text.kind() != Type.Text.Kind.VARBINARY && text.length() > 0;
            return unbounded && bounded ? TypeConstants.STRING : common;
        }

        private static void requireCasts(Expression.Case choice, String side, List<Type> types, Type to) {
            for (Type type : types) {
                if (!Casts.isPossible(type, to)) {
                    throw Refusal.at(
                            choice,
                            ExpressionRule.INVALID_CAST_OF_CASE,
                            side,
                            TypeText.shown(type),
                            TypeText.shown(to));
                }
            }
        }
    }

    /** Types the arithmetic operators. Operands of other types are converted to numbers, or refused. */
    private static final class ArithmeticTyping {
        private ArithmeticTyping() {}

        static ArithmeticTypes of(Operator operator, Expression place, Type left, Type right) {
            if (Decimals.isDecimal(left) || Decimals.isDecimal(right)) {
                return Decimals.ofOperation(operator, left, right);
            }
            boolean nothing = left.equals(TypeConstants.NULL) && right.equals(TypeConstants.NULL);
            if (nothing) {
                return ArithmeticTypes.alike(ofNulls(operator));
            }
            Type one = asNumber(left);
            Type other = asNumber(right);
            Type operand = operand(operator, one, other);
            if (operand == null) {
                throw Refusal.analysis(Span.NONE, ExpressionRule.CAST_TO_INVALID_TYPE);
            }
            boolean shift = isShift(operator);
            requireCast(place, left, one, operand);
            Type second = shift ? TypeConstants.BIGINT : operand;
            requireCast(place, right, other, second);
            if (shift && !PrimitiveType.of(operand).isFixedPoint()) {
                throw Refusal.analysis(
                        Span.NONE, ExpressionRule.NO_MATCHING_OPERATOR, function(operator), named(one), named(other));
            }
            return new ArithmeticTypes(operand, second, operand);
        }

        /** If both operands are NULL, the server uses the first signature of the operator's function. */
        private static Type ofNulls(Operator operator) {
            return switch (operator.meaning()) {
                case DIVIDE -> TypeConstants.DOUBLE;
                case MODULO, BIT_AND, BIT_OR, BIT_XOR -> TypeConstants.TINYINT;
                default -> TypeConstants.BOOLEAN;
            };
        }

        /**
         * The type that both operands are cast to. For a shift it applies only to the left one; the right one is
         * BIGINT.
         */
        private static @Nullable Type operand(Operator operator, @Nullable Type one, @Nullable Type other) {
            if (isShift(operator)) {
                return one;
            }
            Type common = common(one, other);
            if (common == null) {
                return isWhole(operator) ? TypeConstants.BIGINT : null;
            }
            PrimitiveType primitive = PrimitiveType.of(common);
            return switch (operator.meaning()) {
                case PLUS, MINUS, TIMES -> larger(common, primitive);
                case DIVIDE -> primitive.isFixedPoint() ? TypeConstants.DOUBLE : common;
                case MODULO -> common;
                default -> primitive.isFixedPoint() ? common : TypeConstants.BIGINT;
            };
        }

        /** The next larger type, which leaves room for the result of the operation. */
        private static Type larger(Type type, PrimitiveType primitive) {
            return switch (primitive) {
                case TINYINT -> TypeConstants.SMALLINT;
                case SMALLINT -> TypeConstants.INT;
                case INT -> TypeConstants.BIGINT;
                default -> type;
            };
        }

        private static @Nullable Type common(@Nullable Type one, @Nullable Type other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return isWider(PrimitiveType.of(one), PrimitiveType.of(other)) ? one : other;
        }

        private static boolean isWider(PrimitiveType one, PrimitiveType other) {
            if (one == PrimitiveType.DOUBLE || other == PrimitiveType.DOUBLE) {
                return one == PrimitiveType.DOUBLE;
            }
            return one == PrimitiveType.DECIMALV2 || (other != PrimitiveType.DECIMALV2 && one.compareTo(other) >= 0);
        }

        /** The numeric type that an operand is converted to; null if it can't be converted. */
        private static @Nullable Type asNumber(Type type) {
            return switch (PrimitiveType.of(type)) {
                case BOOLEAN, TINYINT -> TypeConstants.TINYINT;
                case SMALLINT, INT, BIGINT, LARGEINT -> type;
                case FLOAT, DOUBLE, DATE, DATETIME, TIME, CHAR, VARCHAR -> TypeConstants.DOUBLE;
                case DECIMALV2 -> TypeConstants.DECIMALV2;
                default -> null;
            };
        }

        private static void requireCast(Expression place, Type type, @Nullable Type number, Type operand) {
            boolean possible = number != null && Casts.isPossible(number, operand);
            if (!possible && !type.equals(TypeConstants.NULL)) {
                throw Refusal.at(
                        place, ExpressionRule.INVALID_COMPARISON_CAST, TypeText.shown(type), TypeText.shown(operand));
            }
        }

        private static boolean isWhole(Operator operator) {
            return switch (operator) {
                case INT_DIVIDE, BIT_AND, BIT_OR, BIT_XOR -> true;
                default -> false;
            };
        }

        private static boolean isShift(Operator operator) {
            return operator == Operator.SHIFT_LEFT
                    || operator == Operator.SHIFT_RIGHT
                    || operator == Operator.SHIFT_RIGHT_LOGICAL;
        }

        private static String function(Operator operator) {
            return switch (operator) {
                case SHIFT_LEFT -> "bitShiftLeft";
                case SHIFT_RIGHT -> "bitShiftRight";
                default -> "bitShiftRightLogical";
            };
        }

        private static String named(@Nullable Type type) {
            return type == null ? PrimitiveType.INVALID_TYPE.name() : TypeText.named(type);
        }
    }
}
