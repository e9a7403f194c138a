package dev.cairn.preservation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A backup of the views of a ledger.
 *
 * @param statements the statements that create the views
 */
record SavedLedger(List<String> statements) {
    private static final String CREATE_KEYWORD = "CREATE VIEW";

    static SavedLedger of(Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (String view : listViews(connection)) {
            String definition =
                    queryTexts(connection, "SHOW CREATE VIEW `" + view + "`", 2).get(0);
            statements.add(definition.substring(definition.indexOf(CREATE_KEYWORD)));
        }
        return new SavedLedger(statements);
    }

    /** Replaces the ledger of the database by the saved one. */
    void restore(Connection connection) throws SQLException {
        for (String view : listViews(connection)) {
            PairDatabase.execute(connection, "DROP VIEW `" + view + "`");
        }
        for (String statement : statements) {
            PairDatabase.execute(connection, statement);
        }
    }

    private static List<String> listViews(Connection connection) throws SQLException {
        return queryTexts(
                connection,
                "SELECT table_name FROM information_schema.views WHERE table_schema = database()"
                        + " AND table_name LIKE '\\\\_\\\\_cairn\\\\_%'",
                1);
    }

    private static List<String> queryTexts(Connection connection, String query, int column) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(column));
            }
        }
        return texts;
    }
}
