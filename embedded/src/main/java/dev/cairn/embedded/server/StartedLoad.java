package dev.cairn.embedded.server;

import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.state.LoadTransaction;

/**
 * A load that has begun.
 *
 * @param tableAtStart the table as it was at the start; the names in the load refer to its columns
 */
public record StartedLoad(LoadTransaction load, User user, Table tableAtStart) {
    public long transactionId() {
        return load.id();
    }

    public String label() {
        return load.label();
    }

    public String databaseName() {
        return load.databaseName();
    }

    public String tableName() {
        return load.tableName();
    }
}
