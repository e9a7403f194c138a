package dev.cairn.preservation;

import java.util.ArrayList;
import java.util.List;

/** An example, or several, of each line of the table in {@code docs/migrations.md}. */
final class DocumentedChanges {
    private static final String CREATE_T =
            "CREATE TABLE t (k BIGINT, v INT, s VARCHAR(20), d DATE, z STRUCT<a INT, b INT>,"
                    + " n INT NOT NULL, f INT DEFAULT '1') DUPLICATE KEY (k) COMMENT 'c' DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String T_ROWS = "INSERT INTO t VALUES (1, 10, 'one', '2024-01-01', row(1, 2), 5, 6),"
            + " (1, 11, '12', NULL, row(NULL, 3), 7, NULL), (2, -3, 'two', '9999-12-31', row(4, 5), 9, 0)";
    private static final String CREATE_RANGE = "CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) PARTITION BY RANGE (k)"
            + " (PARTITION p1 VALUES LESS THAN ('10')) DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String RANGES =
            CREATE_RANGE.replace("('10'))", "('10'), PARTITION p2 VALUES LESS THAN ('20'))");
    private static final String CREATE_WHOLE =
            "CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String CREATE_LIST = "CREATE TABLE t (k INT NOT NULL, v INT NOT NULL) DUPLICATE KEY (k, v)"
            + " PARTITION BY LIST (k) (PARTITION p1 VALUES IN ('1'), PARTITION p2 VALUES IN ('10'))"
            + " DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String CREATE_AGG =
            "CREATE TABLE t (k BIGINT, v INT SUM) AGGREGATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String CREATE_GENERATED =
            "CREATE TABLE t (k BIGINT, g BIGINT AS k + 1) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String PLAIN = CREATE_GENERATED.replace(" AS k + 1", "");
    private static final String CREATE_COUNTED =
            "CREATE TABLE t (k BIGINT NOT NULL AUTO_INCREMENT, v INT) PRIMARY KEY (k)"
                    + " DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String INDEXED =
            CREATE_T.replace("f INT DEFAULT '1'", "f INT DEFAULT '1', INDEX i (v) USING BITMAP");
    private static final String CREATE_VIEW = "CREATE VIEW w (k, v) COMMENT 'c' AS SELECT k, v FROM t";
    private static final String CREATE_MATERIALIZED =
            "CREATE MATERIALIZED VIEW m COMMENT 'c' DISTRIBUTED BY HASH (k) BUCKETS"
                    + " 2 REFRESH MANUAL AS SELECT k, v FROM t";

    private final List<DocumentedChange> all = new ArrayList<>();

    private DocumentedChanges() {}

    static List<DocumentedChange> all() {
        DocumentedChanges changes = new DocumentedChanges();
        changes.columns();
        changes.types();
        changes.computedColumns();
        changes.layout();
        changes.partitions();
        changes.views();
        return changes.all;
    }

    /** The examples that follow are of this line. */
    private Line line(String change, String how, String rows) {
        return new Line(change, how, rows);
    }

    private final class Line {
        private final String change;
        private final String how;
        private final String rows;

        Line(String change, String how, String rows) {
            this.change = change;
            this.how = how;
            this.rows = rows;
        }

        /** Adds a change of the table with the usual rows; each remaining column must keep its values. */
        Line example(String from, String to, String... renames) {
            return filled(from, T_ROWS, to, renames);
        }

        Line filled(String from, String insert, String to, String... renames) {
            TablePair pair = new TablePair(statements(from), statements(to), List.of(renames));
            all.add(new DocumentedChange(change, how, rows, pair, statements(insert), "", List.of()));
            return this;
        }

        /** Adds the expected result of a query after the last example. */
        Line gives(String query, String... answer) {
            DocumentedChange last = all.remove(all.size() - 1);
            all.add(new DocumentedChange(change, how, rows, last.pair(), last.inserts(), query, List.of(answer)));
            return this;
        }

        /** The last example has rows that can't satisfy the target. */
        Line stops() {
            return gives("", DocumentedChange.STOPPED);
        }

        private static List<String> statements(String script) {
            return script.isEmpty() ? List.of() : List.of(script.split("; ", -1));
        }
    }

    private void columns() {
        line(
                        "add a column that has a default or may be NULL",
                        "altered",
                        "kept; the new column has its default, or NULL")
                .example(CREATE_T, CREATE_T.replace("d DATE", "x INT, d DATE"))
                .gives("SELECT x FROM t", "null", "null", "null")
                .example(CREATE_T, CREATE_T.replace("d DATE", "d DATE, x INT NOT NULL DEFAULT '3'"))
                .gives("SELECT x FROM t", "3", "3", "3")
                .example(
                        CREATE_T.replace(" DUPLICATE KEY (k)", ""),
                        CREATE_T.replace(" DUPLICATE KEY (k)", "").replace("v INT", "x INT, v INT"));
        line(
                        "add a NOT NULL column without a default",
                        "rebuilt",
                        "kept, with the value that the migration declares; without such a value, the copy fails")
                .example(CREATE_T, CREATE_T.replace("d DATE", "d DATE, x INT NOT NULL"))
                .stops();
        line("drop a column", "altered, destructive", "the column's values are lost")
                .example(CREATE_T, CREATE_T.replace("d DATE, ", ""));
        line(
                        "drop a column of the key of a PRIMARY KEY or UNIQUE KEY table",
                        "rebuilt, destructive",
                        "the column's values are lost; of rows with the same remaining key, one is kept")
                .filled(
                        "CREATE TABLE t (k BIGINT, l BIGINT, v INT) PRIMARY KEY (k, l)",
                        "INSERT INTO t VALUES (1, 1, 5), (1, 2, 5), (2, 1, 6)",
                        "CREATE TABLE t (k BIGINT, v INT) PRIMARY KEY (k)")
                .gives("SELECT k, v FROM t ORDER BY k", "1 | 5", "2 | 6");
        line("rename a column or a table", "altered", "kept")
                .example(CREATE_T, CREATE_T.replace("d DATE", "day DATE"), "d day")
                .example(CREATE_T, CREATE_T.replace("TABLE t", "TABLE u"), "TABLE u")
                .gives("SELECT k, v FROM u ORDER BY v", "2 | -3", "1 | 10", "1 | 11");
        line("NOT NULL to NULL", "altered", "kept").example(CREATE_T, CREATE_T.replace("n INT NOT NULL", "n INT"));
        line("NULL to NOT NULL", "rebuilt", "kept; if a row has a NULL, the copy fails and the table is unchanged")
                .example(CREATE_T, CREATE_T.replace("v INT", "v INT NOT NULL"))
                .example(CREATE_T, CREATE_T.replace("d DATE", "d DATE NOT NULL"))
                .stops();
        line("change or remove a default", "rebuilt", "kept; the default applies to new rows")
                .example(CREATE_T, CREATE_T.replace("DEFAULT '1'", "DEFAULT '2'"))
                .example(CREATE_T, CREATE_T.replace(" DEFAULT '1'", ""));
        line("change a column's comment", "altered", "kept")
                .example(CREATE_T, CREATE_T.replace("d DATE", "d DATE COMMENT 'day'"));
        line("change the order of columns", "altered", "kept")
                .example(CREATE_T, CREATE_T.replace("v INT, s VARCHAR(20)", "s VARCHAR(20), v INT"));
    }

    private void types() {
        line("widen a type: INT to BIGINT, VARCHAR(20) to VARCHAR(50), DATE to DATETIME", "altered", "kept")
                .example(CREATE_T, CREATE_T.replace("v INT", "v BIGINT"))
                .example(CREATE_T, CREATE_T.replace("VARCHAR(20)", "VARCHAR(50)"))
                .example(CREATE_T, CREATE_T.replace("d DATE", "d DATETIME"))
                .gives("SELECT d FROM t ORDER BY v", "9999-12-31 00:00:00", "2024-01-01 00:00:00", "null");
        line(
                        "convert text to numbers: VARCHAR to INT",
                        "altered, destructive",
                        "a text that is not a number becomes NULL")
                .example(CREATE_T, CREATE_T.replace("s VARCHAR(20)", "s INT"))
                .gives("SELECT s FROM t ORDER BY v", "null", "null", "12");
        line("narrow a type: BIGINT to INT", "rebuilt, destructive", "a value that does not fit becomes NULL")
                .filled(
                        CREATE_T.replace("v INT", "v BIGINT"),
                        T_ROWS + ", (3, 3000000000, NULL, NULL, NULL, 1, 1)",
                        CREATE_T)
                .gives("SELECT k, v FROM t ORDER BY k, v", "1 | 10", "1 | 11", "2 | -3", "3 | null");
        line(
                        "narrow the type of a NOT NULL column, or shorten a text",
                        "rebuilt",
                        "kept; a value that does not fit makes the copy fail, and the table is unchanged")
                .filled(
                        CREATE_T.replace("v INT", "v BIGINT NOT NULL"),
                        T_ROWS + ", (3, 3000000000, NULL, NULL, NULL, 1, 1)",
                        CREATE_T.replace("v INT", "v INT NOT NULL"))
                .stops()
                .example(CREATE_T, CREATE_T.replace("VARCHAR(20)", "VARCHAR(1)"))
                .stops();
        line("add a field to a STRUCT", "altered", "kept; the new field is NULL")
                .example(CREATE_T, CREATE_T.replace("b INT>", "b INT, c INT>"))
                .gives("SELECT z.b, z.c FROM t ORDER BY v", "5 | null", "2 | null", "3 | null");
        line("drop a field of a STRUCT", "altered, destructive", "the field's values are lost")
                .example(CREATE_T, CREATE_T.replace("a INT, b INT>", "b INT>"))
                .gives("SELECT z.b FROM t ORDER BY v", "5", "2", "3");
        line("change fields of a STRUCT in a table that is rebuilt", "rebuilt", "kept, field by field")
                .example(
                        CREATE_T,
                        CREATE_T.replace("a INT, b INT>", "b BIGINT, c INT, a INT>")
                                .replace("n INT NOT NULL", "n INT NOT NULL DEFAULT '4'"))
                .gives("SELECT z.a, z.b, z.c FROM t ORDER BY v", "4 | 5 | null", "1 | 2 | null", "null | 3 | null");
    }

    private void computedColumns() {
        String row = "INSERT INTO t (k, v) VALUES (1, 2), (1, 3)";
        line("change an aggregate function", "rebuilt", "kept; the new function applies to new rows")
                .filled(CREATE_AGG, row, CREATE_AGG.replace("SUM", "MAX"))
                .gives("SELECT k, v FROM t", "1 | 5");
        line("change a generated column's expression", "altered", "kept; the column is recomputed")
                .filled(CREATE_GENERATED, "INSERT INTO t (k) VALUES (1)", CREATE_GENERATED.replace("+ 1", "+ 2"))
                .gives("SELECT k, g FROM t", "1 | 3");
        line("turn a generated column into a plain one", "rebuilt", "kept, with the computed values")
                .filled(CREATE_GENERATED, "INSERT INTO t (k) VALUES (1)", PLAIN)
                .gives("SELECT k, g FROM t", "1 | 2");
        line("turn a plain column into a generated one", "rebuilt, destructive", "the written values are lost")
                .filled(PLAIN, "INSERT INTO t VALUES (1, 7)", CREATE_GENERATED)
                .gives("SELECT k, g FROM t", "1 | 2");
        line(
                        "add AUTO_INCREMENT to a column, or remove it",
                        "rebuilt",
                        "kept; the counter continues after the largest value")
                .filled(CREATE_COUNTED.replace(" AUTO_INCREMENT", ""), "INSERT INTO t VALUES (7, 1)", CREATE_COUNTED)
                .filled(CREATE_COUNTED, "INSERT INTO t (v) VALUES (7)", CREATE_COUNTED.replace(" AUTO_INCREMENT", ""));
    }

    private void layout() {
        line(
                        "change the key model, or shorten the key",
                        "rebuilt, destructive",
                        "rows with the same key are merged, or one of them is kept")
                .example(CREATE_T, CREATE_T.replace("DUPLICATE", "UNIQUE"))
                .gives("SELECT k FROM t ORDER BY k", "1", "2");
        line("change the key model to one that keeps all rows: any to DUPLICATE KEY", "rebuilt", "kept")
                .filled(
                        CREATE_COUNTED,
                        "INSERT INTO t (v) VALUES (7), (8)",
                        CREATE_COUNTED.replace("PRIMARY", "DUPLICATE"));
        line("change or remove the sort key", "altered", "kept")
                .example(CREATE_T, CREATE_T + " ORDER BY (v)")
                .example(CREATE_T + " ORDER BY (v)", CREATE_T + " ORDER BY (s, v)")
                .example(CREATE_T + " ORDER BY (v)", CREATE_T)
                .example(CREATE_T + " ORDER BY (v)", CREATE_T + " ORDER BY (k)");
        line("add, drop or change an index", "altered", "kept")
                .example(CREATE_T, INDEXED)
                .example(INDEXED, CREATE_T)
                .example(INDEXED, INDEXED.replace("BITMAP", "BITMAP COMMENT 'i'"));
        line("change the table's comment", "altered", "kept").example(CREATE_T, CREATE_T.replace("'c'", "'d'"));
        line("change the columns or the number of buckets", "altered", "kept")
                .example(CREATE_T, CREATE_T.replace("BUCKETS 4", "BUCKETS 8"))
                .example(CREATE_T, CREATE_T.replace("HASH (k)", "HASH (d)"));
        line("add, drop or change a rollup", "altered", "kept")
                .example(CREATE_T, CREATE_T + " ROLLUP (r (v, k))")
                .example(CREATE_T + " ROLLUP (r (v, k))", CREATE_T);
        String summed = "; CREATE MATERIALIZED VIEW m AS SELECT k, sum(v) FROM t GROUP BY k";
        line("change a column of a rollup or of a synchronous materialized view", "altered", "kept")
                .example(CREATE_T + summed, CREATE_T.replace("v INT", "v BIGINT") + summed)
                .example(CREATE_T + summed, CREATE_T.replace("v INT", "w INT") + summed.replace("(v)", "(w)"), "v w");
        String bloom = CREATE_T + " PROPERTIES ('bloom_filter_columns' = 'v')";
        String quorum = CREATE_T + " PROPERTIES ('write_quorum' = 'ONE')";
        line("change replication_num, bloom_filter_columns, write_quorum, storage_medium", "altered", "kept")
                .example(CREATE_T, CREATE_T + " PROPERTIES ('replication_num' = '2')")
                .example(CREATE_T, bloom)
                .example(bloom, CREATE_T)
                .example(CREATE_T, CREATE_T + " PROPERTIES ('storage_medium' = 'HDD')")
                .example(CREATE_T, quorum)
                .example(quorum, CREATE_T);
        String ranges = "INSERT INTO t VALUES (1, 10), (11, 20)";
        String month = RANGES + " PROPERTIES ('partition_live_number' = '30')";
        String week = RANGES + " PROPERTIES ('partition_live_number' = '7')";
        line(
                        "shorten a retention, or declare one",
                        "altered, destructive",
                        "the server deletes partitions that it keeps now")
                .filled(month, ranges, week)
                .filled(RANGES, ranges, month);
        line("lengthen a retention", "altered", "kept; the downgrade is destructive")
                .filled(week, ranges, month);
        line("change the compression", "rebuilt", "kept")
                .example(CREATE_T, CREATE_T + " PROPERTIES ('compression' = 'ZSTD')")
                .filled(
                        CREATE_COUNTED,
                        "INSERT INTO t (v) VALUES (7), (8)",
                        CREATE_COUNTED + " PROPERTIES ('compression' = 'ZSTD')");
    }

    private void partitions() {
        line("add a partition", "altered", "kept").filled(CREATE_RANGE, "INSERT INTO t VALUES (1, 1), (9, 9)", RANGES);
        line("drop a partition", "altered, destructive", "the partition's rows are lost")
                .filled(RANGES, "INSERT INTO t VALUES (1, 1), (9, 9), (10, 10)", CREATE_RANGE)
                .gives("SELECT k FROM t ORDER BY k", "1", "9");
        line("change the values or bounds of a partition", "rebuilt", "kept; they are moved to the new partitions")
                .filled(CREATE_RANGE, "INSERT INTO t VALUES (1, 1), (9, 9)", CREATE_RANGE.replace("'10'", "'20'"));
        line("remove values from all partitions", "rebuilt, destructive", "rows that belong to no partition are lost")
                .filled(CREATE_RANGE, "INSERT INTO t VALUES (1, 1), (9, 9)", CREATE_RANGE.replace("'10'", "'5'"))
                .gives("SELECT k FROM t", "1");
        line("change the partitioning", "rebuilt", "kept; if a row belongs to no partition, the copy fails")
                .filled(
                        RANGES,
                        "INSERT INTO t VALUES (1, 1), (10, 10)",
                        "CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 4")
                .filled(RANGES, "INSERT INTO t VALUES (1, 1), (10, 10)", CREATE_RANGE.replace("RANGE (k)", "RANGE (v)"))
                .stops()
                .filled(
                        CREATE_LIST,
                        "INSERT INTO t VALUES (1, 1), (10, 10)",
                        CREATE_LIST.replace("LIST (k)", "LIST (v)"))
                .filled(
                        CREATE_LIST,
                        "INSERT INTO t VALUES (1, 1), (10, 2)",
                        CREATE_LIST.replace("LIST (k)", "LIST (v)"))
                .stops()
                .filled(CREATE_WHOLE, "INSERT INTO t VALUES (1, 1), (10, 10)", CREATE_RANGE)
                .stops()
                .filled(CREATE_WHOLE, "INSERT INTO t VALUES (1, 1), (NULL, 2)", CREATE_RANGE)
                .filled(CREATE_WHOLE, "INSERT INTO t VALUES (1, 1), (2, 2)", CREATE_LIST)
                .stops()
                .filled(
                        CREATE_WHOLE,
                        "INSERT INTO t VALUES (1, 1), (NULL, 2)",
                        CREATE_WHOLE.replace(" DISTR", " PARTITION BY (k) DISTR"));
    }

    private void views() {
        String view = CREATE_T + "; " + CREATE_VIEW;
        line("change a view's query, columns, comment or security", "altered", "kept: a view stores no rows")
                .example(view, view.replace("v FROM", "v + 1 FROM"))
                .gives("SELECT v FROM w ORDER BY v", "-2", "11", "12")
                .example(view, view.replace("(k, v)", "(a, b)"))
                .example(view, view.replace("COMMENT 'c' AS", "COMMENT 'd' AS"))
                .example(view, view.replace("COMMENT 'c' AS", "COMMENT 'c' SECURITY INVOKER AS"));
        String materialized = CREATE_T + "; " + CREATE_MATERIALIZED;
        String refreshed = T_ROWS + "; REFRESH MATERIALIZED VIEW m WITH SYNC MODE";
        String[] rows = {"-3", "10", "11"};
        line("change a materialized view's refresh or properties", "altered", "kept")
                .filled(materialized, refreshed, materialized.replace("REFRESH MANUAL", "REFRESH ASYNC"))
                .gives("SELECT v FROM m ORDER BY v", rows)
                .filled(
                        materialized,
                        refreshed,
                        materialized.replace(
                                "REFRESH MANUAL", "REFRESH MANUAL PROPERTIES ('session.insert_timeout' = '5')"))
                .gives("SELECT v FROM m ORDER BY v", rows);
        line(
                        "change a materialized view's query, columns, comment, partitions or buckets",
                        "rebuilt",
                        "recomputed before the new view replaces the old one")
                .filled(materialized, refreshed, materialized.replace("v FROM t", "v FROM t WHERE k > 1"))
                .gives("SELECT v FROM m ORDER BY v", "-3")
                .filled(
                        materialized,
                        refreshed,
                        materialized.replace(
                                "COMMENT 'c' DISTRIBUTED BY HASH (k) BUCKETS 2",
                                "COMMENT 'd' DISTRIBUTED BY HASH (k) BUCKETS 2"))
                .gives("SELECT v FROM m ORDER BY v", rows)
                .filled(materialized, refreshed, materialized.replace("BUCKETS 2", "BUCKETS 3"))
                .gives("SELECT v FROM m ORDER BY v", rows);
        line("declare views that read each other in a cycle", "refused", "kept")
                .example(CREATE_T, CREATE_T + "; CREATE VIEW w AS SELECT k FROM t; ALTER VIEW w AS SELECT k FROM w");
    }
}
