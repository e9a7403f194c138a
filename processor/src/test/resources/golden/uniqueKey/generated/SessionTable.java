// Generated from shop.Session by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.EqualityColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.schema.TextColumn;
import java.time.LocalDateTime;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `session` (
 *   `id` bigint(20) NOT NULL,
 *   `city` varchar(32) NOT NULL,
 *   `ended_at` datetime NULL,
 *   `open` boolean NOT NULL
 * )
 * UNIQUE KEY(`id`, `city`)
 * PARTITION BY LIST(`city`)(
 *   PARTITION north VALUES IN ('Oslo', 'Bergen'),
 *   PARTITION south VALUES IN ('Rome')
 * )
 * DISTRIBUTED BY HASH(`id`)
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = SessionTable.DDL,
        renamedFrom = "visit",
        renamedColumns = {"ended_at", "ended"}
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class SessionTable extends TableDescriptor<Session> {
    public static final SessionTable SESSION = new SessionTable();

    static final String DDL = """
        CREATE TABLE `session` (
          `id` bigint(20) NOT NULL,
          `city` varchar(32) NOT NULL,
          `ended_at` datetime NULL,
          `open` boolean NOT NULL
        )
        UNIQUE KEY(`id`, `city`)
        PARTITION BY LIST(`city`)(
          PARTITION north VALUES IN ('Oslo', 'Bergen'),
          PARTITION south VALUES IN ('Rome')
        )
        DISTRIBUTED BY HASH(`id`)""";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<Session> id = new LongColumn<Session>(this, "id");

    /**
     * {@code `city` varchar(32) NOT NULL}
     */
    public final TextColumn<Session> city = new TextColumn<Session>(this, "city");

    /**
     * {@code `ended_at` datetime NULL}
     */
    public final OrderedColumn.Nullable<Session, LocalDateTime> endedAt = new OrderedColumn.Nullable<Session, LocalDateTime>(this, "ended_at");

    /**
     * {@code `open` boolean NOT NULL}
     */
    public final EqualityColumn<Session, Boolean> open = new EqualityColumn<Session, Boolean>(this, "open");

    private SessionTable() {
        super(3, "", "session", DDL);
    }

    @Override
    public Session read(Row row) {
        return new Session(
                row.longAt(0),
                row.textAt(1),
                row.dateTimeAt(2),
                row.booleanAt(3));
    }

    @Override
    public void write(Session value, RowSink row) {
        row.putLong(0, value.id());
        row.putText(1, value.city());
        row.putDateTime(2, value.endedAt());
        row.putBoolean(3, value.open());
    }
}
