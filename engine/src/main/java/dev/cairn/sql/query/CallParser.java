package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Spelling;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses function calls, and the words that are calls without parentheses or have a grammar of their own. */
final class CallParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final TypeParser types;
    private final AggregateParser aggregates;
    private final WindowParser windows;

    CallParser(Cursor cursor, ExpressionParser expressions, TypeParser types) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.types = types;
        this.windows = new WindowParser(cursor, expressions);
        this.aggregates = new AggregateParser(cursor, expressions, windows);
    }

    /** Returns whether an expression can begin with this reserved word. */
    static boolean isReservedStart(Keyword word) {
        return switch (word) {
            case NULL,
                    TRUE,
                    FALSE,
                    CASE,
                    CONVERT,
                    ARRAY,
                    CURRENT_DATE,
                    CURRENT_TIME,
                    CURRENT_TIMESTAMP,
                    CURRENT_USER,
                    CURRENT_ROLE,
                    CURRENT_GROUP,
                    CURRENT_WAREHOUSE,
                    LOCALTIME,
                    LOCALTIMESTAMP,
                    CHAR,
                    IF,
                    LEFT,
                    LIKE,
                    MOD,
                    REGEXP,
                    REPLACE,
                    RIGHT,
                    RLIKE,
                    DATABASE,
                    SCHEMA,
                    GROUPING,
                    GROUPING_ID,
                    EXISTS -> true;
            default -> WindowParser.isFunction(word);
        };
    }

    /**
     * Parses an expression that begins with this word; returns null if the word is an ordinary name of a function or
     * column here.
     */
    @Nullable
    Expression word(Keyword keyword, int start) {
        boolean called = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS;
        return switch (keyword) {
            case CASE -> caseWhen(start);
            case CAST -> called ? cast(keyword, start) : null;
            case CONVERT -> cast(keyword, start);
            case EXTRACT -> called && cursor.keyword(3) == Keyword.FROM ? extract(start) : null;
            case EXISTS -> exists(start);
            case ROW_NUMBER, DENSE_RANK -> windows.call(0, 0, start);
            case NTILE -> windows.call(0, 1, start);
            case LEAD, LAG, FIRST_VALUE, LAST_VALUE -> windows.call(0, Integer.MAX_VALUE, start);
            case CURRENT_DATE,
                    CURRENT_TIME,
                    LOCALTIME,
                    LOCALTIMESTAMP,
                    CURRENT_USER,
                    CURRENT_ROLE,
                    CURRENT_GROUP,
                    CURRENT_WAREHOUSE,
                    CURRENT_TIMESTAMP -> called ? moment(keyword, start) : bare(start);
            case DATABASE, SCHEMA -> reserved(0, 0, start);
            case CHAR -> reserved(1, 1, start);
            case LEFT, RIGHT, LIKE, MOD, REGEXP, RLIKE -> reserved(2, 2, start);
            case IF, REPLACE, GROUPING, GROUPING_ID -> reserved(0, Integer.MAX_VALUE, start);
            case TIMESTAMPADD, TIMESTAMPDIFF -> called && unitAhead() ? timestamp(start) : null;
            default -> null;
        };
    }

    private boolean unitAhead() {
        return LiteralParser.isUnit(cursor.keyword(2)) && cursor.kind(3) == TokenKind.COMMA;
    }

    private Expression bare(int start) {
        expressions.built(0);
        QualifiedName word = new QualifiedName(List.of(cursor.nameAsWritten()));
        return new Expression.Call(word, false, false, true, List.of(), cursor.since(start));
    }

    /** Parses {@code CURRENT_DATE()}; only CURRENT_TIMESTAMP accepts a precision. */
    private Expression moment(Keyword keyword, int start) {
        if (keyword == Keyword.CURRENT_TIMESTAMP && cursor.kind(2) == TokenKind.INTEGER) {
            return reserved(1, 1, start);
        }
        return reserved(0, 0, start);
    }

    /** Parses a call of a function whose name is a reserved word. */
    private Expression reserved(int fewest, int most, int start) {
        QualifiedName name = new QualifiedName(List.of(cursor.nameAsWritten()));
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Expression> arguments = arguments();
        if (arguments.size() < fewest || arguments.size() > most) {
            throw cursor.error(SyntaxRule.ARGUMENT_COUNT, cursor.since(start), name);
        }
        return new Expression.Call(name, false, false, false, arguments, cursor.since(start));
    }

    /** Parses the arguments and the closing parenthesis. */
    private List<Expression> arguments() {
        expressions.built(0);
        if (cursor.take(TokenKind.RIGHT_PARENTHESIS)) {
            return List.of();
        }
        List<Expression> arguments = expressions.expressions();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressions.built(expressions.height());
        return arguments;
    }

    /** Parses a call; the cursor is at its opening parenthesis. */
    Expression call(QualifiedName function, int start) {
        Keyword aggregate = cursor.position() - start == 1 ? AggregateParser.named(cursor.keywordOf(start)) : null;
        if (aggregate != null) {
            return aggregates.call(function, aggregate, start);
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Expression> arguments = arguments();
        Span span = cursor.since(start);
        check(cursor, function, arguments, span);
        Expression call = new Expression.Call(function, false, false, false, arguments, span);
        return windows.over(call, start);
    }

    private Expression exists(int start) {
        cursor.advance();
        Query query = expressions.queries().inParentheses();
        expressions.built(expressions.height());
        return new Expression.Exists(query, cursor.since(start));
    }

    /** Parses {@code {fn f(x)}}, which is equivalent to {@code f(x)}. */
    Expression braced() {
        cursor.expect(TokenKind.LEFT_BRACE);
        cursor.expect(Keyword.FN);
        Expression call = expressions.primaries().callOrName();
        cursor.expect(TokenKind.RIGHT_BRACE);
        return call;
    }

    private Expression cast(Keyword function, int start) {
        cursor.advance();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        Expression value = expressions.expression();
        if (function == Keyword.CAST) {
            cursor.expect(Keyword.AS);
        } else {
            cursor.expect(TokenKind.COMMA);
        }
        int typeStart = cursor.position();
        Type type = types.type();
        Spelling spelling = new Spelling(cursor.textSince(typeStart));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressions.built(expressions.height());
        return new Expression.Cast(function.name(), value, type, spelling, cursor.since(start));
    }

    private Expression extract(int start) {
        cursor.advance();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        Name field = cursor.name();
        cursor.expect(Keyword.FROM);
        Expression value = expressions.arithmetic();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressions.built(expressions.height());
        return new Expression.Extract(field, value, cursor.since(start));
    }

    private Expression timestamp(int start) {
        QualifiedName name = new QualifiedName(List.of(cursor.nameAsWritten()));
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Expression> arguments = new ArrayList<>();
        arguments.add(new Expression.Unit(cursor.tokenText(), cursor.span()));
        cursor.advance();
        cursor.expect(TokenKind.COMMA);
        arguments.addAll(arguments());
        if (arguments.size() != 3) {
            throw cursor.error(SyntaxRule.ARGUMENT_COUNT, cursor.since(start), name);
        }
        return new Expression.Call(name, false, false, false, arguments, cursor.since(start));
    }

    private Expression caseWhen(int start) {
        cursor.advance();
        int highest = 0;
        Expression operand = null;
        if (!cursor.at(Keyword.WHEN)) {
            operand = expressions.expression();
            highest = expressions.height();
        }
        List<Expression.When> branches = new ArrayList<>();
        do {
            cursor.expect(Keyword.WHEN);
            Expression condition = expressions.expression();
            highest = Math.max(highest, expressions.height());
            cursor.expect(Keyword.THEN);
            branches.add(new Expression.When(condition, expressions.expression()));
            highest = Math.max(highest, expressions.height());
        } while (cursor.at(Keyword.WHEN));
        Expression otherwise = null;
        if (cursor.take(Keyword.ELSE)) {
            otherwise = expressions.expression();
            highest = Math.max(highest, expressions.height());
        }
        cursor.expect(Keyword.END);
        expressions.built(highest);
        return new Expression.Case(operand, branches, otherwise, cursor.since(start));
    }

    // The number of arguments of the functions that the server checks while parsing, before it resolves any function.

    private static void check(Cursor cursor, QualifiedName function, List<Expression> arguments, Span span) {
        String name = function.last().text().toLowerCase(Locale.ROOT);
        int count = arguments.size();
        if (name.equals("map")) {
            if (count % 2 != 0) {
                cursor.refuse(SyntaxRule.MAP_ARGUMENT_COUNT, span, count);
            }
        } else if (!fits(name, count)) {
            cursor.refuse(SyntaxRule.ARGUMENT_COUNT, span, name);
        } else if (name.equals("time_slice") || name.equals("date_slice")) {
            checkSlice(cursor, name, arguments);
        }
    }

    private static boolean fits(String name, int count) {
        return switch (name) {
            case "time_slice", "date_slice" -> count >= 2 && count <= 4;
            case "date_add", "adddate", "date_sub", "subdate", "days_sub", "element_at" -> count == 2;
            case "isnull", "isnotnull" -> count == 1;
            case "str_to_map" -> count >= 1 && count <= 3;
            case "multiply", "divide", "mod", "int_divide", "add", "subtract", "bitand", "bitor", "bitxor", "bitnot" ->
                count >= 1;
            default -> true;
        };
    }

    /**
     * Checks the boundary: behind an interval it is FLOOR or CEIL; behind a number and a unit it is a string, like the
     * unit.
     */
    private static void checkSlice(Cursor cursor, String name, List<Expression> arguments) {
        Expression wrong = null;
        if (arguments.size() == 3 && !(arguments.get(2) instanceof Expression.Boundary)) {
            wrong = arguments.get(2);
        } else if (arguments.size() == 4) {
            for (Expression word : arguments.subList(2, 4)) {
                wrong = wrong == null && !(word instanceof Expression.Text) ? word : wrong;
            }
        }
        if (wrong != null) {
            cursor.refuse(SyntaxRule.ARGUMENT_KIND, wrong.span(), name);
        }
    }

    /** Parses calls of the aggregate functions in the grammar, with the clauses that only these functions accept. */
    private static final class AggregateParser {
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

        /** Returns the aggregate function that a word names, or null. */
        static @Nullable Keyword named(@Nullable Keyword word) {
            if (word == null) {
                return null;
            }
            return switch (word) {
                case COUNT, SUM, AVG, MIN, MAX, ARRAY_AGG, ARRAY_AGG_DISTINCT, GROUP_CONCAT -> word;
                default -> null;
            };
        }

        /** Parses the call; the cursor is at its opening parenthesis. */
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
            // With another number of arguments, the grammar parses the call as one of a user-defined function.
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
                cursor.refuse(SyntaxRule.ARGUMENT_COUNT, call.span(), lowerCase(aggregate));
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

        /**
         * Returns whether the brackets behind DISTINCT are a hint; they are an array if no expression to count follows
         * them.
         */
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
                    cursor.refuse(SyntaxRule.ORDER_BY_POSITION, number.span(), number.text(), lowerCase(aggregate));
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
                cursor.refuse(SyntaxRule.FILTER_OF_COUNT_DISTINCT, span);
            }
            return filter;
        }

        private static String lowerCase(Keyword aggregate) {
            return aggregate.name().toLowerCase(Locale.ROOT);
        }
    }
}
