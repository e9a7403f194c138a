package dev.cairn.embedded.look;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.GrantTarget;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.account.ShownGrants;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.query.LikePattern;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Load;
import dev.cairn.embedded.words.WordReader;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers SHOW statements about sessions, loads, accounts, data sizes and nodes, and those that tools send to any MySQL
 * server.
 */
public final class OpaqueShows {
    private final SessionSnapshot snapshot;
    private final Collection<ServerSession> sessions;
    private final Instant now;

    public OpaqueShows(SessionSnapshot snapshot, Collection<ServerSession> sessions, Instant now) {
        this.snapshot = snapshot;
        this.sessions = sessions;
        this.now = now;
    }

    public Answer answer(String text) {
        WordReader words = new WordReader(text);
        words.expect("SHOW");
        ResultBuilder listing = listing(words);
        if (listing == null) {
            throw Refusal.analysis(Span.NONE, "The embedded server does not answer '" + text.strip() + "'");
        }
        return listing.answer();
    }

    private @Nullable ResultBuilder listing(WordReader words) {
        if (words.take("PROCESSLIST")) {
            return new ProcessShows(snapshot, sessions, now).processes(false);
        }
        if (words.take("FULL", "PROCESSLIST")) {
            return new ProcessShows(snapshot, sessions, now).processes(true);
        }
        if (words.take("GRANTS")) {
            return new AccountShows(snapshot).grants(words);
        }
        if (words.take("ROLES")) {
            return new AccountShows(snapshot).roles();
        }
        if (words.take("USERS") || words.take("USER")) {
            return new AccountShows(snapshot).users();
        }
        if (words.take("DATA")) {
            return new DataShows(snapshot).listing(words);
        }
        if (words.take("PROC")) {
            return new ProcShows(snapshot).listing(words.text());
        }
        if (words.take("LOAD")) {
            return new LoadShows(snapshot).listing(words);
        }
        ResultBuilder nodes = new NodeShows(snapshot, now).listing(words);
        return nodes != null ? nodes : FixedShows.listing(words);
    }

    /** Returns the condition of a LIKE clause; true if there is no such clause. */
    static Predicate<String> like(WordReader words) {
        return words.take("LIKE") ? LikePattern.of(words.text(), true)::matches : name -> true;
    }

    /** Answers SHOW DATA. All sizes are zero. */
    private static final class DataShows {
        private static final String NOTHING = "0.000 B";

        private final SessionSnapshot snapshot;

        DataShows(SessionSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        ResultBuilder listing(WordReader words) {
            if (!words.take("FROM")) {
                return tables();
            }
            List<String> parts = new ArrayList<>(List.of(words.name()));
            while (words.takeSymbol('.')) {
                parts.add(words.name());
            }
            return indexes(QualifiedName.of(parts.toArray(String[]::new)));
        }

        private ResultBuilder tables() {
            ResultBuilder listing = ResultBuilder.of("TableName", "Size", "ReplicaCount");
            snapshot.existingDatabase(snapshot.databaseName(null))
                    .ifPresent(database -> snapshot.visible(database).stream()
                            .filter(object -> object.kind() != ObjectKind.VIEW)
                            .forEach(object -> listing.row(object.name(), NOTHING, 0)));
            return listing.row("Total", NOTHING, 0)
                    .row("Quota", "8388608.000 TB", Long.MAX_VALUE)
                    .row("Left", "8388608.000 TB", Long.MAX_VALUE);
        }

        private ResultBuilder indexes(QualifiedName name) {
            String table = name.last().text();
            DatabaseObject object = snapshot.object(name)
                    .orElseThrow(() -> Refusal.analysis(Span.NONE, ServerError.UNKNOWN_TABLE, table));
            if (!snapshot.sees(snapshot.databaseOf(name), object)) {
                throw snapshot.access().denied("ANY", ObjectKind.TABLE, table);
            }
            if (object.kind() == ObjectKind.VIEW) {
                throw Refusal.analysis(Span.NONE, "Table '" + table + "' is not a OLAP table");
            }
            TreeSet<String> indexes = new TreeSet<>(List.of(table));
            if (object instanceof DatabaseObject.OfTable found) {
                found.table().rollups().stream().map(Rollup::name).forEach(indexes::add);
            }
            ResultBuilder listing = ResultBuilder.of("TableName", "IndexName", "Size", "ReplicaCount", "RowCount");
            for (String index : indexes) {
                listing.row(index.equals(indexes.first()) ? table : "", index, NOTHING, 0, 0);
            }
            return listing.row("", "Total", NOTHING, 0, "");
        }
    }

    /** Answers SHOW GRANTS, ROLES and USERS. */
    private static final class AccountShows {
        private final SessionSnapshot snapshot;

        AccountShows(SessionSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        /** Parses the rest of SHOW GRANTS: the grants of the current user, of another user or of a role. */
        ResultBuilder grants(WordReader words) {
            ShownGrants grants = new ShownGrants(snapshot.state().accounts(), new SnapshotNames(snapshot));
            if (!words.take("FOR")) {
                return grants(grants.ofUser(snapshot.session().user()));
            }
            if (words.take("ROLE")) {
                String role = words.nameOrText();
                requireGrant();
                return grants(grants.ofRole(role));
            }
            words.take("USER");
            UserName user = UserName.read(words);
            if (!user.equals(snapshot.session().user())) {
                requireGrant();
            }
            return grants(grants.ofUser(user));
        }

        private void requireGrant() {
            if (!snapshot.access().may(Privilege.GRANT, GrantTarget.SYSTEM)) {
                throw snapshot.access().denied("GRANT", ObjectKind.SYSTEM, "");
            }
        }

        private static ResultBuilder grants(List<List<@Nullable String>> rows) {
            ResultBuilder listing = new ResultBuilder()
                    .column("UserIdentity", ResultColumnType.varchar(100))
                    .column("Catalog", ResultColumnType.varchar(400))
                    .column("Grants", ResultColumnType.varchar(400));
            rows.forEach(row -> listing.row(row.get(0), row.get(1), row.get(2)));
            return listing;
        }

        ResultBuilder roles() {
            requireGrant();
            ResultBuilder listing = new ResultBuilder()
                    .column("Name", ResultColumnType.varchar(100))
                    .column("Builtin", ResultColumnType.varchar(30))
                    .column("Comment", ResultColumnType.varchar(300));
            snapshot.state().accounts().describeRoles((name, builtIn, comment) -> listing.row(name, builtIn, comment));
            return listing;
        }

        ResultBuilder users() {
            requireGrant();
            ResultBuilder listing = new ResultBuilder().column("User", ResultColumnType.varchar(50));
            snapshot.state().accounts().users().forEach(entry -> listing.row(entry.getKey()));
            return listing;
        }
    }

    /** Answers SHOW PROCESSLIST. */
    private static final class ProcessShows {
        private static final int SHORT = 100;

        private final SessionSnapshot snapshot;
        private final Collection<ServerSession> sessions;
        private final Instant now;

        ProcessShows(SessionSnapshot snapshot, Collection<ServerSession> sessions, Instant now) {
            this.snapshot = snapshot;
            this.sessions = sessions;
            this.now = now;
        }

        ResultBuilder processes(boolean full) {
            ResultBuilder listing = new ResultBuilder()
                    .column("ServerName", ResultColumnType.varchar(64))
                    .column("Id", ResultColumnType.BIGINT)
                    .column("User", ResultColumnType.varchar(16))
                    .column("Host", ResultColumnType.varchar(16))
                    .column("Db", ResultColumnType.varchar(16))
                    .column("Command", ResultColumnType.varchar(16))
                    .column("ConnectionStartTime", ResultColumnType.varchar(16))
                    .column("Time", ResultColumnType.INT)
                    .column("State", ResultColumnType.varchar(64))
                    .column("Info", ResultColumnType.varchar(32 * 1024))
                    .column("IsPending", ResultColumnType.varchar(16))
                    .column("Warehouse", ResultColumnType.varchar(20))
                    .column("CNGroup", ResultColumnType.varchar(64))
                    .column("Catalog", ResultColumnType.varchar(64))
                    .column("QueryId", ResultColumnType.varchar(64));
            List<ServerSession> visible = sessions.stream()
                    .filter(other -> snapshot.access().everything()
                            || other.user().equals(snapshot.session().user()))
                    .sorted(Comparator.comparing(other -> other.line().id()))
                    .toList();
            visible.forEach(session -> row(listing, session, full));
            return listing;
        }

        private void row(ResultBuilder listing, ServerSession session, boolean full) {
            String running = session.running();
            String info = running == null ? "" : running;
            listing.row(
                    "embedded",
                    session.line().id(),
                    session.user().name(),
                    session.line().peer(),
                    session.database(),
                    running == null ? "Sleep" : "Query",
                    SessionSnapshot.time(session.connected()),
                    Duration.between(session.commandStart(), now).toSeconds(),
                    "OK",
                    full ? info : info.substring(0, Math.min(info.length(), SHORT)),
                    "false",
                    "default_warehouse",
                    "",
                    SessionSnapshot.INTERNAL_CATALOG,
                    null);
        }
    }

    /** Answers SHOW LOAD, which lists the loads of all users to every user. */
    private static final class LoadShows {
        private final SessionSnapshot snapshot;

        LoadShows(SessionSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        /** Parses the rest of SHOW LOAD. */
        ResultBuilder listing(WordReader words) {
            String database = words.take("FROM") || words.take("IN") ? words.nameOrText() : snapshot.databaseName(null);
            snapshot.existingDatabase(database);
            // SHOW LOAD does not list Stream Loads.
            Predicate<Load> wanted =
                    load -> load.database().equals(database) && !load.kind().equals(Load.STREAM_LOAD);
            if (words.take("WHERE")) {
                do {
                    wanted = wanted.and(condition(words));
                } while (words.take("AND"));
            }
            words.expectEnd();
            ResultBuilder listing = shape();
            snapshot.state().loads().all().stream().filter(wanted).forEach(load -> row(listing, load));
            return listing;
        }

        private static Predicate<Load> condition(WordReader words) {
            if (words.take("STATE")) {
                words.takeSymbol('=');
                String state = words.text().toUpperCase(Locale.ROOT);
                return load -> load.state().equals(state);
            }
            words.expect("LABEL");
            if (words.take("LIKE")) {
                LikePattern pattern = LikePattern.of(words.text(), true);
                return load -> pattern.matches(load.label());
            }
            words.takeSymbol('=');
            String label = words.text();
            return load -> load.label().equals(label);
        }

        private static ResultBuilder shape() {
            return ResultBuilder.of(
                    "JobId",
                    "Label",
                    "State",
                    "Progress",
                    "Type",
                    "Priority",
                    "ScanRows",
                    "FilteredRows",
                    "UnselectedRows",
                    "SinkRows",
                    "EtlInfo",
                    "TaskInfo",
                    "ErrorMsg",
                    "CreateTime",
                    "EtlStartTime",
                    "EtlFinishTime",
                    "LoadStartTime",
                    "LoadFinishTime",
                    "TrackingSQL",
                    "JobDetails",
                    "Warehouse");
        }

        private static void row(ResultBuilder listing, Load load) {
            String time = SessionSnapshot.time(load.time());
            listing.row(
                    load.id(),
                    load.label(),
                    load.state(),
                    load.progress(),
                    load.kind(),
                    "NORMAL",
                    0,
                    0,
                    0,
                    0,
                    null,
                    "resource:N/A; timeout(s):14400; max_filter_ratio:0.0",
                    null,
                    time,
                    time,
                    time,
                    time,
                    load.running() ? null : time,
                    "",
                    "{}",
                    "default_warehouse");
        }
    }

    /**
     * Answers SHOW statements with constant results, which a frontend supports for tools that expect a MySQL server.
     */
    private static final class FixedShows {
        /** The statements without rows: the words after SHOW, and the columns. */
        private static final Map<String, List<String>> EMPTY = empty("""
            WARNINGS: Level, Code, Message
            ERRORS: Level, Code, Message
            STATUS: Variable_name, Value
            GLOBAL STATUS: Variable_name, Value
            SESSION STATUS: Variable_name, Value
            OPEN TABLES: Database, Table, In_use, Name_locked
            PRIVILEGES: Privilege, Context, Comment
            PLUGINS: Name, Type, Description, Version, JavaVersion, ClassName, SoName, Sources, Status, Properties
            TRIGGERS: Trigger, Event, Table, Statement, Timing, Created, sql_mode, Definer, character_set_client, \
                collation_connection, Database Collation
            EVENTS: Db, Name, Definer, Time, Type, Execute at, Interval value, Interval field, Status, Ends, Status, \
                Originator, character_set_client, collation_connection, Database Collation
            PROCEDURE STATUS: Db, Name, Type, Definer, Modified, Created, Security_type, Comment, \
                character_set_client, collation_connection, Database Collation
            FUNCTION STATUS: Db, Name, Type, Definer, Modified, Created, Security_type, Comment, \
                character_set_client, collation_connection, Database Collation
            FUNCTIONS: Signature, Return Type, Function Type, Intermediate Type, Properties
            ROUTINE LOAD: Id, Name, CreateTime, PauseTime, EndTime, DbName, TableName, State, DataSourceType, \
                CurrentTaskNum, JobProperties, DataSourceProperties, CustomProperties, Statistic, Progress, \
                TimestampProgress, ReasonOfStateChanged, ErrorLogUrls, TrackingSQL, OtherMsg, \
                LatestSourcePosition, OffsetLag
            RESOURCES: Name, ResourceType, Key, Value
            """);

        private FixedShows() {}

        private static Map<String, List<String>> empty(String lines) {
            Map<String, List<String>> shapes = new LinkedHashMap<>();
            for (String line : lines.split("\n", -1)) {
                String[] parts = line.split(": ", 2);
                if (parts.length == 2) {
                    shapes.put(parts[0], List.of(parts[1].split(", +")));
                }
            }
            return shapes;
        }

        static @Nullable ResultBuilder listing(WordReader words) {
            if (words.take("ENGINES")) {
                return ResultBuilder.of("Engine", "Support", "Comment", "Transactions", "XA", "Savepoints")
                        .row("OLAP", "YES", "Default storage engine of StarRocks", "NO", "NO", "NO");
            }
            if (words.take("COLLATION")) {
                return ResultBuilder.of("Collation", "Charset")
                        .columns(ResultColumnType.BIGINT, "Id")
                        .columns(ResultColumnType.varchar(10), "Default", "Compiled")
                        .columns(ResultColumnType.BIGINT, "Sortlen")
                        .row("utf8_general_ci", "utf8", 33, "Yes", "Yes", 1)
                        .row("binary", "binary", 63, "Yes", "Yes", 1);
            }
            if (words.take("CHARSET") || words.take("CHARACTER", "SET") || words.take("CHAR", "SET")) {
                return ResultBuilder.of("Charset", "Description", "Default collation", "Maxlen")
                        .row("utf8", "UTF-8 Unicode", "utf8_general_ci", 3);
            }
            if (words.take("CATALOGS")) {
                return ResultBuilder.of("Catalog", "Type", "Comment")
                        .row(
                                SessionSnapshot.INTERNAL_CATALOG,
                                "Internal",
                                "An internal catalog contains this cluster's self-managed tables.");
            }
            if (words.take("WAREHOUSES")) {
                return warehouses();
            }
            return EMPTY.entrySet().stream()
                    .filter(shape -> words.take(shape.getKey().split(" ", -1)))
                    .findFirst()
                    .map(shape -> ResultBuilder.of(shape.getValue().toArray(String[]::new)))
                    .orElse(null);
        }

        private static ResultBuilder warehouses() {
            return ResultBuilder.of(
                            "Id",
                            "Name",
                            "State",
                            "NodeCount",
                            "CurrentClusterCount",
                            "MaxClusterCount",
                            "StartedClusters",
                            "RunningSql",
                            "QueuedSql",
                            "CreatedOn",
                            "ResumedOn",
                            "UpdatedOn",
                            "Property",
                            "Comment")
                    .row(
                            0,
                            "default_warehouse",
                            "AVAILABLE",
                            1,
                            1,
                            1,
                            1,
                            0,
                            0,
                            "",
                            "",
                            "",
                            "",
                            "An internal warehouse");
        }
    }
}
