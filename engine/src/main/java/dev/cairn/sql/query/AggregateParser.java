package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calls of the aggregate functions that the grammar knows, with what only those may have. */
final class AggregateParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final WindowParser windows;
    private final ClauseParser clauses;
    private final BracketHints hints;

    AggregateParser(Cursor cursor, ExpressionParser expressions, WindowParser windows) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.windows = windows;
        this.clauses = new ClauseParser(cursor, expressions);
        this.hints = new BracketHints(cursor, expressions);
    }

    /** The aggregate function that a word names; or null. */
    static @Nullable Keyword named(@Nullable Keyword word) {
        if (word == null) {
            return null;
        }
        return switch (word) {
            case COUNT, SUM, AVG, MIN, MAX, ARRAY_AGG, ARRAY_AGG_DISTINCT, GROUP_CONCAT -> word;
            default -> null;
        };
    }

    /** At the opening parenthesis. */
    Expression call(QualifiedName function, Keyword aggregate, int start) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        expressions.built(0);
        boolean mayQuantify = aggregate != Keyword.ARRAY_AGG_DISTINCT;
        boolean distinct = mayQuantify && cursor.take(Keyword.DISTINCT);
        boolean all = mayQuantify && !distinct && cursor.take(Keyword.ALL);
        boolean quantified = distinct || all;
        boolean star = aggregate == Keyword.COUNT && !quantified && cursor.take(TokenKind.ASTERISK);
        String hint = quantified && aggregate == Keyword.COUNT && hintHere() ? hints.text() : null;
        List<Expression> arguments = star ? List.of() : arguments(aggregate, quantified);
        int highest = expressions.height();
        // With another number of arguments the grammar takes it for a function of the user's.
        boolean known = arguments.size() == 1 || takesAnyNumber(aggregate);
        List<SortItem> orderBy = known && sorts(aggregate) ? orderBy(aggregate, arguments) : List.of();
        highest = Math.max(highest, expressions.height());
        Expression separator = known && aggregate == Keyword.GROUP_CONCAT && cursor.take(Keyword.SEPARATOR)
                ? expressions.expression()
                : null;
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressions.built(Math.max(highest, expressions.height()));
        Call call = new Call(function, distinct, star, false, arguments, cursor.since(start));
        if (distinct && arguments.isEmpty()) {
            cursor.refuse("Incorrect number of arguments in expr '" + lowerCase(aggregate) + "'", call.span());
        }
        Expression filter = known && filterHere() ? filter(aggregate, distinct) : null;
        boolean plain = !all && hint == null && orderBy.isEmpty() && separator == null && filter == null;
        Expression aggregated =
                plain ? call : new Aggregated(call, all, hint, orderBy, separator, filter, cursor.since(start));
        return windows.over(aggregated, start);
    }

    private List<Expression> arguments(Keyword aggregate, boolean quantified) {
        if (quantified && !takesAnyNumber(aggregate)) {
            return List.of(expressions.expression());
        }
        boolean none = cursor.kind() == TokenKind.RIGHT_PARENTHESIS;
        return none ? List.of() : expressions.expressions();
    }

    private static boolean takesAnyNumber(Keyword aggregate) {
        return aggregate == Keyword.COUNT || aggregate == Keyword.GROUP_CONCAT;
    }

    private static boolean sorts(Keyword aggregate) {
        return aggregate == Keyword.ARRAY_AGG
                || aggregate == Keyword.ARRAY_AGG_DISTINCT
                || aggregate == Keyword.GROUP_CONCAT;
    }

    /** Brackets behind DISTINCT are an array where nothing that could be counted follows them. */
    private boolean hintHere() {
        if (cursor.kind() != TokenKind.LEFT_BRACKET) {
            return false;
        }
        int ahead = 1;
        while (cursor.atName(ahead) && cursor.kind(ahead + 1) == TokenKind.COMMA) {
            ahead += 2;
        }
        if (!cursor.atName(ahead) || cursor.kind(ahead + 1) != TokenKind.RIGHT_BRACKET) {
            return false;
        }
        return switch (cursor.kind(ahead + 2)) {
            case WORD -> cursor.atName(ahead + 2) || cursor.keyword(ahead + 2) == Keyword.CASE;
            case BACKQUOTED, DIGITS_AND_LETTERS, INTEGER, DECIMAL, DOUBLE, TEXT, LEFT_PARENTHESIS -> true;
            default -> false;
        };
    }

    private List<SortItem> orderBy(Keyword aggregate, List<Expression> arguments) {
        if (!cursor.take(Keyword.ORDER, Keyword.BY)) {
            return List.of();
        }
        List<SortItem> items = clauses.sortItems();
        for (SortItem item : items) {
            if (item.value() instanceof Expression.Number number
                    && number.kind() == Expression.Number.Kind.INTEGER
                    && !isPosition(number.text(), arguments.size())) {
                cursor.refuse(
                        "ORDER BY position " + number.text() + " is not in " + lowerCase(aggregate) + " output list",
                        number.span());
            }
        }
        return items;
    }

    private static boolean isPosition(String digits, int count) {
        return digits.length() < 10 && Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= count;
    }

    private boolean filterHere() {
        return cursor.keyword() == Keyword.FILTER
                && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                && cursor.keyword(2) == Keyword.WHERE;
    }

    private Expression filter(Keyword aggregate, boolean distinct) {
        int height = expressions.height();
        Span span = cursor.span();
        cursor.advance();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        cursor.expect(Keyword.WHERE);
        Expression filter = expressions.expression();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressions.built(Math.max(height, expressions.height()));
        if (distinct && aggregate == Keyword.COUNT) {
            cursor.refuse("Aggregation filter does not support COUNT DISTINCT", span);
        }
        return filter;
    }

    private static String lowerCase(Keyword aggregate) {
        return aggregate.name().toLowerCase(Locale.ROOT);
    }
}
