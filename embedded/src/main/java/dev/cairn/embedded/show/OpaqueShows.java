package dev.cairn.embedded.show;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.embedded.account.ShownGrants;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.Variables;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Load;
import dev.cairn.embedded.state.SchemaChangeJob;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
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
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists the rows of SHOW statements that the engine does not parse: those about sessions, accounts, loads, data sizes
 * and nodes, and those that tools send to any MySQL server.
 */
public record OpaqueShows(SessionSnapshot snapshot, Collection<ServerSession> sessions, Instant now) {
    private static final String QUOTA = "8388608.000 TB";

    /** Required to look at the accounts of others. */
    private static final List<RequiredPrivilege> ACCOUNTS =
            List.of(new RequiredPrivilege(SecuredObject.SYSTEM, List.of(Privilege.GRANT), false));

    /** The number of characters of a statement that SHOW PROCESSLIST prints. */
    private static final int SHORT_INFO = 100;

    /** The statements by the words behind SHOW. The nodes are simulated, and all of them are alive. */
    private static final Map<String, Source> STATEMENTS = Map.ofEntries(
            Map.entry("PROCESSLIST", (shows, tokens) -> shows.processes(false)),
            Map.entry("FULL PROCESSLIST", (shows, tokens) -> shows.processes(true)),
            Map.entry("GRANTS", OpaqueShows::grants),
            Map.entry("ROLES", (shows, tokens) -> shows.roles()),
            Map.entry("USERS", (shows, tokens) -> shows.users()),
            Map.entry("USER", (shows, tokens) -> shows.users()),
            Map.entry("DATA", OpaqueShows::data),
            Map.entry("LOAD", OpaqueShows::loads),
            Map.entry("ROUTINE LOAD", (shows, tokens) -> new RoutineLoadShows(shows.snapshot).all(tokens)),
            Map.entry("CREATE ROUTINE LOAD", (shows, tokens) -> new RoutineLoadShows(shows.snapshot).statement(tokens)),
            Map.entry("TRANSACTION", OpaqueShows::transaction),
            Map.entry("PROC", (shows, tokens) -> shows.proc(tokens.text())),
            Map.entry("FRONTENDS", (shows, tokens) -> shows.frontends()),
            Map.entry("BACKENDS", (shows, tokens) -> shows.backends()),
            Map.entry("COMPUTE NODES", (shows, tokens) -> shows.computeNodes()),
            Map.entry("STORAGE VOLUMES", (shows, tokens) -> shows.volumes()));

    @FunctionalInterface
    private interface Source {
        Listing rows(OpaqueShows shows, TokenReader tokens);
    }

    public Listing listing(String text) {
        TokenReader tokens = new TokenReader(text);
        tokens.expect("SHOW");
        for (Map.Entry<String, Source> statement : STATEMENTS.entrySet()) {
            if (tokens.take(statement.getKey().split(" ", -1))) {
                return statement.getValue().rows(this, tokens);
            }
        }
        return Listings.constants()
                .filter(name -> tokens.at(name.substring("SHOW ".length()).split(" ", -1)))
                .findFirst()
                .map(this::start)
                .orElseThrow(() -> Refusal.analysis(Span.NONE, EmbeddedRule.UNSUPPORTED, "'" + text.strip() + "'"));
    }

    private Listing start(String name) {
        return snapshot.listings().of(name);
    }

    // Data sizes.

    private Listing data(TokenReader tokens) {
        if (!tokens.take("FROM")) {
            return tableSizes();
        }
        List<String> parts = new ArrayList<>(List.of(tokens.name()));
        while (tokens.take(".")) {
            parts.add(tokens.name());
        }
        return indexSizes(QualifiedName.of(parts.toArray(String[]::new)));
    }

    private Listing tableSizes() {
        Listing listing = start("SHOW DATA");
        String name = snapshot.databaseName(null);
        long total = 0;
        int replicas = 0;
        for (DatabaseObject object :
                snapshot.existingDatabase(name).map(snapshot::visible).orElse(List.of())) {
            if (object.kind() != SecuredKind.VIEW) {
                TableExtent extent = extent(name, object);
                listing.row(object.name(), TableExtent.shown(extent.bytes()), extent.replicas());
                total += extent.bytes();
                replicas += extent.replicas();
            }
        }
        return listing.row("Total", TableExtent.shown(total), replicas)
                .row("Quota", QUOTA, Long.MAX_VALUE)
                .row("Left", QUOTA, Long.MAX_VALUE - replicas);
    }

    private Listing indexSizes(QualifiedName name) {
        String table = name.last().text();
        DatabaseObject object =
                snapshot.object(name).orElseThrow(() -> Refusal.analysis(Span.NONE, ServerError.UNKNOWN_TABLE, table));
        snapshot.requireAny(snapshot.databaseOf(name), object);
        if (object.kind() == SecuredKind.VIEW) {
            throw Refusal.analysis(Span.NONE, CommonRule.NOT_A, table, "an OLAP table");
        }
        TreeSet<String> indexes = new TreeSet<>(List.of(table));
        table(object).ifPresent(of -> of.rollups().stream().map(Rollup::name).forEach(indexes::add));
        TableExtent extent = extent(snapshot.databaseOf(name), object);
        Listing listing = start("SHOW DATA FROM");
        for (String index : indexes) {
            // The rows of rollups are not stored.
            TableExtent stored = index.equals(table) ? extent : TableExtent.NOTHING;
            listing.row(
                    index.equals(indexes.first()) ? table : "",
                    index,
                    TableExtent.shown(stored.bytes()),
                    extent.replicas(),
                    stored.rows());
        }
        return listing.row("", "Total", TableExtent.shown(extent.bytes()), extent.replicas() * indexes.size(), "");
    }

    private TableExtent extent(String database, DatabaseObject object) {
        return TableExtent.of(snapshot, database, object.name()).orElse(TableExtent.NOTHING);
    }

    private static Optional<Table> table(DatabaseObject object) {
        return object instanceof DatabaseObject.OfTable table ? Optional.of(table.table()) : Optional.empty();
    }

    // Users, roles and sessions.

    /** Lists the grants of the current user, of another user or of a role. */
    private Listing grants(TokenReader tokens) {
        ShownGrants grants = new ShownGrants(snapshot.state().access());
        List<List<@Nullable String>> rows;
        if (!tokens.take("FOR")) {
            rows = grants.ofUser(snapshot.session().user());
        } else if (tokens.take("ROLE")) {
            String role = tokens.nameOrText();
            rows = grants.ofRole(role);
            if (!snapshot.access().owns(role)) {
                snapshot.access().require(ACCOUNTS);
            }
        } else if (snapshot.profile().atLeast(Version.V4_1) && tokens.take("EXTERNAL", "GROUP")) {
            snapshot.access().require(ACCOUNTS);
            rows = grants.ofGroup(tokens.nameOrText());
        } else {
            tokens.take("USER");
            UserName user = UserName.read(tokens);
            rows = grants.ofUser(user);
            if (!user.equals(snapshot.session().user())) {
                snapshot.access().require(ACCOUNTS);
            }
        }
        tokens.expectEnd();
        Listing listing = start("SHOW GRANTS");
        rows.forEach(row -> listing.row(row.toArray()));
        return listing;
    }

    private Listing roles() {
        Listing listing = start("SHOW ROLES");
        snapshot.state()
                .catalog()
                .roles()
                .values()
                .forEach(role -> listing.row(
                        role.name(), Role.isBuiltIn(role.name()), role.comment().isEmpty() ? null : role.comment()));
        return listing;
    }

    private Listing users() {
        Listing listing = start("SHOW USERS");
        snapshot.state().accounts().users().forEach(entry -> listing.row(entry.getKey()));
        return listing;
    }

    private Listing processes(boolean full) {
        Listing listing = start("SHOW PROCESSLIST");
        sessions.stream()
                .filter(session -> snapshot.access().everything()
                        || session.user().equals(snapshot.session().user()))
                .sorted(Comparator.comparing(session -> session.line().id()))
                .forEach(session -> listing.row(
                        session.line().id(),
                        session.user().name(),
                        session.line().peer(),
                        session.database(),
                        session.running() == null ? "Sleep" : "Query",
                        SessionSnapshot.time(session.connected()),
                        Duration.between(session.commandStart(), now).toSeconds(),
                        info(session.running(), full)));
        return listing;
    }

    /** Returns the running statement, of which only SHOW FULL PROCESSLIST prints the whole text. */
    private static String info(@Nullable String running, boolean full) {
        if (running == null) {
            return "";
        }
        return full ? running : running.substring(0, Math.min(running.length(), SHORT_INFO));
    }

    // Loads.

    /** Lists the loads of all users, except for Stream Loads. */
    private Listing loads(TokenReader tokens) {
        String database = tokens.take("FROM") || tokens.take("IN") ? tokens.nameOrText() : snapshot.databaseName(null);
        snapshot.existingDatabase(database);
        Predicate<Load> condition =
                load -> load.database().equals(database) && !load.kind().equals(Load.STREAM_LOAD);
        if (tokens.take("WHERE")) {
            do {
                condition = condition.and(condition(tokens));
            } while (tokens.take("AND"));
        }
        tokens.expectEnd();
        Listing listing = start("SHOW LOAD");
        snapshot.state().loads().all().stream().filter(condition).forEach(load -> {
            String time = SessionSnapshot.time(load.begun());
            String end = load.ended() == null ? null : SessionSnapshot.time(load.ended());
            String reason = load.reason().isEmpty() ? null : "type:LOAD_RUN_FAIL; msg:" + load.reason();
            listing.row(
                    load.id(),
                    load.label(),
                    load.state(),
                    load.progress(),
                    load.kind(),
                    "resource:N/A; timeout(s):" + load.timeout() + "; max_filter_ratio:0.0",
                    reason,
                    time,
                    time,
                    time,
                    time,
                    end);
        });
        return listing;
    }

    private static Predicate<Load> condition(TokenReader tokens) {
        if (tokens.take("STATE")) {
            tokens.take("=");
            String state = tokens.text().toUpperCase(Locale.ROOT);
            return load -> load.state().equals(state);
        }
        tokens.expect("LABEL");
        if (tokens.take("LIKE")) {
            LikePattern pattern = LikePattern.of(tokens.text(), true);
            return load -> pattern.matches(load.label());
        }
        tokens.take("=");
        String label = tokens.text();
        return load -> load.label().equals(label);
    }

    // SHOW PROC, which lists the jobs of shared-data tables that no SHOW ALTER lists.

    private Listing proc(String path) {
        List<String> parts = List.of(path.replaceAll("^/+|/+$", "").split("/", -1));
        if (parts.equals(List.of("dbs"))) {
            Listing listing = start("SHOW PROC /dbs");
            snapshot.databases()
                    .forEach(database -> listing.row(
                            snapshot.id(database.name()),
                            database.name(),
                            DatabaseObject.all(database).size()));
            return listing;
        }
        if (parts.size() == 2 && parts.get(0).equals("dbs")) {
            return tables(database(parts.get(1), path));
        }
        if (parts.get(0).equals("transactions") && parts.size() > 2 && parts.size() <= 4) {
            return transactions(parts, path);
        }
        if (parts.size() == 2 && parts.get(0).equals("jobs")) {
            return jobs(database(parts.get(1), path));
        }
        throw unknown(path);
    }

    /** Lists the running or ended transactions of a database, the newest first, or the tables of one of them. */
    private Listing transactions(List<String> parts, String path) {
        String database = database(parts.get(1), path);
        boolean running = parts.get(2).equals("running");
        if (!running && !parts.get(2).equals("finished")) {
            throw unknown(path);
        }
        List<Load> loads = new ArrayList<>();
        snapshot.state().loads().all().stream()
                .filter(load -> load.database().equals(database) && load.running() == running)
                .forEach(load -> loads.add(0, load));
        if (parts.size() == 3) {
            Listing listing = start("SHOW PROC /transactions/{}/{}");
            loads.forEach(load -> addTransaction(listing, load));
            return listing;
        }
        Load load = loads.stream()
                .filter(one -> String.valueOf(one.id()).equals(parts.get(3)))
                .findFirst()
                .orElseThrow(() -> unknown(path));
        Listing listing = start("SHOW PROC /transactions/{}/{}/{}");
        if (load.phase() == Load.Phase.VISIBLE) {
            String partitions = load.partitions().stream().map(String::valueOf).collect(Collectors.joining(", "));
            listing.row(load.tableId(), partitions);
        }
        return listing;
    }

    /** Lists one transaction of a database. */
    private Listing transaction(TokenReader tokens) {
        String database = tokens.take("FROM") || tokens.take("IN") ? tokens.nameOrText() : snapshot.databaseName(null);
        snapshot.existingDatabase(database);
        tokens.expect("WHERE");
        tokens.expect("ID");
        tokens.take("=");
        long id = tokens.number();
        tokens.expectEnd();
        Load load = snapshot.state().loads().all().stream()
                .filter(one -> one.id() == id && one.database().equals(database))
                .findFirst()
                .orElseThrow(() -> Refusal.analysis(Span.NONE, CommonRule.NOT_FOUND, RuleSubject.TRANSACTION, id));
        Listing listing = start("SHOW PROC /transactions/{}/{}");
        addTransaction(listing, load);
        return listing;
    }

    private static void addTransaction(Listing listing, Load load) {
        String begun = SessionSnapshot.time(load.begun());
        String ended = load.ended() == null ? null : SessionSnapshot.time(load.ended());
        String committed = load.phase() == Load.Phase.VISIBLE ? ended : null;
        boolean stream = load.kind().equals(Load.STREAM_LOAD);
        listing.row(
                load.id(),
                load.label(),
                stream ? "BE: 127.0.0.1" : "FE: 127.0.0.1",
                load.phase(),
                stream ? "BACKEND_STREAMING" : "INSERT_STREAMING",
                begun,
                committed,
                committed,
                committed,
                ended,
                load.reason());
    }

    private static Refusal unknown(String path) {
        return Refusal.analysis(Span.NONE, EmbeddedRule.UNSUPPORTED, "SHOW PROC '" + path + "'");
    }

    private String database(String id, String path) {
        return snapshot.databases()
                .map(Database::name)
                .filter(name ->
                        name.equals(id) || String.valueOf(snapshot.id(name)).equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(path));
    }

    private Listing tables(String database) {
        Listing listing = start("SHOW PROC /dbs/{}");
        for (DatabaseObject object :
                snapshot.visible(snapshot.database(database).orElseThrow())) {
            Optional<Table> table = table(object);
            listing.row(
                    snapshot.id(database, object.name()),
                    object.name(),
                    table.map(of -> of.rollups().size() + 1).orElse(1),
                    table.map(of -> new PartitionListing(snapshot, database, of)
                                    .all(false)
                                    .size())
                            .orElse(1),
                    table.map(Table::state).orElse(TableState.NORMAL),
                    snapshot.profile().sharedData() ? "CLOUD_NATIVE" : "OLAP");
        }
        return listing;
    }

    private Listing jobs(String database) {
        List<SchemaChangeJob> jobs = snapshot.state().jobs().all().stream()
                .filter(job -> job.databaseId() == snapshot.id(database))
                .toList();
        Listing listing = start("SHOW PROC /jobs/{}");
        for (boolean rollup : new boolean[] {true, false}) {
            List<Job.State> states = jobs.stream()
                    .filter(job -> (job.kind() == Job.Kind.ROLLUP) == rollup)
                    .map(SchemaChangeJob::state)
                    .toList();
            long pending = states.stream().filter(Job.State.PENDING::equals).count();
            long finished = states.stream().filter(Job.State.FINISHED::equals).count();
            long cancelled = states.stream().filter(Job.State.CANCELLED::equals).count();
            long running = states.size() - pending - finished - cancelled;
            listing.row(rollup ? "rollup" : "schema_change", pending, running, finished, cancelled, states.size());
        }
        return listing;
    }

    // Nodes.

    /** Lists the settings of the frontend of which tools ask. */
    public Listing settings(TokenReader tokens) {
        Predicate<String> like = name -> true;
        if (tokens.take("LIKE")) {
            like = LikePattern.of(tokens.text(), true)::matches;
        }
        tokens.expectEnd();
        Listing listing = start("ADMIN SHOW FRONTEND CONFIG");
        String runMode = snapshot.profile().sharedData() ? "shared_data" : "shared_nothing";
        int replicas = snapshot.profile().defaultReplicas();
        for (Map.Entry<String, String> setting : List.of(
                Map.entry("access_control", snapshot.state().accounts().control()),
                Map.entry("default_replication_num", Integer.toString(replicas)),
                Map.entry("run_mode", runMode))) {
            if (like.test(setting.getKey())) {
                listing.row(
                        setting.getKey(), setting.getValue(), !setting.getKey().equals("run_mode"));
            }
        }
        return listing;
    }

    private String version() {
        return Variables.versionComment(snapshot.profile());
    }

    private Listing volumes() {
        Listing listing = start("SHOW STORAGE VOLUMES").row(ClusterResources.BUILTIN_VOLUME);
        new TreeSet<>(snapshot.profile().resources().volumes()).forEach(listing::row);
        return listing;
    }

    private Listing frontends() {
        String time = SessionSnapshot.time(now);
        int http = snapshot.state().ports().http();
        return start("SHOW FRONTENDS").row(http, snapshot.state().ports().query(), time, time, version());
    }

    /** Lists the backends. A shared-data server has compute nodes instead. */
    private Listing backends() {
        Listing listing = start("SHOW BACKENDS");
        String time = SessionSnapshot.time(now);
        String status = "{\"lastSuccessReportTabletsTime\":\"" + time + "\"}";
        for (int number = 1;
                number <= snapshot.profile().backends() && !snapshot.profile().sharedData();
                number++) {
            listing.row(10_000 + number, "127.0.0." + number, time, time, version(), status, location(number));
        }
        return listing;
    }

    /** Returns the location of a backend. The labels are assigned to the backends in turn. */
    private String location(int number) {
        List<String> labels =
                new ArrayList<>(new TreeSet<>(snapshot.profile().resources().labels()));
        return labels.isEmpty() ? "" : labels.get((number - 1) % labels.size());
    }

    private Listing computeNodes() {
        Listing listing = start("SHOW COMPUTE NODES");
        String time = SessionSnapshot.time(now);
        for (int number = 1;
                number <= snapshot.profile().backends() && snapshot.profile().sharedData();
                number++) {
            listing.row(10_000 + number, "127.0.0." + number, time, time, version(), number);
        }
        return listing;
    }
}
