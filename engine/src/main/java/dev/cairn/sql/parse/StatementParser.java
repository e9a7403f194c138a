package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.FunctionDeclaration.Kind;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.Lifetime;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.TextOrigin;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.TypeParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses statements, which it distinguishes by their first words. */
public final class StatementParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final TypeParser types;
    private final DatabaseParser databases;
    private final TableParser tables;
    private final AlterParser alters;
    private final ShowParser shows;
    private final ViewStatementParser views;
    private final OpaqueParser opaques;
    private final ManipulationParser manipulations;

    public StatementParser(String source, TextOrigin origin) {
        this(new Cursor(Lexer.tokenize(source), origin));
    }

    public StatementParser(Cursor cursor) {
        this.cursor = cursor;
        expressions = new ExpressionParser(cursor);
        types = expressions.types();
        ClauseParser clauses = expressions.clauses();
        ColumnParser columns = new ColumnParser(cursor, types, expressions, clauses);
        PartitionParser partitions = new PartitionParser(cursor, expressions, clauses);
        databases = new DatabaseParser(cursor, clauses);
        tables = new TableParser(cursor, columns, clauses, partitions, expressions.queries());
        alters = new AlterParser(
                cursor,
                clauses,
                new AlterColumnParser(cursor, types, columns, clauses),
                new AlterPartitionParser(cursor, expressions, clauses, partitions),
                new OptimizeParser(cursor, clauses, partitions));
        views = new ViewStatementParser(cursor, expressions, clauses, columns, partitions);
        shows = new ShowParser(cursor, expressions, clauses);
        opaques = new OpaqueParser(cursor, clauses);
        manipulations = new ManipulationParser(cursor, expressions, clauses);
    }

    public Statement single() {
        return single(this::statement);
    }

    /** Parses a CREATE VIEW whose query is kept as text. */
    public Statement singleUnread() {
        return single(() -> {
            Statement view = views.createUnread(cursor.position());
            if (view == null) {
                throw cursor.expected("CREATE VIEW");
            }
            return view;
        });
    }

    private Statement single(Supplier<Statement> asked) {
        skipSemicolons();
        Statement statement = asked.get();
        skipSemicolons();
        if (cursor.kind() != TokenKind.END) {
            throw cursor.expected("nothing more: one statement is asked for");
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
        Expression expression = expressions.expression();
        end();
        return expression;
    }

    public Query query() {
        skipSemicolons();
        Query query = expressions.queries().query();
        skipSemicolons();
        end();
        return query;
    }

    public Manipulation manipulation() {
        skipSemicolons();
        Manipulation manipulation = manipulations.manipulation();
        skipSemicolons();
        end();
        return manipulation;
    }

    public FunctionDeclaration function() {
        skipSemicolons();
        FunctionDeclaration function =
                new FunctionParser(cursor, types, new ClauseParser(cursor, expressions)).declaration();
        skipSemicolons();
        end();
        return function;
    }

    public Type type() {
        Type type = types.type();
        end();
        return type;
    }

    private void end() {
        cursor.expect(TokenKind.END);
        cursor.throwRefusal();
    }

    private void skipSemicolons() {
        while (cursor.kind() == TokenKind.SEMICOLON) {
            cursor.advance();
        }
    }

    private Statement statement() {
        int start = cursor.position();
        Statement statement = known(start);
        if (statement == null) {
            statement = opaques.opaque(start);
        }
        if (!cursor.atEnd()) {
            cursor.at(TokenKind.END);
            throw cursor.unexpected();
        }
        return statement;
    }

    /** Parses a statement that is not kept as text; for any other it returns null and does not move the cursor. */
    private @Nullable Statement known(int start) {
        Keyword first = cursor.keyword();
        if (first == null) {
            return cursor.kind() == TokenKind.LEFT_PARENTHESIS ? select(start) : null;
        }
        return switch (first) {
            case SELECT -> select(start);
            case WITH -> opaques.changesRows() ? null : select(start);
            case CREATE -> create(start);
            case DROP -> drop(start);
            case ALTER -> {
                if (cursor.take(Keyword.ALTER, Keyword.TABLE)) {
                    yield alters.alter(start);
                }
                yield views.alter(start);
            }
            case SHOW -> shows.show(start);
            case DESC, DESCRIBE -> shows.describe(start);
            case USE -> cursor.kind(1) == TokenKind.TEXT ? null : databases.use(start);
            case TRUNCATE -> {
                if (cursor.take(Keyword.TRUNCATE, Keyword.TABLE)) {
                    yield databases.truncate(start);
                }
                yield null;
            }
            case RECOVER -> databases.recover(start);
            case CANCEL -> {
                if (cursor.take(Keyword.CANCEL, Keyword.ALTER)) {
                    yield databases.cancelAlter(start);
                }
                yield views.cancel(start);
            }
            case REFRESH -> views.refresh(start);
            default -> null;
        };
    }

    private @Nullable Statement create(int start) {
        if (cursor.keyword(1) == Keyword.TABLE && cursor.keyword(2) != Keyword.FUNCTION) {
            skip(2);
            return tables.create(Lifetime.PERMANENT, start);
        }
        if (cursor.keyword(2) == Keyword.TABLE && cursor.keyword(1) == Keyword.TEMPORARY) {
            skip(3);
            return tables.create(Lifetime.TEMPORARY, start);
        }
        if (cursor.keyword(2) == Keyword.TABLE && cursor.keyword(1) == Keyword.EXTERNAL) {
            skip(3);
            return tables.create(Lifetime.EXTERNAL, start);
        }
        if (cursor.take(Keyword.CREATE, Keyword.DATABASE) || cursor.take(Keyword.CREATE, Keyword.SCHEMA)) {
            return databases.create(start);
        }
        return cursor.take(Keyword.CREATE, Keyword.INDEX) ? databases.createIndex(start) : views.create(start);
    }

    private Statement select(int start) {
        QueryText query = expressions.queries().written();
        return cursor.at(Keyword.INTO) ? opaques.intoFile(start) : new Statement.Select(query, cursor.since(start));
    }

    private @Nullable Statement drop(int start) {
        if (cursor.take(Keyword.DROP, Keyword.TABLE)) {
            return databases.dropTable(false, start);
        }
        if (cursor.keyword(1) == Keyword.TEMPORARY && cursor.keyword(2) == Keyword.TABLE) {
            skip(3);
            return databases.dropTable(true, start);
        }
        if (cursor.take(Keyword.DROP, Keyword.DATABASE) || cursor.take(Keyword.DROP, Keyword.SCHEMA)) {
            return databases.drop(start);
        }
        return cursor.take(Keyword.DROP, Keyword.INDEX) ? databases.dropIndex(start) : views.drop(start);
    }

    private void skip(int words) {
        for (int i = 0; i < words; i++) {
            cursor.advance();
        }
    }

    /** Parses CREATE FUNCTION. */
    private static final class FunctionParser {
        private final Cursor cursor;
        private final TypeParser types;
        private final ClauseParser clauses;

        FunctionParser(Cursor cursor, TypeParser types, ClauseParser clauses) {
            this.cursor = cursor;
            this.types = types;
            this.clauses = clauses;
        }

        FunctionDeclaration declaration() {
            int start = cursor.position();
            cursor.expect(Keyword.CREATE);
            if (cursor.take(Keyword.OR)) {
                cursor.expect(Keyword.REPLACE);
            }
            boolean global = cursor.take(Keyword.GLOBAL);
            boolean table = cursor.take(Keyword.TABLE);
            boolean aggregate = !table && cursor.take(Keyword.AGGREGATE);
            cursor.expect(Keyword.FUNCTION);
            if (cursor.take(Keyword.IF)) {
                cursor.expect(Keyword.NOT, Keyword.EXISTS);
            }
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
                    arguments.add(types.type());
                }
            }
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            cursor.expect(Keyword.RETURNS);
            Type result = types.type();
            boolean analytic = clauses.properties().stream()
                    .anyMatch(property -> property.name().equalsIgnoreCase("analytic")
                            && property.value().equalsIgnoreCase("true"));
            return new FunctionDeclaration(
                    global, kind(table, aggregate, analytic), name, arguments, variadic, result, cursor.since(start));
        }

        private static Kind kind(boolean table, boolean aggregate, boolean analytic) {
            if (table) {
                return Kind.TABLE;
            }
            if (!aggregate) {
                return Kind.SCALAR;
            }
            return analytic ? Kind.WINDOW : Kind.AGGREGATE;
        }
    }

    /**
     * Parses statements about views, by their first words; for any other it returns null and does not move the cursor.
     */
    private static final class ViewStatementParser {
        private final Cursor cursor;
        private final ViewParser views;
        private final MaterializedViewParser materialized;
        private final MaterializedChangeParser changes;

        ViewStatementParser(
                Cursor cursor,
                ExpressionParser expressions,
                ClauseParser clauses,
                ColumnParser columns,
                PartitionParser partitions) {
            this.cursor = cursor;
            RefreshParser refreshes = new RefreshParser(cursor, expressions);
            this.views = new ViewParser(cursor, clauses, expressions.queries());
            this.materialized = new MaterializedViewParser(cursor, expressions, clauses, views, refreshes);
            this.changes = new MaterializedChangeParser(cursor, expressions, clauses, columns, partitions, refreshes);
        }

        @Nullable
        Statement create(int start) {
            if (cursor.take(Keyword.CREATE, Keyword.VIEW)) {
                return views.create(false, start);
            }
            if (replacing()) {
                return views.create(true, start);
            }
            return materializedAt(1) ? materialized.create(start) : null;
        }

        /** Parses a CREATE VIEW whose query is kept as text. */
        @Nullable
        Statement createUnread(int start) {
            if (cursor.take(Keyword.CREATE, Keyword.VIEW)) {
                return views.createUnread(false, start);
            }
            return replacing() ? views.createUnread(true, start) : null;
        }

        /** Takes CREATE OR REPLACE VIEW; returns false if these words are absent. */
        private boolean replacing() {
            if (cursor.keyword(1) != Keyword.OR || cursor.keyword(3) != Keyword.VIEW) {
                return false;
            }
            cursor.advance();
            cursor.expect(Keyword.OR, Keyword.REPLACE);
            cursor.advance();
            return true;
        }

        @Nullable
        Statement alter(int start) {
            if (cursor.take(Keyword.ALTER, Keyword.VIEW)) {
                return views.alter(start);
            }
            return materializedAt(1) ? changes.alter(start) : null;
        }

        @Nullable
        Statement drop(int start) {
            if (cursor.take(Keyword.DROP, Keyword.VIEW)) {
                return views.drop(start);
            }
            return materializedAt(1) ? changes.drop(start) : null;
        }

        @Nullable
        Statement refresh(int start) {
            return materializedAt(1) ? changes.refresh(start) : null;
        }

        @Nullable
        Statement cancel(int start) {
            return cursor.keyword(1) == Keyword.REFRESH && materializedAt(2) ? changes.cancel(start) : null;
        }

        /** Takes all words up to and including MATERIALIZED VIEW, if these two words are that many tokens ahead. */
        private boolean materializedAt(int ahead) {
            boolean here = cursor.keyword(ahead) == Keyword.MATERIALIZED && cursor.keyword(ahead + 1) == Keyword.VIEW;
            for (int i = 0; here && i < ahead + 2; i++) {
                cursor.advance();
            }
            return here;
        }
    }
}
