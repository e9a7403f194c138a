package dev.cairn.embedded.state;

import dev.cairn.embedded.text.TextResource;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.util.List;

/**
 * The database in which a server collects statistics. The server creates it with its tables when it starts; all
 * statements treat it like a database of a user. The embedded server collects nothing in it.
 */
final class StatisticsDatabase {
    /** The statements that create the database and its tables. */
    static final List<Statement> STATEMENTS =
            Sql.parseScript(TextResource.read(StatisticsDatabase.class, "statistics.sql"));

    private StatisticsDatabase() {}
}
