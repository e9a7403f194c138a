package dev.cairn.internal.row;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an INSERT, in as few statements as the server's limits allow.
 *
 * @param statementStart the beginning of each statement, before its rows
 * @param rows the rows in parentheses, with their values
 */
public record RowBatches(BoundStatement statementStart, List<BoundStatement> rows) {
    /** The maximum number of rows in one statement; the server accepts 10 000. */
    public static final int MAX_ROWS = 4_000;

    /**
     * The maximum number of values in one statement. The server accepts 3.5 million tokens, but a driver keeps an
     * object for each value.
     */
    public static final int MAX_VALUES = 100_000;

    /**
     * The maximum number of characters in one statement. The server accepts packets of 32 MB; a character may have
     * three bytes, and each may be escaped.
     */
    public static final int MAX_CHARACTERS = 4_000_000;

    public RowBatches {
        rows = List.copyOf(rows);
    }

    /** One of the statements, with the number of its rows. */
    public record Batch(BoundStatement statement, int rowCount) {}

    /**
     * Returns the statements, each with the number of its rows.
     *
     * @param statementEnd the end of each statement
     */
    public List<Batch> createBatches(BoundStatement statementEnd) {
        List<Batch> batches = new ArrayList<>();
        int startIndex = 0;
        while (startIndex < rows.size()) {
            int endIndex = computeBatchEnd(startIndex);
            batches.add(new Batch(
                    createStatement(rows.subList(startIndex, endIndex), statementEnd), endIndex - startIndex));
            startIndex = endIndex;
        }
        return batches;
    }

    /** Returns the index after the last row of the statement that begins with a row; it has at least one row. */
    private int computeBatchEnd(int startIndex) {
        int endIndex = startIndex;
        int valueCount = 0;
        long characterCount = 0;
        while (endIndex < rows.size() && endIndex - startIndex < MAX_ROWS) {
            valueCount += rows.get(endIndex).values().size();
            characterCount += rows.get(endIndex).estimateLength();
            if (endIndex > startIndex && (valueCount > MAX_VALUES || characterCount > MAX_CHARACTERS)) {
                break;
            }
            endIndex++;
        }
        return endIndex;
    }

    private BoundStatement createStatement(List<BoundStatement> batchRows, BoundStatement statementEnd) {
        StringBuilder sql = new StringBuilder(statementStart.sql());
        List<@Nullable Object> values = new ArrayList<>(statementStart.values());
        String separator = "";
        for (BoundStatement row : batchRows) {
            sql.append(separator).append(row.sql());
            values.addAll(row.values());
            separator = ", ";
        }
        values.addAll(statementEnd.values());
        return new BoundStatement(sql.append(statementEnd.sql()).toString(), values);
    }
}
