package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Conditions;
import dev.cairn.sql.ast.Query.FromClause;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Limit;
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
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.token.Comment;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses queries: common tables, set operations, SELECT with its clauses, ORDER BY and LIMIT. Names are not resolved
 * here, so a query does not depend on any catalog.
 */
public final class QueryParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final RelationParser relationParser;
    private final AliasParser aliasParser;
    private final QualifyParser qualifyParser;

    QueryParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.aliasParser = new AliasParser(cursor);
        this.relationParser = new RelationParser(cursor, expressionParser, this, aliasParser);
        this.qualifyParser = new QualifyParser(cursor, expressionParser, aliasParser);
    }

    /** Parses a query, up to the first token that does not continue it. */
    public Query parseQuery() {
        cursor.enterLevel();
        int outerMaxHeight = expressionParser.beginQuery();
        int start = cursor.position();
        boolean isRecursive = false;
        List<CommonTable> commonTables = List.of();
        if (cursor.accept(Keyword.WITH)) {
            // RECURSIVE may also be the name of a common table.
            isRecursive = cursor.keyword(1) != Keyword.AS
                    && cursor.kind(1) != TokenKind.LEFT_PARENTHESIS
                    && cursor.accept(Keyword.RECURSIVE);
            commonTables = parseCommonTables();
        }
        Body body = parseBody();
        List<SortItem> orderBy = expressionParser.clauseParser().parseOrderBy();
        Limit limit = cursor.accept(Keyword.LIMIT) ? parseLimit() : null;
        expressionParser.endQuery(outerMaxHeight);
        cursor.leaveLevel();
        return new Query(isRecursive, commonTables, body, orderBy, limit, cursor.spanSince(start));
    }

    /**
     * Parses a query, and returns it with its text from the first token to the last one. In the server's output, the
     * text also has the whitespace after the last token.
     */
    public QueryText parseQueryText() {
        int start = cursor.position();
        Query query = parseQuery();
        String text = cursor.textSince(start);
        return new QueryText(
                cursor.isPrintedByServer() ? text + cursor.textBeforeToken() : text, query, cursor.spanSince(start));
    }

    /** Parses {@code (query)}. */
    Query parseParenthesizedQuery() {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        Query query = parseQuery();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return query;
    }

    /** Parses the common tables after WITH. */
    public List<CommonTable> parseCommonTables() {
        return cursor.readCommaList(this::parseCommonTable);
    }

    /** Parses the relations after FROM. */
    public List<Relation> parseRelations() {
        return relationParser.parseRelations();
    }

    private CommonTable parseCommonTable() {
        int start = cursor.position();
        Name name = cursor.readName();
        List<Name> columns = cursor.readOptionalNames();
        cursor.expect(Keyword.AS);
        Query query = parseParenthesizedQuery();
        return new CommonTable(name, columns, query, cursor.spanSince(start));
    }

    /** Parses UNION, EXCEPT and MINUS, which are left-associative. */
    private Body parseBody() {
        int start = cursor.position();
        Body leftOperand = parseIntersection();
        int operationCount = 0;
        for (; cursor.isAtSetOperator(); operationCount++) {
            SetOperation.Kind kind = SetOperation.Kind.valueOf(cursor.readKeyword());
            leftOperand = new SetOperation(
                    kind, parseQuantifier(), leftOperand, parseIntersection(), cursor.spanSince(start));
        }
        expressionParser.addChainLevels(operationCount);
        return leftOperand;
    }

    /** Parses INTERSECT, which binds more tightly than the other set operations. */
    private Body parseIntersection() {
        int start = cursor.position();
        Body leftOperand = parseSetOperand();
        int operationCount = 0;
        for (; cursor.accept(Keyword.INTERSECT); operationCount++) {
            leftOperand = new SetOperation(
                    SetOperation.Kind.INTERSECT,
                    parseQuantifier(),
                    leftOperand,
                    parseSetOperand(),
                    cursor.spanSince(start));
        }
        expressionParser.addChainLevels(operationCount);
        return leftOperand;
    }

    private Body parseSetOperand() {
        int start = cursor.position();
        return cursor.isAt(TokenKind.LEFT_PARENTHESIS)
                ? new Query.NestedQuery(parseParenthesizedQuery(), cursor.spanSince(start))
                : parseSelect();
    }

    private @Nullable Quantifier parseQuantifier() {
        if (cursor.accept(Keyword.DISTINCT)) {
            return Quantifier.DISTINCT;
        }
        return cursor.accept(Keyword.ALL) ? Quantifier.ALL : null;
    }

    private Limit parseLimit() {
        Expression firstValue = parseLimitValue();
        if (cursor.accept(TokenKind.COMMA)) {
            return new Limit(parseLimitValue(), firstValue, true);
        }
        return new Limit(firstValue, cursor.accept(Keyword.OFFSET) ? parseLimitValue() : null, false);
    }

    private Expression parseLimitValue() {
        int start = cursor.position();
        if (cursor.accept(TokenKind.AT)) {
            return new Expression.UserVariable(cursor.readNameOrText(), cursor.spanSince(start));
        }
        int index = cursor.countParametersBefore();
        if (cursor.accept(TokenKind.QUESTION)) {
            cursor.recordRefusal(SyntaxRule.UNSUPPORTED_SYNTAX, cursor.spanSince(start), "LIMIT", "parameters");
            return new Expression.Parameter(index, cursor.spanSince(start));
        }
        cursor.readLong();
        return new Expression.NumberLiteral(
                cursor.textSince(start), Expression.NumberLiteral.Kind.INTEGER, cursor.spanSince(start));
    }

    // SELECT

    private Select parseSelect() {
        int start = cursor.position();
        cursor.expect(Keyword.SELECT);
        List<String> hints = parseHints();
        Quantifier quantifier = parseQuantifier();
        List<SelectItem> items = cursor.readCommaList(this::parseSelectItem);
        FromClause fromClause = cursor.accept(Keyword.FROM) ? parseFrom(items) : FromClause.of(List.of());
        Expression whereCondition = cursor.accept(Keyword.WHERE) ? expressionParser.parseExpression() : null;
        Grouping grouping = cursor.accept(Keyword.GROUP, Keyword.BY) ? parseGrouping() : null;
        Expression havingCondition = cursor.accept(Keyword.HAVING) ? expressionParser.parseExpression() : null;
        Qualify qualify = cursor.accept(Keyword.QUALIFY) ? qualifyParser.parseQualify() : null;
        return new Select(
                new SelectItems(hints, quantifier, items),
                fromClause,
                new Conditions(whereCondition, havingCondition, qualify),
                grouping,
                cursor.spanSince(start));
    }

    private FromClause parseFrom(List<SelectItem> items) {
        if (cursor.accept(Keyword.DUAL)) {
            refuseStarsWithoutTable(items);
            return new FromClause(List.of(), true, null);
        }
        return new FromClause(relationParser.parseRelations(), false, parsePivot());
    }

    /**
     * Returns the optimizer hints, as written, between the previous token, such as SELECT, and the current one. Hints
     * are comments, so the cursor does not move.
     */
    public List<String> parseHints() {
        String precedingText = cursor.textBeforeToken();
        if (precedingText.indexOf('/') < 0) {
            return List.of();
        }
        return Comment.findAll(precedingText, 0, precedingText.length()).stream()
                .map(comment -> precedingText.substring(comment.start(), comment.end()))
                .filter(comment -> comment.startsWith("/*+"))
                .toList();
    }

    private void refuseStarsWithoutTable(List<SelectItem> items) {
        for (SelectItem item : items) {
            if (item instanceof SelectItem.Star) {
                cursor.recordRefusal(SyntaxRule.NO_TABLES_USED, item.span());
            }
        }
    }

    private SelectItem parseSelectItem() {
        int start = cursor.position();
        if (cursor.accept(TokenKind.ASTERISK)) {
            return parseStar(null, start);
        }
        if (isAtQualifiedStar()) {
            List<Name> qualifierParts = new ArrayList<>(List.of(cursor.readName()));
            while (cursor.kind(1) != TokenKind.ASTERISK) {
                qualifierParts.add(Objects.requireNonNull(cursor.readNameAfterDot()));
            }
            cursor.skip(2);
            return parseStar(new QualifiedName(qualifierParts), start);
        }
        return aliasParser.parseAliasedItem(expressionParser.parseExpression(), start);
    }

    /** Returns whether {@code t.*} or {@code db.t.*} begins here. */
    private boolean isAtQualifiedStar() {
        int distance = 0;
        while (cursor.isNameAhead(distance)) {
            distance++;
            while (cursor.kind(distance) == TokenKind.DOT_AND_NAME) {
                distance++;
            }
            if (cursor.kind(distance) != TokenKind.DOT) {
                return false;
            }
            distance++;
        }
        return distance > 0 && cursor.kind(distance) == TokenKind.ASTERISK;
    }

    private SelectItem parseStar(@Nullable QualifiedName qualifier, int start) {
        Keyword keyword = cursor.keyword();
        boolean hasExclusions = (keyword == Keyword.EXCEPT || keyword == Keyword.EXCLUDE)
                && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                && !cursor.isAtSetOperator();
        if (!hasExclusions) {
            return new SelectItem.Star(qualifier, null, List.of(), cursor.spanSince(start));
        }
        return new SelectItem.Star(
                qualifier, cursor.readKeyword(), cursor.readNamesInParentheses(), cursor.spanSince(start));
    }

    private Grouping parseGrouping() {
        boolean isFollowedByParenthesis = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS;
        if (isFollowedByParenthesis && cursor.accept(Keyword.ROLLUP)) {
            return Grouping.of(Grouping.Kind.ROLLUP, parseGroupingSet());
        }
        if (isFollowedByParenthesis && cursor.accept(Keyword.CUBE)) {
            return Grouping.of(Grouping.Kind.CUBE, parseGroupingSet());
        }
        if (cursor.accept(Keyword.GROUPING, Keyword.SETS)) {
            return new Grouping(Grouping.Kind.GROUPING_SETS, cursor.readListInParentheses(this::parseGroupingSet));
        }
        return Grouping.of(Grouping.Kind.PLAIN, expressionParser.parseExpressions());
    }

    /** Parses {@code (a, b)} or {@code ()}. */
    private List<Expression> parseGroupingSet() {
        if (cursor.kind(1) != TokenKind.RIGHT_PARENTHESIS) {
            return cursor.readListInParentheses(expressionParser::parseExpression);
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        cursor.advance();
        return new ArrayList<>();
    }

    /** Parses {@code PIVOT (sum(a) AS s FOR (b, c) IN ((1, 'x') AS y, …))}; returns null if there is no PIVOT. */
    private @Nullable Pivot parsePivot() {
        int start = cursor.position();
        if (!cursor.accept(Keyword.PIVOT)) {
            return null;
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<SelectItem.Value> aggregates = cursor.readCommaList(() -> {
            int aggregateStart = cursor.position();
            return aliasParser.parseAliasedItem(expressionParser.primaryParser().parseCall(), aggregateStart);
        });
        cursor.expect(Keyword.FOR);
        List<Name> columns = cursor.readListOrSingleItem(cursor::readName);
        cursor.expect(Keyword.IN);
        List<Pivot.PivotValue> values = cursor.readListInParentheses(this::parsePivotValue);
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        Span span = cursor.spanSince(start);
        if (values.stream().anyMatch(value -> value.values().size() != columns.size())) {
            // The server's message names the numbers in this order, and always the count of the first value.
            int firstValueCount = values.get(0).values().size();
            cursor.recordRefusal(SyntaxRule.PIVOT_VALUE_COUNT, span, columns.size(), firstValueCount);
        }
        return new Pivot(aggregates, columns, values, span);
    }

    private Pivot.PivotValue parsePivotValue() {
        int start = cursor.position();
        List<Expression> values = cursor.readListOrSingleItem(expressionParser.primaryParser()::parseLiteral);
        // The item is created only for its alias.
        return new Pivot.PivotValue(
                values, aliasParser.parseAliasedItem(values.get(0), start).alias());
    }
}
