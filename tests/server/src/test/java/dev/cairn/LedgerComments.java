package dev.cairn;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the comments of a ledger over plain SQL. */
final class LedgerComments {
    private static final Pattern COMMENT_PATTERN = Pattern.compile("COMMENT \"([^\"]*)\"");

    private LedgerComments() {}

    /** Returns the comment of the latest state. */
    static String findLatest(World world) throws SQLException {
        try (Connection connection = world.openConnection();
                Statement statement = connection.createStatement()) {
            String latestName = "";
            try (ResultSet names = statement.executeQuery("SHOW TABLES LIKE '__cairn_shop_0%'")) {
                while (names.next()) {
                    latestName = names.getString(1).compareTo(latestName) > 0 ? names.getString(1) : latestName;
                }
            }
            try (ResultSet view = statement.executeQuery("SHOW CREATE VIEW " + latestName)) {
                view.next();
                Matcher comment = COMMENT_PATTERN.matcher(view.getString(2));
                return comment.find() ? comment.group(1) : "";
            }
        }
    }
}
