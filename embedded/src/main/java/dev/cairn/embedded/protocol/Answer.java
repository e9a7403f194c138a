package dev.cairn.embedded.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a statement, as the protocol sends it. A closed or silent connection is also an answer, so that a fault
 * can replace any other answer.
 */
public sealed interface Answer {
    /** The success of a statement that changes no rows. */
    Ok OK = new Ok(0, "");

    ClosedConnection CLOSED_CONNECTION = new ClosedConnection();
    Silence SILENCE = new Silence();

    /** Success; {@code mysql} prints the message below its result line. */
    record Ok(long affectedRows, String message) implements Answer {}

    /**
     * A result set.
     *
     * @param rows the values of the first rows as strings; null for NULL
     * @param remainingRows the other rows, which are calculated while the client reads; null if the answer is complete
     */
    record ResultRows(
            List<ResultColumn> columns,
            List<List<@Nullable String>> rows,
            @Nullable RemainingRows remainingRows) implements Answer {
        public ResultRows {
            columns = List.copyOf(columns);
        }

        public ResultRows(List<ResultColumn> columns, List<List<@Nullable String>> rows) {
            this(columns, rows, null);
        }

        /**
         * Reads and closes the remaining rows. Returns the answer with all rows, or the error that interrupted them.
         */
        public Answer readRemainingRows() {
            if (remainingRows == null) {
                return this;
            }
            try (remainingRows) {
                List<List<@Nullable String>> allRows = new ArrayList<>(rows);
                Optional<Failure> failure = remainingRows.send(allRows::add);
                return failure.isPresent() ? failure.get() : new ResultRows(columns, allRows);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /**
     * The rows of a result set after the first ones. They can be sent once, and hold resources until they are
     * closed.
     */
    interface RemainingRows extends AutoCloseable {
        /** Sends the rows. Returns the error that has interrupted them; empty if all rows have been sent. */
        Optional<Failure> send(ResultRowSink sink) throws IOException;

        @Override
        void close();
    }

    /** Takes the rows of a result set one after the other. */
    @FunctionalInterface
    interface ResultRowSink {
        void accept(List<@Nullable String> row) throws IOException;
    }

    /**
     * A prepared query, for COM_STMT_PREPARE.
     *
     * @param segments the text of the query, cut at the parameters
     */
    record Prepared(List<String> segments, List<ResultColumn> columns) implements Answer {
        public Prepared {
            segments = List.copyOf(segments);
            columns = List.copyOf(columns);
        }
    }

    /** The columns of a table, for COM_FIELD_LIST: the only answer in which a frontend names the table of a column. */
    record FieldList(String databaseName, String tableName, List<FieldListEntry> fields) implements Answer {
        public FieldList {
            fields = List.copyOf(fields);
        }

        /** A column with its default value, which is an empty string if the column has none. */
        public record FieldListEntry(ResultColumn column, String defaultValue) {}
    }

    /** An error, as it is sent to the client. */
    record Failure(int errno, String sqlState, String message) implements Answer {
        /** The number of errors that have no specific number. */
        private static final int GENERAL_ERRNO = 1064;

        /** Returns an error with the general number of the server. */
        public static Failure of(String message) {
            return new Failure(GENERAL_ERRNO, "HY000", message);
        }
    }

    /** The answers to several statements that were sent in one text. */
    record MultipleAnswers(List<Answer> answers) implements Answer {
        public MultipleAnswers {
            answers = List.copyOf(answers);
        }
    }

    /** No answer: the connection is closed. */
    record ClosedConnection() implements Answer {}

    /** No answer: the connection stays open until the client closes it. */
    record Silence() implements Answer {}

    /** A column of a result set. A frontend sends neither the table of a column nor whether it is nullable. */
    record ResultColumn(String name, ResultColumnType type) {}
}
