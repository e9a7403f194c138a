package dev.cairn.internal.connection;

import java.util.List;

/** Receives the rows of an answer while they arrive. */
public interface AnswerReader {
    /** Receives the columns, before the first row. */
    void columns(List<AnswerColumn> columns);

    void row(AnswerRow row);
}
