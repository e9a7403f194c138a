package dev.cairn;

import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.MigrationStep;
import java.util.List;
import java.util.function.Supplier;

/**
 * A history with each kind of step: parallel tables, jobs, a rename, a load with a label, a repeatable UPDATE, code, a
 * materialized view that becomes inactive, a rebuild, and a dropped table.
 */
final class TenMigrations {
    private static final String TAIL = " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String COUNTERS =
            "CREATE TABLE counters (id INT NOT NULL, hits BIGINT SUM) AGGREGATE KEY(id)" + TAIL;
    private static final String TOTALS =
            "CREATE MATERIALIZED VIEW totals DISTRIBUTED BY HASH(id) BUCKETS 2 REFRESH MANUAL"
                    + " AS SELECT id, city FROM orders";
    private static final String NAMED = "CREATE VIEW named AS SELECT id, remark FROM orders";

    private TenMigrations() {}

    static RecordedHistory of(String schema, Supplier<? extends MigrationStep> code) {
        Rename remark = new Rename.ColumnRename(new ObjectName(schema, "orders"), "note", "remark");
        return new RecordedHistory(schema)
                .version("create tables", orders("", 20), accounts(""), COUNTERS)
                .version("add notes", orders(", note STRING", 20), accounts(", note STRING"), COUNTERS)
                .version(
                        "rename the note",
                        List.of(remark),
                        orders(", remark STRING", 20),
                        accounts(", note STRING"),
                        COUNTERS)
                .statements("first orders", "INSERT INTO orders (id, city, remark) VALUES (1, 'Oslo', 'first')")
                .statements("mark accounts", "-- repeatable\nUPDATE accounts SET note = 'old' WHERE id > 0")
                .code("count the marked", code)
                .version("totals", orders(", remark STRING", 20), accounts(", note STRING"), COUNTERS, TOTALS, NAMED)
                .version(
                        "longer cities",
                        orders(", remark STRING", 40),
                        accounts(", note STRING"),
                        COUNTERS,
                        TOTALS,
                        NAMED)
                .version(
                        "accounts begin empty",
                        orders(", remark STRING", 40),
                        accounts(", note STRING DEFAULT ''"),
                        COUNTERS,
                        TOTALS,
                        NAMED)
                .version(
                        "no more counters",
                        orders(", remark STRING", 40),
                        accounts(", note STRING DEFAULT ''"),
                        TOTALS,
                        NAMED);
    }

    private static String orders(String more, int length) {
        return "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(" + length + ")" + more + ") DUPLICATE KEY(id)"
                + TAIL;
    }

    private static String accounts(String more) {
        return "CREATE TABLE accounts (id INT NOT NULL, name STRING" + more + ") PRIMARY KEY(id)" + TAIL;
    }
}
