package dev.cairn.internal.connection;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The first keyword of a statement, which decides how drivers send it. */
public final class LeadingKeyword {
    /**
     * The keywords of statements that never return rows. ALTER is missing, because ALTER SYSTEM and the procedures of
     * ALTER TABLE return rows.
     */
    private static final List<String> ROWLESS_KEYWORDS =
            List.of("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "TRUNCATE");

    /** The bit that distinguishes the lower case of an ASCII letter. */
    private static final int LOWER_CASE_BIT = 0x20;

    private LeadingKeyword() {}

    /** Returns whether a statement never returns rows; false if this is not known. */
    public static boolean isRowless(String sql) {
        int keywordIndex = computeKeywordIndex(sql);
        for (String keyword : ROWLESS_KEYWORDS) {
            if (isKeywordAt(sql, keywordIndex, keyword)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a statement begins with a keyword, in upper or lower case. One comment in {@code /*}, and then
     * whitespace, may precede the keyword. The word of the statement may be longer: DESC also matches DESCRIBE.
     *
     * @param keyword the keyword in upper case
     */
    public static boolean matches(String sql, String keyword) {
        return isKeywordAt(sql, computeKeywordIndex(sql), keyword);
    }

    /**
     * Sends a statement, and returns the number of rows that it changed; 0 if it returns rows, as REFRESH does.
     *
     * @param statement a plain statement, or one that was prepared with this text
     */
    public static long execute(Statement statement, String sql) throws SQLException {
        PreparedStatement preparedStatement = statement instanceof PreparedStatement prepared ? prepared : null;
        // Connector/J's execute() asks the server first whether the session is read-only; executeUpdate() does not.
        // Drivers' executeUpdate() fails after the execution if the statement returns rows.
        if (isRowless(sql)) {
            return preparedStatement == null
                    ? statement.executeLargeUpdate(sql)
                    : preparedStatement.executeLargeUpdate();
        }
        boolean returnsRows = preparedStatement == null ? statement.execute(sql) : preparedStatement.execute();
        return returnsRows ? 0 : Math.max(0, statement.getLargeUpdateCount());
    }

    private static int computeKeywordIndex(String sql) {
        int keywordIndex = sql.startsWith("/*") ? sql.indexOf("*/") + 2 : 0;
        while (keywordIndex < sql.length() && Character.isWhitespace(sql.charAt(keywordIndex))) {
            keywordIndex++;
        }
        return keywordIndex;
    }

    /** Compares only letters, which is faster than String.regionMatches. */
    private static boolean isKeywordAt(String sql, int keywordIndex, String keyword) {
        if (sql.length() - keywordIndex < keyword.length()) {
            return false;
        }
        for (int i = 0; i < keyword.length(); i++) {
            if ((sql.charAt(keywordIndex + i) & ~LOWER_CASE_BIT) != keyword.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
