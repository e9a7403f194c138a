package dev.cairn.embedded.query;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.text.NumberText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form of rows that a frontend calculates itself. A frontend sends floating-point numbers in another form than a
 * backend: {@code 2.0} instead of {@code 2}.
 */
public final class FrontendRowFormat {
    /** The variable that allows a frontend to answer queries itself. */
    public static final String VARIABLE_NAME = "enable_constant_execute_in_fe";

    private FrontendRowFormat() {}

    /** Returns the rows in the form of a frontend. */
    public static Answer.ResultRows format(Answer.ResultRows backendRows) {
        List<Answer.ResultColumn> columns = backendRows.columns();
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (List<@Nullable String> backendRow : backendRows.rows()) {
            rows.add(formatRow(columns, backendRow));
        }
        Answer.RemainingRows remainingRows = backendRows.remainingRows();
        return new Answer.ResultRows(
                columns, rows, remainingRows == null ? null : new RemainingFrontendRows(columns, remainingRows));
    }

    private static List<@Nullable String> formatRow(
            List<Answer.ResultColumn> columns, List<@Nullable String> backendRow) {
        List<@Nullable String> row = new ArrayList<>(backendRow);
        for (int i = 0; i < row.size(); i++) {
            ResultColumnType type = columns.get(i).type();
            boolean isFloat = type.equals(ResultColumnType.FLOAT);
            String text = row.get(i);
            if (text != null && (isFloat || type.equals(ResultColumnType.DOUBLE))) {
                row.set(i, NumberText.toFrontendText(text, isFloat));
            }
        }
        return row;
    }

    /** Sends the rows of a backend in the form of a frontend. */
    private record RemainingFrontendRows(List<Answer.ResultColumn> columns, Answer.RemainingRows backendRows)
            implements Answer.RemainingRows {
        @Override
        public Optional<Answer.Failure> send(Answer.ResultRowSink sink) throws IOException {
            return backendRows.send(backendRow -> sink.accept(formatRow(columns, backendRow)));
        }

        @Override
        public void close() {
            backendRows.close();
        }
    }
}
