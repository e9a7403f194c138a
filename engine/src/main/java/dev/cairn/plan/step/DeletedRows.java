package dev.cairn.plan.step;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.row.RowConditionEvaluator;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rows that a statement deletes. Such a statement is a DELETE, an INSERT OVERWRITE, or a task that runs one of
 * them; all of these are kept as text.
 *
 * @param includesAllRows whether the statement certainly deletes all rows of the table, or of the partitions that it
 *     names
 * @param description the deletion in words, such as {@code deletes all rows of orders}
 */
record DeletedRows(QualifiedName tableName, boolean includesAllRows, String description) {
    /**
     * Returns the rows that a statement deletes; empty if it deletes nothing, or if its condition can't be evaluated.
     *
     * @param tableFinder finds a table by its name in the statement
     * @param session the session in which the statement runs
     */
    static Optional<DeletedRows> find(
            Statement.OpaqueStatement opaqueStatement,
            Function<QualifiedName, Optional<Table>> tableFinder,
            Session session) {
        if (opaqueStatement.firstKeyword().equals(Keyword.SUBMIT.name())) {
            return findSubmittedStatement(opaqueStatement).flatMap(statement -> find(statement, tableFinder, session));
        }
        QualifiedName tableName = opaqueStatement.target();
        if (tableName == null) {
            return Optional.empty();
        }
        if (opaqueStatement.keywords().size() > 1
                && opaqueStatement.keywords().get(1).equals(Keyword.OVERWRITE.name())) {
            return Optional.of(new DeletedRows(tableName, true, "overwrites " + tableName));
        }
        try {
            return Sql.parseDml(opaqueStatement) instanceof DmlStatement.Delete delete
                    ? find(delete, tableFinder.apply(tableName), session)
                    : Optional.empty();
        } catch (SqlSyntaxException ignored) {
            return opaqueStatement.firstKeyword().equals(Keyword.DELETE.name())
                    ? Optional.of(new DeletedRows(tableName, false, "deletes rows of " + tableName))
                    : Optional.empty();
        }
    }

    private static Optional<DeletedRows> find(DmlStatement.Delete delete, Optional<Table> table, Session session) {
        QualifiedName tableName = delete.target();
        ObjectName objectName = ObjectName.resolve(tableName, session);
        Predicate<QualifiedName> isTable =
                name -> !name.isExternal() && ObjectName.resolve(name, session).equals(objectName);
        return switch (RowConditionEvaluator.evaluateDelete(delete, table.orElse(null), isTable)) {
            case NEVER, UNKNOWN -> Optional.empty();
            case ALWAYS, CONSTANT -> Optional.of(new DeletedRows(tableName, true, "deletes all rows of " + tableName));
            case VARIES -> Optional.of(new DeletedRows(tableName, false, "deletes rows of " + tableName));
        };
    }

    /**
     * Returns the statement that a task runs, which follows the keyword AS; empty if it can't be parsed as one that is
     * kept as text.
     */
    private static Optional<Statement.OpaqueStatement> findSubmittedStatement(
            Statement.OpaqueStatement submitStatement) {
        Tokens tokens = Lexer.tokenize(submitStatement.text());
        int depth = 0;
        for (int i = 0; i < tokens.count(); i++) {
            if (tokens.kind(i) == TokenKind.LEFT_PARENTHESIS) {
                depth++;
            } else if (tokens.kind(i) == TokenKind.RIGHT_PARENTHESIS) {
                depth--;
            } else if (depth == 0 && tokens.keyword(i) == Keyword.AS) {
                return parseOpaque(submitStatement.text().substring(tokens.end(i)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Statement.OpaqueStatement> parseOpaque(String text) {
        try {
            return Sql.parse(text) instanceof Statement.OpaqueStatement statement
                    ? Optional.of(statement)
                    : Optional.empty();
        } catch (SqlSyntaxException ignored) {
            return Optional.empty(); // not an INSERT, which would be kept as text
        }
    }
}
