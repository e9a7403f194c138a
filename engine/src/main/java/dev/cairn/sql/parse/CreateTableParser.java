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
import dev.cairn.sql.ast.CreateTableStatement.CreateTableHead;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.parse.TableClauseParser.ColumnsAndIndexes;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.QueryParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses CREATE TABLE in its three forms: with columns, AS SELECT, and LIKE. */
final class CreateTableParser {
    private final Cursor cursor;
    private final ColumnParser columnParser;
    private final SharedClauseParser clauseParser;
    private final TableClauseParser tableClauseParser;
    private final PartitionParser partitionParser;
    private final QueryParser queryParser;

    CreateTableParser(
            Cursor cursor,
            ExpressionParser expressionParser,
            ColumnParser columnParser,
            PartitionParser partitionParser) {
        this.cursor = cursor;
        this.columnParser = columnParser;
        this.clauseParser = expressionParser.clauseParser();
        this.tableClauseParser = new TableClauseParser(cursor, clauseParser);
        this.partitionParser = partitionParser;
        this.queryParser = expressionParser.queryParser();
    }

    /** The clauses that CREATE TABLE AS SELECT allows. */
    private static final Set<Kind> AS_SELECT_CLAUSE_KINDS =
            EnumSet.complementOf(EnumSet.of(Kind.ENGINE, Kind.CHARSET, Kind.ROLLUPS));

    /** The clauses that CREATE TABLE LIKE allows. */
    private static final Set<Kind> LIKE_CLAUSE_KINDS =
            EnumSet.of(Kind.PARTITIONING, Kind.DISTRIBUTION, Kind.PROPERTIES);

    /** Parses the statement; the cursor is at the name, or at IF NOT EXISTS before it. */
    Statement parseCreateTable(TableLifetime lifetime, int start) {
        CreateTableHead head = new CreateTableHead(lifetime, cursor.acceptIfNotExists(), cursor.readQualifiedName());
        boolean hasParentheses = cursor.isAt(TokenKind.LEFT_PARENTHESIS);
        ColumnsAndIndexes<ColumnDefinition> columnsAndIndexes = hasParentheses
                ? tableClauseParser.parseColumnsAndIndexes(columnParser::parseColumnWithOptionalType, true)
                : new ColumnsAndIndexes<>(List.of(), List.of());
        CreateClauses createClauses = parseClauses(columnsAndIndexes, hasParentheses);
        if (lifetime != TableLifetime.EXTERNAL
                && createClauses.hasOnlyKinds(AS_SELECT_CLAUSE_KINDS)
                && cursor.accept(Keyword.AS)) {
            return parseCreateTableAsSelect(head, columnsAndIndexes, createClauses, start);
        }
        return hasParentheses
                ? parseCreateTableWithColumns(head, columnsAndIndexes, createClauses, start)
                : parseCreateTableLike(head, createClauses, start);
    }

    /** Parses the clauses after the parentheses, up to the properties, and returns all clauses. */
    private CreateClauses parseClauses(ColumnsAndIndexes<ColumnDefinition> columnsAndIndexes, boolean hasParentheses) {
        return CreateClauses.of( // Java evaluates the arguments in this order, which is the order of the grammar
                new IndexClause(columnsAndIndexes.indexes()),
                hasParentheses ? parseEngine() : null,
                hasParentheses ? parseCharset() : null,
                tableClauseParser.parseKey(),
                CreateClause.toCommentClause(clauseParser.parseComment()),
                partitionParser.parseClause(),
                tableClauseParser.parseDistribution(),
                new SortClause(tableClauseParser.parseSortKey()),
                hasParentheses ? parseRollups() : null,
                new PropertyClause(clauseParser.parseProperties()));
    }

    private @Nullable CharsetClause parseCharset() {
        String charset = tableClauseParser.parseCharset();
        return charset == null ? null : new CharsetClause(charset);
    }

    private @Nullable RollupClause parseRollups() {
        return cursor.accept(Keyword.ROLLUP)
                ? new RollupClause(cursor.readListInParentheses(tableClauseParser::parseRollup))
                : null;
    }

    private @Nullable EngineClause parseEngine() {
        if (!cursor.accept(Keyword.ENGINE)) {
            return null;
        }
        cursor.expect(TokenKind.EQUAL);
        return new EngineClause(cursor.readName());
    }

    private Statement parseCreateTableWithColumns(
            CreateTableHead head,
            ColumnsAndIndexes<ColumnDefinition> columnsAndIndexes,
            CreateClauses createClauses,
            int start) {
        checkColumns(columnsAndIndexes);
        CreateClauses allClauses = cursor.acceptThenExpect(Keyword.BROKER, Keyword.PROPERTIES)
                ? createClauses.withClauses(new BrokerPropertyClause(clauseParser.parsePropertyList()))
                : createClauses;
        Statement.CreateTable table =
                new Statement.CreateTable(head, columnsAndIndexes.columns(), allClauses, cursor.spanSince(start));
        return cursor.isPrintedByServer() ? PrintedNullValues.restore(table) : table;
    }

    private Statement parseCreateTableLike(CreateTableHead head, CreateClauses createClauses, int start) {
        if (!createClauses.hasOnlyKinds(LIKE_CLAUSE_KINDS)) {
            throw cursor.unexpectedTokenError();
        }
        cursor.expect(Keyword.LIKE);
        QualifiedName sourceName = cursor.readQualifiedName();
        return new Statement.CreateTableLike(head, createClauses, sourceName, cursor.spanSince(start));
    }

    /** Throws a syntax error if there is no column, and records a refusal of a column without a type. */
    private void checkColumns(ColumnsAndIndexes<ColumnDefinition> columnsAndIndexes) {
        if (columnsAndIndexes.columns().isEmpty()) {
            throw cursor.error(SyntaxRule.EXPECTED_ELEMENT, cursor.span(), "a column before the indexes");
        }
        columnsAndIndexes.columns().forEach(columnParser::refuseMissingType);
    }

    private Statement parseCreateTableAsSelect(
            CreateTableHead head,
            ColumnsAndIndexes<ColumnDefinition> columnsAndIndexes,
            CreateClauses createClauses,
            int start) {
        List<Name> columnNames =
                columnsAndIndexes.columns().stream().map(this::requireNameAlone).toList();
        QueryText queryText = queryParser.parseQueryText();
        return new Statement.CreateTableAsSelect(head, columnNames, createClauses, queryText, cursor.spanSince(start));
    }

    private Name requireNameAlone(ColumnDefinition column) {
        if (column.span().length() > column.name().span().length()) {
            throw cursor.error(
                    SyntaxRule.EXPECTED_ELEMENT,
                    column.span(),
                    "only the name of a column, as its type follows from the query");
        }
        return column.name();
    }
}
