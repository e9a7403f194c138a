// Generated from shop.PageView by Cairn. Changes to this file are lost at the next compile.
package shop;

import static dev.cairn.schema.ValueType.BITMAP;
import static dev.cairn.schema.ValueType.HLL;
import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.PERCENTILE;
import static dev.cairn.schema.ValueType.STATE;

import dev.cairn.schema.Column;
import dev.cairn.schema.Declared;
import dev.cairn.schema.IntColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.NumberColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.schema.TextColumn;
import java.math.BigDecimal;
import java.time.LocalDate;
import javax.annotation.processing.Generated;

/**
 * Page views per page and day
 *
 * <pre>{@code
 * CREATE TABLE `page_view` (
 *   `page_id` int(11) NOT NULL,
 *   `visit_date` date NULL,
 *   `total_views` bigint(20) SUM NOT NULL,
 *   `revenue` decimal(12, 2) SUM NULL,
 *   `longest` int(11) MAX NULL,
 *   `last_user` varchar(64) REPLACE NULL,
 *   `last_city` varchar(64) REPLACE_IF_NOT_NULL NULL,
 *   `distinct_users` bitmap BITMAP_UNION NULL,
 *   `distinct_sessions` hll HLL_UNION NULL,
 *   `latency` percentile PERCENTILE_UNION NULL,
 *   `average_time` avg(bigint(20))
 * )
 * AGGREGATE KEY(`page_id`, `visit_date`)
 * COMMENT "Page views per page and day"
 * PARTITION BY date_trunc('day', visit_date)
 * DISTRIBUTED BY HASH(`page_id`) BUCKETS 8
 * PROPERTIES (
 * "replication_num" = "${replication_num:3}"
 * )
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = PageViewTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class PageViewTable extends TableDescriptor<PageView> {
    public static final PageViewTable PAGE_VIEW = new PageViewTable();

    static final String DDL = """
        CREATE TABLE `page_view` (
          `page_id` int(11) NOT NULL,
          `visit_date` date NULL,
          `total_views` bigint(20) SUM NOT NULL,
          `revenue` decimal(12, 2) SUM NULL,
          `longest` int(11) MAX NULL,
          `last_user` varchar(64) REPLACE NULL,
          `last_city` varchar(64) REPLACE_IF_NOT_NULL NULL,
          `distinct_users` bitmap BITMAP_UNION NULL,
          `distinct_sessions` hll HLL_UNION NULL,
          `latency` percentile PERCENTILE_UNION NULL,
          `average_time` avg(bigint(20))
        )
        AGGREGATE KEY(`page_id`, `visit_date`)
        COMMENT "Page views per page and day"
        PARTITION BY date_trunc('day', visit_date)
        DISTRIBUTED BY HASH(`page_id`) BUCKETS 8
        PROPERTIES (
        "replication_num" = "${replication_num:3}"
        )""";

    /**
     * {@code `page_id` int(11) NOT NULL}
     */
    public final IntColumn<PageView> pageId = new IntColumn<PageView>(this, "page_id");

    /**
     * {@code `visit_date` date NULL}
     */
    public final OrderedColumn.Nullable<PageView, LocalDate> visitDate = new OrderedColumn.Nullable<PageView, LocalDate>(this, "visit_date");

    /**
     * {@code `total_views` bigint(20) SUM NOT NULL}
     */
    public final LongColumn<PageView> totalViews = new LongColumn<PageView>(this, "total_views");

    /**
     * {@code `revenue` decimal(12, 2) SUM NULL}
     */
    public final NumberColumn.Nullable<PageView, BigDecimal> revenue = new NumberColumn.Nullable<PageView, BigDecimal>(this, "revenue");

    /**
     * {@code `longest` int(11) MAX NULL}
     */
    public final IntColumn.Nullable<PageView> longest = new IntColumn.Nullable<PageView>(this, "longest");

    /**
     * {@code `last_user` varchar(64) REPLACE NULL}
     */
    public final TextColumn.Nullable<PageView> lastUser = new TextColumn.Nullable<PageView>(this, "last_user");

    /**
     * {@code `last_city` varchar(64) REPLACE_IF_NOT_NULL NULL}
     */
    public final TextColumn.Nullable<PageView> lastCity = new TextColumn.Nullable<PageView>(this, "last_city");

    /**
     * {@code `distinct_users` bitmap BITMAP_UNION NULL}
     */
    public final Column.Nullable<PageView> distinctUsers = new Column.Nullable<PageView>(this, "distinct_users", BITMAP);

    /**
     * {@code `distinct_sessions` hll HLL_UNION NULL}
     */
    public final Column.Nullable<PageView> distinctSessions = new Column.Nullable<PageView>(this, "distinct_sessions", HLL);

    /**
     * {@code `latency` percentile PERCENTILE_UNION NULL}
     */
    public final Column.Nullable<PageView> latency = new Column.Nullable<PageView>(this, "latency", PERCENTILE);

    /**
     * {@code `average_time` avg(bigint(20))}
     */
    public final Column.Nullable<PageView> averageTime = new Column.Nullable<PageView>(this, "average_time", STATE);

    private PageViewTable() {
        super(3, "", "page_view", DDL);
    }

    @Override
    public PageView read(Row row) {
        return new PageView(
                row.intAt(0),
                row.dateAt(1),
                row.longAt(2),
                row.decimalAt(3),
                row.at(4, INT),
                row.textAt(5),
                row.textAt(6),
                row.at(7, BITMAP),
                row.at(8, HLL),
                row.at(9, PERCENTILE),
                row.at(10, STATE));
    }

    @Override
    public void write(PageView value, RowSink row) {
        row.putInt(0, value.pageId());
        row.putDate(1, value.visitDate());
        row.putLong(2, value.totalViews());
        row.putDecimal(3, value.revenue());
        row.put(4, INT, value.longest());
        row.putText(5, value.lastUser());
        row.putText(6, value.lastCity());
        row.put(7, BITMAP, value.distinctUsers());
        row.put(8, HLL, value.distinctSessions());
        row.put(9, PERCENTILE, value.latency());
        row.put(10, STATE, value.averageTime());
    }
}
