package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ResultColumnType.DATETIME;
import static dev.cairn.embedded.protocol.ResultColumnType.JSON;
import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.embedded.state.Load;
import dev.cairn.embedded.state.RefreshRun;
import java.time.Duration;

/** The tables {@code information_schema.loads} and {@code task_runs}. */
final class ActivityTables {
    /** The server's default of {@code task_runs_ttl_second}. */
    private static final Duration KEPT_FOR = Duration.ofDays(7);

    /** The error number of all runs that have failed. */
    private static final int FAILED = -1;

    private final SessionSnapshot snapshot;

    ActivityTables(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    ResultBuilder taskRuns() {
        ResultBuilder listing = new ResultBuilder()
                .column("QUERY_ID", varchar(64))
                .column("TASK_NAME", varchar(64))
                .column("CREATE_TIME", DATETIME)
                .column("FINISH_TIME", DATETIME)
                .column("STATE", varchar(16))
                .column("CATALOG", varchar(64))
                .column("WAREHOUSE", varchar(64))
                .column("DATABASE", varchar(64))
                .column("DEFINITION", varchar(65535))
                .column("EXPIRE_TIME", DATETIME)
                .column("ERROR_CODE", BIGINT)
                .column("ERROR_MESSAGE", varchar(65535))
                .column("PROGRESS", varchar(64))
                .column("EXTRA_MESSAGE", varchar(8192))
                .column("PROPERTIES", varchar(512))
                .column("JOB_ID", varchar(64))
                .column("PROCESS_TIME", DATETIME);
        snapshot.state().runs().all().stream()
                .filter(run -> snapshot.entersDatabase(run.database()))
                .forEach(run -> run(listing, run));
        return listing;
    }

    private static void run(ResultBuilder listing, RefreshRun run) {
        String time = SessionSnapshot.time(run.time());
        listing.row(
                run.queryId(),
                RefreshRun.task(run.view()),
                time,
                time,
                run.state(),
                SessionSnapshot.INTERNAL_CATALOG,
                "default_warehouse",
                run.database(),
                run.definition(),
                SessionSnapshot.time(run.time().plus(KEPT_FOR)),
                run.failure() == null ? 0 : FAILED,
                run.failure(),
                run.failure() == null ? "100%" : "0%",
                "{\"forceRefresh\":" + run.forced() + "}",
                "{\"mvId\":\"" + run.view() + "\"}",
                run.job(),
                time);
    }

    ResultBuilder loads() {
        ResultBuilder listing = new ResultBuilder()
                .column("ID", BIGINT)
                .column("LABEL", varchar(64))
                .column("PROFILE_ID", varchar(64))
                .column("DB_NAME", varchar(64))
                .column("TABLE_NAME", varchar(64))
                .column("USER", varchar(64))
                .column("WAREHOUSE", varchar(64))
                .column("STATE", varchar(64))
                .column("PROGRESS", varchar(64))
                .column("TYPE", varchar(64))
                .column("PRIORITY", varchar(64))
                .column("SCAN_ROWS", BIGINT)
                .column("SCAN_BYTES", BIGINT)
                .column("FILTERED_ROWS", BIGINT)
                .column("UNSELECTED_ROWS", BIGINT)
                .column("SINK_ROWS", BIGINT)
                .column("RUNTIME_DETAILS", JSON)
                .column("CREATE_TIME", DATETIME)
                .column("LOAD_START_TIME", DATETIME)
                .column("LOAD_COMMIT_TIME", DATETIME)
                .column("LOAD_FINISH_TIME", DATETIME)
                .column("PROPERTIES", JSON)
                .column("ERROR_MSG", varchar(64))
                .column("TRACKING_SQL", varchar(64))
                .column("REJECTED_RECORD_PATH", varchar(64))
                .column("JOB_ID", BIGINT);
        snapshot.state().loads().all().forEach(load -> load(listing, load));
        return listing;
    }

    private static void load(ResultBuilder listing, Load load) {
        String time = SessionSnapshot.time(load.time());
        listing.row(
                load.id(),
                load.label(),
                null,
                load.database(),
                load.table(),
                load.user(),
                "default_warehouse",
                load.state(),
                load.progress(),
                load.kind(),
                "NORMAL",
                0,
                0,
                0,
                0,
                0,
                "{}",
                time,
                time,
                time,
                time,
                "{}",
                null,
                null,
                null,
                load.id());
    }
}
