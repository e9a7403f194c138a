package dev.cairn.sql.token;

import dev.cairn.sql.ast.Span;

/** Thrown if a statement can't be parsed; the message states the place and the expected tokens. */
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

    /** Returns the problem without the place and the excerpt. */
    public String problem() {
        return problem;
    }
}
