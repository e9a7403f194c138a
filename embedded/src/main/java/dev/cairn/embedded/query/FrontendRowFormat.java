package dev.cairn.embedded.query;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.text.NumberText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of rows that a frontend calculates itself. A frontend sends floating-point numbers in another form than a
 * backend: {@code 2.0} instead of {@code 2}.
 */
public final class FrontendRowFormat {
    /** The variable that allows a frontend to answer queries itself. */
    public static final String VARIABLE_NAME = "enable_constant_execute_in_fe";

    private FrontendRowFormat() {}

    /** Returns the rows in the form of a frontend, except for the remaining rows, which keep the form of a backend. */
    public static Answer.ResultRows format(Answer.ResultRows backendRows) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (List<@Nullable String> backendRow : backendRows.rows()) {
            List<@Nullable String> row = new ArrayList<>(backendRow);
            for (int i = 0; i < row.size(); i++) {
                ResultColumnType type = backendRows.columns().get(i).type();
                boolean isFloat = type.equals(ResultColumnType.FLOAT);
                String text = row.get(i);
                if (text != null && (isFloat || type.equals(ResultColumnType.DOUBLE))) {
                    row.set(i, NumberText.toFrontendText(text, isFloat));
                }
            }
            rows.add(row);
        }
        return new Answer.ResultRows(backendRows.columns(), rows, backendRows.remainingRows());
    }
}
