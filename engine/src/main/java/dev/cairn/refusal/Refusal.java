package dev.cairn.refusal;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the server would refuse a statement. The message has the same meaning as the server's message, but not
 * always the same text. Callers distinguish refusals by the rule and the arguments, and never by the text. A refusal
 * has no stack trace.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** The beginning of a message, to which the reason of the refusal is added. */
    public static final String DETAIL_PREFIX = "Detail message: ";

    /** The error number that the server reports for errors without a specific number. */
    public static final int GENERAL_ERRNO = RefusalRule.GENERAL_ERRNO;

    private final int errno;
    private final String sqlState;
    private final String message;
    private final transient Span span;
    private final transient Verdict verdict;

    /**
     * The rule that the statement breaks, and the form in which the server reports it.
     *
     * @param rule the broken rule; null if only the server's answer is known
     * @param wrapper the rule that the server reports in place of the broken one; null if it reports the broken rule
     *     itself
     * @param arguments the values in the text of the broken rule
     */
    private record Verdict(
            @Nullable RefusalRule rule, @Nullable RefusalRule wrapper, List<Object> arguments) {}

    private Refusal(int errno, String sqlState, String message, Span span, Verdict verdict) {
        super(message, null, false, false);
        this.errno = errno;
        this.sqlState = sqlState;
        this.message = message;
        this.span = span;
        this.verdict = verdict;
    }

    /** Creates a refusal as a server answered it, whose rule is unknown. */
    public Refusal(int errno, String sqlState, String message, Span span) {
        this(errno, sqlState, message, span, new Verdict(null, null, List.of()));
    }

    private static Refusal of(String message, Span span, RefusalRule rule, Object... arguments) {
        return new Refusal(rule.errno(), rule.sqlState(), message, span, new Verdict(rule, null, List.of(arguments)));
    }

    /** Describes a position as the server does, which counts lines from one, but columns from zero. */
    private static String describePosition(Span tokenSpan) {
        return "line " + tokenSpan.line() + ", column " + (tokenSpan.column() - 1);
    }

    private static String formatAnalysisMessage(String position, String detail) {
        return "Getting analyzing error" + position + ". " + DETAIL_PREFIX + detail + ".";
    }

    /** Creates a refusal by the server's analysis. */
    public static Refusal ofAnalysis(Span span, RefusalRule rule, Object... arguments) {
        return of(formatAnalysisMessage("", rule.formatMessage(arguments)), span, rule, arguments);
    }

    /**
     * Creates a refusal by the server's analysis. The text of the broken rule becomes the argument of the wrapping
     * rule, which determines the error number.
     */
    public static Refusal ofWrapped(Span span, RefusalRule wrapper, RefusalRule rule, Object... arguments) {
        Refusal wrappedRefusal = ofAnalysis(span, wrapper, rule.formatMessage(arguments));
        return new Refusal(
                wrappedRefusal.errno,
                wrappedRefusal.sqlState,
                wrappedRefusal.message,
                span,
                new Verdict(rule, wrapper, List.of(arguments)));
    }

    /** Creates a refusal of a valid statement that the server fails to execute. */
    public static Refusal ofExecution(Span span, RefusalRule rule, Object... arguments) {
        return of(rule.formatMessage(arguments), span, rule, arguments);
    }

    /**
     * Creates the refusal of a statement that can't be parsed. The server reports some syntax errors as errors of its
     * analysis.
     */
    public static Refusal ofSyntax(SqlSyntaxException syntaxError) {
        Object[] arguments = syntaxError.arguments().toArray();
        return syntaxError.rule() instanceof SyntaxRule rule && rule.isDetectedByAnalysis()
                ? ofAnalysis(syntaxError.span(), rule, arguments)
                : ofSyntax(syntaxError.span(), syntaxError.rule(), arguments);
    }

    /** Creates a refusal by the server's parser. */
    public static Refusal ofSyntax(Span span, RefusalRule rule, Object... arguments) {
        return of(
                "Getting syntax error. " + DETAIL_PREFIX + rule.formatMessage(arguments) + ".", span, rule, arguments);
    }

    /** Creates a refusal of an expression by the server's analysis with its position in the message. */
    public static Refusal ofAnalysisAt(Expression expression, RefusalRule rule, Object... arguments) {
        return ofAnalysisAt(expression.span(), expression.lastTokenSpan(), rule, arguments);
    }

    /** Creates a refusal by the server's analysis with the position in the message. */
    public static Refusal ofAnalysisAt(Span firstSpan, Span lastSpan, RefusalRule rule, Object... arguments) {
        String startText = describePosition(firstSpan);
        String endText = describePosition(lastSpan);
        String positionText = startText.equals(endText) ? " at " + startText : " from " + startText + " to " + endText;
        String message = formatAnalysisMessage(positionText, rule.formatMessage(arguments));
        return of(message, firstSpan.extendTo(lastSpan), rule, arguments);
    }

    /** Returns whether the statement breaks the rule, or a rule that the server reports as this one. */
    public boolean hasRule(RefusalRule rule) {
        return verdict.rule == rule || verdict.wrapper == rule;
    }

    /** Returns whether the broken rule is one of these rules; rules that wrap it do not count. */
    public boolean breaksAnyRule(Set<RefusalRule> rules) {
        return verdict.rule != null && rules.contains(verdict.rule);
    }

    /** Returns the broken rule; empty if only the server's answer is known. */
    public Optional<RefusalRule> rule() {
        return Optional.ofNullable(verdict.rule);
    }

    /** Returns whether any argument of the rule has this text. */
    public boolean hasArgument(String text) {
        return verdict.arguments.stream().anyMatch(argument -> text.equals(String.valueOf(argument)));
    }

    /** Returns the argument of the rule at an index from 0; the rule must have this argument. */
    public Object argument(int index) {
        return verdict.arguments.get(index);
    }

    /** Returns the text of the broken rule, without the text of the wrapping rule. */
    public String reason() {
        return verdict.rule == null ? detail() : verdict.rule.formatMessage(verdict.arguments.toArray());
    }

    /**
     * Returns the message without the words before the detail and the full stop after it; the whole message if it has
     * no such words.
     */
    public String detail() {
        int prefixIndex = message.indexOf(DETAIL_PREFIX);
        if (prefixIndex < 0) {
            return message;
        }
        int detailEnd = message.endsWith(".") ? message.length() - 1 : message.length();
        return message.substring(prefixIndex + DETAIL_PREFIX.length(), detailEnd);
    }

    /** Returns the detail without the periods and the whitespace at its end, for a sentence that continues after it. */
    public String detailClause() {
        return detail().replaceFirst("[.\\s]+$", "");
    }

    /**
     * Returns the last detail of a message that contains another message, without a full stop. The definition of a view
     * may precede it.
     */
    public String innermostDetail() {
        String detail = detail();
        int prefixIndex = detail.lastIndexOf(DETAIL_PREFIX);
        String innermostDetail = prefixIndex < 0 ? detail : detail.substring(prefixIndex + DETAIL_PREFIX.length());
        return innermostDetail.endsWith(".")
                ? innermostDetail.substring(0, innermostDetail.length() - 1)
                : innermostDetail;
    }

    /** Returns the refusal with more text before the detail. */
    public Refusal withPrefix(String prefix) {
        int prefixIndex = message.indexOf(DETAIL_PREFIX);
        int detailStart = prefixIndex < 0 ? 0 : prefixIndex + DETAIL_PREFIX.length();
        return new Refusal(
                errno,
                sqlState,
                message.substring(0, detailStart) + prefix + message.substring(detailStart),
                span,
                verdict);
    }

    /**
     * Returns the refusal of another statement that this refusal causes, with its own message. The rule of this refusal
     * becomes the wrapping rule, so {@link #rule} is empty.
     */
    public Refusal withMessage(String newMessage, Span newSpan) {
        return new Refusal(errno, sqlState, newMessage, newSpan, new Verdict(null, verdict.rule, verdict.arguments));
    }

    /** Returns the refusal in the form in which the server's analysis refuses a part of the statement. */
    public Refusal toAnalysisRefusal(Span newSpan) {
        return new Refusal(
                GENERAL_ERRNO, RefusalRule.GENERAL_SQL_STATE, formatAnalysisMessage("", detail()), newSpan, verdict);
    }

    /**
     * Returns the refusal with the number of another error that the server reported earlier in the same statement. The
     * answer of the server has the number of the last reported error, even if an error that is not reported ends the
     * statement.
     */
    public Refusal withErrorNumberOf(RefusalRule reportedRule) {
        return new Refusal(
                reportedRule.errno(),
                reportedRule.sqlState(),
                message,
                span,
                new Verdict(verdict.rule, verdict.wrapper == null ? reportedRule : verdict.wrapper, verdict.arguments));
    }

    /** Returns the refusal with the error number of its cause. */
    public Refusal withErrorNumberOf(Refusal cause) {
        return new Refusal(cause.errno, cause.sqlState, message, span, verdict);
    }

    /** Returns the refusal with the rule of its cause; the rule of this refusal becomes the wrapping rule. */
    public Refusal withCause(Refusal cause) {
        return new Refusal(
                errno, sqlState, message, span, new Verdict(cause.verdict.rule, verdict.rule, cause.verdict.arguments));
    }

    /** Returns the refusal at another part of the statement. */
    public Refusal withSpan(Span newSpan) {
        return new Refusal(errno, sqlState, message, newSpan, verdict);
    }

    @Override
    public String getMessage() {
        return message;
    }

    public int errno() {
        return errno;
    }

    /** Returns the SQLSTATE that the protocol transmits. */
    public String sqlState() {
        return sqlState;
    }

    /** Returns the part of the statement that is refused. */
    public Span span() {
        return span;
    }
}
