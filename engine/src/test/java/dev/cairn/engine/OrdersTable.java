package dev.cairn.engine;

import dev.cairn.sql.ast.KeyModel;

/** The table {@code orders} of these tests, with each kind of key. */
public final class OrdersTable {
    private OrdersTable() {}

    /** Returns the statement that creates the table. */
    static String createTableSql(KeyModel model) {
        boolean isAggregated = model == KeyModel.AGGREGATE;
        String columns = isAggregated
                ? "units INT SUM, note VARCHAR(50) REPLACE DEFAULT 'x' COMMENT 'c', day DATE MAX, price DECIMAL(10, 2)"
                        + " SUM"
                : "units INT, note VARCHAR(50) DEFAULT 'x' COMMENT 'c', day DATE, price DECIMAL(10, 2)";
        return "CREATE TABLE orders (id INT, code VARCHAR(20), " + columns + ") " + model
                + " KEY(id, code) DISTRIBUTED BY HASH(id) BUCKETS 3";
    }

    /** Returns a client of a server that has the table. */
    public static EngineClient clientWithTable(KeyModel model) {
        return EngineClient.ofDefaultServer().execute(createTableSql(model));
    }
}
