package dev.cairn.integration.plans;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.plan.cluster.ClusterStatementPlanner;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterObjectKind.Feature;
import dev.cairn.tooling.definition.LiveDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The server on which plans are executed: the one that {@code cairn.test.url} names, or an embedded one. */
final class TrialServer implements AutoCloseable {
    private static final String USER_OPTION = "?user=root";

    /** Matches properties whose value means the same as no property. */
    private static final String NEUTRAL_PROPERTIES_PATTERN =
            "(?i)\"(partition_ttl\" = \"0 day|partition_live_number\" = \"-1|binlog_version\" = \"\\d+"
                    + "|bucket_size\" = \"1073741824|mv_rewrite_staleness_second\" = \"0"
                    + "|flat_json\\.enable\" = \"false|enable_query_rewrite\" = \"default"
                    + "|query_rewrite_consistency\" = \"checked)\",?\n";

    private static final String DYNAMIC_PROPERTY = "\"dynamic_partition.enable\"";

    private static final Pattern UNORDERED_LINE_PATTERN = Pattern.compile("\\s*(INDEX|PARTITION \\S+ VALUES IN) ");

    /** The prefix of the names of objects in the second database. */
    private static final String OTHER_PREFIX = "other.";

    private static final long POLL_PAUSE_NANOS = 20_000_000;

    /** The number of pauses in ten minutes, after which a job of a database without rows counts as endless. */
    private static final int MAX_PAUSE_COUNT = 30_000;

    private final @Nullable EmbeddedStarRocks embeddedServer;
    private final String url;
    private final Optional<String> lakeCatalog;
    private final ServerProfile profile;
    private final Map<Thread, Connection> connectionByThread = new ConcurrentHashMap<>();

    private TrialServer(@Nullable EmbeddedStarRocks embeddedServer, String url, Path folder) throws SQLException {
        this.embeddedServer = embeddedServer;
        this.url = url;
        this.lakeCatalog = URI.create(url.substring("jdbc:".length())).getHost().equals("127.0.0.1")
                ? Optional.of("cairn_lake_" + UUID.randomUUID().toString().substring(0, 8))
                : Optional.empty();
        if (lakeCatalog.isPresent()) {
            execute(
                    "information_schema",
                    "CREATE EXTERNAL CATALOG " + lakeCatalog.get()
                            + " PROPERTIES ('type' = 'iceberg', 'iceberg.catalog.type' ="
                            + " 'hadoop', 'iceberg.catalog.warehouse' = '" + folder.toUri() + "')");
        }
        ServerProfile shownProfile =
                new LiveDatabase(ServerAddress.parse(url + "information_schema" + USER_OPTION)).readProfile();
        this.profile = shownProfile.withReplicas(1, 3);
    }

    /** @param folder the folder of the tables in the {@linkplain #lakeCatalog external catalog} */
    static TrialServer of(Optional<String> url, Path folder) throws SQLException {
        if (url.isPresent()) {
            return new TrialServer(null, url.get(), folder);
        }
        EmbeddedStarRocks server = EmbeddedStarRocks.start(
                Options.DEFAULT.jobs(Job.Pace.atOnce()).profile(ServerProfile.DEFAULT.withReplicas(1, 3)));
        return new TrialServer(server, "jdbc:mysql://127.0.0.1:" + server.port() + "/", folder);
    }

    /** Returns the name of an external catalog in a local folder; empty for a server on another machine. */
    Optional<String> lakeCatalog() {
        return lakeCatalog;
    }

    /**
     * Returns whether random objects of a kind can be created and listed. A real server reads the class of a function
     * from its jar, and a frontend without backends lists no tasks.
     */
    boolean mayHave(ClusterObjectKind kind) {
        return (embeddedServer != null || !kind.hasFeature(Feature.OVERLOADED))
                && (storesRows() || !kind.hasStatement())
                && (lakeCatalog.isPresent() || !kind.isNamedInExternalDatabase());
    }

    /** Returns whether a database of the external catalog has to be created; the embedded server has all of them. */
    private boolean hasLakeDatabases() {
        return lakeCatalog.isPresent() && embeddedServer == null;
    }

    ServerProfile profile() {
        return profile;
    }

    /** Returns whether the server has backends that store rows; a frontend alone can't refresh materialized views. */
    boolean storesRows() {
        return embeddedServer != null;
    }

    String url(String database) {
        return url + database + USER_OPTION;
    }

    void createDatabase(String name) throws SQLException {
        execute("information_schema", "CREATE DATABASE " + name);
    }

    /** Creates the database for the tables of the external catalog, if it has one and needs it. */
    void createLakeDatabase(String name) throws SQLException {
        if (hasLakeDatabases()) {
            createDatabase(lakeCatalog.orElseThrow() + "." + name);
        }
    }

    void dropLakeDatabase(String name) throws SQLException {
        if (hasLakeDatabases()) {
            execute("information_schema", "DROP DATABASE " + lakeCatalog.orElseThrow() + "." + name);
        }
    }

    /** Drops the databases of a schema. */
    void dropDatabases(String database) throws SQLException {
        for (String name : findDatabases(database)) {
            execute("information_schema", "DROP DATABASE " + name + " FORCE");
        }
    }

    /** Returns the databases of a schema that exist: the first one, and perhaps the second one. */
    private List<String> findDatabases(String database) throws SQLException {
        return queryRows("information_schema", "SHOW DATABASES LIKE '" + database + "%'").stream()
                .map(row -> row.values().iterator().next())
                .filter(List.of(database, SchemaSketch.otherDatabase(database))::contains)
                .toList();
    }

    /** Returns the roles whose names begin with that of a database. */
    List<String> findRoles(String database) throws SQLException {
        return queryRows("information_schema", "SHOW ROLES").stream()
                .map(row -> String.valueOf(row.get("name")))
                .filter(role -> role.startsWith(database + "_"))
                .toList();
    }

    void dropRoles(String database) throws SQLException {
        for (String role : findRoles(database)) {
            execute("information_schema", "DROP ROLE " + role);
        }
    }

    /** Returns the cluster objects of a kind whose names begin with that of a database. */
    Map<String, ClusterObject> findClusterObjects(ClusterObjectKind kind, String database) throws SQLException {
        if (!mayHave(kind)) {
            return new TreeMap<>();
        }
        String objectDatabase =
                kind.isNamedInExternalDatabase() ? lakeCatalog.orElseThrow() + "." + database : database;
        List<SQLException> failures = new ArrayList<>();
        Map<String, ClusterObject> objects = ClusterObjectRules.of(kind)
                .readObjects(
                        sql -> {
                            try {
                                return queryRows("information_schema", sql).stream()
                                        .map(row -> (ClusterObjectRules.AnswerRow)
                                                column -> toEmptyIfNull(row.get(column.toLowerCase(Locale.ROOT))))
                                        .toList();
                            } catch (SQLException refusal) {
                                failures.add(refusal);
                                return List.of();
                            }
                        },
                        Set.of(objectDatabase),
                        name -> name.startsWith(database + "_") || name.startsWith(objectDatabase + "."));
        for (SQLException failure : failures) {
            throw failure;
        }
        return objects;
    }

    private static String toEmptyIfNull(@Nullable String text) {
        return text == null || text.equals("null") ? "" : text;
    }

    void dropClusterObjects(String database) throws SQLException {
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            for (ClusterObject object : findClusterObjects(kind, database).values()) {
                execute("information_schema", Sql.render(ClusterStatementPlanner.createDropStatement(object)));
            }
        }
    }

    /** Returns the grants of a role, in which the server lists inherited roles and privileges in any order. */
    String describeGrants(String role) throws SQLException {
        return readGrants(role).stream()
                .map(grant -> new TreeSet<>(List.of(grant.split("[ ,]+", -1))).toString())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    List<String> readGrants(String role) throws SQLException {
        return queryRows("information_schema", "SHOW GRANTS FOR ROLE '" + role + "'").stream()
                .map(row -> String.valueOf(row.get("grants")))
                .toList();
    }

    /** Returns the connection of this thread, which uses a database from now on. */
    private Connection connect(String database) throws SQLException {
        Connection connection = connectionByThread.get(Thread.currentThread());
        if (connection == null) {
            connection = ServerAddress.parse(url(database)).getConnection();
            connectionByThread.put(Thread.currentThread(), connection);
        }
        connection.setCatalog(database);
        return connection;
    }

    void execute(String database, String sql) throws SQLException {
        try (Statement statement = connect(database).createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Reads the definitions and the rows of views of a schema, as clients do: the server remembers which relations a
     * view read at that time.
     *
     * @param isRead selects views by their names in descriptions
     */
    void readViews(String database, Predicate<String> isRead) throws SQLException {
        for (String name : findDatabases(database)) {
            for (Map<String, String> view :
                    queryRows(name, "SELECT * FROM information_schema.views WHERE table_schema = '" + name + "'")) {
                if (isRead.test(qualify(view.get("table_name"), name, database))) {
                    queryRows(name, "SELECT * FROM `" + view.get("table_name") + "` LIMIT 1");
                }
            }
        }
    }

    /**
     * Waits until a schema has no pending job. Returns a description of a job that was cancelled, or does not end.
     */
    Optional<String> awaitJobs(String database) throws SQLException {
        for (String name : findDatabases(database)) {
            Optional<String> problem = awaitDatabaseJobs(name);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<String> awaitDatabaseJobs(String database) throws SQLException {
        for (String jobKind : List.of("COLUMN", "ROLLUP", "OPTIMIZE")) {
            List<Map<String, String>> jobs = queryRows(database, "SHOW ALTER TABLE " + jobKind + " FROM " + database);
            for (int pauseCount = 0; jobs.stream().anyMatch(TrialServer::isPending); pauseCount++) {
                if (pauseCount == MAX_PAUSE_COUNT) {
                    return Optional.of("a job does not end: " + jobs);
                }
                LockSupport.parkNanos(POLL_PAUSE_NANOS);
                jobs = queryRows(database, "SHOW ALTER TABLE " + jobKind + " FROM " + database);
            }
            Optional<String> cancellation = jobs.stream()
                    .filter(job -> "CANCELLED".equals(job.get("state")))
                    .map(job -> "the job was cancelled: " + job)
                    .findFirst();
            if (cancellation.isPresent()) {
                return cancellation;
            }
        }
        return Optional.empty();
    }

    private static boolean isPending(Map<String, String> job) {
        return !List.of("FINISHED", "CANCELLED").contains(job.get("state"));
    }

    /**
     * Returns the output of SHOW CREATE for all objects of a schema by name, in a comparable form, and for tables also
     * their columns and rollups, which DESC shows even if a table has no partitions.
     */
    Map<String, String> readDefinitions(String database) throws SQLException {
        Map<String, String> definitions = new HashMap<>();
        for (String name : findDatabases(database)) {
            readDefinitions(name, database)
                    .forEach((object, text) -> definitions.put(qualify(object, name, database), text));
        }
        return definitions;
    }

    /** Returns the name of an object, with a prefix if its database is not the first one of its schema. */
    private static String qualify(String object, String database, String firstDatabase) {
        return database.equals(firstDatabase) ? object : OTHER_PREFIX + object;
    }

    /** Returns whether an object belongs to the second database of its schema, by its name in descriptions. */
    static boolean isElsewhere(String name) {
        return name.startsWith(OTHER_PREFIX);
    }

    private Map<String, String> readDefinitions(String database, String firstDatabase) throws SQLException {
        Map<String, String> definitions = new HashMap<>();
        for (Map<String, String> row : queryRows(database, "SHOW FULL TABLES FROM " + database)) {
            String name = row.values().iterator().next();
            Map<String, String> shownRow =
                    queryRows(database, "SHOW CREATE TABLE `" + name + "`").get(0);
            String text = shownRow.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith("create"))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            String rollups = "BASE TABLE".equals(row.get("table_type")) ? describeRollups(database, name) : "";
            definitions.put(name, normalize(firstDatabase, text) + rollups);
        }
        return definitions;
    }

    /** Returns the names and types of the columns of a table and of its rollups, in the order of the rollups' names. */
    private String describeRollups(String database, String table) throws SQLException {
        Map<String, String> columnsByRollup = new TreeMap<>();
        String rollup = table;
        for (Map<String, String> row : queryRows(database, "DESC `" + table + "` ALL")) {
            rollup = row.getOrDefault("indexname", "").isEmpty() ? rollup : row.get("indexname");
            columnsByRollup.merge(rollup, " " + row.get("field") + " " + row.get("type"), String::concat);
        }
        return columnsByRollup.toString().replaceAll(" +(?=[,}])", "");
    }

    /**
     * Returns a definition without parts that may differ between equal objects: the server still prints a property that
     * was emptied or reverted, and may print a sort key that equals the key. It prints new indexes last, and partitions
     * of lists in any order. It creates dynamic partitions at any time. The name of the database is replaced, too.
     */
    private static String normalize(String database, String text) {
        String comparableText = text.contains(DYNAMIC_PROPERTY)
                ? text.replaceAll("(?s)\\nPARTITION BY RANGE\\([^)]*\\)\\n\\(.*?\\)\\nDISTRIBUTED", "\nDISTRIBUTED")
                : text;
        return sortUnorderedLines(comparableText)
                .replaceAll("\\b" + database + "(_other)?\\b", "db$1")
                .replaceAll("\"[a-z_]+\" = \"\",?\n", "")
                .replaceAll(NEUTRAL_PROPERTIES_PATTERN, "")
                .replace("\"enable_query_rewrite\" = \"FALSE\"", "\"enable_query_rewrite\" = \"false\"")
                .replaceAll(",\n\\)", "\n)")
                .replaceAll("[\\s`]+", "")
                .replace("ORDERBY(k,day)", "");
    }

    /** Moves the lines of indexes and of list partitions to the end of a definition, and sorts them. */
    private static String sortUnorderedLines(String definition) {
        Map<Boolean, List<String>> lines = definition
                .lines()
                .collect(Collectors.partitioningBy(
                        line -> UNORDERED_LINE_PATTERN.matcher(line).lookingAt()));
        return Stream.concat(
                        lines.get(false).stream(),
                        lines.get(true).stream()
                                .map(line -> line.replaceAll(",$", ""))
                                .sorted())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the number of rows of each table and view of a schema. */
    Map<String, String> countRows(String database) throws SQLException {
        Map<String, String> counts = new HashMap<>();
        for (String databaseName : findDatabases(database)) {
            for (Map<String, String> row : queryRows(
                    databaseName, "SHOW FULL TABLES FROM " + databaseName + " WHERE Table_type = 'BASE TABLE'")) {
                String name = row.values().iterator().next();
                String query = "SELECT count(*) FROM `" + databaseName + "`.`" + name + "`";
                counts.put(
                        "rows of " + qualify(name, databaseName, database),
                        queryRows(databaseName, query).get(0).values().toString());
            }
        }
        return counts;
    }

    /** Returns the inactive materialized views of a schema, each with the reason. */
    List<String> findInactiveViews(String database) throws SQLException {
        List<String> inactiveViews = new ArrayList<>();
        for (String name : findDatabases(database)) {
            for (Map<String, String> view : queryRows(name, "SHOW MATERIALIZED VIEWS FROM " + name)) {
                if ("false".equalsIgnoreCase(view.get("is_active"))) {
                    inactiveViews.add(qualify(String.valueOf(view.get("name")), name, database) + ": "
                            + String.valueOf(view.get("inactive_reason")).replace(database, "db"));
                }
            }
        }
        return inactiveViews;
    }

    boolean hasPartitions(String database, String table) throws SQLException {
        return !queryRows(database, "SHOW PARTITIONS FROM `" + table + "`").isEmpty();
    }

    /** Returns rows as values by the lower-case name of the column. */
    private List<Map<String, String>> queryRows(String database, String sql) throws SQLException {
        try (Statement statement = connect(database).createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Map<String, String>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.put(
                            result.getMetaData().getColumnLabel(column).toLowerCase(Locale.ROOT),
                            String.valueOf(result.getString(column)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        if (embeddedServer == null && lakeCatalog.isPresent()) {
            execute("information_schema", "DROP CATALOG " + lakeCatalog.get());
        }
        for (Connection connection : connectionByThread.values()) {
            connection.close();
        }
        if (embeddedServer != null) {
            embeddedServer.close();
        }
    }
}
