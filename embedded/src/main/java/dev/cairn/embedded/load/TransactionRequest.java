package dev.cairn.embedded.load;

import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.http.HttpRequest;
import java.util.List;
import java.util.Locale;

/** A request of the interface of transactions, such as {@code POST /api/transaction/begin}. */
record TransactionRequest(HttpExchange exchange) {
    /** Returns whether a request has a method and a path of the interface of transactions. */
    static boolean isTransactionRequest(HttpRequest request) {
        List<String> pathSegments = request.pathSegments();
        return (request.method().equals("POST") || request.method().equals("PUT"))
                && pathSegments.size() == 3
                && pathSegments.get(0).equals("api")
                && pathSegments.get(1).equals("transaction");
    }

    /** Returns the operation in lower case, such as {@code begin}. */
    String operationName() {
        return exchange.request().pathSegments().get(2).toLowerCase(Locale.ROOT);
    }

    /** Returns whether the transaction may write to several tables, if the server supports this. */
    boolean isMultiTable() {
        return header("transaction_type").equalsIgnoreCase("multi");
    }

    String label() {
        return header("label");
    }

    String databaseName() {
        return header("db");
    }

    String tableName() {
        return header("table");
    }

    /** Returns the value of a header; empty if it is missing. */
    String header(String name) {
        return exchange.request().findHeader(name).orElse("");
    }
}
