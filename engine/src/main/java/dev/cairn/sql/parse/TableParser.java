package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.Lifetime;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.QueryParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses CREATE TABLE in its three forms: with columns, AS SELECT, and LIKE. */
final class TableParser {
    private final Cursor cursor;
    private final ColumnParser columns;
    private final ClauseParser clauses;
    private final PartitionParser partitions;
    private final QueryParser queries;

    TableParser(
            Cursor cursor,
            ColumnParser columns,
            ClauseParser clauses,
            PartitionParser partitions,
            QueryParser queries) {
        this.cursor = cursor;
        this.columns = columns;
        this.clauses = clauses;
        this.partitions = partitions;
        this.queries = queries;
    }

    /** The part before the parentheses; start is the first token of the statement. */
    private record Head(Lifetime lifetime, boolean ifNotExists, QualifiedName name, int start) {}

    /** The part between the parentheses. */
    private record Items(List<ColumnDefinition> columns, List<IndexDefinition> indexes) {}

    /** The part behind the parentheses, up to the properties. */
    private record Tail(
            @Nullable Name engine,
            @Nullable String charset,
            @Nullable KeyClause key,
            @Nullable String comment,
            @Nullable PartitionClause partitioning,
            @Nullable Distribution distribution,
            List<SortItem> orderBy,
            List<RollupDefinition> rollups,
            List<Property> properties) {
        /** Returns whether CREATE TABLE AS SELECT allows all clauses that are present. */
        boolean fitsQuery() {
            return engine == null && charset == null && rollups.isEmpty();
        }

        /** Returns whether CREATE TABLE LIKE allows all clauses that are present. */
        boolean fitsLike() {
            return key == null && comment == null && orderBy.isEmpty();
        }
    }

    /** Parses the statement; the cursor is at the name, or at IF NOT EXISTS before it. */
    Statement create(Lifetime lifetime, int start) {
        Head head = new Head(lifetime, cursor.ifNotExists(), cursor.qualifiedName(), start);
        Items items = cursor.at(TokenKind.LEFT_PARENTHESIS) ? items() : null;
        Tail tail = tail(items != null);
        if (tail.fitsQuery() && lifetime != Lifetime.EXTERNAL && cursor.take(Keyword.AS)) {
            return asSelect(head, items == null ? new Items(List.of(), List.of()) : items, tail);
        }
        return items == null ? like(head, tail) : table(head, items, tail);
    }

    private Tail tail(boolean columns) {
        Name engine = null;
        if (columns && cursor.take(Keyword.ENGINE)) {
            cursor.expect(TokenKind.EQUAL);
            engine = cursor.name();
        }
        String charset = columns ? clauses.charset() : null;
        KeyClause key = clauses.key();
        String comment = clauses.comment();
        PartitionClause partitioning = partitions.clause();
        Distribution distribution = clauses.distribution();
        List<SortItem> orderBy = clauses.orderBy();
        List<RollupDefinition> rollups = columns ? rollups() : List.of();
        return new Tail(
                engine, charset, key, comment, partitioning, distribution, orderBy, rollups, clauses.properties());
    }

    private Statement table(Head head, Items items, Tail tail) {
        requireColumns(items);
        List<Property> brokerProperties = cursor.take(Keyword.BROKER) ? requiredProperties() : List.of();
        return new Statement.CreateTable(
                head.lifetime(),
                head.ifNotExists(),
                head.name(),
                items.columns(),
                items.indexes(),
                tail.engine(),
                tail.charset(),
                tail.key(),
                tail.comment(),
                tail.partitioning(),
                tail.distribution(),
                tail.orderBy(),
                tail.rollups(),
                tail.properties(),
                brokerProperties,
                cursor.since(head.start()));
    }

    private Statement like(Head head, Tail tail) {
        if (!tail.fitsLike()) {
            throw cursor.unexpected();
        }
        cursor.expect(Keyword.LIKE);
        QualifiedName source = cursor.qualifiedName();
        return new Statement.CreateTableLike(
                head.lifetime(),
                head.ifNotExists(),
                head.name(),
                tail.partitioning(),
                tail.distribution(),
                tail.properties(),
                source,
                cursor.since(head.start()));
    }

    private List<Property> requiredProperties() {
        if (!cursor.at(Keyword.PROPERTIES)) {
            throw cursor.unexpected();
        }
        return clauses.properties();
    }

    private List<RollupDefinition> rollups() {
        return cursor.take(Keyword.ROLLUP) ? cursor.parenthesized(clauses::rollup) : List.of();
    }

    /** Parses the columns, then the indexes. */
    private Items items() {
        List<ColumnDefinition> definitions = new ArrayList<>();
        List<IndexDefinition> indexes = new ArrayList<>();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        do {
            int start = cursor.position();
            if (cursor.take(Keyword.INDEX)) {
                indexes.add(clauses.index(start));
            } else if (indexes.isEmpty()) {
                definitions.add(columns.columnOrName());
            } else {
                throw cursor.unexpected();
            }
        } while (cursor.take(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Items(definitions, indexes);
    }

    private void requireColumns(Items items) {
        if (items.columns().isEmpty()) {
            throw cursor.error(SyntaxRule.NO_COLUMNS, cursor.span());
        }
        items.columns().forEach(columns::requireType);
    }

    private Statement asSelect(Head head, Items items, Tail tail) {
        List<Name> names = items.columns().stream().map(this::nameAlone).toList();
        QueryText query = queries.written();
        return new Statement.CreateTableAsSelect(
                head.lifetime() == Lifetime.TEMPORARY,
                head.ifNotExists(),
                head.name(),
                names,
                items.indexes(),
                tail.key(),
                tail.comment(),
                tail.partitioning(),
                tail.distribution(),
                tail.orderBy(),
                tail.properties(),
                query,
                cursor.since(head.start()));
    }

    private Name nameAlone(ColumnDefinition column) {
        if (column.span().length() > column.name().span().length()) {
            throw cursor.error(SyntaxRule.TYPE_OF_QUERY_COLUMN, column.span());
        }
        return column.name();
    }
}
