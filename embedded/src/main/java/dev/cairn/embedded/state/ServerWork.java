package dev.cairn.embedded.state;

/** Work that a server lists while it runs and after it has ended. Each piece of work has its own id. */
public sealed interface ServerWork permits LoadTransaction, RefreshRun, SchemaChangeJob, StatisticsRun {
    long id();

    /** Returns the database, by its name when the work began. */
    String databaseName();

    boolean isRunning();
}
