package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.BrokerPropertyClause;
import dev.cairn.sql.ast.CreateClause.CharsetClause;
import dev.cairn.sql.ast.CreateClause.EngineClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.Lifetime;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ClauseParser.Items;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.QueryParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses CREATE TABLE in its three forms: with columns, AS SELECT, and LIKE. */
final class TableParser {
    private final Cursor cursor;
    private final ColumnParser columns;
    private final ClauseParser clauses;
    private final PartitionParser partitions;
    private final QueryParser queries;

    TableParser(Cursor cursor, ExpressionParser expressions, ColumnParser columns, PartitionParser partitions) {
        this.cursor = cursor;
        this.columns = columns;
        this.clauses = expressions.clauses();
        this.partitions = partitions;
        this.queries = expressions.queries();
    }

    /** The part before the parentheses; start is the first token of the statement. */
    private record Head(Lifetime lifetime, boolean ifNotExists, QualifiedName name, int start) {}

    /** The clauses of CREATE TABLE that CREATE TABLE AS SELECT does not allow. */
    private static final Set<CreateClause.Kind> NOT_AS_SELECT =
            EnumSet.of(CreateClause.Kind.ENGINE, CreateClause.Kind.CHARSET, CreateClause.Kind.ROLLUPS);

    /** The clauses that CREATE TABLE LIKE allows. */
    private static final Set<CreateClause.Kind> LIKE =
            EnumSet.of(CreateClause.Kind.PARTITIONING, CreateClause.Kind.DISTRIBUTION, CreateClause.Kind.PROPERTIES);

    /** Parses the statement; the cursor is at the name, or at IF NOT EXISTS before it. */
    Statement create(Lifetime lifetime, int start) {
        Head head = new Head(lifetime, cursor.ifNotExists(), cursor.qualifiedName(), start);
        boolean parenthesized = cursor.at(TokenKind.LEFT_PARENTHESIS);
        Items<ColumnDefinition> items =
                parenthesized ? clauses.items(columns::columnOrName, true) : new Items<>(List.of(), List.of());
        List<CreateClause> tail = tail(items, parenthesized);
        if (lifetime != Lifetime.EXTERNAL
                && tail.stream().noneMatch(clause -> NOT_AS_SELECT.contains(clause.kind()))
                && cursor.take(Keyword.AS)) {
            return asSelect(head, items, tail);
        }
        return parenthesized ? table(head, items, tail) : like(head, tail);
    }

    /** Parses the clauses behind the parentheses, up to the properties, and returns all clauses. */
    private List<CreateClause> tail(Items<ColumnDefinition> items, boolean parenthesized) {
        List<@Nullable CreateClause> tail = new ArrayList<>();
        tail.add(new IndexClause(items.indexes()));
        if (parenthesized) {
            tail.add(engine());
            String charset = clauses.charset();
            tail.add(charset == null ? null : new CharsetClause(charset));
        }
        tail.add(clauses.key());
        tail.add(CreateClause.comment(clauses.comment()));
        tail.add(partitions.clause());
        tail.add(clauses.distribution());
        tail.add(new SortClause(clauses.orderBy()));
        if (parenthesized && cursor.take(Keyword.ROLLUP)) {
            tail.add(new RollupClause(cursor.parenthesized(clauses::rollup)));
        }
        tail.add(new PropertyClause(clauses.properties()));
        return CreateClause.present(tail);
    }

    private @Nullable EngineClause engine() {
        if (!cursor.take(Keyword.ENGINE)) {
            return null;
        }
        cursor.expect(TokenKind.EQUAL);
        return new EngineClause(cursor.name());
    }

    private Statement table(Head head, Items<ColumnDefinition> items, List<CreateClause> tail) {
        requireColumns(items);
        List<CreateClause> all = new ArrayList<>(tail);
        if (cursor.optional(Keyword.BROKER, Keyword.PROPERTIES)) {
            all.add(new BrokerPropertyClause(clauses.propertyList()));
        }
        return new Statement.CreateTable(
                head.lifetime(), head.ifNotExists(), head.name(), items.columns(), all, cursor.since(head.start()));
    }

    private Statement like(Head head, List<CreateClause> tail) {
        if (!tail.stream().allMatch(clause -> LIKE.contains(clause.kind()))) {
            throw cursor.unexpected();
        }
        cursor.expect(Keyword.LIKE);
        QualifiedName source = cursor.qualifiedName();
        return new Statement.CreateTableLike(
                head.lifetime(), head.ifNotExists(), head.name(), tail, source, cursor.since(head.start()));
    }

    private void requireColumns(Items<ColumnDefinition> items) {
        if (items.columns().isEmpty()) {
            throw cursor.error(SyntaxRule.NO_COLUMNS, cursor.span());
        }
        items.columns().forEach(columns::requireType);
    }

    private Statement asSelect(Head head, Items<ColumnDefinition> items, List<CreateClause> tail) {
        List<Name> names = items.columns().stream().map(this::nameAlone).toList();
        QueryText query = queries.written();
        return new Statement.CreateTableAsSelect(
                head.lifetime(), head.ifNotExists(), head.name(), names, tail, query, cursor.since(head.start()));
    }

    private Name nameAlone(ColumnDefinition column) {
        if (column.span().length() > column.name().span().length()) {
            throw cursor.error(SyntaxRule.TYPE_OF_QUERY_COLUMN, column.span());
        }
        return column.name();
    }
}
