package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RebuildOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The time of the server is read only before a run with loads: the labels of loads are all that a later run may ask the
 * server about.
 */
class ServerTimeReadTest extends OnlineRebuildFixture {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false | ALTER TABLE t COMMENT = 'filled by INSERT'",
                "false | CREATE VIEW v AS SELECT id AS `delete` FROM t",
                "true | INSERT INTO t VALUES (1, '2026-01-05', 10)",
                "true | insert into t select * from t",
                "true | WITH x AS (SELECT 1) DELETE FROM t WHERE id = 1",
                "true | /* rows */ UPDATE t SET v = 1 WHERE id = 1",
            })
    void theClockIsReadForLoadsOnly(boolean isRead, String statement) {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("table", createTable("PRIMARY KEY(`id`)", "", "LZ4"))
                .statements("step", statement)
                .schema();
        AtomicInteger queryCount = new AtomicInteger();
        rewriteStatement = text -> {
            queryCount.addAndGet(text.equals("SELECT unix_timestamp()") ? 1 : 0);
            return text;
        };
        createMigrator(schema, RebuildOptions.DEFAULT).upgrade();
        assertThat(queryCount.get() > 0).isEqualTo(isRead);
    }
}
