package dev.cairn.catalog;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import java.util.Objects;

/** Thrown if the server would refuse a statement; the message is the server's. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String DETAIL = "Detail message: ";

    private final int errno;
    private final String sqlState;
    private final String message;
    private final transient Span at;

    public Refusal(int errno, String sqlState, String message, Span at) {
        super(message, null, false, false);
        this.errno = errno;
        this.sqlState = sqlState;
        this.message = message;
        this.at = at;
    }

    /** Creates a refusal by the server's analysis, with the prefix of such messages. */
    public static Refusal analysis(Span at, String detail) {
        return new Refusal(1064, "HY000", "Getting analyzing error. Detail message: " + detail + ".", at);
    }

    /** Creates a refusal of an expression by the server's analysis with its position in the message. */
    public static Refusal at(Expression place, String detail) {
        return located(place.span(), place.lastToken(), detail);
    }

    /** Creates a refusal by the server's analysis with the position in the message. */
    public static Refusal located(Span first, Span last, String detail) {
        String from = place(first);
        String to = place(last);
        String where = from.equals(to) ? " at " + from : " from " + from + " to " + to;
        return new Refusal(
                1064, "HY000", "Getting analyzing error" + where + ". Detail message: " + detail + ".", first.to(last));
    }

    /** The server counts lines from one, but columns from zero. */
    private static String place(Span token) {
        return "line " + token.line() + ", column " + (token.column() - 1);
    }

    public static Refusal analysis(Span at, ServerError error, Object... about) {
        String message = "Getting analyzing error. Detail message: " + error.words(about) + ".";
        return new Refusal(error.errno(), error.sqlState(), message, at);
    }

    public static Refusal execution(Span at, ServerError error, Object... about) {
        return new Refusal(error.errno(), error.sqlState(), error.words(about), at);
    }

    /** Creates a refusal by the server's AST builder, with the prefix of a syntax error. */
    public static Refusal syntax(Span at, String detail) {
        return new Refusal(1064, "HY000", "Getting syntax error. Detail message: " + detail + ".", at);
    }

    /** Creates a refusal during the execution of the change; the message has no prefix. */
    public static Refusal execution(Span at, String message) {
        return new Refusal(1064, "HY000", message, at);
    }

    /** Returns the message without the prefix and suffix. */
    public String detail() {
        String message = words();
        int detail = message.indexOf(DETAIL);
        return detail < 0 ? message : message.substring(detail + DETAIL.length(), message.length() - 1);
    }

    /** Returns the refusal with more text before the detail. */
    public Refusal prefixed(String words) {
        String message = words();
        int mark = message.indexOf(DETAIL);
        int detail = mark < 0 ? 0 : mark + DETAIL.length();
        return new Refusal(errno, sqlState, message.substring(0, detail) + words + message.substring(detail), at);
    }

    private String words() {
        return Objects.toString(getMessage());
    }

    /** Returns the refusal at another part of the statement. */
    public Refusal movedTo(Span place) {
        return new Refusal(errno, sqlState, message, place);
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
    public Span at() {
        return at;
    }
}
