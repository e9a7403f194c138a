package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.Decimals;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.analysis.type.Refusals;
import dev.cairn.analysis.type.Typed;
import dev.cairn.analysis.type.Types;
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
 * Typed typed = new ExpressionTyping(profile, scope).of(Sql.parseExpression("price * 2"));
 * }</pre>
 */
public final class ExpressionTyping {
    private final ServerProfile profile;
    private final Scope scope;
    private final Subqueries subqueries;
    private final ExpressionText text;
    private final Predicates predicates;
    private final NestedValues nested;
    private final Choices choices;
    private final Calls calls;

    /** Of expressions without queries inside. */
    public ExpressionTyping(ServerProfile profile, Scope scope) {
        this(profile, scope, Subqueries.UNKNOWN);
    }

    public ExpressionTyping(ServerProfile profile, Scope scope, Subqueries subqueries) {
        this.profile = profile;
        this.scope = scope;
        this.subqueries = subqueries;
        this.text = new ExpressionText(scope);
        this.predicates = new Predicates(this, text);
        this.nested = new NestedValues(this, text, profile);
        this.choices = new Choices(this);
        this.calls = new Calls(this, text);
    }

    /**
     * The expression's type and whether it may be NULL.
     *
     * @throws Refusal for what the server would not take
     */
    public Typed of(Expression expression) {
        try {
            return typed(expression);
        } catch (Refusal refusal) {
            throw refusal.at().line() == 0 ? refusal.movedTo(expression.span()) : refusal;
        }
    }

    public List<Typed> of(List<Expression> expressions) {
        List<Typed> typed = new ArrayList<>(expressions.size());
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

    private Typed typed(Expression expression) {
        Typed literal = LiteralTypes.of(expression);
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

    private Typed lessUsual(Expression expression) {
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
        Typed part = nested.of(expression);
        return part == null ? rare(expression) : part;
    }

    private Typed rare(Expression expression) {
        if (expression instanceof Expression.Subquery subquery) {
            Type type = subqueries.columns(subquery.query()).get(0).type();
            return type == null ? Typed.UNKNOWN : Typed.nullable(type);
        }
        if (expression instanceof Expression.Exists exists) {
            subqueries.columns(exists.query());
            return Predicates.NULLABLE;
        }
        if (expression instanceof Expression.InQuery in) {
            return predicates.inQuery(in, subqueries.columns(in.query()));
        }
        if (expression instanceof Expression.SystemVariable variable) {
            return systemVariable(variable.name().text().toLowerCase(Locale.ROOT));
        }
        if (expression instanceof Expression.Lambda) {
            throw Refusals.at(expression, "Lambda Functions can only be used in high-order functions with arrays/maps");
        }
        return Typed.UNKNOWN;
    }

    /** Of the server's variables, those that drivers ask for. */
    private static Typed systemVariable(String name) {
        return switch (name) {
            case "version", "version_comment", "sql_mode", "time_zone", "system_time_zone" ->
                Typed.nullable(Types.VARCHAR);
            case "autocommit" -> Typed.nullable(Types.BIGINT);
            default -> Typed.UNKNOWN;
        };
    }

    private Typed binary(Expression.Binary binary) {
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

    Typed arithmetic(Expression.Operator operator, Expression place, Typed left, Typed right) {
        if (left.type() == null || right.type() == null) {
            return Typed.UNKNOWN;
        }
        Type type = Arithmetic.of(operator.meaning(), place, left.type(), right.type());
        boolean divides = switch (operator.meaning()) {
            case DIVIDE, INT_DIVIDE, MODULO -> true;
            default -> false;
        };
        boolean nullable = divides || mayBeNull(left) || mayBeNull(right);
        return Typed.of(type, nullable);
    }

    /** A calculation with decimals may overflow, and give NULL. */
    static boolean mayBeNull(Typed operand) {
        return operand.nullable() || Decimals.isDecimal(operand.type());
    }

    private Typed unary(Expression.Unary unary) {
        if (unary.operator().meaning() == Expression.Operator.NOT) {
            return predicates.logical(unary.operand());
        }
        Typed operand = of(unary.operand());
        return switch (unary.operator()) {
            case BIT_NOT -> Typed.of(Types.BIGINT, mayBeNull(operand));
            case MINUS ->
                LiteralTypes.isSigned(unary)
                        ? operand
                        : arithmetic(Expression.Operator.TIMES, unary, Typed.of(Types.TINYINT, false), operand);
            default -> operand;
        };
    }

    private Typed cast(Expression.Cast cast) {
        Typed value = of(cast.value());
        Type target = StoredTypes.of(profile, cast.type(), cast.span());
        if (value.type() == null) {
            return Typed.nullable(target);
        }
        if (!Casts.isPossible(value.type(), target)) {
            throw Refusals.at(
                    cast,
                    "Invalid type cast from " + TypeText.shown(value.type()) + " to " + TypeText.shown(target)
                            + " in sql `" + text.plain(cast.value()) + "`");
        }
        boolean keeps = Casts.keepsAll(value.type(), target);
        return Typed.of(target, !keeps || value.nullable());
    }
}
