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
import dev.cairn.sql.ast.TextOrigin;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.parse.ColumnParser;
import dev.cairn.sql.parse.PartitionParser;
import dev.cairn.sql.parse.StatementParser;
import dev.cairn.sql.parse.ViewParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Parses a text that is a part of a statement, or a whole one. Each span in the result has the line that the caller
 * chose and the offset in the text, so that a caller that builds a statement from many fragments can map each span to
 * its fragment.
 *
 * <pre>{@code
 * Expression generated = new SqlFragment("price * quantity", 7).expression();
 * }</pre>
 *
 * A fragment can be parsed only once. Each method parses the whole text and throws {@link SqlSyntaxException} if that
 * is not possible.
 */
public final class SqlFragment {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ColumnParser columns;
    private final PartitionParser partitions;
    private final ViewParser views;

    public SqlFragment(String text, int line) {
        cursor = new Cursor(Lexer.tokenize(text, line), TextOrigin.WRITTEN);
        expressions = new ExpressionParser(cursor);
        columns = new ColumnParser(cursor, expressions);
        partitions = new PartitionParser(cursor, expressions);
        views = new ViewParser(cursor, expressions, columns, partitions);
    }

    /** Parses a whole statement, optionally followed by a semicolon. */
    public Statement statement() {
        return new StatementParser(cursor).single();
    }

    /** Parses a CREATE VIEW whose query this parser does not know; the query is kept as text. */
    public Statement unreadView() {
        return new StatementParser(cursor).singleUnread();
    }

    public Expression expression() {
        return whole(expressions::expression);
    }

    /** Parses {@code a, b}. */
    public List<Expression> expressions() {
        return whole(expressions::expressions);
    }

    /** Parses {@code catalog.database.table}. */
    public QualifiedName name() {
        return whole(cursor::qualifiedName);
    }

    public Type type() {
        return whole(expressions.types()::type);
    }

    /** Parses {@code WITH a AS (…) SELECT …}, optionally followed by a semicolon. */
    public QueryText query() {
        return whole(() -> {
            QueryText query = expressions.queries().written();
            cursor.take(TokenKind.SEMICOLON);
            return query;
        });
    }

    /** Parses the value of a DEFAULT clause. */
    public ColumnDefault defaultValue() {
        return whole(columns::defaultValue);
    }

    /** Parses an aggregate state in the place of a column's type, {@code avg(bigint)}. */
    public Aggregation.State state() {
        return whole(columns::state);
    }

    /** Parses a number of buckets, {@code 8} or {@code ${buckets:8}}. */
    public Buckets buckets() {
        return whole(expressions.clauses()::bucketCount);
    }

    /** Parses an item of PARTITION BY of a table: a column or a call. */
    public Expression partitionItem() {
        return whole(expressions.primaries()::callOrName);
    }

    /** Parses a single item of PARTITION BY in parentheses, {@code (date_trunc('day', dt))}. */
    public Expression parenthesizedPartitionItem() {
        return whole(() -> {
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            Expression item = expressions.primaries().callOrName();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            return item;
        });
    }

    /** Parses an expression of PARTITION BY RANGE that is not a column. */
    public Expression rangeExpression() {
        return whole(partitions::rangeExpression);
    }

    /** Parses an item of PARTITION BY of a materialized view. */
    public Expression materializedPartitionItem() {
        return whole(partitions::materializedItem);
    }

    /** Parses {@code PARTITION p VALUES LESS THAN ("10")}, or a batch of partitions. */
    public PartitionDefinition rangePartition() {
        return whole(partitions::rangePartition);
    }

    /** Parses {@code PARTITION p VALUES IN ("a", "b")}. */
    public PartitionDefinition listPartition() {
        return whole(partitions::listPartition);
    }

    /** Parses the refresh interval of a materialized view without the word INTERVAL, {@code 1 DAY}. */
    public Expression.Interval refreshInterval() {
        return whole(views::refreshInterval);
    }

    /** Parses {@code REFRESH ASYNC EVERY(INTERVAL 1 DAY)}. */
    public Refresh refresh() {
        return whole(views::refreshClause);
    }

    /** Parses the objects of a GRANT as they stand behind ON: {@code CATALOG lake}. */
    public AccessStatement.Target grantTarget() {
        return new StatementParser(cursor).grantTarget();
    }

    private <T> T whole(Supplier<T> part) {
        T read = part.get();
        cursor.expect(TokenKind.END);
        cursor.throwRefusal();
        return read;
    }
}
