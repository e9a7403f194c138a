package dev.cairn.preservation;

import java.util.List;

/**
 * An example of a line in the documentation.
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
    /** The answer of a change that the inserted rows stop. */
    static final String STOPPED = "stopped";

    /** Returns the line in the documentation. */
    String line() {
        return "| " + change + " | " + how + " | " + rows + " |";
    }

    @Override
    public String toString() {
        return change;
    }
}
