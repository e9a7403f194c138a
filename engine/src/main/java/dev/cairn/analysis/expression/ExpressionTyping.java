package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.Decimals;
import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What type an expression has by the server's rules.
 *
 * <pre>{@code
 * ExpressionType typed = new ExpressionTyping(profile, scope).of(Sql.parseExpression("price * 2"));
 * }</pre>
 */
public final class ExpressionTyping {
    private final ServerProfile profile;
    private final Scope scope;
    private final SubqueryResolver subqueries;
    private final ExpressionText text;
    private final PredicateTyping predicates;
    private final NestedValueTyping nested;
    private final CaseTyping choices;
    private final CallTyping calls;

    /** Of expressions without queries inside. */
    public ExpressionTyping(ServerProfile profile, Scope scope) {
        this(profile, scope, SubqueryResolver.UNKNOWN);
    }

    public ExpressionTyping(ServerProfile profile, Scope scope, SubqueryResolver subqueries) {
        this.profile = profile;
        this.scope = scope;
        this.subqueries = subqueries;
        this.text = new ExpressionText(scope);
        this.predicates = new PredicateTyping(this, text);
        this.nested = new NestedValueTyping(this, text, profile);
        this.choices = new CaseTyping(this);
        this.calls = new CallTyping(this, text);
    }

    /**
     * The expression's type and whether it may be NULL.
     *
     * @throws Refusal for what the server would not take
     */
    public ExpressionType of(Expression expression) {
        try {
            return typed(expression);
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

    /** The same with a scope around this one's. */
    ExpressionTyping within(Scope inner) {
        return new ExpressionTyping(profile, inner, subqueries);
    }

    Scope scope() {
        return scope;
    }

    private ExpressionType typed(Expression expression) {
        ExpressionType literal = LiteralTypes.of(expression);
        if (literal != null) {
            return literal;
        }
        if (expression instanceof Expression.Reference reference) {
            return scope.column(reference.name(), reference.span()).typed();
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
        return lessUsual(expression);
    }

    private ExpressionType lessUsual(Expression expression) {
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
        ExpressionType part = nested.of(expression);
        return part == null ? rare(expression) : part;
    }

    private ExpressionType rare(Expression expression) {
        if (expression instanceof Expression.Subquery subquery) {
            Type type = subqueries.columns(subquery.query()).get(0).type();
            return type == null ? ExpressionType.UNKNOWN : ExpressionType.nullable(type);
        }
        if (expression instanceof Expression.Exists exists) {
            subqueries.columns(exists.query());
            return PredicateTyping.NULLABLE;
        }
        if (expression instanceof Expression.InQuery in) {
            return predicates.inQuery(in, subqueries.columns(in.query()));
        }
        if (expression instanceof Expression.SystemVariable variable) {
            return systemVariable(variable.name().text().toLowerCase(Locale.ROOT));
        }
        if (expression instanceof Expression.Lambda) {
            throw ExpressionRefusals.at(
                    expression, "Lambda Functions can only be used in high-order functions with arrays/maps");
        }
        return ExpressionType.UNKNOWN;
    }

    /** Of the server's variables, those that drivers ask for. */
    private static ExpressionType systemVariable(String name) {
        return switch (name) {
            case "version", "version_comment", "sql_mode", "time_zone", "system_time_zone" ->
                ExpressionType.nullable(TypeConstants.VARCHAR);
            case "autocommit" -> ExpressionType.nullable(TypeConstants.BIGINT);
            default -> ExpressionType.UNKNOWN;
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
                return calls.isInterval(binary)
                        ? calls.shifted(binary)
                        : arithmetic(binary.operator(), binary, of(binary.left()), of(binary.right()));
            }
        }
    }

    ExpressionType arithmetic(
            Expression.Operator operator, Expression place, ExpressionType left, ExpressionType right) {
        if (left.type() == null || right.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        Type type = ArithmeticTyping.of(operator.meaning(), place, left.type(), right.type());
        boolean divides = switch (operator.meaning()) {
            case DIVIDE, INT_DIVIDE, MODULO -> true;
            default -> false;
        };
        boolean nullable = divides || mayBeNull(left) || mayBeNull(right);
        return ExpressionType.of(type, nullable);
    }

    /** A calculation with decimals may overflow, and give NULL. */
    static boolean mayBeNull(ExpressionType operand) {
        return operand.nullable() || Decimals.isDecimal(operand.type());
    }

    private ExpressionType unary(Expression.Unary unary) {
        if (unary.operator().meaning() == Expression.Operator.NOT) {
            return predicates.logical(unary.operand());
        }
        ExpressionType operand = of(unary.operand());
        return switch (unary.operator()) {
            case BIT_NOT -> ExpressionType.of(TypeConstants.BIGINT, mayBeNull(operand));
            case MINUS ->
                LiteralTypes.isSigned(unary)
                        ? operand
                        : arithmetic(
                                Expression.Operator.TIMES,
                                unary,
                                ExpressionType.of(TypeConstants.TINYINT, false),
                                operand);
            default -> operand;
        };
    }

    private ExpressionType cast(Expression.Cast cast) {
        ExpressionType value = of(cast.value());
        Type target = StoredTypes.of(profile, cast.type(), cast.span());
        if (value.type() == null) {
            return ExpressionType.nullable(target);
        }
        if (!Casts.isPossible(value.type(), target)) {
            throw ExpressionRefusals.at(
                    cast,
                    "Invalid type cast from " + TypeText.shown(value.type()) + " to " + TypeText.shown(target)
                            + " in sql `" + text.plain(cast.value()) + "`");
        }
        boolean keeps = Casts.keepsAll(value.type(), target);
        return ExpressionType.of(target, !keeps || value.nullable());
    }
}
