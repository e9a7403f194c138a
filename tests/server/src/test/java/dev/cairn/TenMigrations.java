package dev.cairn;

import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.MigrationStep;
import java.util.List;
import java.util.function.Supplier;

/**
 * A history with the common kinds of steps: parallel tables, jobs, a rename, a load with a label, a repeatable UPDATE,
 * code, a materialized view that becomes inactive, a rebuild, and a dropped table.
 */
final class TenMigrations {
    private static final String TABLE_ENDING =
            " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_COUNTERS =
            "CREATE TABLE counters (id INT NOT NULL, hits BIGINT SUM) AGGREGATE KEY(id)" + TABLE_ENDING;
    private static final String CREATE_TOTALS =
            "CREATE MATERIALIZED VIEW totals DISTRIBUTED BY HASH(id) BUCKETS 2 REFRESH MANUAL"
                    + " AS SELECT id, city FROM orders";
    private static final String CREATE_REMARKS_VIEW = "CREATE VIEW named AS SELECT id, remark FROM orders";

    private TenMigrations() {}

    static RecordedHistory of(String schema, Supplier<? extends MigrationStep> code) {
        Rename renameOfNote = new Rename.ColumnRename(new ObjectName(schema, "orders"), "note", "remark");
        return new RecordedHistory(schema)
                .version("create tables", createOrders("", 20), createAccounts(""), CREATE_COUNTERS)
                .version(
                        "add notes",
                        createOrders(", note STRING", 20),
                        createAccounts(", note STRING"),
                        CREATE_COUNTERS)
                .version(
                        "rename the note",
                        List.of(renameOfNote),
                        createOrders(", remark STRING", 20),
                        createAccounts(", note STRING"),
                        CREATE_COUNTERS)
                .statements("first orders", "INSERT INTO orders (id, city, remark) VALUES (1, 'Oslo', 'first')")
                .statements("mark accounts", "-- repeatable\nUPDATE accounts SET note = 'old' WHERE id > 0")
                .code("count the marked", code)
                .version(
                        "totals",
                        createOrders(", remark STRING", 20),
                        createAccounts(", note STRING"),
                        CREATE_COUNTERS,
                        CREATE_TOTALS,
                        CREATE_REMARKS_VIEW)
                .version(
                        "longer cities",
                        createOrders(", remark STRING", 40),
                        createAccounts(", note STRING"),
                        CREATE_COUNTERS,
                        CREATE_TOTALS,
                        CREATE_REMARKS_VIEW)
                .version(
                        "accounts begin empty",
                        createOrders(", remark STRING", 40),
                        createAccounts(", note STRING DEFAULT ''"),
                        CREATE_COUNTERS,
                        CREATE_TOTALS,
                        CREATE_REMARKS_VIEW)
                .version(
                        "no more counters",
                        createOrders(", remark STRING", 40),
                        createAccounts(", note STRING DEFAULT ''"),
                        CREATE_TOTALS,
                        CREATE_REMARKS_VIEW);
    }

    private static String createOrders(String moreColumns, int length) {
        return "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(" + length + ")" + moreColumns
                + ") DUPLICATE KEY(id)" + TABLE_ENDING;
    }

    private static String createAccounts(String moreColumns) {
        return "CREATE TABLE accounts (id INT NOT NULL, name STRING" + moreColumns + ") PRIMARY KEY(id)" + TABLE_ENDING;
    }
}
