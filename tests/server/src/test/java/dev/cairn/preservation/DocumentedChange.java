package dev.cairn.preservation;

import java.util.List;

/**
 * A line of the table of changes in the documentation, with an example that shows it.
 *
 * @param change the first column of the line
 * @param how the second column
 * @param rows the third column
 * @param inserts the statements that insert rows before the change
 * @param query the query after the change; empty for none
 * @param answer the rows of the query, each with a bar between its values
 */
record DocumentedChange(
        String change,
        String how,
        String rows,
        TablePair pair,
        List<String> inserts,
        String query,
        List<String> answer) {
    /** The only element of the answer if the inserted rows stop the change. */
    static final String STOPPED = "stopped";

    /** Renders the line in the documentation. */
    String renderLine() {
        return "| " + change + " | " + how + " | " + rows + " |";
    }

    @Override
    public String toString() {
        return change;
    }
}
