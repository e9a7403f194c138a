package dev.cairn.sql;

import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.parse.ColumnParser;
import dev.cairn.sql.parse.MaterializedViewParser;
import dev.cairn.sql.parse.PartitionParser;
import dev.cairn.sql.parse.StatementParser;
import dev.cairn.sql.parse.TableClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.TextOrigin;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.write.TableWriter;
import java.util.List;
import java.util.function.Supplier;

/**
 * Parses a text that is a part of a statement, or a whole one. Each span in the result has the line that the caller
 * chose, and the offset in the text. A caller that builds a statement from many fragments can therefore map each span
 * to its fragment.
 *
 * <pre>{@code
 * Expression generated = new SqlFragment("price * quantity", 7).parseExpression();
 * }</pre>
 *
 * <p>A fragment is a part of a definition, so it can't contain parameters. Only one of the methods may be called, and
 * only once. It parses the whole text, and throws {@link SqlSyntaxException} if that is not possible.
 */
public final class SqlFragment {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final ColumnParser columnParser;
    private final PartitionParser partitionParser;
    private final MaterializedViewParser materializedViewParser;

    /** @param line the line of each span in the result */
    public SqlFragment(String text, int line) {
        cursor = new Cursor(Lexer.tokenize(text, line), TextOrigin.WRITTEN);
        expressionParser = new ExpressionParser(cursor);
        columnParser = new ColumnParser(cursor, expressionParser);
        partitionParser = new PartitionParser(cursor, expressionParser);
        materializedViewParser = new MaterializedViewParser(cursor, expressionParser, columnParser, partitionParser);
    }

    /** Parses a whole statement, optionally followed by a semicolon. */
    public Statement parseStatement() {
        return new StatementParser(cursor).parseSingleStatement();
    }

    /** Parses a CREATE TABLE that describes the columns of a table, which may belong to an external catalog. */
    public Statement parseCreateTable() {
        return new StatementParser(cursor).parseSingleCreateTable();
    }

    /** Parses a CREATE VIEW whose query this parser does not know; the query is kept as text. */
    public Statement parseUnreadView() {
        return new StatementParser(cursor).parseSingleUnreadView();
    }

    public Expression parseExpression() {
        return parseWhole(expressionParser::parseExpression);
    }

    /** Parses {@code a, b}. */
    public List<Expression> parseExpressions() {
        return parseWhole(expressionParser::parseExpressions);
    }

    /** Parses {@code catalog.database.table}. */
    public QualifiedName parseName() {
        return parseWhole(cursor::readQualifiedName);
    }

    public Type parseType() {
        return parseWhole(expressionParser.typeParser()::parseType);
    }

    /** Parses {@code WITH a AS (…) SELECT …}, optionally followed by a semicolon. */
    public QueryText parseQuery() {
        return parseWhole(() -> {
            QueryText query = expressionParser.queryParser().parseQueryText();
            cursor.accept(TokenKind.SEMICOLON);
            return query;
        });
    }

    /** Parses the value of a DEFAULT clause. */
    public ColumnDefault parseDefaultValue() {
        return parseWhole(columnParser::parseDefaultValue);
    }

    /** Parses an aggregate state in place of a column's type, {@code avg(bigint)}. */
    public Aggregation.State parseAggregateState() {
        return parseWhole(columnParser::parseAggregateState);
    }

    /** Parses a number of buckets, {@code 8} or {@code ${buckets:8}}. */
    public Buckets parseBuckets() {
        return parseWhole(new TableClauseParser(cursor, expressionParser.clauseParser())::parseBucketCount);
    }

    /** Parses an item of PARTITION BY of a table: a column or a call. */
    public Expression parsePartitionItem() {
        return parseWhole(expressionParser.primaryParser()::parseCallOrName);
    }

    /** Parses a single item of PARTITION BY in parentheses, {@code (date_trunc('day', dt))}. */
    public Expression parseParenthesizedPartitionItem() {
        return parseWhole(() -> {
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            Expression item = expressionParser.primaryParser().parseCallOrName();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            return item;
        });
    }

    /** Parses an expression of PARTITION BY RANGE that is not a column. */
    public Expression parseRangeExpression() {
        return parseWhole(partitionParser::parseRangeExpression);
    }

    /** Parses an item of PARTITION BY of a materialized view. */
    public Expression parseMaterializedViewPartitionItem() {
        return parseWhole(partitionParser::parseMaterializedViewItem);
    }

    /** Parses {@code PARTITION p VALUES LESS THAN ("10")}, or a batch of partitions. */
    public PartitionDefinition parseRangePartition() {
        return parseWhole(partitionParser::parseRangePartition);
    }

    /** Parses {@code PARTITION p VALUES IN ("a", "b")}. */
    public PartitionDefinition parseListPartition() {
        return parseWhole(partitionParser::parseListPartition);
    }

    /** Parses the refresh interval of a materialized view without the word INTERVAL, {@code 1 DAY}. */
    public Expression.Interval parseRefreshInterval() {
        return parseWhole(materializedViewParser::parseRefreshInterval);
    }

    /** Parses {@code REFRESH ASYNC EVERY(INTERVAL 1 DAY)}. */
    public Refresh parseRefresh() {
        return parseWhole(materializedViewParser::parseRefreshClause);
    }

    /** Parses the objects of a GRANT as they stand after ON: {@code CATALOG lake}. */
    public AccessStatement.GrantTarget parseGrantTarget() {
        return new StatementParser(cursor).parseGrantTarget();
    }

    /** Parses {@code city DESC NULLS LAST}, and returns it in the form of a statement that is kept as text. */
    public String parseSortItem() {
        return TableWriter.renderSortItem(parseWhole(expressionParser.clauseParser()::parseSortItem));
    }

    /**
     * Parses a column of a Routine Load, {@code v} or {@code v = raw + 1}, and returns it in the form of a statement
     * that is kept as text.
     */
    public String parseRoutineLoadColumn() {
        return new StatementParser(cursor).parseRoutineLoadColumn();
    }

    /** Parses a part and requires that the text ends after it, and that it contains no parameter. */
    private <T> T parseWhole(Supplier<T> partParser) {
        T parsedPart = partParser.get();
        cursor.expect(TokenKind.END);
        cursor.refuseParametersSince(0);
        cursor.throwRecordedRefusal();
        return parsedPart;
    }
}
