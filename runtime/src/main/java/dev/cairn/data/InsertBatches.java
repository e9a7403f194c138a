package dev.cairn.data;

import java.sql.SQLException;
import java.util.Iterator;

/** Sends rows in as few statements as the server takes. */
sealed interface InsertBatches<R> extends AutoCloseable permits UniformBatches, VaryingBatches {
    /** The server takes 10 000 rows in one statement. */
    int MOST_ROWS = 4_000;

    /** The server takes 3.5 million tokens in one statement, and a driver keeps an object for each value. */
    int MOST_VALUES = 100_000;

    /** The server takes packets of 32 MB; a character may be three bytes, and each may be escaped. */
    int MOST_CHARACTERS = 4_000_000;

    /** How many rows were sent. */
    long insert(Iterator<? extends R> rows) throws SQLException;

    @Override
    void close() throws SQLException;

    /** Of a failure, what is known of the rows before. */
    static SQLException after(long inserted, SQLException failure) {
        if (inserted > 0) {
            throw new IncompleteInsertException(inserted, failure);
        }
        return failure;
    }
}
