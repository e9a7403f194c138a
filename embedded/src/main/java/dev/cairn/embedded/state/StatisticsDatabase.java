package dev.cairn.embedded.state;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The database in which a server collects statistics. The server creates it with its tables when it starts; all
 * statements treat it like a database of a user. The embedded server collects nothing in it.
 */
final class StatisticsDatabase {
    private static final String RESOURCE = "statistics.sql";

    /** The statements that create the database and its tables. */
    static final List<Statement> STATEMENTS = readStatements();

    private StatisticsDatabase() {}

    private static List<Statement> readStatements() {
        try (InputStream inputStream =
                Objects.requireNonNull(StatisticsDatabase.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return Sql.parseScript(new String(inputStream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
