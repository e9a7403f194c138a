package dev.cairn.sql.token;

/**
 * The comments above a statement, which may contain the markers of migrations: whole lines that begin with {@code --},
 * and the blank lines between them. Comments that begin with a slash belong to the statement.
 */
public final class LeadingComments {
    private LeadingComments() {}

    /** Returns whether a line may stand above a statement: it is blank or contains only a comment. */
    public static boolean isBlankOrComment(String line) {
        return line.isBlank() || line.stripLeading().startsWith("--");
    }

    /**
     * Returns the offset at which the statement begins. If there is no statement, returns the start of the last comment
     * or, if the last line is blank, the end of that line. A line break at the end of the text does not begin another
     * line.
     */
    public static int findStatementStart(String sql) {
        int start = 0;
        int lineStart = 0;
        while (lineStart < sql.length()) {
            int lineEnd = sql.indexOf('\n', lineStart);
            String line = sql.substring(lineStart, lineEnd < 0 ? sql.length() : lineEnd);
            start = lineStart + line.length() - line.stripLeading().length();
            if (lineEnd < 0 || !isBlankOrComment(line)) {
                break;
            }
            lineStart = lineEnd + 1;
        }
        return start;
    }
}
