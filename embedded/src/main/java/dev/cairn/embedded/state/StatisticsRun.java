package dev.cairn.embedded.state;

import java.time.Instant;
import java.util.List;

/**
 * A collection of statistics by ANALYZE, which ends at the time at which it begins.
 *
 * @param target the analyzed table and columns
 * @param isSample whether only a part of the rows is read
 * @param properties the properties of the statement, as the server prints them
 */
public record StatisticsRun(long id, StatisticsTarget target, boolean isSample, String properties, Instant time)
        implements ServerWork {
    /**
     * The columns of which statistics are collected.
     *
     * @param databaseName the name of the database when the run began
     * @param tableId the identity of the table or materialized view
     * @param columns the names of the columns; empty for all columns
     */
    public record StatisticsTarget(String databaseName, long tableId, List<String> columns) {
        public StatisticsTarget {
            columns = List.copyOf(columns);
        }
    }

    @Override
    public String databaseName() {
        return target.databaseName;
    }

    public long tableId() {
        return target.tableId;
    }

    /** Returns the names of the analyzed columns as the server prints them. */
    public String listedColumns() {
        return target.columns.isEmpty() ? "ALL" : String.join(",", target.columns);
    }

    /** Returns the kind of the run as the server prints it. */
    public String listedType() {
        return isSample ? "SAMPLE" : "FULL";
    }

    /** Returns false: a run ends at the time at which it begins. */
    @Override
    public boolean isRunning() {
        return false;
    }
}
