package dev.cairn;

/** A history of short steps, each of which records how often it ran. */
final class ShortMigrations {
    static final int ORDERS = 4;
    static final int ACCOUNTS = 2;
    static final int LAST = 10;

    private static final String TAIL = " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";

    private ShortMigrations() {}

    static RecordedHistory of(String schema) {
        return new RecordedHistory(schema)
                .version("create tables", orders("", 20), accounts(""))
                .statements("first order", order(1), account(1))
                .version("add notes", orders(", note STRING", 20), accounts(", note STRING"))
                .statements("second order", order(2))
                .version("longer cities", orders(", note STRING", 40), accounts(", note STRING"))
                .statements("third order", order(3))
                .version("name the cities", orders(", note STRING", 40), accounts(", note STRING"), cities("id, city"))
                .statements("fourth order", order(4), account(2))
                .version("no more notes", orders("", 40), accounts(", note STRING"), cities("id, city"))
                .version("name the orders", orders("", 40), accounts(", note STRING"), cities("id"));
    }

    private static String orders(String more, int length) {
        return "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(" + length + ")" + more + ") DUPLICATE KEY(id)"
                + TAIL;
    }

    private static String accounts(String more) {
        return "CREATE TABLE accounts (id INT NOT NULL, name STRING" + more + ") DUPLICATE KEY(id)" + TAIL;
    }

    private static String cities(String columns) {
        return "CREATE VIEW cities AS SELECT " + columns + " FROM orders";
    }

    private static String order(int id) {
        return "INSERT INTO orders (id, city) VALUES (" + id + ", 'Oslo')";
    }

    private static String account(int id) {
        return "INSERT INTO accounts (id, name) VALUES (" + id + ", 'Ada')";
    }
}
