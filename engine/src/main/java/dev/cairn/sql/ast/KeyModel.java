package dev.cairn.sql.ast;

/** The key model of a table, which determines how rows with the same key are combined. */
public enum KeyModel {
    DUPLICATE("DUP_KEYS"),
    AGGREGATE("AGG_KEYS"),
    UNIQUE("UNIQUE_KEYS"),
    PRIMARY("PRIMARY_KEYS");

    private final String serverName;

    KeyModel(String serverName) {
        this.serverName = serverName;
    }

    /** Returns the name in the server's messages and listings. */
    public String serverName() {
        return serverName;
    }
}
