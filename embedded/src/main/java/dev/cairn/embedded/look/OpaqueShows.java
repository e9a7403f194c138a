package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ResultColumnType.INT;
import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.GrantTarget;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.account.ShownGrants;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.LikePattern;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Load;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.embedded.words.WordReader;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
    private static final String NO_SIZE = "0.000 B";

    /** The number of characters of a statement that SHOW PROCESSLIST prints. */
    private static final int SHORT_INFO = 100;

    private static final Listing<Load> LOADS = new Listing<Load>()
            .column("JobId", Load::id)
            .column("Label", Load::label)
            .column("State", Load::state)
            .column("Progress", Load::progress)
            .column("Type", Load::kind)
            .constant("Priority", "NORMAL")
            .constant("ScanRows", 0)
            .constant("FilteredRows", 0)
            .constant("UnselectedRows", 0)
            .constant("SinkRows", 0)
            .column("EtlInfo", load -> null)
            .constant("TaskInfo", "resource:N/A; timeout(s):14400; max_filter_ratio:0.0")
            .column("ErrorMsg", load -> null)
            .column("CreateTime", load -> SessionSnapshot.time(load.time()))
            .column("EtlStartTime", load -> SessionSnapshot.time(load.time()))
            .column("EtlFinishTime", load -> SessionSnapshot.time(load.time()))
            .column("LoadStartTime", load -> SessionSnapshot.time(load.time()))
            .column("LoadFinishTime", load -> load.running() ? null : SessionSnapshot.time(load.time()))
            .constant("TrackingSQL", "")
            .constant("JobDetails", "{}")
            .constant("Warehouse", "default_warehouse");

    /** The statements without rows: the words after SHOW, and the columns. */
    private static final Map<String, String> EMPTY = ResultBuilder.shapes("""
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
            throw Refusal.analysis(Span.NONE, EmbeddedRule.SHOW_UNSUPPORTED, text.strip());
        }
        return listing.answer();
    }

    private @Nullable ResultBuilder listing(WordReader words) {
        if (words.take("PROCESSLIST")) {
            return processes(false);
        }
        if (words.take("FULL", "PROCESSLIST")) {
            return processes(true);
        }
        if (words.take("GRANTS")) {
            return grants(words);
        }
        if (words.take("ROLES")) {
            return roles();
        }
        if (words.take("USERS") || words.take("USER")) {
            return users();
        }
        if (words.take("DATA")) {
            return data(words);
        }
        if (words.take("PROC")) {
            return new ProcShows(snapshot).listing(words.text());
        }
        if (words.take("LOAD")) {
            return loads(words);
        }
        ResultBuilder nodes = new NodeShows(snapshot, now).listing(words);
        return nodes != null ? nodes : fixed(words);
    }

    /** Answers SHOW DATA. All sizes are zero. */
    private ResultBuilder data(WordReader words) {
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
                        .forEach(object -> listing.row(object.name(), NO_SIZE, 0)));
        return listing.row("Total", NO_SIZE, 0)
                .row("Quota", "8388608.000 TB", Long.MAX_VALUE)
                .row("Left", "8388608.000 TB", Long.MAX_VALUE);
    }

    private ResultBuilder indexes(QualifiedName name) {
        String table = name.last().text();
        DatabaseObject object =
                snapshot.object(name).orElseThrow(() -> Refusal.analysis(Span.NONE, ServerError.UNKNOWN_TABLE, table));
        snapshot.requireVisible(snapshot.databaseOf(name), object);
        if (object.kind() == ObjectKind.VIEW) {
            throw Refusal.analysis(Span.NONE, EmbeddedRule.NOT_OLAP, table);
        }
        TreeSet<String> indexes = new TreeSet<>(List.of(table));
        if (object instanceof DatabaseObject.OfTable of) {
            of.table().rollups().stream().map(Rollup::name).forEach(indexes::add);
        }
        ResultBuilder listing = ResultBuilder.of("TableName", "IndexName", "Size", "ReplicaCount", "RowCount");
        for (String index : indexes) {
            listing.row(index.equals(indexes.first()) ? table : "", index, NO_SIZE, 0, 0);
        }
        return listing.row("", "Total", NO_SIZE, 0, "");
    }

    /** Answers SHOW GRANTS: the grants of the current user, of another user or of a role. */
    private ResultBuilder grants(WordReader words) {
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
                .column("UserIdentity", varchar(100))
                .column("Catalog", varchar(400))
                .column("Grants", varchar(400));
        rows.forEach(row -> listing.row(row.get(0), row.get(1), row.get(2)));
        return listing;
    }

    private ResultBuilder roles() {
        requireGrant();
        ResultBuilder listing = new ResultBuilder()
                .column("Name", varchar(100))
                .column("Builtin", varchar(30))
                .column("Comment", varchar(300));
        snapshot.state().accounts().describeRoles((name, builtIn, comment) -> listing.row(name, builtIn, comment));
        return listing;
    }

    private ResultBuilder users() {
        requireGrant();
        ResultBuilder listing = new ResultBuilder().column("User", varchar(50));
        snapshot.state().accounts().users().forEach(entry -> listing.row(entry.getKey()));
        return listing;
    }

    private ResultBuilder processes(boolean full) {
        return new Listing<ServerSession>()
                .constant("ServerName", varchar(64), "embedded")
                .column("Id", BIGINT, session -> session.line().id())
                .column("User", varchar(16), session -> session.user().name())
                .column("Host", varchar(16), session -> session.line().peer())
                .column("Db", varchar(16), ServerSession::database)
                .column("Command", varchar(16), session -> session.running() == null ? "Sleep" : "Query")
                .column("ConnectionStartTime", varchar(16), session -> SessionSnapshot.time(session.connected()))
                .column(
                        "Time",
                        INT,
                        session -> Duration.between(session.commandStart(), now).toSeconds())
                .constant("State", varchar(64), "OK")
                .column("Info", varchar(32 * 1024), session -> info(session.running(), full))
                .constant("IsPending", varchar(16), "false")
                .constant("Warehouse", varchar(20), "default_warehouse")
                .constant("CNGroup", varchar(64), "")
                .constant("Catalog", varchar(64), SessionSnapshot.INTERNAL_CATALOG)
                .nulls(varchar(64), "QueryId")
                .of(sessions.stream()
                        .filter(other -> snapshot.access().everything()
                                || other.user().equals(snapshot.session().user()))
                        .sorted(Comparator.comparing(other -> other.line().id())));
    }

    /** Returns the running statement, of which only SHOW FULL PROCESSLIST prints the whole text. */
    private static String info(@Nullable String running, boolean full) {
        if (running == null) {
            return "";
        }
        return full ? running : running.substring(0, Math.min(running.length(), SHORT_INFO));
    }

    /** Answers SHOW LOAD, which lists the loads of all users to every user. */
    private ResultBuilder loads(WordReader words) {
        String database = words.take("FROM") || words.take("IN") ? words.nameOrText() : snapshot.databaseName(null);
        snapshot.existingDatabase(database);
        // SHOW LOAD does not list Stream Loads.
        Predicate<Load> condition =
                load -> load.database().equals(database) && !load.kind().equals(Load.STREAM_LOAD);
        if (words.take("WHERE")) {
            do {
                condition = condition.and(condition(words));
            } while (words.take("AND"));
        }
        words.expectEnd();
        return LOADS.of(snapshot.state().loads().all().stream().filter(condition));
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

    /**
     * Answers SHOW statements with constant results, which a frontend supports for tools that expect a MySQL server.
     */
    private static @Nullable ResultBuilder fixed(WordReader words) {
        if (words.take("ENGINES")) {
            return ResultBuilder.of("Engine", "Support", "Comment", "Transactions", "XA", "Savepoints")
                    .row("OLAP", "YES", "Default storage engine of StarRocks", "NO", "NO", "NO");
        }
        if (words.take("COLLATION")) {
            return ResultBuilder.of("Collation", "Charset")
                    .columns(BIGINT, "Id")
                    .columns(varchar(10), "Default", "Compiled")
                    .columns(BIGINT, "Sortlen")
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
            return ResultBuilder.shape(
                            "Id, Name, State, NodeCount, CurrentClusterCount, MaxClusterCount, StartedClusters,"
                                    + " RunningSql, QueuedSql, CreatedOn, ResumedOn, UpdatedOn, Property, Comment")
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
        return EMPTY.entrySet().stream()
                .filter(shape -> words.take(shape.getKey().split(" ", -1)))
                .findFirst()
                .map(shape -> ResultBuilder.shape(shape.getValue()))
                .orElse(null);
    }
}
