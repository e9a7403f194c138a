package dev.cairn;

/** A history of short steps, each of which records how often it ran. */
final class ShortMigrations {
    static final int ORDER_COUNT = 4;
    static final int ACCOUNT_COUNT = 2;
    static final int LAST_NUMBER = 10;

    private static final String TABLE_ENDING =
            " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";

    private ShortMigrations() {}

    static RecordedHistory of(String schema) {
        return new RecordedHistory(schema)
                .version("create tables", createOrders("", 20), createAccounts(""))
                .statements("first order", insertOrder(1), insertAccount(1))
                .version("add notes", createOrders(", note STRING", 20), createAccounts(", note STRING"))
                .statements("second order", insertOrder(2))
                .version("longer cities", createOrders(", note STRING", 40), createAccounts(", note STRING"))
                .statements("third order", insertOrder(3))
                .version(
                        "name the cities",
                        createOrders(", note STRING", 40),
                        createAccounts(", note STRING"),
                        createCities("id, city"))
                .statements("fourth order", insertOrder(4), insertAccount(2))
                .version(
                        "no more notes",
                        createOrders("", 40),
                        createAccounts(", note STRING"),
                        createCities("id, city"))
                .version("name the orders", createOrders("", 40), createAccounts(", note STRING"), createCities("id"));
    }

    private static String createOrders(String moreColumns, int length) {
        return "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(" + length + ")" + moreColumns
                + ") DUPLICATE KEY(id)" + TABLE_ENDING;
    }

    private static String createAccounts(String moreColumns) {
        return "CREATE TABLE accounts (id INT NOT NULL, name STRING" + moreColumns + ") DUPLICATE KEY(id)"
                + TABLE_ENDING;
    }

    private static String createCities(String columns) {
        return "CREATE VIEW cities AS SELECT " + columns + " FROM orders";
    }

    private static String insertOrder(int id) {
        return "INSERT INTO orders (id, city) VALUES (" + id + ", 'Oslo')";
    }

    private static String insertAccount(int id) {
        return "INSERT INTO accounts (id, name) VALUES (" + id + ", 'Ada')";
    }
}
