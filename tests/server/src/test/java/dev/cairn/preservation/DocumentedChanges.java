package dev.cairn.preservation;

import java.util.ArrayList;
import java.util.List;

/** Lists one or more examples for each line of the table of changes in {@code docs/migrations.md}. */
final class DocumentedChanges {
    private static final String CREATE_TABLE =
            "CREATE TABLE t (k BIGINT, v INT, s VARCHAR(20), d DATE, z STRUCT<a INT, b INT>,"
                    + " n INT NOT NULL, f INT DEFAULT '1') DUPLICATE KEY (k) COMMENT 'c' DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String INSERT_ROWS = "INSERT INTO t VALUES (1, 10, 'one', '2024-01-01', row(1, 2), 5, 6),"
            + " (1, 11, '12', NULL, row(NULL, 3), 7, NULL), (2, -3, 'two', '9999-12-31', row(4, 5), 9, 0)";
    private static final String CREATE_ONE_RANGE =
            "CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) PARTITION BY RANGE (k)"
                    + " (PARTITION p1 VALUES LESS THAN ('10')) DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String CREATE_TWO_RANGES =
            CREATE_ONE_RANGE.replace("('10'))", "('10'), PARTITION p2 VALUES LESS THAN ('20'))");
    private static final String CREATE_UNPARTITIONED =
            "CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String CREATE_LIST_PARTITIONS =
            "CREATE TABLE t (k INT NOT NULL, v INT NOT NULL) DUPLICATE KEY (k, v)"
                    + " PARTITION BY LIST (k) (PARTITION p1 VALUES IN ('1'), PARTITION p2 VALUES IN ('10'))"
                    + " DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String CREATE_AGGREGATE =
            "CREATE TABLE t (k BIGINT, v INT SUM) AGGREGATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String CREATE_GENERATED =
            "CREATE TABLE t (k BIGINT, g BIGINT AS k + 1) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String CREATE_WITHOUT_GENERATED = CREATE_GENERATED.replace(" AS k + 1", "");
    private static final String CREATE_AUTO_INCREMENT =
            "CREATE TABLE t (k BIGINT NOT NULL AUTO_INCREMENT, v INT) PRIMARY KEY (k)"
                    + " DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String CREATE_INDEXED =
            CREATE_TABLE.replace("f INT DEFAULT '1'", "f INT DEFAULT '1', INDEX i (v) USING BITMAP");
    private static final String CREATE_VIEW = "CREATE VIEW w (k, v) COMMENT 'c' AS SELECT k, v FROM t";
    private static final String CREATE_MATERIALIZED_VIEW =
            "CREATE MATERIALIZED VIEW m COMMENT 'c' DISTRIBUTED BY HASH (k) BUCKETS"
                    + " 2 REFRESH MANUAL AS SELECT k, v FROM t";

    private final List<DocumentedChange> changes = new ArrayList<>();

    private DocumentedChanges() {}

    static List<DocumentedChange> list() {
        DocumentedChanges builder = new DocumentedChanges();
        builder.addColumnChanges();
        builder.addTypeChanges();
        builder.addComputedColumnChanges();
        builder.addLayoutChanges();
        builder.addPartitionChanges();
        builder.addViewChanges();
        return builder.changes;
    }

    /** Begins a line; the caller adds examples to it. */
    private Line beginLine(String change, String how, String rows) {
        return new Line(change, how, rows);
    }

    /** A line of the table in the documentation, with a method for each part of an example. */
    private final class Line {
        private final String change;
        private final String how;
        private final String rows;

        Line(String change, String how, String rows) {
            this.change = change;
            this.how = how;
            this.rows = rows;
        }

        /** Adds a change of a table with {@link #INSERT_ROWS}; each remaining column must keep its values. */
        Line addExample(String scriptBefore, String scriptAfter, String... renames) {
            return addFilledExample(scriptBefore, INSERT_ROWS, scriptAfter, renames);
        }

        /** Adds a change of a table with rows that a statement inserts; each remaining column must keep its values. */
        Line addFilledExample(String scriptBefore, String insert, String scriptAfter, String... renames) {
            TablePair pair =
                    new TablePair(splitStatements(scriptBefore), splitStatements(scriptAfter), List.of(renames));
            changes.add(new DocumentedChange(change, how, rows, pair, splitStatements(insert), "", List.of()));
            return this;
        }

        /** Adds the expected result of a query after the last example. */
        Line expectRows(String query, String... answer) {
            DocumentedChange lastChange = changes.remove(changes.size() - 1);
            changes.add(new DocumentedChange(
                    change, how, rows, lastChange.pair(), lastChange.inserts(), query, List.of(answer)));
            return this;
        }

        /** Expects that rows of the last example stop the change, because the changed table can't hold them. */
        Line expectStop() {
            return expectRows("", DocumentedChange.STOPPED);
        }

        private static List<String> splitStatements(String script) {
            return script.isEmpty() ? List.of() : List.of(script.split("; ", -1));
        }
    }

    private void addColumnChanges() {
        beginLine(
                        "add a column that has a default or may be NULL",
                        "altered",
                        "kept; the new column has its default, or NULL")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("d DATE", "x INT, d DATE"))
                .expectRows("SELECT x FROM t", "null", "null", "null")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("d DATE", "d DATE, x INT NOT NULL DEFAULT '3'"))
                .expectRows("SELECT x FROM t", "3", "3", "3")
                .addExample(
                        CREATE_TABLE.replace(" DUPLICATE KEY (k)", ""),
                        CREATE_TABLE.replace(" DUPLICATE KEY (k)", "").replace("v INT", "x INT, v INT"));
        beginLine(
                        "add a NOT NULL column without a default",
                        "rebuilt",
                        "kept, with the value that the migration declares; without such a value, the copy fails")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("d DATE", "d DATE, x INT NOT NULL"))
                .expectStop();
        beginLine("drop a column", "altered, destructive", "the column's values are lost")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("d DATE, ", ""));
        beginLine(
                        "drop a column of the key of a PRIMARY KEY or UNIQUE KEY table",
                        "rebuilt, destructive",
                        "the column's values are lost; of rows with the same remaining key, one is kept")
                .addFilledExample(
                        "CREATE TABLE t (k BIGINT, l BIGINT, v INT) PRIMARY KEY (k, l)",
                        "INSERT INTO t VALUES (1, 1, 5), (1, 2, 5), (2, 1, 6)",
                        "CREATE TABLE t (k BIGINT, v INT) PRIMARY KEY (k)")
                .expectRows("SELECT k, v FROM t ORDER BY k", "1 | 5", "2 | 6");
        beginLine("rename a column or a table", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("d DATE", "day DATE"), "d day")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("TABLE t", "TABLE u"), "TABLE u")
                .expectRows("SELECT k, v FROM u ORDER BY v", "2 | -3", "1 | 10", "1 | 11");
        beginLine("NOT NULL to NULL", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("n INT NOT NULL", "n INT"));
        beginLine("NULL to NOT NULL", "rebuilt", "kept; if a row has a NULL, the copy fails and the table is unchanged")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("v INT", "v INT NOT NULL"))
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("d DATE", "d DATE NOT NULL"))
                .expectStop();
        beginLine("change or remove a default", "rebuilt", "kept; the default applies to new rows")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("DEFAULT '1'", "DEFAULT '2'"))
                .addExample(CREATE_TABLE, CREATE_TABLE.replace(" DEFAULT '1'", ""));
        beginLine("change a column's comment", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("d DATE", "d DATE COMMENT 'day'"));
        beginLine("change the order of columns", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("v INT, s VARCHAR(20)", "s VARCHAR(20), v INT"));
    }

    private void addTypeChanges() {
        beginLine("widen a type: INT to BIGINT, VARCHAR(20) to VARCHAR(50), DATE to DATETIME", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("v INT", "v BIGINT"))
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("VARCHAR(20)", "VARCHAR(50)"))
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("d DATE", "d DATETIME"))
                .expectRows("SELECT d FROM t ORDER BY v", "9999-12-31 00:00:00", "2024-01-01 00:00:00", "null");
        beginLine("change a DECIMAL of more than 38 digits, or to more than 38 digits", "rebuilt", "kept")
                .addFilledExample(
                        "CREATE TABLE t (k BIGINT, v DECIMAL(10, 2)) DUPLICATE KEY (k)",
                        "INSERT INTO t VALUES (1, 1.25), (2, NULL)",
                        "CREATE TABLE t (k BIGINT, v DECIMAL(50, 2)) DUPLICATE KEY (k)")
                .expectRows("SELECT k, v FROM t ORDER BY k", "1 | 1.25", "2 | null");
        beginLine(
                        "convert text to numbers: VARCHAR to INT",
                        "altered, destructive",
                        "a text that is not a number becomes 0")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("s VARCHAR(20)", "s INT"))
                .expectRows("SELECT s FROM t ORDER BY v", "0", "0", "12");
        beginLine("narrow a type: BIGINT to INT", "rebuilt, destructive", "a value that does not fit becomes NULL")
                .addFilledExample(
                        CREATE_TABLE.replace("v INT", "v BIGINT"),
                        INSERT_ROWS + ", (3, 3000000000, NULL, NULL, NULL, 1, 1)",
                        CREATE_TABLE)
                .expectRows("SELECT k, v FROM t ORDER BY k, v", "1 | 10", "1 | 11", "2 | -3", "3 | null");
        beginLine(
                        "narrow the type of a NOT NULL column, or shorten a text",
                        "rebuilt",
                        "kept; a value that does not fit makes the copy fail, and the table is unchanged")
                .addFilledExample(
                        CREATE_TABLE.replace("v INT", "v BIGINT NOT NULL"),
                        INSERT_ROWS + ", (3, 3000000000, NULL, NULL, NULL, 1, 1)",
                        CREATE_TABLE.replace("v INT", "v INT NOT NULL"))
                .expectStop()
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("VARCHAR(20)", "VARCHAR(1)"))
                .expectStop();
        beginLine("add a field to a STRUCT", "altered", "kept; the new field is NULL")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("b INT>", "b INT, c INT>"))
                .expectRows("SELECT z.b, z.c FROM t ORDER BY v", "5 | null", "2 | null", "3 | null");
        beginLine("drop a field of a STRUCT", "altered, destructive", "the field's values are lost")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("a INT, b INT>", "b INT>"))
                .expectRows("SELECT z.b FROM t ORDER BY v", "5", "2", "3");
        beginLine("change fields of a STRUCT in a table that is rebuilt", "rebuilt", "kept, field by field")
                .addExample(
                        CREATE_TABLE,
                        CREATE_TABLE
                                .replace("a INT, b INT>", "b BIGINT, c INT, a INT>")
                                .replace("n INT NOT NULL", "n INT NOT NULL DEFAULT '4'"))
                .expectRows(
                        "SELECT z.a, z.b, z.c FROM t ORDER BY v", "4 | 5 | null", "1 | 2 | null", "null | 3 | null");
    }

    private void addComputedColumnChanges() {
        String insertRows = "INSERT INTO t (k, v) VALUES (1, 2), (1, 3)";
        beginLine("change an aggregate function", "rebuilt", "kept; the new function applies to new rows")
                .addFilledExample(CREATE_AGGREGATE, insertRows, CREATE_AGGREGATE.replace("SUM", "MAX"))
                .expectRows("SELECT k, v FROM t", "1 | 5");
        beginLine("change a generated column's expression", "altered", "kept; the column is recomputed")
                .addFilledExample(
                        CREATE_GENERATED, "INSERT INTO t (k) VALUES (1)", CREATE_GENERATED.replace("+ 1", "+ 2"))
                .expectRows("SELECT k, g FROM t", "1 | 3");
        beginLine("turn a generated column into a plain one", "rebuilt", "kept, with the computed values")
                .addFilledExample(CREATE_GENERATED, "INSERT INTO t (k) VALUES (1)", CREATE_WITHOUT_GENERATED)
                .expectRows("SELECT k, g FROM t", "1 | 2");
        beginLine("turn a plain column into a generated one", "rebuilt, destructive", "the written values are lost")
                .addFilledExample(CREATE_WITHOUT_GENERATED, "INSERT INTO t VALUES (1, 7)", CREATE_GENERATED)
                .expectRows("SELECT k, g FROM t", "1 | 2");
        beginLine(
                        "add AUTO_INCREMENT to a column, or remove it",
                        "rebuilt",
                        "kept; the counter continues after the largest value")
                .addFilledExample(
                        CREATE_AUTO_INCREMENT.replace(" AUTO_INCREMENT", ""),
                        "INSERT INTO t VALUES (7, 1)",
                        CREATE_AUTO_INCREMENT)
                .addFilledExample(
                        CREATE_AUTO_INCREMENT,
                        "INSERT INTO t (v) VALUES (7)",
                        CREATE_AUTO_INCREMENT.replace(" AUTO_INCREMENT", ""));
    }

    private void addLayoutChanges() {
        beginLine(
                        "change the key model, or shorten the key",
                        "rebuilt, destructive",
                        "rows with the same key are merged, or one of them is kept")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("DUPLICATE", "UNIQUE"))
                .expectRows("SELECT k FROM t ORDER BY k", "1", "2");
        beginLine("change the key model to one that keeps all rows: any to DUPLICATE KEY", "rebuilt", "kept")
                .addFilledExample(
                        CREATE_AUTO_INCREMENT,
                        "INSERT INTO t (v) VALUES (7), (8)",
                        CREATE_AUTO_INCREMENT.replace("PRIMARY", "DUPLICATE"));
        beginLine("change or remove the sort key", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE + " ORDER BY (v)")
                .addExample(CREATE_TABLE + " ORDER BY (v)", CREATE_TABLE + " ORDER BY (s, v)")
                .addExample(CREATE_TABLE + " ORDER BY (v)", CREATE_TABLE)
                .addExample(CREATE_TABLE + " ORDER BY (v)", CREATE_TABLE + " ORDER BY (k)");
        beginLine("add, drop or change an index", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_INDEXED)
                .addExample(CREATE_INDEXED, CREATE_TABLE)
                .addExample(CREATE_INDEXED, CREATE_INDEXED.replace("BITMAP", "BITMAP COMMENT 'i'"));
        beginLine("change the table's comment", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("'c'", "'d'"));
        beginLine("change the columns or the number of buckets", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("BUCKETS 4", "BUCKETS 8"))
                .addExample(CREATE_TABLE, CREATE_TABLE.replace("HASH (k)", "HASH (d)"));
        beginLine("add, drop or change a rollup", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE + " ROLLUP (r (v, k))")
                .addExample(CREATE_TABLE + " ROLLUP (r (v, k))", CREATE_TABLE);
        String createSummingView = "; CREATE MATERIALIZED VIEW m AS SELECT k, sum(v) FROM t GROUP BY k";
        beginLine("change a column of a rollup or of a synchronous materialized view", "altered", "kept")
                .addExample(
                        CREATE_TABLE + createSummingView, CREATE_TABLE.replace("v INT", "v BIGINT") + createSummingView)
                .addExample(
                        CREATE_TABLE + createSummingView,
                        CREATE_TABLE.replace("v INT", "w INT") + createSummingView.replace("(v)", "(w)"),
                        "v w");
        String createWithBloomFilter = CREATE_TABLE + " PROPERTIES ('bloom_filter_columns' = 'v')";
        String createWithQuorum = CREATE_TABLE + " PROPERTIES ('write_quorum' = 'ONE')";
        beginLine("change replication_num, bloom_filter_columns, write_quorum, storage_medium", "altered", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE + " PROPERTIES ('replication_num' = '2')")
                .addExample(CREATE_TABLE, createWithBloomFilter)
                .addExample(createWithBloomFilter, CREATE_TABLE)
                .addExample(CREATE_TABLE, CREATE_TABLE + " PROPERTIES ('storage_medium' = 'HDD')")
                .addExample(CREATE_TABLE, createWithQuorum)
                .addExample(createWithQuorum, CREATE_TABLE);
        String insertIntoRanges = "INSERT INTO t VALUES (1, 10), (11, 20)";
        String createWithMonthRetention = CREATE_TWO_RANGES + " PROPERTIES ('partition_live_number' = '30')";
        String createWithWeekRetention = CREATE_TWO_RANGES + " PROPERTIES ('partition_live_number' = '7')";
        beginLine(
                        "shorten a retention, or declare one",
                        "altered, destructive",
                        "the server deletes partitions that it keeps now")
                .addFilledExample(createWithMonthRetention, insertIntoRanges, createWithWeekRetention)
                .addFilledExample(CREATE_TWO_RANGES, insertIntoRanges, createWithMonthRetention);
        beginLine("lengthen a retention", "altered", "kept; the downgrade is destructive")
                .addFilledExample(createWithWeekRetention, insertIntoRanges, createWithMonthRetention);
        beginLine("change the compression", "rebuilt", "kept")
                .addExample(CREATE_TABLE, CREATE_TABLE + " PROPERTIES ('compression' = 'ZSTD')")
                .addFilledExample(
                        CREATE_AUTO_INCREMENT,
                        "INSERT INTO t (v) VALUES (7), (8)",
                        CREATE_AUTO_INCREMENT + " PROPERTIES ('compression' = 'ZSTD')");
    }

    private void addPartitionChanges() {
        beginLine("add a partition", "altered", "kept")
                .addFilledExample(CREATE_ONE_RANGE, "INSERT INTO t VALUES (1, 1), (9, 9)", CREATE_TWO_RANGES);
        beginLine("drop a partition", "altered, destructive", "the partition's rows are lost")
                .addFilledExample(CREATE_TWO_RANGES, "INSERT INTO t VALUES (1, 1), (9, 9), (10, 10)", CREATE_ONE_RANGE)
                .expectRows("SELECT k FROM t ORDER BY k", "1", "9");
        beginLine("change the values or bounds of a partition", "rebuilt", "kept; they are moved to the new partitions")
                .addFilledExample(
                        CREATE_ONE_RANGE,
                        "INSERT INTO t VALUES (1, 1), (9, 9)",
                        CREATE_ONE_RANGE.replace("'10'", "'20'"));
        beginLine(
                        "remove values from all partitions",
                        "rebuilt, destructive",
                        "rows that belong to no partition are lost")
                .addFilledExample(
                        CREATE_ONE_RANGE,
                        "INSERT INTO t VALUES (1, 1), (9, 9)",
                        CREATE_ONE_RANGE.replace("'10'", "'5'"))
                .expectRows("SELECT k FROM t", "1");
        beginLine("change the partitioning", "rebuilt", "kept; if a row belongs to no partition, the copy fails")
                .addFilledExample(
                        CREATE_TWO_RANGES,
                        "INSERT INTO t VALUES (1, 1), (10, 10)",
                        "CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 4")
                .addFilledExample(
                        CREATE_TWO_RANGES,
                        "INSERT INTO t VALUES (1, 1), (10, 10)",
                        CREATE_ONE_RANGE.replace("RANGE (k)", "RANGE (v)"))
                .expectStop()
                .addFilledExample(
                        CREATE_LIST_PARTITIONS,
                        "INSERT INTO t VALUES (1, 1), (10, 10)",
                        CREATE_LIST_PARTITIONS.replace("LIST (k)", "LIST (v)"))
                .addFilledExample(
                        CREATE_LIST_PARTITIONS,
                        "INSERT INTO t VALUES (1, 1), (10, 2)",
                        CREATE_LIST_PARTITIONS.replace("LIST (k)", "LIST (v)"))
                .expectStop()
                .addFilledExample(CREATE_UNPARTITIONED, "INSERT INTO t VALUES (1, 1), (10, 10)", CREATE_ONE_RANGE)
                .expectStop()
                .addFilledExample(CREATE_UNPARTITIONED, "INSERT INTO t VALUES (1, 1), (NULL, 2)", CREATE_ONE_RANGE)
                .addFilledExample(CREATE_UNPARTITIONED, "INSERT INTO t VALUES (1, 1), (2, 2)", CREATE_LIST_PARTITIONS)
                .expectStop()
                .addFilledExample(
                        CREATE_UNPARTITIONED,
                        "INSERT INTO t VALUES (1, 1), (NULL, 2)",
                        CREATE_UNPARTITIONED.replace(" DISTR", " PARTITION BY (k) DISTR"));
    }

    private void addViewChanges() {
        String createTableAndView = CREATE_TABLE + "; " + CREATE_VIEW;
        beginLine("change a view's query, columns, comment or security", "altered", "kept: a view stores no rows")
                .addExample(createTableAndView, createTableAndView.replace("v FROM", "v + 1 FROM"))
                .expectRows("SELECT v FROM w ORDER BY v", "-2", "11", "12")
                .addExample(createTableAndView, createTableAndView.replace("(k, v)", "(a, b)"))
                .addExample(createTableAndView, createTableAndView.replace("COMMENT 'c' AS", "COMMENT 'd' AS"))
                .addExample(
                        createTableAndView,
                        createTableAndView.replace("COMMENT 'c' AS", "COMMENT 'c' SECURITY INVOKER AS"));
        String createTableAndMaterializedView = CREATE_TABLE + "; " + CREATE_MATERIALIZED_VIEW;
        String insertRowsAndRefresh = INSERT_ROWS + "; REFRESH MATERIALIZED VIEW m WITH SYNC MODE";
        String[] expectedValues = {"-3", "10", "11"};
        beginLine("change a materialized view's refresh or properties", "altered", "kept")
                .addFilledExample(
                        createTableAndMaterializedView,
                        insertRowsAndRefresh,
                        createTableAndMaterializedView.replace("REFRESH MANUAL", "REFRESH ASYNC"))
                .expectRows("SELECT v FROM m ORDER BY v", expectedValues)
                .addFilledExample(
                        createTableAndMaterializedView,
                        insertRowsAndRefresh,
                        createTableAndMaterializedView.replace(
                                "REFRESH MANUAL", "REFRESH MANUAL PROPERTIES ('session.insert_timeout' = '5')"))
                .expectRows("SELECT v FROM m ORDER BY v", expectedValues);
        beginLine(
                        "change a materialized view's query, columns, comment, partitions or buckets",
                        "rebuilt",
                        "recomputed before the new view replaces the old one")
                .addFilledExample(
                        createTableAndMaterializedView,
                        insertRowsAndRefresh,
                        createTableAndMaterializedView.replace("v FROM t", "v FROM t WHERE k > 1"))
                .expectRows("SELECT v FROM m ORDER BY v", "-3")
                .addFilledExample(
                        createTableAndMaterializedView,
                        insertRowsAndRefresh,
                        createTableAndMaterializedView.replace(
                                "COMMENT 'c' DISTRIBUTED BY HASH (k) BUCKETS 2",
                                "COMMENT 'd' DISTRIBUTED BY HASH (k) BUCKETS 2"))
                .expectRows("SELECT v FROM m ORDER BY v", expectedValues)
                .addFilledExample(
                        createTableAndMaterializedView,
                        insertRowsAndRefresh,
                        createTableAndMaterializedView.replace("BUCKETS 2", "BUCKETS 3"))
                .expectRows("SELECT v FROM m ORDER BY v", expectedValues);
        beginLine("declare views that read each other in a cycle", "refused", "kept")
                .addExample(
                        CREATE_TABLE,
                        CREATE_TABLE + "; CREATE VIEW w AS SELECT k FROM t; ALTER VIEW w AS SELECT k FROM w");
    }
}
