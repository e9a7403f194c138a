package dev.cairn.sql.token;

import dev.cairn.sql.ast.Span;

/** A statement that can't be parsed: where, and what was expected there. */
public final class SqlSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Span at;
    private final String problem;

    public SqlSyntaxException(String problem, Span at, String source) {
        super(problem + " at line " + at.line() + ", column " + at.column() + "\n" + Excerpt.of(source, at));
        this.problem = problem;
        this.at = at;
    }

    public Span at() {
        return at;
    }

    /** What is wrong, without the place and the excerpt. */
    public String problem() {
        return problem;
    }
}
