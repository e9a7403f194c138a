package dev.cairn.sql;

import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.parse.StatementParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.PipesMeaning;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.TextOrigin;
import dev.cairn.sql.token.Tokens;
import dev.cairn.sql.write.AccessWriter;
import dev.cairn.sql.write.AlterWriter;
import dev.cairn.sql.write.ColumnWriter;
import dev.cairn.sql.write.MaterializedViewWriter;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import dev.cairn.sql.write.StatementWriter;
import dev.cairn.sql.write.TypeWriter;
import java.util.List;
import java.util.Optional;

/**
 * Parses and renders SQL: the entry point of the SQL packages. A method that parses throws {@link SqlSyntaxException}
 * if the text is not valid.
 *
 * <pre>{@code
 * Statement statement = Sql.parse("CREATE TABLE t (k INT) DISTRIBUTED BY HASH(k)");
 * String text = Sql.render(statement);
 * }</pre>
 */
public final class Sql {
    private Sql() {}

    /** Parses a single statement, optionally followed by a semicolon. */
    public static Statement parse(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).parseSingleStatement();
    }

    /** Parses a single statement and resolves its placeholders. */
    public static Statement parse(String text, PlaceholderResolver resolver) {
        return new StatementParser(new Cursor(Lexer.tokenize(text), TextOrigin.WRITTEN, resolver))
                .parseSingleStatement();
    }

    /** Parses a CREATE TABLE that describes the columns of a table, which may belong to an external catalog. */
    public static Statement parseCreateTable(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).parseSingleCreateTable();
    }

    /** Parses the statement that an object of a cluster runs; empty if it runs none, or one that can't be parsed. */
    public static Optional<Statement> parseSubmittedStatement(CreateClusterObject create) {
        try {
            return create.submittedText().map(Sql::parse);
        } catch (SqlSyntaxException ignored) {
            return Optional.empty(); // a statement that only a newer server knows
        }
    }

    /**
     * Parses a single statement. If the query of a view can't be parsed, because only a newer server knows it, the view
     * keeps the query as text.
     */
    public static Statement parseLeniently(String text, PlaceholderResolver resolver) {
        return parseLeniently(text, TextOrigin.WRITTEN, resolver);
    }

    private static Statement parseLeniently(String text, TextOrigin origin, PlaceholderResolver resolver) {
        Tokens tokens = Lexer.tokenize(text, origin);
        try {
            return new StatementParser(new Cursor(tokens, origin, resolver)).parseSingleStatement();
        } catch (SqlSyntaxException failure) {
            return tryParseUnreadView(new Cursor(tokens, origin, resolver)).orElseThrow(() -> failure);
        }
    }

    private static Optional<Statement> tryParseUnreadView(Cursor cursor) {
        try {
            return Optional.of(new StatementParser(cursor).parseSingleUnreadView());
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    /**
     * Parses the output of SHOW CREATE TABLE. The server prints more than it accepts: names without their backquotes,
     * and tables that could not be created again. A newer server may print the query of a view in a syntax that this
     * parser does not know.
     */
    public static Statement parseShowCreateOutput(String text) {
        return parseLeniently(text, TextOrigin.SHOWN, PlaceholderResolver.KEEP_PLACEHOLDERS);
    }

    /** Parses the statements between the semicolons of a text. */
    public static List<Statement> parseScript(String text) {
        return parseScript(text, PipesMeaning.OR);
    }

    /**
     * Parses the statements between the semicolons of a text.
     *
     * @param pipesMeaning the meaning of {@code ||}
     */
    public static List<Statement> parseScript(String text, PipesMeaning pipesMeaning) {
        return new StatementParser(new Cursor(Lexer.tokenize(text, pipesMeaning), TextOrigin.WRITTEN)).parseScript();
    }

    /**
     * Parses the statements between the semicolons of a text, each with its place and, if it can't be parsed, the
     * error.
     *
     * @throws SqlSyntaxException if the text can't be split into statements, because a string or a comment is not
     *     terminated
     */
    public static List<ScriptStatement> parseScriptStatements(String text) {
        return ScriptStatement.split(text);
    }

    public static Expression parseExpression(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).parseExpression();
    }

    /** Parses the clauses of a SHOW statement that {@link #parse} keeps as text, {@code WHERE … ORDER BY … LIMIT …}. */
    public static Statement.ShowFilter parseShowFilter(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).parseShowFilter();
    }

    /** Parses a query, {@code WITH a AS (…) SELECT … ORDER BY …}, optionally followed by a semicolon. */
    public static Query parseQuery(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).parseQuery();
    }

    /** Parses an INSERT, UPDATE or DELETE, which {@link #parse} keeps as text. */
    public static DmlStatement parseDml(String text) {
        return parseDml(text, PipesMeaning.OR);
    }

    /**
     * Parses an INSERT, UPDATE or DELETE, which {@link #parse} keeps as text.
     *
     * @param pipesMeaning the meaning of {@code ||}
     */
    public static DmlStatement parseDml(String text, PipesMeaning pipesMeaning) {
        return new StatementParser(new Cursor(Lexer.tokenize(text, pipesMeaning), TextOrigin.WRITTEN)).parseDml();
    }

    /** Parses an INSERT, UPDATE or DELETE. Its spans refer to the text from which the statement was parsed. */
    public static DmlStatement parseDml(Statement.OpaqueStatement statement) {
        Span span = statement.span();
        if (span.line() == 0) {
            return parseDml(statement.text());
        }
        // Blanks and line breaks before the text move its spans to their places in the whole text.
        int lineBreakCount = span.line() - 1;
        int precedingColumnCount = span.column() - 1;
        String padding = " ".repeat(Math.max(0, span.offset() - lineBreakCount - precedingColumnCount))
                + "\n".repeat(lineBreakCount)
                + " ".repeat(precedingColumnCount);
        return parseDml(padding + statement.text());
    }

    /**
     * Parses a declaration such as {@code CREATE FUNCTION mask(varchar) RETURNS varchar}, optionally followed by
     * properties and a semicolon.
     */
    public static FunctionDeclaration parseFunction(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).parseFunction();
    }

    /**
     * Parses the objects of a GRANT, which follow ON, such as {@code CATALOG lake} or {@code ALL TABLES IN DATABASE
     * shop}.
     */
    public static AccessStatement.GrantTarget parseGrantTarget(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).parseGrantTarget();
    }

    /** Parses the column that a name and the text of {@link #renderDefinition} define. */
    public static ColumnDefinition parseColumn(Name name, String definition) {
        return new StatementParser("c " + definition, TextOrigin.WRITTEN)
                .parseColumn()
                .withName(name);
    }

    public static Type parseType(String text) {
        return new StatementParser(text, TextOrigin.WRITTEN).parseType();
    }

    /** Parses a type that the server printed: the names of fields lack their backquotes. */
    public static Type parseShownType(String text) {
        return new StatementParser(text, TextOrigin.SHOWN).parseType();
    }

    /**
     * Renders the statement in {@link StatementForm#WRITTEN}, without a semicolon: {@link #parse} returns the same
     * statement.
     */
    public static String render(Statement statement) {
        return render(statement, StatementForm.WRITTEN);
    }

    /** Renders the statement without a semicolon; SHOW CREATE TABLE prints one at the end. */
    public static String render(Statement statement, StatementForm form) {
        SqlTextBuilder out = new SqlTextBuilder(form);
        new StatementWriter(out).write(statement);
        return out.toString();
    }

    /** Renders one clause of ALTER TABLE: {@code ADD INDEX i (`k`)}. */
    public static String render(AlterClause clause) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new AlterWriter(out).writeSingleClause(clause);
        return out.toString();
    }

    /** Renders one clause of CREATE TABLE or CREATE MATERIALIZED VIEW: {@code PRIMARY KEY(`k`)}. */
    public static String render(CreateClause clause) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new MaterializedViewWriter(out).writeClause(clause);
        return out.toString().strip();
    }

    /** Renders a refresh clause: {@code REFRESH ASYNC EVERY(INTERVAL 1 DAY)}. */
    public static String render(ViewStatement.Refresh refresh) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new MaterializedViewWriter(out).writeRefreshClause(refresh);
        return out.toString();
    }

    /** Renders the objects of a GRANT as they stand after ON: {@code TABLE `shop`.`orders`}. */
    public static String render(AccessStatement.GrantTarget target) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new AccessWriter(out).writeTarget(target);
        return out.toString();
    }

    /** Renders an expression, {@code `v` + 1}, with the backquotes of the original names. */
    public static String render(Expression expression) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new QueryWriter(out).write(expression);
        return out.toString();
    }

    /** Renders a name with the backquotes that it needs or was written with. */
    public static String render(QualifiedName name) {
        return render(new Expression.Reference(name, Span.NONE));
    }

    /** Renders a query on one line. */
    public static String render(Query query) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new QueryWriter(out).write(query);
        return out.toString();
    }

    /** Renders the default of a column as it stands after DEFAULT: {@code (uuid())}. */
    public static String render(ColumnDefault defaultValue) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new ColumnWriter(out).writeDefaultValue(defaultValue);
        return out.toString();
    }

    /** Renders the line of a column as SHOW CREATE TABLE and the server's messages do. */
    public static String render(ColumnDefinition column) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.SHOWN);
        new ColumnWriter(out).writeColumn(column);
        return out.toString();
    }

    /** Renders the part of a definition after the name of the column: {@code int(11) NOT NULL COMMENT "x"}. */
    public static String renderDefinition(ColumnDefinition column) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new ColumnWriter(out).writeDefinition(column);
        return out.toString();
    }

    /** Renders the text that {@link #parseFunction} parses. */
    public static String render(FunctionDeclaration function) {
        FunctionDeclaration.Kind kind = function.kind();
        StringBuilder text = new StringBuilder("CREATE ");
        text.append(function.isGlobal() ? "GLOBAL " : "");
        text.append(
                switch (kind) {
                    case SCALAR -> "";
                    case AGGREGATE, WINDOW -> "AGGREGATE ";
                    case TABLE -> "TABLE ";
                });
        text.append("FUNCTION ").append(function.name()).append('(');
        for (int i = 0; i < function.argumentTypes().size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(render(function.argumentTypes().get(i)));
        }
        text.append(function.isVariadic() ? ", ..." : "").append(") RETURNS ").append(render(function.resultType()));
        return text.append(kind == FunctionDeclaration.Kind.WINDOW ? " PROPERTIES (\"analytic\" = \"true\")" : "")
                .toString();
    }

    /** Renders a type as SHOW CREATE TABLE prints it for a column, {@code int(11)}. */
    public static String render(Type type) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new TypeWriter(out).writeColumnType(type);
        return out.toString();
    }
}
