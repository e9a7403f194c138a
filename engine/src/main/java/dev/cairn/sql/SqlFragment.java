package dev.cairn.sql;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Default;
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
import dev.cairn.sql.parse.MaterializedPartitions;
import dev.cairn.sql.parse.PartitionParser;
import dev.cairn.sql.parse.RefreshParser;
import dev.cairn.sql.parse.StatementParser;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.TypeParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.function.Supplier;

/**
 * A text that is a part of a statement, or all of it. Each span in what it becomes is on one line, of the caller's choosing, and its
 * offset is that in the text: whoever makes a statement from many such texts finds each again.
 *
 * <pre>{@code
 * Expression generated = new SqlFragment("price * quantity", 7).expression();
 * }</pre>
 *
 * A fragment is read once, as one thing, to its end; where that can't be, it is a {@link SqlSyntaxException}.
 */
public final class SqlFragment {
    private final Cursor cursor;
    private final TypeParser types;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final ColumnParser columns;
    private final PartitionParser partitions;

    public SqlFragment(String text, int line) {
        cursor = new Cursor(Lexer.tokenize(text, line), TextOrigin.WRITTEN);
        types = new TypeParser(cursor);
        expressions = new ExpressionParser(cursor, types);
        clauses = new ClauseParser(cursor, expressions);
        columns = new ColumnParser(cursor, types, expressions, clauses);
        partitions = new PartitionParser(cursor, expressions, clauses);
    }

    /** A whole one, perhaps with a semicolon behind it. */
    public Statement statement() {
        return new StatementParser(cursor).single();
    }

    /** CREATE VIEW, of whose query only the text is taken: it is one that this parser can't read. */
    public Statement unreadView() {
        return new StatementParser(cursor).singleUnread();
    }

    public Expression expression() {
        return whole(expressions::expression);
    }

    /** {@code catalog.database.table}. */
    public QualifiedName name() {
        return whole(cursor::qualifiedName);
    }

    public Type type() {
        return whole(types::type);
    }

    /** {@code WITH a AS (…) SELECT …}, perhaps with a semicolon behind it. */
    public QueryText query() {
        return whole(() -> {
            QueryText query = expressions.queries().written();
            cursor.take(TokenKind.SEMICOLON);
            return query;
        });
    }

    /** What stands behind DEFAULT. */
    public Default defaultValue() {
        return whole(columns::defaultValue);
    }

    /** {@code avg(bigint)}, in the place of a column's type. */
    public Aggregation.State state() {
        return whole(columns::state);
    }

    /** {@code 8} or {@code ${buckets:8}}. */
    public Buckets buckets() {
        return whole(clauses::bucketCount);
    }

    /** What a table may be partitioned by: a column or a call. */
    public Expression partitionItem() {
        return whole(expressions.primaries()::callOrName);
    }

    /** What a table may be partitioned by ranges of, besides columns. */
    public Expression rangeExpression() {
        return whole(partitions::rangeExpression);
    }

    /** What a materialized view may be partitioned by. */
    public Expression materializedPartitionItem() {
        return whole(() -> MaterializedPartitions.expression(cursor, expressions));
    }

    /** {@code PARTITION p VALUES LESS THAN ("10")}, or a batch of them. */
    public PartitionDefinition rangePartition() {
        return whole(partitions::rangePartition);
    }

    /** {@code PARTITION p VALUES IN ("a", "b")}. */
    public PartitionDefinition listPartition() {
        return whole(partitions::listPartition);
    }

    /** How often a materialized view is refreshed, {@code 1 DAY}: what stands behind INTERVAL. */
    public Expression.Interval refreshInterval() {
        return whole(new RefreshParser(cursor, expressions)::interval);
    }

    /** {@code REFRESH ASYNC EVERY(INTERVAL 1 DAY)}. */
    public Refresh refresh() {
        return whole(new RefreshParser(cursor, expressions)::refresh);
    }

    private <T> T whole(Supplier<T> part) {
        T read = part.get();
        cursor.expect(TokenKind.END);
        cursor.throwRefusal();
        return read;
    }
}
