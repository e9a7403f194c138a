package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.IgnoreNullsPosition;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Spelling;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses function calls, and keywords that are calls without parentheses or
 * have a special syntax.
 */
final class CallParser {
    /**
     * The functions that the server accepts in {@code {fn …}}. ODBC also has the functions user, database and
     * current_user, for which the server's parser fails.
     */
    private static final Set<String> ODBC_FUNCTION_NAMES = Set.of("""
            ascii bit_length char char_length concat difference hextoraw insert lcase left length locate lower ltrim
            octet_length rawtohex repeat replace right rtrim soundex space substr substring ucase upper
            abs acos asin atan atan2 bitand bitor ceiling cos cot degrees exp floor log log10 mod pi power radians rand
            round roundmagic sign sin sqrt tan truncate
            curdate curtime datediff dayname dayofmonth dayofweek dayofyear extract hour minute month monthname now
            quarter second week year current_date current_time current_timestamp
            cursessionid identity""".strip().split("\\s+"));

    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final PrimaryParser primaryParser;
    private final LiteralParser literalParser;
    private final AggregateCallParser aggregateCallParser;
    private final WindowParser windowParser;

    CallParser(
            Cursor cursor,
            ExpressionParser expressionParser,
            PrimaryParser primaryParser,
            LiteralParser literalParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.primaryParser = primaryParser;
        this.literalParser = literalParser;
        this.aggregateCallParser = new AggregateCallParser(cursor, expressionParser, primaryParser);
        this.windowParser = new WindowParser(cursor, expressionParser, primaryParser);
    }

    /** Returns whether an expression can begin with this reserved word. */
    static boolean mayBeginExpression(Keyword keyword) {
        return switch (keyword) {
            case NULL, TRUE, FALSE, CASE, CONVERT, ARRAY, EXISTS, DATABASE, SCHEMA -> true;
            case CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP -> true;
            case CURRENT_USER, CURRENT_ROLE, CURRENT_GROUP, CURRENT_WAREHOUSE -> true;
            case CHAR, IF, LEFT, RIGHT, LIKE, MOD, REGEXP, RLIKE, REPLACE, GROUPING, GROUPING_ID -> true;
            case ROW_NUMBER, DENSE_RANK, NTILE, LEAD, LAG, FIRST_VALUE, LAST_VALUE -> true;
            default -> false;
        };
    }

    /**
     * Parses an expression that begins with this word; returns null if the word is an ordinary name of a function or
     * column here.
     */
    @Nullable
    Expression parseKeywordExpression(Keyword keyword, int start) {
        boolean isFollowedByParenthesis = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS;
        return switch (keyword) {
            case CASE -> parseCase(start);
            case CAST -> isFollowedByParenthesis ? parseCast(keyword, start) : null;
            case CONVERT -> parseCast(keyword, start);
            case EXTRACT -> isFollowedByParenthesis && cursor.keyword(3) == Keyword.FROM ? parseExtract(start) : null;
            case EXISTS -> parseExists(start);
            case ROW_NUMBER, DENSE_RANK -> parseWindowFunction(0, start);
            case NTILE -> parseWindowFunction(1, start);
            case LEAD, LAG, FIRST_VALUE, LAST_VALUE -> parseWindowFunction(Integer.MAX_VALUE, start);
            case CURRENT_TIMESTAMP -> {
                int argumentCount = cursor.kind(2) == TokenKind.INTEGER ? 1 : 0;
                yield isFollowedByParenthesis
                        ? parseReservedCall(argumentCount, argumentCount, start)
                        : parseBareCall(start);
            }
            case CURRENT_DATE,
                    CURRENT_TIME,
                    LOCALTIME,
                    LOCALTIMESTAMP,
                    CURRENT_USER,
                    CURRENT_ROLE,
                    CURRENT_GROUP,
                    CURRENT_WAREHOUSE ->
                isFollowedByParenthesis ? parseReservedCall(0, 0, start) : parseBareCall(start);
            case DATABASE, SCHEMA -> parseReservedCall(0, 0, start);
            case CHAR -> parseReservedCall(1, 1, start);
            case LEFT, RIGHT, LIKE, MOD, REGEXP, RLIKE -> parseReservedCall(2, 2, start);
            case IF, REPLACE, GROUPING, GROUPING_ID -> parseReservedCall(0, Integer.MAX_VALUE, start);
            case TIMESTAMPADD, TIMESTAMPDIFF ->
                isFollowedByParenthesis && isUnitAhead() ? parseTimestampCall(start) : null;
            default -> null;
        };
    }

    /** Returns whether a unit of time is the first argument of the call that begins here. */
    private boolean isUnitAhead() {
        return LiteralParser.isTimeUnit(cursor.keyword(2)) && cursor.kind(3) == TokenKind.COMMA;
    }

    /** Parses a function that is called without parentheses, {@code CURRENT_DATE}. */
    private Expression parseBareCall(int start) {
        QualifiedName functionName = parseReservedName();
        expressionParser.addLevels();
        return new Call(functionName, false, false, true, List.of(), cursor.spanSince(start));
    }

    private QualifiedName parseReservedName() {
        return new QualifiedName(List.of(cursor.readAnyName()));
    }

    /** Returns a call without clauses; the cursor is after its closing parenthesis. */
    private Call finishPlainCall(QualifiedName functionName, List<Expression> arguments, int start) {
        expressionParser.addLevels();
        return new Call(functionName, false, false, false, arguments, cursor.spanSince(start));
    }

    /** Parses a call of a function whose name is a reserved word. */
    private Expression parseReservedCall(int minArgumentCount, int maxArgumentCount, int start) {
        QualifiedName functionName = parseReservedName();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Expression> arguments = parseArguments();
        requireArgumentCount(functionName, arguments, minArgumentCount, maxArgumentCount, start);
        return finishPlainCall(functionName, arguments, start);
    }

    private void requireArgumentCount(
            QualifiedName functionName,
            List<Expression> arguments,
            int minArgumentCount,
            int maxArgumentCount,
            int start) {
        if (arguments.size() < minArgumentCount || arguments.size() > maxArgumentCount) {
            throw cursor.error(SyntaxRule.INVALID_ARGUMENTS, cursor.spanSince(start), "number", functionName);
        }
    }

    /** Parses the arguments and the closing parenthesis. */
    private List<Expression> parseArguments() {
        if (cursor.accept(TokenKind.RIGHT_PARENTHESIS)) {
            return List.of();
        }
        List<Expression> arguments = expressionParser.parseExpressions();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return arguments;
    }

    /** Parses a call with its aggregate clauses and its window; the cursor is at its opening parenthesis. */
    Expression parseCall(QualifiedName functionName, int start) {
        // A qualified name has more than one token, and is never an aggregate function of the grammar.
        Keyword keyword = cursor.position() - start == 1 ? cursor.keywordAt(start) : null;
        if (keyword != null && AggregateCallParser.isAggregate(keyword)) {
            return windowParser.parseWindow(
                    aggregateCallParser.parseAggregateCall(functionName, keyword, start),
                    IgnoreNullsPosition.UNSPECIFIED,
                    start);
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        String lowerCaseName = functionName.lastPart().text().toLowerCase(Locale.ROOT);
        Call call = finishPlainCall(
                functionName, isSliceFunction(lowerCaseName) ? parseSliceArguments() : parseArguments(), start);
        checkArguments(lowerCaseName, call.arguments(), call.span());
        return windowParser.parseWindow(call, IgnoreNullsPosition.UNSPECIFIED, start);
    }

    private Expression parseExists(int start) {
        cursor.advance();
        Query query = expressionParser.queryParser().parseParenthesizedQuery();
        expressionParser.addLevels();
        return new Expression.Exists(query, cursor.spanSince(start));
    }

    /** Parses {@code {fn f(x)}}, which is equivalent to {@code f(x)}. */
    Expression parseBracedCall() {
        cursor.expect(TokenKind.LEFT_BRACE);
        cursor.expect(Keyword.FN);
        int start = cursor.position();
        Expression call = primaryParser.parseCallOrName();
        if (!isOdbcFunction(call)) {
            cursor.recordRefusal(
                    SyntaxRule.UNSUPPORTED_SYNTAX, cursor.spanSince(start), "{fn …}", cursor.textSince(start));
        }
        cursor.expect(TokenKind.RIGHT_BRACE);
        return call;
    }

    private static boolean isOdbcFunction(Expression call) {
        if (call instanceof Expression.Extract extract) {
            return ODBC_FUNCTION_NAMES.contains(extract.field().text().toLowerCase(Locale.ROOT));
        }
        return call instanceof Expression.Call plainCall
                && ODBC_FUNCTION_NAMES.contains(
                        plainCall.function().lastPart().text().toLowerCase(Locale.ROOT));
    }

    private Expression parseCast(Keyword functionKeyword, int start) {
        cursor.advance();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        Expression value = expressionParser.parseExpression();
        if (functionKeyword == Keyword.CAST) {
            cursor.expect(Keyword.AS);
        } else {
            cursor.expect(TokenKind.COMMA);
        }
        int typeStart = cursor.position();
        Type type = expressionParser.typeParser().parseType();
        Spelling spelling = new Spelling(cursor.textSince(typeStart));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressionParser.addLevels();
        return new Expression.Cast(functionKeyword.name(), value, type, spelling, cursor.spanSince(start));
    }

    private Expression parseExtract(int start) {
        cursor.advance();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        Name field = cursor.readName();
        cursor.expect(Keyword.FROM);
        Expression value = expressionParser.parseArithmetic();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressionParser.addLevels();
        return new Expression.Extract(field, value, cursor.spanSince(start));
    }

    private Expression parseTimestampCall(int start) {
        QualifiedName functionName = parseReservedName();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Expression> arguments = new ArrayList<>();
        arguments.add(new Expression.UnitIdentifier(cursor.tokenText(), cursor.span()));
        cursor.advance();
        cursor.expect(TokenKind.COMMA);
        arguments.addAll(parseArguments());
        requireArgumentCount(functionName, arguments, 3, 3, start);
        return finishPlainCall(functionName, arguments, start);
    }

    private Expression parseCase(int start) {
        cursor.advance();
        Expression operand = cursor.isAt(Keyword.WHEN) ? null : expressionParser.parseExpression();
        List<Expression.When> branches = new ArrayList<>();
        do {
            cursor.expect(Keyword.WHEN);
            Expression condition = expressionParser.parseExpression();
            cursor.expect(Keyword.THEN);
            branches.add(new Expression.When(condition, expressionParser.parseExpression()));
        } while (cursor.isAt(Keyword.WHEN));
        Expression elseResult = cursor.accept(Keyword.ELSE) ? expressionParser.parseExpression() : null;
        cursor.expect(Keyword.END);
        expressionParser.addLevels();
        return new Expression.Case(operand, branches, elseResult, cursor.spanSince(start));
    }

    // The arguments of the functions that the server checks while parsing, before it resolves any function.

    private void checkArguments(String functionName, List<Expression> arguments, Span span) {
        int argumentCount = arguments.size();
        boolean isValid = switch (functionName) {
            case "time_slice", "date_slice" -> argumentCount >= 2 && argumentCount <= 4;
            case "date_add", "adddate", "date_sub", "subdate", "days_sub", "element_at" -> argumentCount == 2;
            case "isnull", "isnotnull" -> argumentCount == 1;
            case "str_to_map" -> argumentCount >= 1 && argumentCount <= 3;
            case "multiply", "divide", "mod", "int_divide", "add", "subtract" -> argumentCount >= 1;
            case "bitand", "bitor", "bitxor", "bitnot" -> argumentCount >= 1;
            default -> true;
        };
        if (!isValid) {
            cursor.recordRefusal(SyntaxRule.INVALID_ARGUMENTS, span, "number", functionName);
        } else if (functionName.equals("map") && argumentCount % 2 != 0) {
            cursor.recordRefusal(SyntaxRule.INVALID_ARGUMENTS, span, "number", "map");
        } else if (argumentCount > 2 && isSliceFunction(functionName)) {
            checkSliceArguments(functionName, arguments);
        }
    }

    private static boolean isSliceFunction(String functionName) {
        return functionName.equals("time_slice") || functionName.equals("date_slice");
    }

    /**
     * Parses the arguments of a slice and the closing parenthesis; an argument after the interval may be a boundary.
     */
    private List<Expression> parseSliceArguments() {
        if (cursor.accept(TokenKind.RIGHT_PARENTHESIS)) {
            return List.of();
        }
        List<Expression> arguments = new ArrayList<>();
        do {
            boolean isBoundary = arguments.size() > 1 && literalParser.isAtUnitBoundary();
            arguments.add(isBoundary ? literalParser.parseUnitBoundary() : expressionParser.parseExpression());
        } while (cursor.accept(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return arguments;
    }

    /**
     * Checks the boundary: after an interval it is FLOOR or CEIL; after a number and a unit it is a string, like the
     * unit.
     */
    private void checkSliceArguments(String functionName, List<Expression> arguments) {
        for (Expression argument : arguments.subList(2, arguments.size())) {
            boolean isValid = arguments.size() == 3
                    ? argument instanceof Expression.UnitBoundary
                    : argument instanceof Expression.StringLiteral;
            if (!isValid) {
                cursor.recordRefusal(SyntaxRule.INVALID_ARGUMENTS, argument.span(), "type or value", functionName);
            }
        }
    }

    /**
     * Parses a function that requires a window and has at most {@code maxArgumentCount} arguments; the cursor is at the
     * name of the function. Only the functions with several arguments accept IGNORE NULLS: lead, lag, first_value and
     * last_value.
     */
    private Expression parseWindowFunction(int maxArgumentCount, int start) {
        boolean mayIgnoreNulls = maxArgumentCount > 1;
        QualifiedName functionName = parseReservedName();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Expression> arguments = new ArrayList<>();
        IgnoreNullsPosition ignoreNulls = IgnoreNullsPosition.UNSPECIFIED;
        if (cursor.kind() != TokenKind.RIGHT_PARENTHESIS) {
            arguments.add(expressionParser.parseExpression());
            ignoreNulls = mayIgnoreNulls && acceptIgnoreNulls() ? IgnoreNullsPosition.INSIDE : ignoreNulls;
            if (cursor.accept(TokenKind.COMMA)) {
                arguments.addAll(expressionParser.parseExpressions());
            }
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        requireArgumentCount(functionName, arguments, 0, maxArgumentCount, start);
        Call call = finishPlainCall(functionName, arguments, start);
        if (mayIgnoreNulls && acceptIgnoreNulls() && ignoreNulls == IgnoreNullsPosition.UNSPECIFIED) {
            ignoreNulls = IgnoreNullsPosition.OUTSIDE;
        }
        if (!cursor.isAt(Keyword.OVER)) {
            throw cursor.unexpectedTokenError();
        }
        return windowParser.parseWindow(call, ignoreNulls, start);
    }

    /** Skips IGNORE NULLS if IGNORE follows; returns whether it does. Throws a syntax error if IGNORE stands alone. */
    private boolean acceptIgnoreNulls() {
        boolean ignoresNulls = cursor.accept(Keyword.IGNORE);
        if (ignoresNulls) {
            cursor.expect(Keyword.NULLS);
        }
        return ignoresNulls;
    }
}
