package dev.cairn.catalog;

import dev.cairn.sql.ast.Span;
import java.util.Objects;

/** What the server would not do, in its own words. */
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

    /** Found by the server's analysis: its message has a prefix. */
    public static Refusal analysis(Span at, String detail) {
        return new Refusal(1064, "HY000", "Getting analyzing error. Detail message: " + detail + ".", at);
    }

    /** Found by the server's analysis, which says between which tokens. */
    public static Refusal located(Span first, Span last, String detail) {
        String from = place(first);
        String to = place(last);
        String where = from.equals(to) ? " at " + from : " from " + from + " to " + to;
        return new Refusal(
                1064, "HY000", "Getting analyzing error" + where + ". Detail message: " + detail + ".", first.to(last));
    }

    /** The server counts the lines from one, but the columns from zero. */
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

    /** Found while the server built its own form of the statement. */
    public static Refusal syntax(Span at, String detail) {
        return new Refusal(1064, "HY000", "Getting syntax error. Detail message: " + detail + ".", at);
    }

    /** Found while the change was carried out: the bare words. */
    public static Refusal execution(Span at, String message) {
        return new Refusal(1064, "HY000", message, at);
    }

    /** What the server says without what it puts around. */
    public String detail() {
        String message = words();
        int detail = message.indexOf(DETAIL);
        return detail < 0 ? message : message.substring(detail + DETAIL.length(), message.length() - 1);
    }

    /** The same refusal, with words before the detail. */
    public Refusal prefixed(String words) {
        String message = words();
        int mark = message.indexOf(DETAIL);
        int detail = mark < 0 ? 0 : mark + DETAIL.length();
        return new Refusal(errno, sqlState, message.substring(0, detail) + words + message.substring(detail), at);
    }

    private String words() {
        return Objects.toString(getMessage());
    }

    /** The same, said of another part of the statement. */
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

    /** As on the wire. */
    public String sqlState() {
        return sqlState;
    }

    /** The part of the statement that is refused. */
    public Span at() {
        return at;
    }
}
