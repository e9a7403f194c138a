package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A record becomes the statement that a person would write. */
class RecordReaderTest {
    @Test
    void aTableWithAggregates() {
        String ddl = ReadSources.of("""
                        @Table(comment = "Page views per page and day")
                        @AggregateKey({"page_id", "visit_date"})
                        @PartitionBy("date_trunc('day', visit_date)")
                        @DistributedByHash(value = "page_id", buckets = 8)
                        @Property(name = "replication_num", value = "${replication_num:3}")
                        public record PageView(
                            int pageId,
                            LocalDate visitDate,
                            @Aggregate(SUM) long totalViews,
                            @Aggregate(REPLACE) @Varchar(64) String lastUser,
                            @Aggregate(BITMAP_UNION) Bitmap distinctUsers) {}
                        """).ddl();
        assertThat(ddl).isEqualTo("""
                        CREATE TABLE `page_view` (
                          `page_id` int(11) NOT NULL,
                          `visit_date` date NULL,
                          `total_views` bigint(20) SUM NOT NULL,
                          `last_user` varchar(64) REPLACE NULL,
                          `distinct_users` bitmap BITMAP_UNION NULL
                        )
                        AGGREGATE KEY(`page_id`, `visit_date`)
                        COMMENT "Page views per page and day"
                        PARTITION BY date_trunc('day', visit_date)
                        DISTRIBUTED BY HASH(`page_id`) BUCKETS 8
                        PROPERTIES (
                        "replication_num" = "${replication_num:3}"
                        )""");
    }
}
