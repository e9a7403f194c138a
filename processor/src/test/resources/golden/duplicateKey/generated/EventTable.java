// Generated from shop.Event by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.schema.TextColumn;
import java.time.LocalDate;
import java.time.LocalDateTime;
import javax.annotation.processing.Generated;

/**
 * What happened
 *
 * <pre>{@code
 * CREATE TABLE `web`.`events` (
 *   `day` date NOT NULL,
 *   `kind` varchar(32) NULL,
 *   `user_id` bigint(20) NOT NULL COMMENT "who did it",
 *   `at` datetime NULL DEFAULT CURRENT_TIMESTAMP,
 *   `channel` varchar(16) NULL DEFAULT "web",
 *   INDEX by_user (`user_id`) USING BITMAP COMMENT 'who'
 * )
 * DUPLICATE KEY(`day`, `kind`)
 * COMMENT "What happened"
 * PARTITION BY RANGE(`day`)
 * (PARTITION p2024 VALUES LESS THAN ("2025-01-01"),
 * PARTITION p2025 VALUES LESS THAN ("2026-01-01"))
 * DISTRIBUTED BY RANDOM BUCKETS 4
 * ROLLUP (
 *   `by_kind` (`kind`, `user_id`)
 * )
 * PROPERTIES (
 * "replication_num" = "1",
 * "bloom_filter_columns" = "user_id",
 * "bloom_filter_fpp" = "0.03"
 * )
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = EventTable.DDL,
        allowed = "single-replica"
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class EventTable extends TableDescriptor<Event> {
    public static final EventTable EVENT = new EventTable();

    static final String DDL = """
        CREATE TABLE `web`.`events` (
          `day` date NOT NULL,
          `kind` varchar(32) NULL,
          `user_id` bigint(20) NOT NULL COMMENT "who did it",
          `at` datetime NULL DEFAULT CURRENT_TIMESTAMP,
          `channel` varchar(16) NULL DEFAULT "web",
          INDEX by_user (`user_id`) USING BITMAP COMMENT 'who'
        )
        DUPLICATE KEY(`day`, `kind`)
        COMMENT "What happened"
        PARTITION BY RANGE(`day`)
        (PARTITION p2024 VALUES LESS THAN ("2025-01-01"),
        PARTITION p2025 VALUES LESS THAN ("2026-01-01"))
        DISTRIBUTED BY RANDOM BUCKETS 4
        ROLLUP (
          `by_kind` (`kind`, `user_id`)
        )
        PROPERTIES (
        "replication_num" = "1",
        "bloom_filter_columns" = "user_id",
        "bloom_filter_fpp" = "0.03"
        )""";

    /**
     * {@code `day` date NOT NULL}
     */
    public final OrderedColumn<Event, LocalDate> day = new OrderedColumn<Event, LocalDate>(this, "day");

    /**
     * {@code `kind` varchar(32) NULL}
     */
    public final TextColumn.Nullable<Event> kind = new TextColumn.Nullable<Event>(this, "kind");

    /**
     * who did it
     *
     * <p>{@code `user_id` bigint(20) NOT NULL}
     */
    public final LongColumn<Event> user = new LongColumn<Event>(this, "user_id");

    /**
     * {@code `at` datetime NULL DEFAULT CURRENT_TIMESTAMP}
     */
    public final OrderedColumn.Nullable<Event, LocalDateTime> at = new OrderedColumn.Nullable<Event, LocalDateTime>(this, "at");

    /**
     * {@code `channel` varchar(16) NULL DEFAULT "web"}
     */
    public final TextColumn.Nullable<Event> channel = new TextColumn.Nullable<Event>(this, "channel");

    private EventTable() {
        super(3, "web", "events", DDL);
    }

    @Override
    public Event read(Row row) {
        return new Event(
                row.dateAt(0),
                row.textAt(1),
                row.longAt(2),
                row.dateTimeAt(3),
                row.textAt(4));
    }

    @Override
    public void write(Event value, RowSink row) {
        row.putDate(0, value.day());
        row.putText(1, value.kind());
        row.putLong(2, value.user());
        row.putDateTime(3, value.at());
        row.putText(4, value.channel());
    }
}
