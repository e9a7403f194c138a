package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.BrokerPropertyClause;
import dev.cairn.sql.ast.CreateClause.CharsetClause;
import dev.cairn.sql.ast.CreateClause.EngineClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.Kind;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.Lifetime;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.TableStatement.CreateTableHead;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ClauseParser.CreateItems;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.QueryParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses CREATE TABLE in its three forms: with columns, AS SELECT, and LIKE. */
final class CreateTableParser {
    private final Cursor cursor;
    private final ColumnParser columns;
    private final ClauseParser clauses;
    private final PartitionParser partitions;
    private final QueryParser queries;

    CreateTableParser(Cursor cursor, ExpressionParser expressions, ColumnParser columns, PartitionParser partitions) {
        this.cursor = cursor;
        this.columns = columns;
        this.clauses = expressions.clauses();
        this.partitions = partitions;
        this.queries = expressions.queries();
    }

    /** The clauses that CREATE TABLE AS SELECT allows. */
    private static final Set<Kind> AS_SELECT =
            EnumSet.complementOf(EnumSet.of(Kind.ENGINE, Kind.CHARSET, Kind.ROLLUPS));

    /** The clauses that CREATE TABLE LIKE allows. */
    private static final Set<Kind> LIKE = EnumSet.of(Kind.PARTITIONING, Kind.DISTRIBUTION, Kind.PROPERTIES);

    /** Parses the statement; the cursor is at the name, or at IF NOT EXISTS before it. */
    Statement parseCreateTable(Lifetime lifetime, int start) {
        CreateTableHead head = new CreateTableHead(lifetime, cursor.skipIfNotExists(), cursor.readQualifiedName());
        boolean parenthesized = cursor.isAt(TokenKind.LEFT_PARENTHESIS);
        CreateItems<ColumnDefinition> items = parenthesized
                ? clauses.parseItems(columns::parseColumnOrName, true)
                : new CreateItems<>(List.of(), List.of());
        CreateClauses tail = parseClauses(items, parenthesized);
        if (lifetime != Lifetime.EXTERNAL && tail.hasOnly(AS_SELECT) && cursor.take(Keyword.AS)) {
            return parseCreateTableAsSelect(head, items, tail, start);
        }
        return parenthesized ? parseWithColumns(head, items, tail, start) : parseCreateTableLike(head, tail, start);
    }

    /** Parses the clauses behind the parentheses, up to the properties, and returns all clauses. */
    private CreateClauses parseClauses(CreateItems<ColumnDefinition> items, boolean parenthesized) {
        return CreateClauses.of( // Java evaluates the arguments in this order, which is that of the grammar
                new IndexClause(items.indexes()),
                parenthesized ? parseEngine() : null,
                parenthesized ? parseCharset() : null,
                clauses.parseKey(),
                CreateClause.comment(clauses.parseComment()),
                partitions.parseClause(),
                clauses.parseDistribution(),
                new SortClause(clauses.parseOrderBy()),
                parenthesized ? parseRollups() : null,
                new PropertyClause(clauses.parseProperties()));
    }

    private @Nullable CharsetClause parseCharset() {
        String charset = clauses.parseCharset();
        return charset == null ? null : new CharsetClause(charset);
    }

    private @Nullable RollupClause parseRollups() {
        return cursor.take(Keyword.ROLLUP)
                ? new RollupClause(cursor.readListInParentheses(clauses::parseRollup))
                : null;
    }

    private @Nullable EngineClause parseEngine() {
        if (!cursor.take(Keyword.ENGINE)) {
            return null;
        }
        cursor.expect(TokenKind.EQUAL);
        return new EngineClause(cursor.readName());
    }

    private Statement parseWithColumns(
            CreateTableHead head, CreateItems<ColumnDefinition> items, CreateClauses tail, int start) {
        requireColumns(items);
        CreateClauses all = cursor.takeOptional(Keyword.BROKER, Keyword.PROPERTIES)
                ? tail.with(new BrokerPropertyClause(clauses.parsePropertyList()))
                : tail;
        return new Statement.CreateTable(head, items.columns(), all, cursor.spanSince(start));
    }

    private Statement parseCreateTableLike(CreateTableHead head, CreateClauses tail, int start) {
        if (!tail.hasOnly(LIKE)) {
            throw cursor.unexpectedToken();
        }
        cursor.expect(Keyword.LIKE);
        QualifiedName source = cursor.readQualifiedName();
        return new Statement.CreateTableLike(head, tail, source, cursor.spanSince(start));
    }

    private void requireColumns(CreateItems<ColumnDefinition> items) {
        if (items.columns().isEmpty()) {
            throw cursor.error(SyntaxRule.EXPECTED, cursor.span(), "a column before the indexes");
        }
        items.columns().forEach(columns::requireType);
    }

    private Statement parseCreateTableAsSelect(
            CreateTableHead head, CreateItems<ColumnDefinition> items, CreateClauses tail, int start) {
        List<Name> names = items.columns().stream().map(this::requireNameAlone).toList();
        QueryText query = queries.parseQueryText();
        return new Statement.CreateTableAsSelect(head, names, tail, query, cursor.spanSince(start));
    }

    private Name requireNameAlone(ColumnDefinition column) {
        if (column.span().length() > column.name().span().length()) {
            throw cursor.error(
                    SyntaxRule.EXPECTED,
                    column.span(),
                    "only the name of a column, as its type follows from the query");
        }
        return column.name();
    }
}
