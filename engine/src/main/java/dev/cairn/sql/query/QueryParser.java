package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Precedence;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Limit;
import dev.cairn.sql.ast.Query.Pivot;
import dev.cairn.sql.ast.Query.Qualify;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Parses whole queries: {@link SelectParser} with common tables, set operations, ORDER BY and LIMIT. */
public final class QueryParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final RelationParser relations;
    private final SelectParser selects;

    QueryParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = new ClauseParser(cursor, expressions);
        this.relations = new RelationParser(cursor, expressions, this, clauses);
        this.selects = new SelectParser(cursor, expressions, relations);
    }

    public Query query() {
        cursor.enter();
        int outside = expressions.startQuery();
        int start = cursor.position();
        boolean recursive = false;
        List<CommonTable> with = List.of();
        if (cursor.take(Keyword.WITH)) {
            recursive = recursiveHere();
            with = commonTables();
        }
        Body body = body();
        List<SortItem> orderBy = cursor.take(Keyword.ORDER, Keyword.BY) ? clauses.sortItems() : List.of();
        Limit limit = cursor.take(Keyword.LIMIT) ? limit() : null;
        expressions.endQuery(outside);
        cursor.leave();
        return new Query(recursive, with, body, orderBy, limit, cursor.since(start));
    }

    /**
     * Parses a query and returns it with its text, from its first token to its last; the text in the server's output
     * keeps the blanks at its end.
     */
    public QueryText written() {
        int start = cursor.position();
        Query query = query();
        String text = cursor.textSince(start);
        return new QueryText(cursor.shown() ? text + cursor.gap() : text, query, cursor.since(start));
    }

    /** Parses {@code (query)}. */
    Query inParentheses() {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        Query query = query();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return query;
    }

    /** Parses the common tables behind WITH. */
    public List<CommonTable> commonTables() {
        return cursor.separated(this::commonTable);
    }

    /** Parses the relations behind FROM. */
    public List<Relation> relations() {
        return relations.relations();
    }

    /** Takes the word RECURSIVE, unless it is the name of a common table. */
    private boolean recursiveHere() {
        return cursor.keyword(1) != Keyword.AS
                && cursor.kind(1) != TokenKind.LEFT_PARENTHESIS
                && cursor.take(Keyword.RECURSIVE);
    }

    private CommonTable commonTable() {
        int start = cursor.position();
        Name name = cursor.name();
        List<Name> columns = cursor.at(TokenKind.LEFT_PARENTHESIS) ? cursor.names() : List.of();
        cursor.expect(Keyword.AS);
        Query query = inParentheses();
        return new CommonTable(name, columns, query, cursor.since(start));
    }

    /** Parses UNION, EXCEPT and MINUS, which are left-associative. */
    private Body body() {
        int start = cursor.position();
        Body left = intersection();
        int operations = 0;
        while (cursor.atSetOperator()) {
            SetOperation.Kind kind = operator();
            Quantifier quantifier = quantifier();
            left = new SetOperation(kind, quantifier, left, intersection(), cursor.since(start));
            operations++;
        }
        expressions.builtChain(operations);
        return left;
    }

    /** Parses INTERSECT, which binds more tightly than the other set operations. */
    private Body intersection() {
        int start = cursor.position();
        Body left = operand();
        int operations = 0;
        while (cursor.take(Keyword.INTERSECT)) {
            Quantifier quantifier = quantifier();
            left = new SetOperation(SetOperation.Kind.INTERSECT, quantifier, left, operand(), cursor.since(start));
            operations++;
        }
        expressions.builtChain(operations);
        return left;
    }

    private SetOperation.Kind operator() {
        SetOperation.Kind kind = SetOperation.Kind.valueOf(String.valueOf(cursor.keyword()));
        cursor.advance();
        return kind;
    }

    private Body operand() {
        int start = cursor.position();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            Query query = inParentheses();
            return new Query.Nested(query, cursor.since(start));
        }
        return selects.select();
    }

    private @Nullable Quantifier quantifier() {
        return selects.quantifier();
    }

    private Limit limit() {
        Expression first = limitValue();
        if (cursor.take(TokenKind.COMMA)) {
            return new Limit(limitValue(), first, true);
        }
        return new Limit(first, cursor.take(Keyword.OFFSET) ? limitValue() : null, false);
    }

    private Expression limitValue() {
        int start = cursor.position();
        if (cursor.take(TokenKind.AT)) {
            return new Expression.UserVariable(cursor.nameOrText(), cursor.since(start));
        }
        if (cursor.take(TokenKind.QUESTION)) {
            cursor.refuse(SyntaxRule.LIMIT_PARAMETER, cursor.since(start));
            return new Expression.Parameter(cursor.since(start));
        }
        cursor.number();
        return new Expression.Number(cursor.textSince(start), Expression.Number.Kind.INTEGER, cursor.since(start));
    }

    /** Parses one SELECT with its clauses. */
    private static final class SelectParser {
        private final Cursor cursor;
        private final ExpressionParser expressions;
        private final RelationParser relations;
        private final AliasParser aliases;
        private final PivotParser pivots;

        SelectParser(Cursor cursor, ExpressionParser expressions, RelationParser relations) {
            this.cursor = cursor;
            this.expressions = expressions;
            this.relations = relations;
            this.aliases = new AliasParser(cursor);
            this.pivots = new PivotParser(cursor, expressions, aliases);
        }

        Select select() {
            int start = cursor.position();
            cursor.expect(Keyword.SELECT);
            List<String> hints = before(cursor);
            Quantifier quantifier = quantifier();
            List<Item> items = cursor.separated(this::item);
            List<Relation> from = List.of();
            boolean dual = false;
            Pivot pivot = null;
            if (cursor.take(Keyword.FROM)) {
                dual = cursor.take(Keyword.DUAL);
                if (dual) {
                    refuseStars(items);
                } else {
                    from = relations.relations();
                    pivot = pivots.pivot();
                }
            }
            Expression where = cursor.take(Keyword.WHERE) ? expressions.expression() : null;
            Grouping groupBy = cursor.take(Keyword.GROUP, Keyword.BY) ? grouping() : null;
            Expression having = cursor.take(Keyword.HAVING) ? expressions.expression() : null;
            Qualify qualify = cursor.take(Keyword.QUALIFY) ? qualify() : null;
            return new Select(
                    hints, quantifier, items, from, dual, pivot, where, groupBy, having, qualify, cursor.since(start));
        }

        @Nullable
        Quantifier quantifier() {
            if (cursor.take(Keyword.DISTINCT)) {
                return Quantifier.DISTINCT;
            }
            return cursor.take(Keyword.ALL) ? Quantifier.ALL : null;
        }

        private void refuseStars(List<Item> items) {
            for (Item item : items) {
                if (item instanceof Item.Star) {
                    cursor.refuse(SyntaxRule.NO_TABLES_USED, item.span());
                }
            }
        }

        private Item item() {
            int start = cursor.position();
            if (cursor.take(TokenKind.ASTERISK)) {
                return star(null, start);
            }
            if (starBehindName()) {
                List<Name> of = new ArrayList<>(List.of(cursor.name()));
                while (cursor.kind(1) != TokenKind.ASTERISK) {
                    of.add(Objects.requireNonNull(cursor.dotName()));
                }
                cursor.advance();
                cursor.advance();
                return star(new QualifiedName(of), start);
            }
            return aliases.item(expressions.expression(), start);
        }

        /** Returns whether {@code t.*} or {@code db.t.*} begins here. */
        private boolean starBehindName() {
            int ahead = 0;
            while (cursor.atName(ahead)) {
                ahead++;
                while (cursor.kind(ahead) == TokenKind.DOT_AND_NAME) {
                    ahead++;
                }
                if (cursor.kind(ahead) != TokenKind.DOT) {
                    return false;
                }
                ahead++;
            }
            return ahead > 0 && cursor.kind(ahead) == TokenKind.ASTERISK;
        }

        private Item star(@Nullable QualifiedName of, int start) {
            Keyword word = cursor.keyword();
            boolean excludes = (word == Keyword.EXCEPT || word == Keyword.EXCLUDE)
                    && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                    && !cursor.atSetOperator();
            if (!excludes) {
                return new Item.Star(of, null, List.of(), cursor.since(start));
            }
            cursor.advance();
            List<Name> excluded = cursor.names();
            return new Item.Star(of, String.valueOf(word), excluded, cursor.since(start));
        }

        private Grouping grouping() {
            boolean list = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS;
            if (list && cursor.take(Keyword.ROLLUP)) {
                return Grouping.of(Grouping.Kind.ROLLUP, set());
            }
            if (list && cursor.take(Keyword.CUBE)) {
                return Grouping.of(Grouping.Kind.CUBE, set());
            }
            if (cursor.take(Keyword.GROUPING, Keyword.SETS)) {
                return new Grouping(Grouping.Kind.SETS, cursor.parenthesized(this::set));
            }
            return Grouping.of(Grouping.Kind.PLAIN, expressions.expressions());
        }

        /** Parses {@code (a, b)} or {@code ()}. */
        private List<Expression> set() {
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            List<Expression> set = new ArrayList<>();
            if (!cursor.take(TokenKind.RIGHT_PARENTHESIS)) {
                set.addAll(expressions.expressions());
                cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            }
            return set;
        }

        /**
         * Parses the clause QUALIFY. In the grammar, a select item precedes the comparison; parsing an expression
         * consumes the comparison as well, so it is split off afterwards.
         */
        private Qualify qualify() {
            int start = cursor.position();
            Expression condition = expressions.expression();
            Qualify whole = lastComparison(condition);
            if (whole != null) {
                return whole;
            }
            Item function = aliases.item(condition, start);
            Operator comparison = expressions.comparisonOperator();
            if (comparison == null) {
                throw cursor.expected("a comparison with a number");
            }
            cursor.advance();
            String limit = cursor.tokenText();
            cursor.expect(TokenKind.INTEGER);
            return new Qualify(function, comparison, limit);
        }

        /**
         * Splits off the comparison with a number at the end of a condition: the server parses {@code v = 1 AND w > 2}
         * as {@code (v = 1 AND w) > 2}.
         *
         * @return null if the condition does not end with such a comparison
         */
        private static @Nullable Qualify lastComparison(Expression condition) {
            if (condition instanceof Expression.Binary comparison
                    && Precedence.of(comparison) == Precedence.COMPARISON
                    && comparison.right() instanceof Expression.Number limit
                    && limit.kind() == Expression.Number.Kind.INTEGER) {
                return qualify(comparison.left(), comparison.operator(), limit.text());
            }
            if (condition instanceof Expression.Binary connected
                    && (Precedence.of(connected) == Precedence.AND || Precedence.of(connected) == Precedence.OR)) {
                Qualify right = lastComparison(connected.right());
                return right == null
                        ? null
                        : qualify(
                                new Expression.Binary(
                                        connected.operator(), connected.left(), value(right), connected.span()),
                                right.comparison(),
                                right.limit());
            }
            if (condition instanceof Expression.Unary not && not.operator().meaning() == Operator.NOT) {
                Qualify negated = lastComparison(not.operand());
                return negated == null
                        ? null
                        : qualify(
                                new Expression.Unary(not.operator(), value(negated), not.span()),
                                negated.comparison(),
                                negated.limit());
            }
            return null;
        }

        private static Qualify qualify(Expression function, Operator comparison, String limit) {
            return new Qualify(new Item.Value(function, null, false, function.span()), comparison, limit);
        }

        private static Expression value(Qualify qualify) {
            return ((Item.Value) qualify.function()).value();
        }

        // Optimizer hints: comments directly behind the word SELECT.

        /** Returns the hints directly before the current token, as written. */
        private static List<String> before(Cursor cursor) {
            String gap = cursor.gap();
            int at = gap.indexOf('/');
            if (at < 0) {
                return List.of();
            }
            List<String> hints = new ArrayList<>();
            int position = 0;
            while (position < gap.length()) {
                int end = endOfComment(gap, position);
                if (gap.startsWith("/*+", position)) {
                    hints.add(gap.substring(position, end));
                }
                position = end;
            }
            return hints;
        }

        /** Returns the end of the comment, or of the single blank, at this position. */
        private static int endOfComment(String gap, int start) {
            if (gap.startsWith("/*", start)) {
                return gap.indexOf("*/", start + 2) + 2;
            }
            int end = start + 1;
            if (gap.startsWith("--", start)) {
                while (end < gap.length() && gap.charAt(end) != '\n' && gap.charAt(end) != '\r') {
                    end++;
                }
            }
            return end;
        }

        /** Parses {@code PIVOT (sum(a) AS s FOR (b, c) IN ((1, 'x') AS y, …))}. */
        private static final class PivotParser {
            private final Cursor cursor;
            private final ExpressionParser expressions;
            private final AliasParser aliases;

            PivotParser(Cursor cursor, ExpressionParser expressions, AliasParser aliases) {
                this.cursor = cursor;
                this.expressions = expressions;
                this.aliases = aliases;
            }

            @Nullable
            Pivot pivot() {
                int start = cursor.position();
                if (!cursor.take(Keyword.PIVOT)) {
                    return null;
                }
                cursor.expect(TokenKind.LEFT_PARENTHESIS);
                List<Item.Value> aggregates = cursor.separated(this::aggregate);
                cursor.expect(Keyword.FOR);
                List<Name> columns = cursor.at(TokenKind.LEFT_PARENTHESIS) ? cursor.names() : List.of(cursor.name());
                cursor.expect(Keyword.IN);
                List<Pivot.Value> values = cursor.parenthesized(this::value);
                cursor.expect(TokenKind.RIGHT_PARENTHESIS);
                Span span = cursor.since(start);
                if (values.stream().anyMatch(value -> value.values().size() != columns.size())) {
                    cursor.refuse(
                            SyntaxRule.PIVOT_VALUE_COUNT,
                            span,
                            columns.size(),
                            values.get(0).values().size());
                }
                return new Pivot(aggregates, columns, values, span);
            }

            private Item.Value aggregate() {
                int start = cursor.position();
                return aliases.item(expressions.primaries().call(), start);
            }

            private Pivot.Value value() {
                int start = cursor.position();
                List<Expression> values = cursor.at(TokenKind.LEFT_PARENTHESIS)
                        ? cursor.parenthesized(expressions.primaries()::literal)
                        : List.of(expressions.primaries().literal());
                return new Pivot.Value(
                        values, aliases.item(values.get(0), start).alias());
            }
        }
    }
}
