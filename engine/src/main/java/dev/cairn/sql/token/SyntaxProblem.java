package dev.cairn.sql.token;

import dev.cairn.sql.ast.Span;

/** Why SQL of the user can't be parsed, and the action that the user can take, as the end of a message. */
public record SyntaxProblem(String text, String remedy) {
    /**
     * Describes an error in SQL.
     *
     * @param sql the SQL as the user wrote it
     */
    public static SyntaxProblem of(SqlSyntaxException wrong, String sql) {
        return of(wrong, sql, wrong.at());
    }

    /**
     * Describes an error in SQL.
     *
     * @param at the place of the error in the user's SQL, if another text was parsed
     */
    public static SyntaxProblem of(SqlSyntaxException wrong, String sql, Span at) {
        return ForeignSyntax.useAt(sql, at)
                .map(syntax -> new SyntaxProblem(syntax.problem(), syntax.remedy()))
                .orElseGet(() -> new SyntaxProblem(wrong.problem(), "correct the SQL"));
    }
}
