package dev.cairn.clients;

/** The address to which clients connect as the user {@code root}, without a password. */
public record ClientAddress(int port, String database) {
    /** Returns the URL for Connector/J, which prepares statements on the server. */
    public String mysqlUrl() {
        return url("mysql") + "&useServerPrepStmts=true";
    }

    /** Returns the URL for a driver of JDBC. */
    String url(String driver) {
        return "jdbc:" + driver + "://127.0.0.1:" + port + "/" + database + "?user=root";
    }
}
