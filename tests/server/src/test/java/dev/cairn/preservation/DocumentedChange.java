package dev.cairn.preservation;

import java.util.List;

/**
 * An example of a line of the documentation.
 *
 * @param change the first column of the line
 * @param how the second one
 * @param rows the third one
 * @param inserts what puts rows into the tables before the change
 * @param query what is asked after it; empty for nothing
 * @param answer the rows that it gives, values with a bar between them
 */
record DocumentedChange(
        String change,
        String how,
        String rows,
        TablePair pair,
        List<String> inserts,
        String query,
        List<String> answer) {
    /** The answer of a change that rows stop. */
    static final String STOPPED = "stopped";

    /** The text in the documentation. */
    String line() {
        return "| " + change + " | " + how + " | " + rows + " |";
    }

    @Override
    public String toString() {
        return change;
    }
}
