package dev.cairn.sql;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.ast.TextOrigin;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.parse.StatementParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.Tokens;
import dev.cairn.sql.write.AlterWriter;
import dev.cairn.sql.write.ColumnWriter;
import dev.cairn.sql.write.ExpressionWriter;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import dev.cairn.sql.write.StatementWriter;
import dev.cairn.sql.write.TypeWriter;
import dev.cairn.sql.write.ViewWriter;
import java.util.List;
import java.util.Optional;

/**
 * Text to statements and back.
 *
 * <pre>{@code
 * Statement statement = Sql.parse("CREATE TABLE t (k INT) DISTRIBUTED BY HASH(k)");
 * String text = Sql.render(statement);
 * }</pre>
 */
public final class Sql {
    private Sql() {}

    /** The one statement of a text, perhaps with a semicolon behind it. */
    public static Statement parse(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).single();
    }

    /** The one statement of a text, as it is to be run. */
    public static Statement parse(String text, PlaceholderResolver resolution) {
        return new StatementParser(new Cursor(Lexer.tokenize(text), TextOrigin.WRITTEN, resolution)).single();
    }

    /**
     * The one statement of a text, where a view's query may be one that only a newer server knows: then the text says all
     * that is known of it.
     */
    public static Statement parseUnread(String text, PlaceholderResolver resolution) {
        return parseUnread(text, TextOrigin.WRITTEN, resolution);
    }

    private static Statement parseUnread(String text, TextOrigin origin, PlaceholderResolver resolution) {
        Tokens tokens = Lexer.tokenize(text);
        try {
            return new StatementParser(new Cursor(tokens, origin, resolution)).single();
        } catch (SqlSyntaxException unreadable) {
            return unread(new Cursor(tokens, origin, resolution)).orElseThrow(() -> unreadable);
        }
    }

    private static Optional<Statement> unread(Cursor cursor) {
        try {
            return Optional.of(new StatementParser(cursor).singleUnread());
        } catch (SqlSyntaxException noView) {
            return Optional.empty();
        }
    }

    /**
     * What SHOW CREATE TABLE printed. That is more than the server takes back: a name without its backquotes, a table whose
     * like could not be created. A newer server may show a view's query in words that are not known here.
     */
    public static Statement parseShown(String text) {
        return parseUnread(text, TextOrigin.SHOWN, PlaceholderResolver.NONE);
    }

    /** The statements of a text between semicolons. */
    public static List<Statement> parseScript(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).script();
    }

    /**
     * The statements of a text between semicolons, each with its place and, where it can't be parsed, the reason.
     *
     * @throws SqlSyntaxException where the text can't be divided into statements: a string or a comment has no end
     */
    public static List<ScriptPart> parts(String text) {
        return ScriptPart.of(text);
    }

    public static Expression parseExpression(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).expression();
    }

    /** {@code WITH a AS (…) SELECT … ORDER BY …}, perhaps with a semicolon behind it. */
    public static Query parseQuery(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).query();
    }

    /** The INSERT, UPDATE or DELETE that {@link #parse} keeps as text. */
    public static Manipulation parseManipulation(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).manipulation();
    }

    /** The same; places are those in the text that the statement was parsed from. */
    public static Manipulation parseManipulation(Statement.Opaque statement) {
        Span at = statement.span();
        if (at.line() == 0) {
            return parseManipulation(statement.text());
        }
        int lines = at.line() - 1;
        int columns = at.column() - 1;
        String before =
                " ".repeat(Math.max(0, at.offset() - lines - columns)) + "\n".repeat(lines) + " ".repeat(columns);
        return parseManipulation(before + statement.text());
    }

    /** {@code CREATE FUNCTION mask(varchar) RETURNS varchar}, perhaps with properties and a semicolon behind it. */
    public static FunctionDeclaration parseFunction(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).function();
    }

    public static Type parseType(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).type();
    }

    /** The statement in {@link StatementForm#WRITTEN}, without a semicolon: {@link #parse} gives the same statement back. */
    public static String render(Statement statement) {
        return render(statement, StatementForm.WRITTEN);
    }

    /** The statement without a semicolon; SHOW CREATE TABLE prints one behind it. */
    public static String render(Statement statement, StatementForm form) {
        SqlTextBuilder out = new SqlTextBuilder(form);
        StatementWriter.write(out, statement);
        return out.toString();
    }

    /** One clause of ALTER TABLE: {@code ADD INDEX i (`k`)}. */
    public static String render(AlterClause clause) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        AlterWriter.single(out, clause);
        return out.toString();
    }

    /** {@code REFRESH ASYNC EVERY(INTERVAL 1 DAY)}. */
    public static String render(ViewStatement.Refresh refresh) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        ViewWriter.refreshScheme(out, refresh);
        return out.toString();
    }

    /** {@code `v` + 1}, with backquotes where the names had them. */
    public static String render(Expression expression) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        ExpressionWriter.write(out, expression);
        return out.toString();
    }

    /** On one line. */
    public static String render(Query query) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        QueryWriter.write(out, query);
        return out.toString();
    }

    /** The line of a column in SHOW CREATE TABLE, as the server's messages have it too. */
    public static String render(ColumnDefinition column) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.SHOWN);
        ColumnWriter.column(out, column);
        return out.toString();
    }

    /** The text that {@link #parseFunction} reads. */
    public static String render(FunctionDeclaration function) {
        FunctionDeclaration.Kind kind = function.kind();
        StringBuilder text = new StringBuilder("CREATE ");
        text.append(function.global() ? "GLOBAL " : "");
        text.append(
                switch (kind) {
                    case SCALAR -> "";
                    case AGGREGATE, WINDOW -> "AGGREGATE ";
                    case TABLE -> "TABLE ";
                });
        text.append("FUNCTION ").append(function.name()).append('(');
        for (int i = 0; i < function.arguments().size(); i++) {
            text.append(i == 0 ? "" : ", ").append(render(function.arguments().get(i)));
        }
        text.append(function.variadic() ? ", ..." : "").append(") RETURNS ").append(render(function.result()));
        return text.append(kind == FunctionDeclaration.Kind.WINDOW ? " PROPERTIES (\"analytic\" = \"true\")" : "")
                .toString();
    }

    /** {@code int(11)}, as SHOW CREATE TABLE prints the type of a column. */
    public static String render(Type type) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        TypeWriter.column(out, type);
        return out.toString();
    }
}
