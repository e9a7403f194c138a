package dev.cairn.random;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.ParenthesizedExpression;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;

/**
 * Creates random expressions that follow the server's grammar. Each method is a rule of the grammar, so no parentheses
 * are missing.
 */
public final class RandomExpressions {
    private static final Operator[][] VALUE_LEVELS = {
        {Operator.SHIFT_RIGHT_LOGICAL},
        {Operator.SHIFT_RIGHT},
        {Operator.SHIFT_LEFT},
        {Operator.BIT_OR},
        {Operator.BIT_AND},
        {Operator.PLUS, Operator.MINUS},
        {Operator.TIMES, Operator.DIVIDE, Operator.MODULO, Operator.MODULO_WORD, Operator.INT_DIVIDE},
        {Operator.BIT_XOR}
    };
    private static final Operator[] COMPARISON_OPERATORS = {
        Operator.EQUAL,
        Operator.NULL_SAFE_EQUAL,
        Operator.NOT_EQUAL,
        Operator.NOT_EQUAL_SIGN,
        Operator.LESS,
        Operator.LESS_OR_EQUAL,
        Operator.GREATER,
        Operator.GREATER_OR_EQUAL
    };

    private final Dice dice;
    private final RandomTexts texts;
    private final RandomTypes types;
    private final RandomCalls calls;
    private final RandomQueries queries;

    public RandomExpressions(Dice dice) {
        this.dice = dice;
        this.texts = new RandomTexts(dice);
        this.types = new RandomTypes(dice);
        this.calls = new RandomCalls(dice, this);
        this.queries = new RandomQueries(dice, texts, this, calls);
    }

    public Expression expression() {
        return dice.nested(
                this::atom,
                () -> dice.pickFrom(this::disjunction, this::conjunction, this::negation, this::comparison));
    }

    private Expression disjunction() {
        return !dice.oneIn(6)
                ? conjunction()
                : new Binary(dice.pick(Operator.OR, Operator.OR_SIGN), disjunction(), conjunction(), Span.NONE);
    }

    private Expression conjunction() {
        return !dice.oneIn(6)
                ? negation()
                : new Binary(dice.pick(Operator.AND, Operator.AND_SIGN), conjunction(), negation(), Span.NONE);
    }

    private Expression negation() {
        return switch (dice.below(12)) {
            case 0 -> new Unary(Operator.NOT, negation(), Span.NONE);
            case 1 -> new Unary(Operator.BINARY, comparison(), Span.NONE);
            default -> comparison();
        };
    }

    private Expression comparison() {
        return switch (dice.below(9)) {
            case 0 -> new Expression.IsNull(dice.coin(), comparison(), Span.NONE);
            case 1 -> new Binary(dice.pick(COMPARISON_OPERATORS), comparison(), predicate(), Span.NONE);
            default -> predicate();
        };
    }

    private Expression predicate() {
        return switch (dice.below(16)) {
            case 0 -> new Expression.In(dice.coin(), value(0), candidates(), Span.NONE);
            case 1 -> new Expression.Between(dice.coin(), value(0), value(0), predicate(), Span.NONE);
            case 2 ->
                new Expression.Like(dice.pick("LIKE", "RLIKE", "REGEXP"), dice.coin(), value(0), value(0), Span.NONE);
            case 3 -> dice.nested(this::atom, this::inQuery);
            default -> value(0);
        };
    }

    /**
     * Returns the candidates of IN, but never a single query in parentheses: the parser would read it as the subquery
     * of IN.
     */
    private List<Expression> candidates() {
        List<Expression> candidates = dice.list(1, this::expression);
        Expression innermost = candidates.get(0);
        while (innermost instanceof ParenthesizedExpression group) {
            innermost = group.expression();
        }
        return candidates.size() == 1 && innermost instanceof Expression.Subquery ? List.of(atom()) : candidates;
    }

    private Expression inQuery() {
        Expression value = dice.coin() ? value(0) : new Expression.Tuple(dice.times(2, this::expression), Span.NONE);
        return new Expression.InSubquery(dice.coin(), value, queries.query(), Span.NONE);
    }

    private Expression value(int level) {
        if (level == VALUE_LEVELS.length) {
            return primary();
        }
        return dice.oneIn(20)
                ? new Binary(dice.pick(VALUE_LEVELS[level]), value(level), value(level + 1), Span.NONE)
                : value(level + 1);
    }

    private Expression primary() {
        return switch (dice.below(9)) {
            case 0 ->
                new Expression.Match(
                        dice.pick("MATCH", "MATCH_ANY", "MATCH_ALL"), dice.coin(), postfix(), postfix(), Span.NONE);
            case 1 -> new Expression.Arrow(postfix(), text(), Span.NONE);
            case 2 ->
                new Unary(
                        dice.pick(Operator.MINUS, Operator.PLUS, Operator.BIT_NOT, Operator.NOT_SIGN),
                        signedAtom(),
                        Span.NONE);
            case 3, 4 -> postfix();
            default -> dice.nested(this::atom, this::closedExpression);
        };
    }

    private Expression signedAtom() {
        return dice.coin() ? atom() : new Unary(dice.pick(Operator.MINUS, Operator.PLUS), signedAtom(), Span.NONE);
    }

    /** Returns an expression, perhaps with a suffix. */
    private Expression postfix() {
        return dice.nested(this::atom, () -> switch (dice.below(7)) {
            case 0 -> new Expression.Subscript(postfix(), value(0), Span.NONE);
            case 1 -> new Expression.FieldAccess(nonReference(), texts.name(), Span.NONE);
            case 2 -> new Expression.Collate(postfix(), texts.name(), Span.NONE);
            case 3 -> new Expression.Arrow(postfix(), text(), Span.NONE);
            default -> closedExpression();
        });
    }

    /** Returns an expression that is no name, because the parser would read a name and a field after it as one name. */
    private Expression nonReference() {
        Expression base = postfix();
        return base instanceof Expression.Reference ? group() : base;
    }

    private Expression closedExpression() {
        return dice.pickFrom(
                this::group,
                this::call,
                this::cast,
                this::caseExpression,
                this::array,
                this::map,
                this::interval,
                this::query,
                calls::aggregateCall,
                calls::windowCall);
    }

    private Expression query() {
        return dice.coin()
                ? new Expression.Subquery(queries.subquery(), Span.NONE)
                : new Expression.Exists(queries.query(), Span.NONE);
    }

    private Expression group() {
        return new ParenthesizedExpression(dice.oneIn(6) ? lambda() : expression(), Span.NONE);
    }

    private Expression lambda() {
        List<Name> parameters = dice.list(1, texts::name);
        // The parser would read a text after an arrow as a path.
        Expression body = dice.coin() ? reference() : new ParenthesizedExpression(expression(), Span.NONE);
        return new Expression.Lambda(parameters, parameters.size() > 1 || dice.coin(), body, Span.NONE);
    }

    private Expression call() {
        return switch (dice.below(5)) {
            case 0 -> call("if", List.of(expression(), expression(), expression()));
            case 1 -> call("date_trunc", List.of(text(), expression()));
            case 2 -> call("array_map", List.of(lambda(), expression()));
            case 3 ->
                new Expression.Call(
                        QualifiedName.of(texts.nameText(), texts.nameText()),
                        false,
                        false,
                        false,
                        dice.maybeList(this::expression),
                        Span.NONE);
            default -> call("f_" + dice.below(9), dice.maybeList(this::expression));
        };
    }

    private static Expression call(String name, List<Expression> arguments) {
        QualifiedName function = new QualifiedName(List.of(Name.ofUnquoted(name, Span.NONE)));
        return new Expression.Call(function, false, false, false, arguments, Span.NONE);
    }

    private Expression cast() {
        return new Expression.Cast(dice.pick("CAST", "CONVERT"), expression(), types.type(), Span.NONE);
    }

    private Expression caseExpression() {
        return new Expression.Case(
                dice.orNull(this::expression),
                dice.list(1, () -> new Expression.When(expression(), expression())),
                dice.orNull(this::expression),
                Span.NONE);
    }

    public Expression.ArrayLiteral array() {
        return new Expression.ArrayLiteral(
                dice.oneIn(3) ? types.array() : null, dice.maybeList(this::expression), Span.NONE);
    }

    public Expression.MapLiteral map() {
        return new Expression.MapLiteral(
                dice.oneIn(3) ? types.map() : null,
                dice.maybeList(() -> new Expression.MapEntry(expression(), expression())),
                Span.NONE);
    }

    private Expression interval() {
        return new Expression.Interval(number(), dice.pick("DAY", "MONTH", "hour", "Second"), Span.NONE);
    }

    public Expression atom() {
        return switch (dice.below(8)) {
            case 0 -> new Expression.NullLiteral(Span.NONE);
            case 1 -> new Expression.BooleanLiteral(dice.coin(), Span.NONE);
            case 2 -> number();
            case 3 -> text();
            case 4 -> new Expression.DateLiteral(dice.coin(), "2024-02-29", Span.NONE);
            case 5 ->
                dice.pick(
                        new Expression.HexLiteral("00ff", Span.NONE),
                        new Expression.UserVariable(texts.name(), Span.NONE),
                        new Expression.SystemVariable("GLOBAL", Name.ofUnquoted("x", Span.NONE), Span.NONE));
            default -> reference();
        };
    }

    /** Returns a name with all parts in backquotes, without which some would be words of the grammar. */
    public Expression.Reference reference() {
        return new Expression.Reference(
                new QualifiedName(dice.list(1, () -> Name.of(texts.nameText(), Span.NONE))), Span.NONE);
    }

    public Expression column() {
        return new Expression.Reference(QualifiedName.of(texts.nameText()), Span.NONE);
    }

    private Expression number() {
        return dice.pickFrom(
                () -> new Expression.NumberLiteral(
                        "" + dice.below(1000), Expression.NumberLiteral.Kind.INTEGER, Span.NONE),
                () -> new Expression.NumberLiteral(
                        dice.pick("1.5", ".5", "2."), Expression.NumberLiteral.Kind.DECIMAL, Span.NONE),
                () -> new Expression.NumberLiteral(
                        dice.pick("1e3", "1.5E-3"), Expression.NumberLiteral.Kind.DOUBLE, Span.NONE));
    }

    public Expression.StringLiteral text() {
        return new Expression.StringLiteral(texts.text(), dice.pick('\'', '"'), Span.NONE);
    }

    public SortItem sortItem() {
        return new SortItem(expression(), dice.orNull(dice::coin), dice.orNull(dice::coin));
    }
}
