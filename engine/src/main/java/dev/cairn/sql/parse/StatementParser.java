package dev.cairn.sql.parse;

import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CancelAlter;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.Recover;
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.query.TypeParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TextOrigin;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses statements: chooses the parser by the first words, and parses the short statements itself. A statement for
 * which Cairn has no type becomes an {@code OpaqueStatement} instead of an error, because a script may contain any
 * statement of the server.
 *
 * <p>An instance parses its text once. Each public method requires that the text ends after what it parses, and only
 * then throws a refusal that was recorded, so syntax errors take precedence.
 */
public final class StatementParser {
    /** The first words of statements that are kept as text and may contain a query with parameters. */
    private static final Set<String> KEYWORDS_BEFORE_PARAMETERS =
            Set.of("SELECT", "EXPLAIN", "DESC", "DESCRIBE", "PREPARE");

    private static final Map<Keyword, CancelAlter.Kind> CANCELLABLE_ALTERATION_BY_KEYWORD =
            Keyword.indexByKeyword(CancelAlter.Kind.values());

    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final SharedClauseParser clauseParser;
    private final TableClauseParser tableClauseParser;
    private final CreateTableParser createTableParser;
    private final AlterParser alterParser;
    private final ShowParser showParser;
    private final ViewParser viewParser;
    private final OpaqueStatementParser opaqueStatementParser;
    private final DmlParser dmlParser;

    public StatementParser(String source, TextOrigin origin) {
        this(new Cursor(Lexer.tokenize(source, origin), origin));
    }

    public StatementParser(Cursor cursor) {
        this.cursor = cursor;
        expressionParser = new ExpressionParser(cursor);
        clauseParser = expressionParser.clauseParser();
        tableClauseParser = new TableClauseParser(cursor, clauseParser);
        ColumnParser columnParser = new ColumnParser(cursor, expressionParser);
        PartitionParser partitionParser = new PartitionParser(cursor, expressionParser);
        createTableParser = new CreateTableParser(cursor, expressionParser, columnParser, partitionParser);
        alterParser = new AlterParser(cursor, expressionParser, columnParser, partitionParser);
        viewParser = new ViewParser(cursor, expressionParser, columnParser, partitionParser);
        showParser = new ShowParser(cursor, expressionParser);
        dmlParser = new DmlParser(cursor, expressionParser);
        opaqueStatementParser = new OpaqueStatementParser(cursor, clauseParser, dmlParser);
    }

    /**
     * Creates the parser only when it is needed: most applications have no statements about roles, and need not load
     * the class.
     */
    private AccessParser createAccessParser() {
        return new AccessParser(cursor, expressionParser);
    }

    /** Creates the parser only when it is needed, like the parser of statements about roles. */
    private ClusterParser createClusterParser() {
        return new ClusterParser(cursor, expressionParser);
    }

    /** Parses a single statement up to the end of the text. Semicolons may precede and follow it. */
    public Statement parseSingleStatement() {
        return parseSingle(this::parseStatement);
    }

    /**
     * Parses a CREATE TABLE that describes the columns of a table. Even for a table of an external catalog, it applies
     * the grammar of internal tables.
     */
    public Statement parseSingleCreateTable() {
        return parseSingle(() -> {
            int start = cursor.position();
            cursor.expect(Keyword.CREATE);
            cursor.expect(Keyword.TABLE);
            return createTableParser.parseCreateTable(TableLifetime.PERMANENT, start);
        });
    }

    /** Parses a CREATE VIEW whose query is kept as text. */
    public Statement parseSingleUnreadView() {
        return parseSingle(() -> {
            Statement createViewStatement = viewParser.parseCreateUnreadView(cursor.position());
            if (createViewStatement == null) {
                throw cursor.expectedError("CREATE VIEW");
            }
            return createViewStatement;
        });
    }

    private Statement parseSingle(Supplier<Statement> statementParser) {
        cursor.skipSemicolons();
        Statement statement = statementParser.get();
        cursor.skipSemicolons();
        if (cursor.kind() != TokenKind.END) {
            throw cursor.expectedError("nothing more: only one statement is allowed");
        }
        cursor.throwRecordedRefusal();
        return statement;
    }

    /** Parses all statements up to the end of the text; returns an empty list if there are none. */
    public List<Statement> parseScript() {
        List<Statement> statements = new ArrayList<>();
        for (cursor.skipSemicolons(); cursor.kind() != TokenKind.END; cursor.skipSemicolons()) {
            statements.add(parseStatement());
        }
        cursor.throwRecordedRefusal();
        return statements;
    }

    /** Parses the clauses of a SHOW statement, optionally followed by a semicolon. */
    public Statement.ShowFilter parseShowFilter() {
        Statement.ShowFilter filter = showParser.parseFilter();
        cursor.skipSemicolons();
        return requireEnd(filter);
    }

    public Expression parseExpression() {
        return requireEnd(expressionParser.parseExpression());
    }

    /** Parses the definition of a column, with its name. */
    public ColumnDefinition parseColumn() {
        return requireEnd(new ColumnParser(cursor, expressionParser).parseColumn());
    }

    public Type parseType() {
        return requireEnd(expressionParser.typeParser().parseType());
    }

    public Query parseQuery() {
        return parseBetweenSemicolons(expressionParser.queryParser()::parseQuery);
    }

    public DmlStatement parseDml() {
        return parseBetweenSemicolons(dmlParser::parseDml);
    }

    /** Parses the objects of a GRANT, {@code TABLE a, b}, as they stand after ON. */
    public AccessStatement.GrantTarget parseGrantTarget() {
        return requireEnd(createAccessParser().parseTarget(true));
    }

    /**
     * Parses a column of a Routine Load, {@code v} or {@code v = raw + 1}, and returns its normalized text.
     */
    public String parseRoutineLoadColumn() {
        return requireEnd(new ClusterClauseParser(cursor, expressionParser).parseAssignment());
    }

    public FunctionDeclaration parseFunction() {
        return parseBetweenSemicolons(this::parseFunctionDeclaration);
    }

    private <T> T parseBetweenSemicolons(Supplier<T> partParser) {
        cursor.skipSemicolons();
        T parsedPart = partParser.get();
        cursor.skipSemicolons();
        return requireEnd(parsedPart);
    }

    private <T> T requireEnd(T parsedPart) {
        cursor.expect(TokenKind.END);
        cursor.throwRecordedRefusal();
        return parsedPart;
    }

    private Statement parseStatement() {
        int start = cursor.position();
        Statement statement = parseKnownStatement(start);
        if (statement == null) {
            statement = opaqueStatementParser.parse(start);
        }
        if (!cursor.isAtStatementEnd()) {
            cursor.expect(TokenKind.END);
        }
        if (!mayHaveParameters(statement)) {
            cursor.refuseParametersSince(start);
        }
        return statement;
    }

    /** Returns whether the statement is a query, or may explain or prepare one. */
    private static boolean mayHaveParameters(Statement statement) {
        return statement instanceof Statement.QueryStatement
                || (statement instanceof Statement.OpaqueStatement opaqueStatement
                        && (opaqueStatement.keywords().isEmpty()
                                || KEYWORDS_BEFORE_PARAMETERS.contains(
                                        opaqueStatement.keywords().get(0))));
    }

    /** Parses a statement that is not kept as text; for any other it returns null and does not move the cursor. */
    private @Nullable Statement parseKnownStatement(int start) {
        Keyword firstKeyword = cursor.keyword();
        if (firstKeyword == null) {
            return cursor.kind() == TokenKind.LEFT_PARENTHESIS ? parseQueryStatement(start) : null;
        }
        return switch (firstKeyword) {
            case SELECT -> parseQueryStatement(start);
            case WITH -> opaqueStatementParser.isUpdateOrDeleteAhead() ? null : parseQueryStatement(start);
            case CREATE, DROP, ALTER -> parseDefinition(firstKeyword, start);
            case SUBMIT -> createClusterParser().parseCreate(start);
            case SHOW -> showParser.parseShow(start);
            case DESC, DESCRIBE -> showParser.parseDescribe(start);
            case EXPLAIN -> {
                showParser.requireExplainedStatement();
                yield null;
            }
            case USE -> cursor.kind(1) == TokenKind.TEXT ? null : parseUse(start);
            case TRUNCATE -> cursor.accept(Keyword.TRUNCATE, Keyword.TABLE) ? parseTruncate(start) : null;
            case RECOVER -> parseRecover(start);
            case CANCEL ->
                cursor.accept(Keyword.CANCEL, Keyword.ALTER)
                        ? parseCancelAlter(start)
                        : viewParser.parseCancelRefresh(start);
            case REFRESH -> viewParser.parseRefresh(start);
            case GRANT -> createAccessParser().parseGrantOrRevoke(AccessStatement.Direction.GRANT, start);
            case REVOKE -> createAccessParser().parseGrantOrRevoke(AccessStatement.Direction.REVOKE, start);
            case SET -> createAccessParser().parseSetDefaultRole(start);
            case STOP -> createClusterParser().parseDrop(start);
            case PAUSE, RESUME -> createClusterParser().parsePauseOrResume(start);
            default -> null;
        };
    }

    private Statement parseQueryStatement(int start) {
        QueryText queryText = expressionParser.queryParser().parseQueryText();
        return cursor.isAt(Keyword.INTO)
                ? opaqueStatementParser.finishIntoOutfile(start)
                : new Statement.QueryStatement(queryText, cursor.spanSince(start));
    }

    /**
     * Parses CREATE, DROP or ALTER. Tables of external catalogs have a grammar of their own. A statement that is not in
     * it is parsed like a statement about any other table.
     */
    private @Nullable Statement parseDefinition(Keyword verb, int start) {
        Statement externalStatement = isExternalTableAhead() ? parseClusterStatement(verb, start) : null;
        if (externalStatement != null) {
            return externalStatement;
        }
        return switch (verb) {
            case CREATE -> parseCreate(start);
            case DROP -> parseDrop(start);
            default -> parseAlter(start);
        };
    }

    private @Nullable Statement parseClusterStatement(Keyword verb, int start) {
        return switch (verb) {
            case CREATE -> createClusterParser().parseCreate(start);
            case DROP -> createClusterParser().parseDrop(start);
            default -> createClusterParser().parseAlter(start);
        };
    }

    private @Nullable Statement parseCreate(int start) {
        Keyword secondKeyword = cursor.keyword(1);
        Keyword thirdKeyword = cursor.keyword(2);
        if (secondKeyword == Keyword.TABLE && thirdKeyword != Keyword.FUNCTION) {
            cursor.skip(2);
            return createTableParser.parseCreateTable(TableLifetime.PERMANENT, start);
        }
        if (thirdKeyword == Keyword.TABLE
                && (secondKeyword == Keyword.TEMPORARY || secondKeyword == Keyword.EXTERNAL)) {
            cursor.skip(3);
            return createTableParser.parseCreateTable(
                    secondKeyword == Keyword.TEMPORARY ? TableLifetime.TEMPORARY : TableLifetime.EXTERNAL, start);
        }
        if (secondKeyword == Keyword.DATABASE || secondKeyword == Keyword.SCHEMA) {
            cursor.skip(2);
            return parseCreateDatabase(start);
        }
        if (secondKeyword == Keyword.ROLE) {
            return createAccessParser().parseCreateRole(start);
        }
        if (!cursor.accept(Keyword.CREATE, Keyword.INDEX)) {
            Statement viewStatement = viewParser.parseCreate(start);
            return viewStatement == null ? parseClusterStatement(Keyword.CREATE, start) : viewStatement;
        }
        int indexStart = cursor.position();
        Name indexName = cursor.readName();
        cursor.expect(Keyword.ON);
        QualifiedName tableName = cursor.readQualifiedName();
        return new Statement.CreateIndex(
                tableName, tableClauseParser.parseIndexAfterName(indexName, indexStart), cursor.spanSince(start));
    }

    /** Parses the statement; the cursor is after CREATE DATABASE. */
    private Statement parseCreateDatabase(int start) {
        boolean ifNotExists = cursor.acceptIfNotExists();
        QualifiedName name = cursor.readQualifiedName();
        // The server parses a character set and a collation, but ignores them.
        tableClauseParser.parseCharset();
        cursor.accept(Keyword.DEFAULT);
        if (cursor.accept(Keyword.COLLATE)) {
            cursor.accept(TokenKind.EQUAL);
            cursor.readNameOrText();
        }
        List<Property> properties = clauseParser.parseProperties();
        return new Statement.CreateDatabase(ifNotExists, name, properties, cursor.spanSince(start));
    }

    private @Nullable Statement parseDrop(int start) {
        Keyword secondKeyword = cursor.keyword(1);
        boolean isTemporary = secondKeyword == Keyword.TEMPORARY && cursor.keyword(2) == Keyword.TABLE;
        boolean isTable = isTemporary || secondKeyword == Keyword.TABLE;
        if (isTable || secondKeyword == Keyword.DATABASE || secondKeyword == Keyword.SCHEMA) {
            cursor.skip(isTemporary ? 3 : 2);
            boolean ifExists = cursor.acceptIfExists();
            QualifiedName name = cursor.readQualifiedName();
            boolean isForced = cursor.accept(Keyword.FORCE);
            return isTable
                    ? new Statement.DropTable(isTemporary, ifExists, name, isForced, cursor.spanSince(start))
                    : new Statement.DropDatabase(ifExists, name, isForced, cursor.spanSince(start));
        }
        if (secondKeyword == Keyword.ROLE) {
            return createAccessParser().parseDropRole(start);
        }
        if (!cursor.accept(Keyword.DROP, Keyword.INDEX)) {
            Statement viewStatement = viewParser.parseDrop(start);
            return viewStatement == null ? createClusterParser().parseDrop(start) : viewStatement;
        }
        Name name = cursor.readName();
        cursor.expect(Keyword.ON);
        return new Statement.DropIndex(cursor.readQualifiedName(), name, cursor.spanSince(start));
    }

    /** Returns whether the word TABLE and a name with its catalog follow the verb. */
    private boolean isExternalTableAhead() {
        if (cursor.keyword(1) != Keyword.TABLE) {
            return false;
        }
        int distance = 2;
        while (cursor.keyword(distance) == Keyword.IF
                || cursor.keyword(distance) == Keyword.NOT
                || cursor.keyword(distance) == Keyword.EXISTS) {
            distance++;
        }
        int qualifierCount = 0;
        while (qualifierCount < 2 && cursor.isNameAhead(distance) && cursor.kind(distance + 1) == TokenKind.DOT) {
            distance += 2;
            qualifierCount++;
        }
        return qualifierCount == 2;
    }

    private @Nullable Statement parseAlter(int start) {
        if (cursor.accept(Keyword.ALTER, Keyword.TABLE)) {
            return alterParser.parseAlterTable(start);
        }
        if (cursor.keyword(1) == Keyword.ROLE) {
            return createAccessParser().parseAlterRole(start);
        }
        Statement viewStatement = viewParser.parseAlter(start);
        return viewStatement == null ? parseClusterStatement(Keyword.ALTER, start) : viewStatement;
    }

    private Statement parseUse(int start) {
        cursor.advance();
        QualifiedName name = cursor.readQualifiedName();
        if (name.parts().size() > 2) {
            cursor.recordRefusal(SyntaxRule.INVALID_DATABASE_NAME, name.span(), name);
        }
        return new Statement.Use(name, cursor.spanSince(start));
    }

    /** Parses the statement; the cursor is after TRUNCATE TABLE. */
    private Statement parseTruncate(int start) {
        QualifiedName tableName = cursor.readQualifiedName();
        List<PartitionKeyValue> partitionKeys = clauseParser.parsePartitionKeys();
        PartitionNames partitions = partitionKeys.isEmpty() && clauseParser.arePartitionNamesAhead(0)
                ? clauseParser.parsePartitionNames()
                : null;
        return new Statement.TruncateTable(tableName, partitions, partitionKeys, cursor.spanSince(start));
    }

    private Statement parseRecover(int start) {
        cursor.advance();
        if (cursor.accept(Keyword.PARTITION)) {
            Name partitionName = cursor.readName();
            cursor.expect(Keyword.FROM);
            QualifiedName tableName = cursor.readQualifiedName();
            return new Recover(Recover.RecoverKind.PARTITION, tableName, partitionName, cursor.spanSince(start));
        }
        if (cursor.accept(Keyword.DATABASE) || cursor.accept(Keyword.SCHEMA)) {
            QualifiedName databaseName = new QualifiedName(List.of(cursor.readName()));
            return new Recover(Recover.RecoverKind.DATABASE, databaseName, null, cursor.spanSince(start));
        }
        cursor.expect(Keyword.TABLE);
        QualifiedName tableName = cursor.readQualifiedName();
        return new Recover(Recover.RecoverKind.TABLE, tableName, null, cursor.spanSince(start));
    }

    /** Parses the statement; the cursor is after CANCEL ALTER. */
    private Statement parseCancelAlter(int start) {
        if (cursor.accept(Keyword.MATERIALIZED, Keyword.VIEW)) {
            cursor.expect(Keyword.FROM);
            QualifiedName viewName = cursor.readQualifiedName();
            return new CancelAlter(CancelAlter.Kind.MATERIALIZED_VIEW, viewName, List.of(), cursor.spanSince(start));
        }
        cursor.expect(Keyword.TABLE);
        CancelAlter.Kind kind = cursor.acceptOneOf(CANCELLABLE_ALTERATION_BY_KEYWORD);
        cursor.expect(Keyword.FROM);
        QualifiedName tableName = cursor.readQualifiedName();
        List<Long> jobIds = cursor.readOptionalList(cursor::readLong);
        return new CancelAlter(kind, tableName, jobIds, cursor.spanSince(start));
    }

    /** Parses CREATE FUNCTION. */
    private FunctionDeclaration parseFunctionDeclaration() {
        int start = cursor.position();
        cursor.expect(Keyword.CREATE);
        cursor.acceptThenExpect(Keyword.OR, Keyword.REPLACE);
        boolean isGlobal = cursor.accept(Keyword.GLOBAL);
        boolean isTableFunction = cursor.accept(Keyword.TABLE);
        boolean isAggregate = !isTableFunction && cursor.accept(Keyword.AGGREGATE);
        cursor.expect(Keyword.FUNCTION);
        cursor.acceptIfNotExists();
        QualifiedName name = cursor.readQualifiedName();
        TypeParser.ParameterTypes parameterTypes = expressionParser.typeParser().parseParameterTypes();
        cursor.expect(Keyword.RETURNS);
        Type resultType = expressionParser.typeParser().parseType();
        boolean isAnalytic = clauseParser.parseProperties().stream()
                .anyMatch(property -> property.name().equalsIgnoreCase("analytic")
                        && property.value().equalsIgnoreCase("true"));
        FunctionDeclaration.Kind kind;
        if (isTableFunction) {
            kind = FunctionDeclaration.Kind.TABLE;
        } else if (isAggregate) {
            kind = isAnalytic ? FunctionDeclaration.Kind.WINDOW : FunctionDeclaration.Kind.AGGREGATE;
        } else {
            kind = FunctionDeclaration.Kind.SCALAR;
        }
        FunctionDeclaration.FunctionSignature signature = new FunctionDeclaration.FunctionSignature(
                parameterTypes.types(), parameterTypes.isVariadic(), resultType);
        return new FunctionDeclaration(isGlobal, kind, name, signature, cursor.spanSince(start));
    }
}
