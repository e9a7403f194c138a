package dev.cairn.sql.token;

import dev.cairn.sql.ast.Span;

/** The reason why the user's SQL can't be parsed, and a remedy, as the end of a message. */
public record SyntaxProblem(String problem, String remedy) {
    /**
     * Describes an error in SQL.
     *
     * @param sql the SQL as the user wrote it
     */
    public static SyntaxProblem of(SqlSyntaxException syntaxError, String sql) {
        return of(syntaxError, sql, syntaxError.span());
    }

    /**
     * Describes an error in a text that was parsed instead of the user's SQL.
     *
     * @param sql the SQL as the user wrote it
     * @param span the place of the error in the user's SQL
     */
    public static SyntaxProblem of(SqlSyntaxException syntaxError, String sql, Span span) {
        return ForeignSyntax.findAt(sql, span).orElseGet(() -> ofRule(syntaxError));
    }

    private static SyntaxProblem ofRule(SqlSyntaxException syntaxError) {
        if (syntaxError.rule() == SyntaxRule.PARAMETER_OUTSIDE_QUERY) {
            return new SyntaxProblem("This statement can't have the parameter ?", "write a value in its place");
        }
        return new SyntaxProblem(
                syntaxError.problem(),
                syntaxError.rule() == SyntaxRule.POSITIONAL_PARAMETER
                        ? "write :name, with the name of a parameter of the method"
                        : "correct the SQL");
    }
}
