package dev.cairn.clients;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Does each operation of the matrix in the way of one client, with the tables of {@link Sample} and of numbers. An
 * operation that a client does not have throws {@link MissingOperationException}.
 */
public interface DatabaseClient extends AutoCloseable {
    /** Selects a hundred thousand rows, which a client has to read one after another. */
    String SELECT_NUMBERS = "SELECT k, v FROM numbers ORDER BY k";

    /** Finds a sample by the values of all its columns that a client can send in binary form. */
    String SELECT_EQUAL_SAMPLE =
            "SELECT * FROM sample WHERE id = ? AND flag = ? AND small = ? AND big = ? AND ratio = ? AND born = ? AND seen = ?"
                    + " AND word = ?";

    /** A query of a column that does not exist. */
    String WRONG_QUERY = "SELECT nothing FROM sample";

    /** Connects, and returns the name of the current database. */
    String connect() throws Exception;

    /** Returns the names of the columns of the table {@code sample} as the client knows them. */
    List<String> metadata() throws Exception;

    /** Inserts rows. */
    void insert(List<Sample> samples) throws Exception;

    /** Returns all rows in the order of their keys. */
    List<Sample> query() throws Exception;

    /**
     * Returns the row that equals the sample, by a statement that the server prepares: {@link #SELECT_EQUAL_SAMPLE}
     * where the client takes SQL.
     */
    Sample prepared(Sample sample) throws Exception;

    /** Reads {@link #SELECT_NUMBERS} row by row, and returns the sum of the first column. */
    long streaming() throws Exception;

    /**
     * Inserts the first row in a transaction that is rolled back, and then the second one in a transaction that is
     * committed.
     */
    void transaction(Sample first, Sample second) throws Exception;

    /** Runs {@link #WRONG_QUERY}, and returns the number of the error; the connection must work afterwards. */
    int error() throws Exception;

    @Override
    default void close() throws IOException, SQLException {}
}
