package dev.cairn.integration.plans;

import dev.cairn.RecordedHistory;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.util.List;

/** A schema whose migrations after the first one are interrupted. */
enum InterruptedSchema {
    /** Several changes of one table, with jobs and partitions, a renamed table, a dropped one and a new one. */
    TABLES {
        @Override
        RecordedHistory record(String database, ServerProfile profile) {
            return new RecordedHistory(database, profile)
                    .version(
                            "first",
                            createOrders("city VARCHAR(20), note STRING", "DUPLICATE KEY(id, day)", ""),
                            createTable("accounts", "id INT NOT NULL, name STRING", "PRIMARY KEY(id)"),
                            createTable("logs", "id INT NOT NULL, line STRING", "DUPLICATE KEY(id)"))
                    .version(
                            "second",
                            List.of(
                                    new Rename.ObjectRename(new ObjectName(database, "customers"), "accounts"),
                                    new Rename.ColumnRename(new ObjectName(database, "orders"), "note", "remark")),
                            createOrders(
                                    "city VARCHAR(40), remark STRING, amount DECIMAL(10, 2) DEFAULT '0', flag BOOLEAN,"
                                            + " INDEX by_city (city) USING BITMAP",
                                    "DUPLICATE KEY(id, day)",
                                    ", PARTITION p3 VALUES LESS THAN ('2026-01-01')"),
                            createTable(
                                    "customers",
                                    "id INT NOT NULL, name STRING, points BIGINT DEFAULT '0'",
                                    "PRIMARY KEY(id)"),
                            createTable("notes", "id INT NOT NULL, line STRING", "DUPLICATE KEY(id)"));
        }
    },

    /** Views, synchronous and asynchronous materialized views, over a table that changes and gets another name. */
    VIEWS {
        @Override
        RecordedHistory record(String database, ServerProfile profile) {
            return new RecordedHistory(database, profile)
                    .version(
                            "first",
                            createOrders("city VARCHAR(20), amount BIGINT", "DUPLICATE KEY(id, day)", ""),
                            createTable("accounts", "id INT NOT NULL, name STRING", "PRIMARY KEY(id)"),
                            "CREATE VIEW cities AS SELECT id, city FROM orders",
                            "CREATE VIEW names AS SELECT id, name FROM accounts",
                            "CREATE MATERIALIZED VIEW city_amounts AS SELECT day, sum(amount) FROM orders GROUP BY day",
                            createMaterializedView(
                                    "totals", "MANUAL", "id, sum(amount) AS total FROM orders GROUP BY id"),
                            createMaterializedView("people", "MANUAL", "id, name FROM accounts"),
                            createMaterializedView(
                                    "namesakes", "MANUAL", "name, count(*) AS n FROM people GROUP BY name"))
                    .version(
                            "second",
                            List.of(new Rename.ObjectRename(new ObjectName(database, "customers"), "accounts")),
                            createOrders("city VARCHAR(20), amount BIGINT, price INT", "DUPLICATE KEY(id, day)", ""),
                            createTable("customers", "id INT NOT NULL, name STRING, born DATE", "PRIMARY KEY(id)"),
                            "CREATE VIEW cities AS SELECT id, city, price FROM orders",
                            "CREATE VIEW names AS SELECT id, name FROM customers",
                            "CREATE MATERIALIZED VIEW id_amounts AS SELECT id, sum(amount) FROM orders GROUP BY id",
                            createMaterializedView(
                                    "totals",
                                    "MANUAL",
                                    "id, sum(amount) AS total, max(day) AS last FROM orders GROUP BY id"),
                            createMaterializedView("people", "ASYNC EVERY(INTERVAL 1 DAY)", "id, name FROM customers"),
                            createMaterializedView(
                                    "namesakes", "MANUAL", "name, count(*) AS n FROM people GROUP BY name"));
        }
    },

    /** A rebuild of a table with partitions, views and grants, whose key changes, between other changes. */
    REBUILD {
        @Override
        RecordedHistory record(String database, ServerProfile profile) {
            String role = "CREATE ROLE " + database + "_reader";
            String grantOfOrders = "GRANT SELECT, INSERT ON TABLE orders TO ROLE " + database + "_reader";
            String grantOfTotals = "GRANT SELECT ON MATERIALIZED VIEW totals TO ROLE " + database + "_reader";
            return new RecordedHistory(database, profile)
                    .version(
                            "first",
                            createOrders("city VARCHAR(20), amount BIGINT", "DUPLICATE KEY(id, day)", ""),
                            createTable("accounts", "id INT NOT NULL, name STRING", "DUPLICATE KEY(id)"),
                            "CREATE VIEW cities AS SELECT id, city FROM orders",
                            createMaterializedView("totals", "MANUAL", "id, city FROM orders"),
                            role,
                            grantOfOrders,
                            grantOfTotals)
                    .version(
                            "second",
                            createOrders("city VARCHAR(20), amount BIGINT, points INT", "PRIMARY KEY(id, day)", ""),
                            createTable("accounts", "id INT NOT NULL, name STRING, born DATE", "PRIMARY KEY(id)"),
                            "CREATE VIEW cities AS SELECT id, city FROM orders",
                            createMaterializedView("totals", "MANUAL", "id, city FROM orders"),
                            role,
                            grantOfOrders,
                            grantOfTotals);
        }

        @Override
        List<SwapMode> swapModes() {
            return List.of(SwapMode.values());
        }

        @Override
        List<String> insertStatements(String database) {
            return List.of(
                    "INSERT INTO orders VALUES (1, '2023-05-01', 'Oslo', 5), (2, '2024-05-01', 'Rome', 6)",
                    "INSERT INTO accounts VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Eve')");
        }
    },

    /** Roles that gain and lose privileges, and others that are created and dropped. */
    ROLES {
        @Override
        RecordedHistory record(String database, ServerProfile profile) {
            String orders = createOrders("city VARCHAR(20)", "DUPLICATE KEY(id, day)", "");
            String view = "CREATE VIEW cities AS SELECT id, city FROM orders";
            return new RecordedHistory(database, profile)
                    .version(
                            "first",
                            orders,
                            view,
                            "CREATE ROLE " + database + "_reader COMMENT 'reads'",
                            "CREATE ROLE " + database + "_old",
                            "GRANT SELECT ON TABLE orders TO ROLE " + database + "_reader",
                            "GRANT INSERT ON TABLE orders TO ROLE " + database + "_old",
                            "GRANT " + database + "_old TO ROLE " + database + "_reader")
                    .version(
                            "second",
                            orders,
                            view,
                            "CREATE ROLE " + database + "_reader COMMENT 'reads all'",
                            "CREATE ROLE " + database + "_writer",
                            "GRANT SELECT ON ALL TABLES IN DATABASE " + database + " TO ROLE " + database + "_reader",
                            "GRANT SELECT ON VIEW cities TO ROLE " + database + "_reader",
                            "GRANT INSERT, UPDATE ON TABLE orders TO ROLE " + database + "_writer",
                            "GRANT " + database + "_reader TO ROLE " + database + "_writer");
        }
    },

    /** Statements of other kinds: loads, an UPDATE, a DELETE and a TRUNCATE between changes of tables. */
    LOADS {
        @Override
        RecordedHistory record(String database, ServerProfile profile) {
            String accounts = createTable("accounts", "id INT NOT NULL, name STRING", "PRIMARY KEY(id)");
            String orders = createOrders("city VARCHAR(20), amount BIGINT", "DUPLICATE KEY(id, day)", "");
            return new RecordedHistory(database, profile)
                    .version("first", accounts, orders)
                    .statements(
                            "fill",
                            List.of(
                                    "INSERT INTO orders VALUES (1, '2024-05-01', 'Oslo', 5)",
                                    "INSERT INTO accounts SELECT id, city FROM orders",
                                    "-- repeatable\nUPDATE accounts SET name = 'old' WHERE id > 0",
                                    "INSERT INTO orders SELECT id, day, city, amount FROM orders"),
                            List.of("TRUNCATE TABLE accounts", "TRUNCATE TABLE orders"))
                    .version(
                            "columns",
                            createTable("accounts", "id INT NOT NULL, name STRING, born DATE", "PRIMARY KEY(id)"),
                            createOrders("city VARCHAR(20), amount BIGINT, price INT", "DUPLICATE KEY(id, day)", ""))
                    .statements(
                            "fill the columns",
                            List.of(
                                    "-- repeatable\nUPDATE accounts SET born = '2000-01-01' WHERE id > 0",
                                    "DELETE FROM orders WHERE id = 7"),
                            List.of("INSERT INTO orders (id, day) VALUES (7, '2024-05-01')"));
        }
    },

    /**
     * Tables, views, materialized views and grants of two databases, a rebuild in the second one, and a table moved to
     * it.
     */
    SECOND_DATABASE {
        @Override
        RecordedHistory record(String database, ServerProfile profile) {
            String other = SchemaSketch.otherDatabase(database);
            String createOther = "CREATE DATABASE " + other;
            String role = "CREATE ROLE " + database + "_reader";
            String grantOfTables =
                    "GRANT SELECT ON ALL TABLES IN DATABASE " + other + " TO ROLE " + database + "_reader";
            String grantOfAccounts =
                    "GRANT SELECT, INSERT ON TABLE " + other + ".accounts TO ROLE " + database + "_reader";
            return new RecordedHistory(database, profile)
                    .version(
                            "first",
                            createOther,
                            createOrders("city VARCHAR(20)", "DUPLICATE KEY(id, day)", ""),
                            createTable("items", "id INT NOT NULL, v INT", "DUPLICATE KEY(id)"),
                            createTable(other + ".accounts", "id INT NOT NULL, name STRING", "DUPLICATE KEY(id)"),
                            "CREATE VIEW item_names AS SELECT i.id, a.name FROM items AS i JOIN " + other
                                    + ".accounts AS a ON i.id = a.id",
                            createMaterializedView(
                                    other + ".totals", "MANUAL", "id, city FROM " + database + ".orders"),
                            createMaterializedView("people", "MANUAL", "id, name FROM " + other + ".accounts"),
                            role,
                            grantOfTables,
                            grantOfAccounts)
                    .version(
                            "second",
                            createOther,
                            createOrders("city VARCHAR(20), price INT", "DUPLICATE KEY(id, day)", ""),
                            createTable(other + ".items", "id INT NOT NULL, v BIGINT", "DUPLICATE KEY(id)"),
                            createTable(
                                    other + ".accounts", "id INT NOT NULL, name STRING, born DATE", "PRIMARY KEY(id)"),
                            "CREATE VIEW item_names AS SELECT i.id, a.name FROM " + other + ".items AS i JOIN " + other
                                    + ".accounts AS a ON i.id = a.id",
                            createMaterializedView(
                                    other + ".totals", "MANUAL", "id, city, price FROM " + database + ".orders"),
                            createMaterializedView("people", "MANUAL", "id, name FROM " + other + ".accounts"),
                            role,
                            grantOfTables,
                            grantOfAccounts,
                            "GRANT INSERT ON TABLE " + other + ".items TO ROLE " + database + "_reader",
                            "GRANT SELECT ON VIEW item_names TO ROLE " + database + "_reader");
        }

        @Override
        List<SwapMode> swapModes() {
            return List.of(SwapMode.values());
        }

        @Override
        List<String> insertStatements(String database) {
            return List.of(
                    "INSERT INTO items VALUES (1, 5), (2, 6)",
                    "INSERT INTO " + SchemaSketch.otherDatabase(database) + ".accounts VALUES (1, 'Ada'), (2, 'Bob')");
        }
    };

    abstract RecordedHistory record(String database, ServerProfile profile);

    /** Returns the ends of rebuilds with which the schema is migrated. */
    List<SwapMode> swapModes() {
        return List.of(SwapMode.STOPPED_WRITERS);
    }

    /** Returns statements that insert rows between the first migration and the others. */
    List<String> insertStatements(String database) {
        return List.of();
    }

    private static String createOrders(String columns, String key, String morePartitions) {
        return "CREATE TABLE orders (id INT NOT NULL, day DATE NOT NULL, " + columns + ") " + key
                + " PARTITION BY RANGE(day) (PARTITION p1 VALUES LESS THAN ('2024-01-01'),"
                + " PARTITION p2 VALUES LESS THAN ('2025-01-01')" + morePartitions
                + ") DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    }

    private static String createTable(String name, String columns, String key) {
        return "CREATE TABLE " + name + " (" + columns + ") " + key
                + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')";
    }

    private static String createMaterializedView(String name, String refresh, String query) {
        return "CREATE MATERIALIZED VIEW " + name + " DISTRIBUTED BY RANDOM BUCKETS 1 REFRESH " + refresh
                + " PROPERTIES ('replication_num' = '1') AS SELECT " + query;
    }
}
