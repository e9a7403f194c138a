package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses PARTITION BY and partition definitions. */
public final class PartitionParser {
    /** The kinds of partitions that a list may contain. */
    private enum Kinds {
        RANGES,
        LISTS,
        ALL
    }

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;

    public PartitionParser(Cursor cursor, ExpressionParser expressions, ClauseParser clauses) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = clauses;
    }

    /** Parses the clause; returns null if the statement has no PARTITION BY. */
    @Nullable
    PartitionClause clause() {
        int start = cursor.position();
        if (!cursor.take(Keyword.PARTITION, Keyword.BY)) {
            return null;
        }
        if (cursor.take(Keyword.RANGE)) {
            return range(start);
        }
        if (cursor.at(Keyword.LIST) && namesAhead(1)) {
            cursor.advance();
            return list(true, start);
        }
        return namesAhead(0) ? list(false, start) : by(start);
    }

    /** Returns whether {@code (a, b)} begins that many tokens ahead. */
    private boolean namesAhead(int ahead) {
        return cursor.kind(ahead) == TokenKind.LEFT_PARENTHESIS && endOfNames(ahead) > 0;
    }

    /** Returns how many tokens ahead the parenthesis is that closes a list of names, or 0 if there is no such list. */
    private int endOfNames(int ahead) {
        int at = ahead + 1;
        while (cursor.atName(at) && cursor.kind(at + 1) == TokenKind.COMMA) {
            at += 2;
        }
        return cursor.atName(at) && cursor.kind(at + 1) == TokenKind.RIGHT_PARENTHESIS ? at + 1 : 0;
    }

    private PartitionClause range(int start) {
        List<Expression> by;
        if (namesAhead(0)) {
            by = cursor.names().stream()
                    .<Expression>map(name -> new Expression.Reference(new QualifiedName(List.of(name)), name.span()))
                    .toList();
        } else {
            by = List.of(rangeExpression());
        }
        List<PartitionDefinition> partitions = partitions(Kinds.RANGES);
        return new PartitionClause.Range(by, partitions, cursor.since(start));
    }

    /** Parses an expression of PARTITION BY RANGE that is not a column. */
    public Expression rangeExpression() {
        Expression expression = expressions.primary();
        check(cursor, expression);
        return expression instanceof Expression.Group group ? group.inner() : expression;
    }

    private PartitionClause list(boolean word, int start) {
        List<Name> columns = cursor.names();
        boolean explicit = cursor.at(TokenKind.LEFT_PARENTHESIS);
        List<PartitionDefinition> partitions = explicit ? partitions(Kinds.LISTS) : List.of();
        if (!word && !partitions.isEmpty()) {
            cursor.refuse(SyntaxRule.PARTITIONS_IN_ADVANCE, partitions.get(0).span());
        }
        return new PartitionClause.InList(columns, word, explicit, partitions, cursor.since(start));
    }

    private PartitionClause by(int start) {
        boolean parenthesized = cursor.kind() == TokenKind.LEFT_PARENTHESIS;
        List<Expression> items = parenthesized
                ? cursor.parenthesized(expressions.primaries()::callOrName)
                : cursor.separated(expressions.primaries()::callOrName);
        boolean explicit = !parenthesized
                && items.size() == 1
                && !(items.get(0) instanceof Expression.Reference)
                && cursor.at(TokenKind.LEFT_PARENTHESIS);
        List<PartitionDefinition> partitions = explicit ? partitions(Kinds.RANGES) : List.of();
        return new PartitionClause.By(items, parenthesized, explicit, partitions, cursor.since(start));
    }

    private List<PartitionDefinition> partitions(Kinds kinds) {
        if (cursor.kind(1) == TokenKind.RIGHT_PARENTHESIS) {
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            cursor.advance();
            return List.of();
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<PartitionDefinition> partitions = new ArrayList<>();
        do {
            partitions.add(partition(kinds));
        } while (cursor.take(TokenKind.COMMA) || (cursor.shown() && cursor.at(Keyword.PARTITION)));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return partitions;
    }

    /** Parses a partition of ranges or of lists, as in ALTER TABLE. */
    PartitionDefinition partition() {
        return partition(Kinds.ALL);
    }

    public PartitionDefinition rangePartition() {
        return partition(Kinds.RANGES);
    }

    public PartitionDefinition listPartition() {
        return partition(Kinds.LISTS);
    }

    private PartitionDefinition partition(Kinds kinds) {
        return kinds != Kinds.LISTS && cursor.at(Keyword.START) ? every() : named(kinds);
    }

    private PartitionDefinition named(Kinds kinds) {
        int start = cursor.position();
        cursor.expect(Keyword.PARTITION);
        boolean ifNotExists = cursor.ifNotExists();
        Name name = cursor.bareName(() -> cursor.keyword() == Keyword.VALUES);
        cursor.expect(Keyword.VALUES);
        if (kinds == Kinds.LISTS) {
            cursor.expect(Keyword.IN);
            return in(ifNotExists, name, start);
        }
        if (kinds == Kinds.ALL && cursor.take(Keyword.IN)) {
            return in(ifNotExists, name, start);
        }
        if (cursor.take(TokenKind.LEFT_BRACKET)) {
            List<Bound> lower = rangeBounds();
            cursor.expect(TokenKind.COMMA);
            List<Bound> upper = rangeBounds();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            List<Property> properties = ownProperties();
            return new PartitionDefinition.Fixed(ifNotExists, name, lower, upper, properties, cursor.since(start));
        }
        cursor.expect(Keyword.LESS, Keyword.THAN);
        boolean maximum = cursor.take(Keyword.MAXVALUE);
        List<Bound> values = maximum ? List.of() : rangeBounds();
        List<Property> properties = ownProperties();
        return new PartitionDefinition.LessThan(ifNotExists, name, values, maximum, properties, cursor.since(start));
    }

    private PartitionDefinition in(boolean ifNotExists, Name name, int start) {
        boolean rows = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS;
        List<List<Bound>> values = listValues();
        List<Property> properties = ownProperties();
        return new PartitionDefinition.In(ifNotExists, name, values, rows, properties, cursor.since(start));
    }

    /** Parses {@code ("a", "b")}, in which each value is a row, or {@code (("a", "1"), ("b", "2"))}. */
    List<List<Bound>> listValues() {
        return cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                ? cursor.parenthesized(() -> cursor.parenthesized(this::listBound))
                : cursor.parenthesized(this::listBound).stream().map(List::of).toList();
    }

    private List<Property> ownProperties() {
        return cursor.at(TokenKind.LEFT_PARENTHESIS) ? clauses.propertyList() : List.of();
    }

    private List<Bound> rangeBounds() {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Bound> bounds = new ArrayList<>();
        do {
            bounds.add(rangeBound());
        } while (cursor.take(TokenKind.COMMA) || (cursor.shown() && !cursor.at(TokenKind.RIGHT_PARENTHESIS)));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return bounds;
    }

    private Bound rangeBound() {
        return cursor.take(Keyword.MAXVALUE) ? new Bound.Maximum() : new Bound.Value(cursor.text());
    }

    private Bound listBound() {
        return cursor.take(Keyword.NULL) ? new Bound.Null() : new Bound.Value(cursor.text());
    }

    /** Parses {@code START ("…") END ("…") EVERY (INTERVAL 1 DAY)}. */
    PartitionDefinition.Every every() {
        int start = cursor.position();
        cursor.expect(Keyword.START);
        String from = cursor.textInParentheses();
        cursor.expect(Keyword.END);
        String to = cursor.textInParentheses();
        cursor.expect(Keyword.EVERY);
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        int step;
        String unit = null;
        if (cursor.at(Keyword.INTERVAL)) {
            Expression.Interval interval = expressions.primaries().interval();
            step = step(interval.amount());
            unit = interval.unit().toUpperCase(Locale.ROOT);
        } else {
            step = cursor.integer();
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new PartitionDefinition.Every(from, to, step, unit, cursor.since(start));
    }

    private int step(Expression amount) {
        boolean negative = false;
        Expression value = amount;
        while (value instanceof Expression.Group group) {
            value = group.inner();
        }
        if (value instanceof Expression.Unary unary && unary.operator() == Operator.MINUS) {
            negative = true;
            value = unary.operand();
        }
        if (value instanceof Expression.Number number
                && number.kind() == Expression.Number.Kind.INTEGER
                && number.text().length() < 10) {
            int step = Integer.parseInt(number.text());
            return negative ? -step : step;
        }
        cursor.refuse(SyntaxRule.EXPRESSION_UNSUPPORTED, amount.span(), cursor.textAt(amount.span()), "RANGE DESC");
        return 0;
    }

    // The expressions that the server accepts behind PARTITION BY RANGE instead of columns.

    private static final Set<String> FUNCTIONS =
            Set.of("substr", "substring", "from_unixtime", "from_unixtime_ms", "str2date");

    private static void check(Cursor cursor, Expression expression) {
        boolean cast = false;
        Expression inner = expression;
        while (inner instanceof Expression.Cast || inner instanceof Expression.Group) {
            cast |= inner instanceof Expression.Cast;
            inner = inner instanceof Expression.Cast wrapped ? wrapped.value() : ((Expression.Group) inner).inner();
        }
        if (inner instanceof Expression.Call call && !mayPartition(call, cast)) {
            cursor.refuse(SyntaxRule.EXPRESSION_UNSUPPORTED, call.span(), cursor.textAt(call.span()), "PARTITION BY");
        }
    }

    private static boolean mayPartition(Expression.Call call, boolean cast) {
        String name = call.function().toString().toLowerCase(Locale.ROOT);
        if (!FUNCTIONS.contains(name)
                || call.arguments().isEmpty()
                || !(call.arguments().get(0) instanceof Expression.Reference)) {
            return false;
        }
        boolean fromUnixTime = name.startsWith("from_unixtime");
        return !fromUnixTime || (!cast && call.arguments().size() == 1);
    }
}
