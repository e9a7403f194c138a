package dev.cairn;

/** A key model of a table that is rebuilt while writers change it. */
enum RebuildKeyModel {
    DUPLICATE("`v` BIGINT NULL, `s` VARCHAR(20) NULL", "DUPLICATE KEY(`id`, `day`)"),
    AGGREGATE("`v` BIGINT SUM NULL, `s` VARCHAR(20) REPLACE NULL", "AGGREGATE KEY(`id`, `day`)"),
    UNIQUE("`v` BIGINT NULL, `s` VARCHAR(20) NULL", "UNIQUE KEY(`id`, `day`)"),
    PRIMARY("`v` BIGINT NULL, `s` VARCHAR(20) NULL", "PRIMARY KEY(`id`, `day`)");

    private static final String PARTITIONS =
            " PARTITION BY RANGE(`day`) (PARTITION `p1` VALUES LESS THAN ('2026-02-01'),"
                    + " PARTITION `p2` VALUES LESS THAN ('2026-03-01'), PARTITION `p3` VALUES LESS THAN ('2026-04-01'),"
                    + " PARTITION `p4` VALUES LESS THAN ('2026-05-01'))";

    private final String valueColumns;
    private final String keyClause;

    RebuildKeyModel(String valueColumns, String keyClause) {
        this.valueColumns = valueColumns;
        this.keyClause = keyClause;
    }

    String createTableSql(String name, String compression) {
        return "CREATE TABLE `" + name + "` (`id` BIGINT NOT NULL, `day` DATE NOT NULL, " + valueColumns + ") "
                + keyClause
                + PARTITIONS + " DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES ('replication_num' = '1',"
                + " 'compression' = '" + compression + "')";
    }
}
