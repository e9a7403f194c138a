package dev.cairn.random;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.NumberLiteral;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Conditions;
import dev.cairn.sql.ast.Query.FromClause;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Limit;
import dev.cairn.sql.ast.Query.NestedQuery;
import dev.cairn.sql.ast.Query.Pivot;
import dev.cairn.sql.ast.Query.Qualify;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Query.SelectItems;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;

/** Creates random queries that follow the server's grammar. */
public final class RandomQueries {
    private static final Operator[] COMPARISON_OPERATORS = {
        Operator.EQUAL, Operator.NOT_EQUAL_SIGN, Operator.LESS, Operator.GREATER_OR_EQUAL
    };

    private final Dice dice;
    private final RandomTexts texts;
    private final RandomExpressions expressions;
    private final RandomCalls calls;
    private final RandomRelations relations;

    RandomQueries(Dice dice, RandomTexts texts, RandomExpressions expressions, RandomCalls calls) {
        this.dice = dice;
        this.texts = texts;
        this.expressions = expressions;
        this.calls = calls;
        this.relations = new RandomRelations(dice, texts, expressions, this);
    }

    public RandomQueries(Dice dice) {
        this(dice, new RandomTexts(dice), new RandomExpressions(dice));
    }

    private RandomQueries(Dice dice, RandomTexts texts, RandomExpressions expressions) {
        this(dice, texts, expressions, new RandomCalls(dice, expressions));
    }

    public Query query() {
        List<CommonTable> with = dice.oneIn(6) ? dice.list(1, this::commonTable) : List.of();
        return new Query(
                !with.isEmpty() && dice.coin(),
                with,
                body(),
                dice.oneIn(3) ? dice.list(1, expressions::sortItem) : List.of(),
                dice.oneIn(3) ? limit() : null,
                Span.NONE);
    }

    /** Returns a query with its text, as other statements contain it. */
    public QueryText queryText() {
        Query query = query();
        return new QueryText(Sql.render(query), query, Span.NONE);
    }

    /**
     * Returns a query that does not begin with a parenthesis; otherwise the subquery would be read as an expression.
     */
    Query subquery() {
        Query query = query();
        return query.body() instanceof NestedQuery
                ? new Query(false, List.of(), select(), query.orderBy(), query.limit(), Span.NONE)
                : query;
    }

    private CommonTable commonTable() {
        return new CommonTable(
                texts.name(), dice.oneIn(3) ? dice.list(1, texts::name) : List.of(), shortQuery(), Span.NONE);
    }

    private Query shortQuery() {
        return dice.nested(() -> new Query(false, List.of(), leaf(), List.of(), null, Span.NONE), this::query);
    }

    private Limit limit() {
        Expression offset = dice.orNull(this::limitValue);
        return new Limit(limitValue(), offset, offset != null && dice.coin());
    }

    private Expression limitValue() {
        return dice.oneIn(4)
                ? new Expression.UserVariable(texts.name(), Span.NONE)
                : new NumberLiteral("" + dice.below(1000), NumberLiteral.Kind.INTEGER, Span.NONE);
    }

    private Body body() {
        return dice.nested(this::leaf, () -> dice.oneIn(4) ? union() : intersection());
    }

    private Body union() {
        SetOperation.Kind kind = dice.pick(SetOperation.Kind.UNION, SetOperation.Kind.EXCEPT, SetOperation.Kind.MINUS);
        return new SetOperation(
                kind, dice.orNull(this::quantifier), dice.coin() ? union() : intersection(), intersection(), Span.NONE);
    }

    private Body intersection() {
        return dice.oneIn(6)
                ? new SetOperation(
                        SetOperation.Kind.INTERSECT,
                        dice.orNull(this::quantifier),
                        intersection(),
                        operand(),
                        Span.NONE)
                : operand();
    }

    private Body operand() {
        return dice.oneIn(6) ? new NestedQuery(shortQuery(), Span.NONE) : select();
    }

    private Quantifier quantifier() {
        return dice.pick(Quantifier.values());
    }

    private Select leaf() {
        SelectItem item = new SelectItem.Value(expressions.atom(), null, false, Span.NONE);
        return new Select(
                SelectItems.of(List.of(item)),
                new FromClause(List.of(), dice.coin(), null),
                Conditions.ofWhere(null),
                null,
                Span.NONE);
    }

    private Select select() {
        List<Relation> from = dice.oneIn(8) ? List.of() : relations.fromRelations();
        boolean isDual = from.isEmpty() && dice.coin();
        return new Select(
                new SelectItems(
                        dice.oneIn(8) ? dice.list(1, () -> dice.pick("/*+ SET_VAR(a=1) */", "/*+ x */")) : List.of(),
                        dice.oneIn(4) ? quantifier() : null,
                        dice.list(1, isDual ? this::value : this::item)),
                new FromClause(from, isDual, !from.isEmpty() && dice.oneIn(10) ? pivot() : null),
                new Conditions(
                        dice.oneIn(3) ? expressions.expression() : null,
                        dice.oneIn(6) ? expressions.expression() : null,
                        dice.oneIn(10) ? qualify() : null),
                dice.oneIn(3) ? grouping() : null,
                Span.NONE);
    }

    private SelectItem item() {
        return switch (dice.below(6)) {
            case 0 -> new SelectItem.Star(null, null, List.of(), Span.NONE);
            case 1 ->
                new SelectItem.Star(
                        dice.orNull(texts::tableName),
                        dice.pick("EXCEPT", "EXCLUDE"),
                        dice.list(1, texts::name),
                        Span.NONE);
            case 2 -> new SelectItem.Star(texts.tableName(), null, List.of(), Span.NONE);
            default -> value();
        };
    }

    private SelectItem.Value value() {
        return withRandomAlias(expressions.expression());
    }

    private SelectItem.Value withRandomAlias(Expression value) {
        boolean hasAlias = dice.coin();
        return new SelectItem.Value(
                value,
                hasAlias ? dice.pickFrom(texts::name, texts::textName) : null,
                hasAlias && dice.coin(),
                Span.NONE);
    }

    private Grouping grouping() {
        return dice.pickFrom(
                () -> Grouping.of(Grouping.Kind.PLAIN, dice.list(1, expressions::expression)),
                () -> Grouping.of(Grouping.Kind.ROLLUP, dice.list(1, expressions::expression)),
                () -> Grouping.of(Grouping.Kind.CUBE, dice.list(1, expressions::expression)),
                () -> new Grouping(
                        Grouping.Kind.GROUPING_SETS, dice.list(1, () -> dice.maybeList(expressions::expression))));
    }

    private Qualify qualify() {
        return new Qualify(withRandomAlias(calls.windowCall()), dice.pick(COMPARISON_OPERATORS), "" + dice.below(10));
    }

    private Pivot pivot() {
        int columnCount = 1 + dice.below(2);
        return new Pivot(
                dice.list(1, () -> withRandomAlias(calls.aggregateCall())),
                dice.times(columnCount, texts::name),
                dice.list(
                        1,
                        () -> new Pivot.PivotValue(
                                dice.times(columnCount, expressions::text), dice.orNull(texts::name))),
                Span.NONE);
    }
}
