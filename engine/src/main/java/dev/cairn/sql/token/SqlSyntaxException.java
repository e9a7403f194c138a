package dev.cairn.sql.token;

import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;

/**
 * Thrown if a statement can't be parsed; the message states the problem and the place, with an excerpt of the text. The
 * rule, its arguments and the span are not serialized.
 */
public final class SqlSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient RefusalRule rule;
    private final transient List<Object> arguments;
    private final transient Span span;
    private final String problem;

    /**
     * Creates the exception for a place in a text.
     *
     * @param source the text that contains the span; the message shows its line without secrets
     */
    public SqlSyntaxException(RefusalRule rule, Span span, String source, Object... arguments) {
        this(rule, List.of(arguments), rule.formatMessage(arguments), span, source);
    }

    private SqlSyntaxException(RefusalRule rule, List<Object> arguments, String problem, Span span, String source) {
        super(problem + " at line " + span.line() + ", column " + span.column() + "\n"
                + SourceExcerpt.format(source, span));
        this.rule = rule;
        this.arguments = arguments;
        this.span = span;
        this.problem = problem;
    }

    /** Returns the same error with its place in a text that contains the parsed text. */
    public SqlSyntaxException withSpan(String source, Span newSpan) {
        return new SqlSyntaxException(rule, arguments, problem, newSpan, source);
    }

    public Span span() {
        return span;
    }

    public RefusalRule rule() {
        return rule;
    }

    /** Returns the arguments of the rule. */
    public List<Object> arguments() {
        return arguments;
    }

    /** Returns the problem without the place and the excerpt. */
    public String problem() {
        return problem;
    }

    /** Returns whether the error in a query may be a clause that only a newer server knows. */
    public boolean mayBeNewerClauseIn(String query) {
        return findUnknownClause(query)
                .filter(clause -> clause.isSingleQuery()
                        && clause.describeMisspelling() == null
                        && clause.mayNewClauseBeginAtError())
                .isPresent();
    }

    /**
     * Returns the keyword that a word at the error in a query seems to misspell, as {@code 'FORM' for FROM}; empty if
     * there is no such word.
     */
    public Optional<String> describeMisspelling(String query) {
        return findUnknownClause(query).map(UnknownClause::describeMisspelling);
    }

    private Optional<UnknownClause> findUnknownClause(String query) {
        boolean isUnexpectedInput = rule == SyntaxRule.UNEXPECTED_INPUT || rule == SyntaxRule.SUPERFLUOUS_INPUT;
        return isUnexpectedInput ? Optional.of(new UnknownClause(Lexer.tokenize(query), span)) : Optional.empty();
    }
}
