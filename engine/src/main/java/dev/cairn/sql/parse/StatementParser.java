package dev.cairn.sql.parse;

import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation.PartitionKey;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CancelAlter;
import dev.cairn.sql.ast.Statement.Lifetime;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.Recover;
import dev.cairn.sql.ast.TextOrigin;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses statements, which it distinguishes by their first words, and the short statements themselves. */
public final class StatementParser {
    private static final Map<Keyword, CancelAlter.Kind> ALTERATIONS = Keyword.indexByKeyword(CancelAlter.Kind.values());

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final CreateTableParser tables;
    private final AlterParser alters;
    private final ShowParser shows;
    private final ViewParser views;
    private final OpaqueParser opaques;
    private final ManipulationParser manipulations;

    public StatementParser(String source, TextOrigin origin) {
        this(new Cursor(Lexer.tokenize(source, origin), origin));
    }

    public StatementParser(Cursor cursor) {
        this.cursor = cursor;
        expressions = new ExpressionParser(cursor);
        clauses = expressions.clauses();
        ColumnParser columns = new ColumnParser(cursor, expressions);
        PartitionParser partitions = new PartitionParser(cursor, expressions);
        tables = new CreateTableParser(cursor, expressions, columns, partitions);
        alters = new AlterParser(cursor, expressions, columns, partitions);
        views = new ViewParser(cursor, expressions, columns, partitions);
        shows = new ShowParser(cursor, expressions);
        manipulations = new ManipulationParser(cursor, expressions);
        opaques = new OpaqueParser(cursor, clauses, manipulations);
    }

    /** Statements about roles are rare, and an application without them does not load their parser. */
    private AccessParser access() {
        return new AccessParser(cursor, expressions);
    }

    public Statement singleStatement() {
        return singleOf(this::statement);
    }

    /** Parses a CREATE VIEW whose query is kept as text. */
    public Statement singleUnread() {
        return singleOf(() -> {
            Statement view = views.createUnread(cursor.position());
            if (view == null) {
                throw cursor.expectation("CREATE VIEW");
            }
            return view;
        });
    }

    private Statement singleOf(Supplier<Statement> parser) {
        skipSemicolons();
        Statement statement = parser.get();
        skipSemicolons();
        if (cursor.kind() != TokenKind.END) {
            throw cursor.expectation("nothing more: one statement is asked for");
        }
        cursor.throwRefusal();
        return statement;
    }

    public List<Statement> script() {
        List<Statement> statements = new ArrayList<>();
        for (skipSemicolons(); cursor.kind() != TokenKind.END; skipSemicolons()) {
            statements.add(statement());
        }
        cursor.throwRefusal();
        return statements;
    }

    public Expression expression() {
        return end(expressions.expression());
    }

    public Type type() {
        return end(expressions.types().type());
    }

    public Query query() {
        return betweenSemicolons(expressions.queries()::query);
    }

    public Manipulation manipulation() {
        return betweenSemicolons(manipulations::manipulation);
    }

    /** Parses the objects of a GRANT, {@code TABLE a, b}, as they stand behind ON. */
    public AccessStatement.Target grantTarget() {
        return end(access().target(true));
    }

    public FunctionDeclaration function() {
        return betweenSemicolons(this::functionDeclaration);
    }

    private <T> T betweenSemicolons(Supplier<T> parser) {
        skipSemicolons();
        T result = parser.get();
        skipSemicolons();
        return end(result);
    }

    private <T> T end(T result) {
        cursor.expect(TokenKind.END);
        cursor.throwRefusal();
        return result;
    }

    private void skipSemicolons() {
        while (cursor.kind() == TokenKind.SEMICOLON) {
            cursor.advance();
        }
    }

    private Statement statement() {
        int start = cursor.position();
        Statement statement = knownStatement(start);
        if (statement == null) {
            statement = opaques.opaque(start);
        }
        if (!cursor.isAtEnd()) {
            cursor.isAt(TokenKind.END);
            throw cursor.unexpectedToken();
        }
        return statement;
    }

    /** Parses a statement that is not kept as text; for any other it returns null and does not move the cursor. */
    private @Nullable Statement knownStatement(int start) {
        Keyword first = cursor.keyword();
        if (first == null) {
            return cursor.kind() == TokenKind.LEFT_PARENTHESIS ? select(start) : null;
        }
        return switch (first) {
            case SELECT -> select(start);
            case WITH -> opaques.changesRows() ? null : select(start);
            case CREATE -> create(start);
            case DROP -> drop(start);
            case ALTER -> alter(start);
            case SHOW -> shows.show(start);
            case DESC, DESCRIBE -> shows.describe(start);
            case EXPLAIN -> {
                shows.checkExplained();
                yield null;
            }
            case USE -> cursor.kind(1) == TokenKind.TEXT ? null : use(start);
            case TRUNCATE -> cursor.take(Keyword.TRUNCATE, Keyword.TABLE) ? truncate(start) : null;
            case RECOVER -> recover(start);
            case CANCEL -> cursor.take(Keyword.CANCEL, Keyword.ALTER) ? cancelAlter(start) : views.cancel(start);
            case REFRESH -> views.refresh(start);
            case GRANT -> access().change(AccessStatement.Direction.GRANT, start);
            case REVOKE -> access().change(AccessStatement.Direction.REVOKE, start);
            case SET -> access().set(start);
            default -> null;
        };
    }

    private Statement select(int start) {
        QueryText query = expressions.queries().queryText();
        return cursor.isAt(Keyword.INTO)
                ? opaques.intoFile(start)
                : new Statement.Select(query, cursor.spanSince(start));
    }

    private @Nullable Statement create(int start) {
        Keyword second = cursor.keyword(1);
        Keyword third = cursor.keyword(2);
        if (second == Keyword.TABLE && third != Keyword.FUNCTION) {
            cursor.skip(2);
            return tables.create(Lifetime.PERMANENT, start);
        }
        if (third == Keyword.TABLE && (second == Keyword.TEMPORARY || second == Keyword.EXTERNAL)) {
            cursor.skip(3);
            return tables.create(second == Keyword.TEMPORARY ? Lifetime.TEMPORARY : Lifetime.EXTERNAL, start);
        }
        if (second == Keyword.DATABASE || second == Keyword.SCHEMA) {
            cursor.skip(2);
            return createDatabase(start);
        }
        if (second == Keyword.ROLE) {
            return access().create(start);
        }
        if (!cursor.take(Keyword.CREATE, Keyword.INDEX)) {
            return views.create(start);
        }
        int index = cursor.position();
        Name name = cursor.name();
        cursor.expect(Keyword.ON);
        QualifiedName table = cursor.qualifiedName();
        return new Statement.CreateIndex(table, clauses.index(name, index), cursor.spanSince(start));
    }

    /** Parses the statement; the cursor is behind CREATE DATABASE. */
    private Statement createDatabase(int start) {
        boolean ifNotExists = cursor.skipIfNotExists();
        QualifiedName name = cursor.qualifiedName();
        // The server parses a character set and a collation, but ignores them.
        clauses.charset();
        cursor.take(Keyword.DEFAULT);
        if (cursor.take(Keyword.COLLATE)) {
            cursor.take(TokenKind.EQUAL);
            cursor.nameOrText();
        }
        List<Property> properties = clauses.properties();
        return new Statement.CreateDatabase(ifNotExists, name, properties, cursor.spanSince(start));
    }

    private @Nullable Statement drop(int start) {
        Keyword second = cursor.keyword(1);
        boolean temporary = second == Keyword.TEMPORARY && cursor.keyword(2) == Keyword.TABLE;
        boolean table = temporary || second == Keyword.TABLE;
        if (table || second == Keyword.DATABASE || second == Keyword.SCHEMA) {
            cursor.skip(temporary ? 3 : 2);
            boolean ifExists = cursor.skipIfExists();
            QualifiedName name = cursor.qualifiedName();
            boolean force = cursor.take(Keyword.FORCE);
            return table
                    ? new Statement.DropTable(temporary, ifExists, name, force, cursor.spanSince(start))
                    : new Statement.DropDatabase(ifExists, name, force, cursor.spanSince(start));
        }
        if (second == Keyword.ROLE) {
            return access().drop(start);
        }
        if (!cursor.take(Keyword.DROP, Keyword.INDEX)) {
            return views.drop(start);
        }
        Name name = cursor.name();
        cursor.expect(Keyword.ON);
        return new Statement.DropIndex(cursor.qualifiedName(), name, cursor.spanSince(start));
    }

    private @Nullable Statement alter(int start) {
        if (cursor.take(Keyword.ALTER, Keyword.TABLE)) {
            return alters.alter(start);
        }
        return cursor.keyword(1) == Keyword.ROLE ? access().alter(start) : views.alter(start);
    }

    private Statement use(int start) {
        cursor.advance();
        QualifiedName name = cursor.qualifiedName();
        if (name.parts().size() > 2) {
            cursor.refuse(SyntaxRule.DATABASE_NAME, name.span(), name);
        }
        return new Statement.Use(name, cursor.spanSince(start));
    }

    /** Parses the statement; the cursor is behind TRUNCATE TABLE. */
    private Statement truncate(int start) {
        QualifiedName table = cursor.qualifiedName();
        List<PartitionKey> keys = clauses.partitionKeys();
        PartitionNames partitions =
                keys.isEmpty() && clauses.arePartitionNamesAhead(0) ? clauses.partitionNames() : null;
        return new Statement.TruncateTable(table, partitions, keys, cursor.spanSince(start));
    }

    private Statement recover(int start) {
        cursor.advance();
        if (cursor.take(Keyword.PARTITION)) {
            Name partition = cursor.name();
            cursor.expect(Keyword.FROM);
            QualifiedName table = cursor.qualifiedName();
            return new Recover(Recover.RecoverKind.PARTITION, table, partition, cursor.spanSince(start));
        }
        if (cursor.take(Keyword.DATABASE) || cursor.take(Keyword.SCHEMA)) {
            QualifiedName database = new QualifiedName(List.of(cursor.name()));
            return new Recover(Recover.RecoverKind.DATABASE, database, null, cursor.spanSince(start));
        }
        cursor.expect(Keyword.TABLE);
        QualifiedName table = cursor.qualifiedName();
        return new Recover(Recover.RecoverKind.TABLE, table, null, cursor.spanSince(start));
    }

    /** Parses the statement; the cursor is behind CANCEL ALTER. */
    private Statement cancelAlter(int start) {
        if (cursor.take(Keyword.MATERIALIZED, Keyword.VIEW)) {
            cursor.expect(Keyword.FROM);
            QualifiedName view = cursor.qualifiedName();
            return new CancelAlter(CancelAlter.Kind.MATERIALIZED_VIEW, view, List.of(), cursor.spanSince(start));
        }
        cursor.expect(Keyword.TABLE);
        CancelAlter.Kind kind = cursor.takeOneOf(ALTERATIONS);
        cursor.expect(Keyword.FROM);
        QualifiedName table = cursor.qualifiedName();
        List<Long> jobs = cursor.optionalList(cursor::number);
        return new CancelAlter(kind, table, jobs, cursor.spanSince(start));
    }

    /** Parses CREATE FUNCTION. */
    private FunctionDeclaration functionDeclaration() {
        int start = cursor.position();
        cursor.expect(Keyword.CREATE);
        cursor.optional(Keyword.OR, Keyword.REPLACE);
        boolean global = cursor.take(Keyword.GLOBAL);
        boolean table = cursor.take(Keyword.TABLE);
        boolean aggregate = !table && cursor.take(Keyword.AGGREGATE);
        cursor.expect(Keyword.FUNCTION);
        cursor.skipIfNotExists();
        QualifiedName name = cursor.qualifiedName();
        List<Type> arguments = new ArrayList<>();
        boolean variadic = false;
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        while (cursor.kind() != TokenKind.RIGHT_PARENTHESIS && !variadic) {
            if (!arguments.isEmpty()) {
                cursor.expect(TokenKind.COMMA);
                variadic = cursor.take(TokenKind.ELLIPSIS);
            }
            if (!variadic) {
                arguments.add(expressions.types().type());
            }
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        cursor.expect(Keyword.RETURNS);
        Type result = expressions.types().type();
        boolean analytic = clauses.properties().stream()
                .anyMatch(property -> property.name().equalsIgnoreCase("analytic")
                        && property.value().equalsIgnoreCase("true"));
        FunctionDeclaration.Kind kind = table
                ? FunctionDeclaration.Kind.TABLE
                : !aggregate
                        ? FunctionDeclaration.Kind.SCALAR
                        : analytic ? FunctionDeclaration.Kind.WINDOW : FunctionDeclaration.Kind.AGGREGATE;
        FunctionDeclaration.FunctionSignature signature =
                new FunctionDeclaration.FunctionSignature(arguments, variadic, result);
        return new FunctionDeclaration(global, kind, name, signature, cursor.spanSince(start));
    }
}
