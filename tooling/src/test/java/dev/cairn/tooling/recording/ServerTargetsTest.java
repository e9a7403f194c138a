package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.loadSchema;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cairn.Consent;
import dev.cairn.HiddenSettings;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.SkippingTicker;
import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.processor.SourceTree;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.tooling.documentation.CompiledSchemaDetails;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A schema with several targets is recorded once, and runs on servers of each of them. */
class ServerTargetsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final ServerProfile NEWEST = ServerProfile.DEFAULT;
    private static final ServerProfile OLD_SHARED_DATA =
            ServerProfile.DEFAULT.with(Version.V3_5).with(RunMode.SHARED_DATA);

    private static final ServerProfile NEWEST_SHARED_DATA = NEWEST.with(RunMode.SHARED_DATA);

    /** Options of a migrator whose waits end at once: some jobs of a shared-data server are polled for seconds. */
    private static final MigratorOptions OPTIONS =
            HiddenSettings.withTicker(MigratorOptions.DEFAULT.consent(Consent.DESTRUCTIVE), new SkippingTicker());

    @TempDir
    private Path folder;

    private static String renderRoot(String targets) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {Account.class, Event.class}, %s)
            public interface Shop {}
            """.formatted(targets);
    }

    private static final String BOTH_TARGETS = "targets = {@Schema.Target(server = \"4.1\"),"
            + " @Schema.Target(server = \"3.5\", runMode = Schema.RunMode.SHARED_DATA)}";

    private static String renderEvent(String components) {
        return renderEvent("month", components);
    }

    private static String renderEvent(String unit, String components) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PartitionBy("date_trunc('%s', day)") @DistributedByHash("id")
            public record Event(long id, @NotNull java.time.LocalDate day%s) {}
            """.formatted(unit, components);
    }

    private SourceTree createShop() {
        return new SourceTree(folder)
                .with(renderRoot(BOTH_TARGETS))
                .with(RecordedShop.renderAccount("long id, @Varchar(40) String name"))
                .with(renderEvent(""));
    }

    private static EmbeddedStarRocks startServer(ServerProfile profile) {
        EmbeddedStarRocks server =
                EmbeddedStarRocks.start(Options.DEFAULT.profile(profile).jobs(Job.Pace.atOnce()));
        server.createDatabase("shop");
        return server;
    }

    private static void assertRunsOn(ServerProfile profile, SchemaDescriptor schema) {
        try (EmbeddedStarRocks server = startServer(profile)) {
            Migrator migrator = Migrator.of(schema, server.dataSource("shop"), OPTIONS);
            migrator.upgrade();
            assertThat(migrator.check().isEmpty()).as("drift on " + profile).isTrue();
            assertThat(migrator.diff().isEmpty()).isTrue();
            migrator.downgradeTo(0);
            migrator.upgrade();
            assertThat(migrator.check().isEmpty()).as("drift on " + profile).isTrue();
        }
    }

    @Test
    void oneMigrationHoldsForAllTargets() {
        SourceTree tree = createShop();
        record(tree, "initial");
        tree.with(renderEvent(", @Varchar(10) String kind"));
        record(tree, "kind");
        assertThat(tree.read("shop/migrations/V0001Initial.java")).doesNotContain("-- on:");
        SchemaDescriptor schema = loadSchema(tree);
        assertThat(schema.targets())
                .extracting(ServerProfile::target)
                .containsExactly("4.1 shared-nothing", "3.5 shared-data");
        assertRunsOn(NEWEST, schema);
        assertRunsOn(OLD_SHARED_DATA, schema);
    }

    @Test
    void partitionsThatTargetsWriteDifferentlyAreRecordedForEach() {
        SourceTree tree = createShop().with(renderEvent("week", ""));
        record(tree, "initial");
        assertThat(tree.read("shop/migrations/V0001Initial.java"))
                .containsOnlyOnce("PARTITION BY (date_trunc('week', day))")
                .containsOnlyOnce("PARTITION BY date_trunc('week', day)");
        assertRunsOn(NEWEST, loadSchema(tree));
        assertRunsOn(OLD_SHARED_DATA, loadSchema(tree));
    }

    @Test
    void aServerThatIsNoTargetIsRefused() {
        SourceTree tree = createShop();
        record(tree, "initial");
        try (EmbeddedStarRocks server =
                startServer(NEWEST.with(RunMode.SHARED_DATA).with(Version.V4_0))) {
            Migrator.of(loadSchema(tree), server.dataSource("shop")).upgrade();
        }
        try (EmbeddedStarRocks server = startServer(NEWEST.with(Version.V4_0))) {
            assertThatThrownBy(() -> Migrator.of(loadSchema(tree), server.dataSource("shop"))
                            .upgrade())
                    .isInstanceOf(WrongServerException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    @Test
    void aFurtherTargetNeedsNoMigrationIfTheRecordedOnesHold() {
        SourceTree tree = createShop().with(renderRoot("server = \"4.1\""));
        record(tree, "initial");
        tree.with(renderRoot(BOTH_TARGETS));
        assertCompiles(tree);
        assertThat(openRecorder(tree).findPendingPlan()).isEmpty();
        assertRunsOn(OLD_SHARED_DATA, loadSchema(tree));
    }

    /** Changes of a table whose statements differ by target, and how these begin after their markers. */
    static Stream<Arguments> changesThatDiffer() {
        String set = "ALTER TABLE `account` SET (";
        return Stream.of(
                arguments(
                        List.of(NEWEST, NEWEST_SHARED_DATA),
                        renderProperty("write_quorum", "ONE"),
                        renderProperty("write_quorum", "ALL"),
                        List.of("4.1 shared-nothing: " + set + "\"write_quorum\" = \"ALL\")")),
                arguments(
                        List.of(NEWEST, NEWEST_SHARED_DATA),
                        renderProperty("file_bundling", "false"),
                        renderProperty("file_bundling", "true"),
                        List.of("4.1 shared-data: " + set + "\"file_bundling\" = \"true\")")),
                arguments(
                        List.of(NEWEST, NEWEST_SHARED_DATA),
                        renderProperty("file_bundling", "true"),
                        renderProperty("file_bundling", "false"),
                        List.of("4.1 shared-data: " + set + "\"file_bundling\" = \"false\")")),
                arguments(
                        List.of(NEWEST, OLD_SHARED_DATA),
                        renderProperty("storage_medium", "HDD"),
                        renderProperty("storage_medium", "SSD"),
                        List.of("4.1 shared-nothing: " + set + "\"default.storage_medium\" = \"SSD\")")),
                arguments(
                        List.of(NEWEST, OLD_SHARED_DATA),
                        renderProperty("replication_num", "3"),
                        renderProperty("replication_num", "2"),
                        List.of("everywhere: " + set + "\"replication_num\" = \"2\")")),
                arguments(
                        List.of(NEWEST, OLD_SHARED_DATA),
                        renderProperty("fast_schema_evolution", "false"),
                        renderProperty("fast_schema_evolution", "true"),
                        rebuildStatements("4.1 shared-nothing")));
    }

    private static String renderProperty(String name, String value) {
        return "@Property(name = \"" + name + "\", value = \"" + value + "\")";
    }

    private static List<String> rebuildStatements(String target) {
        return Stream.of(
                        "CREATE TABLE `account__cairn_new` (",
                        "",
                        "INSERT INTO `account__cairn_new` (`id`, `name`)",
                        "ALTER TABLE `account` SWAP WITH `account__cairn_new`",
                        "DROP TABLE `account__cairn_new`")
                .map(statement -> target + ": " + statement)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("changesThatDiffer")
    void aStatementThatDiffersIsRecordedForItsTargets(
            List<ServerProfile> targets, String before, String after, List<String> statements) throws SQLException {
        String annotations = targets.stream()
                .map(target -> "@Schema.Target(server = \"" + target.version() + "\", runMode = Schema.RunMode."
                        + target.runMode().name() + ")")
                .collect(Collectors.joining(", "));
        SourceTree tree = new SourceTree(folder)
                .with(renderRoot("targets = {" + annotations + "}"))
                .with(renderEvent(""))
                .with(renderAnnotatedAccount(before));
        record(tree, "initial");
        tree.with(renderAnnotatedAccount(after));
        RecordedFile recorded = openRecorder(tree)
                .record("change", new RecordingOptions(true, true, false))
                .orElseThrow();
        assertCompiles(tree);
        assertThat(recorded.migration().upgrade().stream()
                        .map(ServerTargetsTest::summarize)
                        .toList())
                .isEqualTo(statements);
        SchemaDescriptor schema = loadSchema(tree);
        for (ServerProfile target : targets) {
            assertRunsOn(target, schema);
            assertKeepsRowsOn(target, schema);
        }
    }

    private static String renderAnnotatedAccount(String annotation) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id") %s
            public record Account(long id, @Varchar(40) String name) {}
            """.formatted(annotation);
    }

    /** Returns the targets of a statement, and its first line that is not a marker. */
    private static String summarize(String text) {
        String targets = text.startsWith("-- on: ")
                ? text.lines().findFirst().orElseThrow().substring("-- on: ".length())
                : "everywhere";
        return targets + ": "
                + text.lines()
                        .filter(line -> !line.startsWith("--"))
                        .findFirst()
                        .orElse("");
    }

    private static void assertKeepsRowsOn(ServerProfile profile, SchemaDescriptor schema) throws SQLException {
        try (EmbeddedStarRocks server = startServer(profile)) {
            Migrator migrator = Migrator.of(schema, server.dataSource("shop"), OPTIONS);
            migrator.upgradeTo(1);
            try (Connection connection = server.dataSource("shop").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO account VALUES (1, 'ann'), (2, NULL)");
            }
            migrator.upgradeTo(2);
            assertThat(migrator.check().isEmpty()).as("drift on " + profile).isTrue();
            assertThat(readNames(server)).containsExactly(null, "ann");
            migrator.downgradeTo(1);
            assertThat(migrator.check().isEmpty()).as("drift on " + profile).isTrue();
            assertThat(readNames(server)).containsExactly(null, "ann");
        }
    }

    @Test
    void aCreationIsWrittenOnceIfOneTextIsRightOnAllTargets() {
        SourceTree tree = createShop()
                .with(renderAnnotatedAccount(renderProperty("write_quorum", "ONE")
                        + renderProperty("file_bundling", "false")
                        + renderProperty("compression", "ZSTD")))
                .with(renderRoot(
                        "targets = {@Schema.Target(server = \"4.1\"), @Schema.Target(server = \"4.1\", runMode ="
                                + " Schema.RunMode.SHARED_DATA)}"));
        record(tree, "initial");
        assertThat(tree.read("shop/migrations/V0001Initial.java"))
                .doesNotContain("-- on:")
                .containsOnlyOnce("\"write_quorum\" = \"ONE\"")
                .containsOnlyOnce("\"file_bundling\" = \"false\"")
                .containsOnlyOnce("CREATE TABLE `account`");
        SchemaDescriptor schema = loadSchema(tree);
        assertRunsOn(NEWEST, schema);
        assertRunsOn(NEWEST_SHARED_DATA, schema);
        tree.with(renderRoot("targets = {@Schema.Target(server = \"4.1\"), @Schema.Target(server = \"4.1\", runMode ="
                        + " Schema.RunMode.SHARED_DATA)}")
                .replace("{Account.class, Event.class}", "Event.class"));
        RecordedFile dropFile = openRecorder(tree)
                .record("dropped", new RecordingOptions(true, false, false))
                .orElseThrow();
        assertThat(dropFile.migration().downgrade())
                .singleElement()
                .asString()
                .startsWith("CREATE TABLE `account`")
                .contains("write_quorum", "file_bundling");
    }

    private static String renderVariedView(String onSharedData) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @View(query = "SELECT id, day FROM event WHERE id > 0")
            @Variant(on = "3.5 shared-data", query = "SELECT id, day FROM event WHERE id > %s")
            public record Recent(long id, java.time.LocalDate day) {}
            """.formatted(onSharedData);
    }

    private SourceTree createVariedShop() {
        return new SourceTree(folder)
                .with(renderRoot(BOTH_TARGETS).replace("Account.class,", "Recent.class, Days.class, Ids.class,"))
                .with(renderEvent(""))
                .with(renderVariedView("10"))
                .with("""
                    package shop;
                    import dev.cairn.annotation.*;
                    @MaterializedView(query = "SELECT day, count(*) AS events FROM event GROUP BY day")
                    @DistributedByRandom
                    @Refresh(mode = Refresh.Mode.MANUAL)
                    @Variant(on = "shared-data", distributedByHash = @DistributedByHash(value = "day", buckets = 2))
                    public record Days(java.time.LocalDate day, long events) {}
                    """)
                .with("""
                    package shop;
                    import dev.cairn.annotation.*;
                    @SnapshotTable(query = "SELECT id FROM event WHERE id > 0")
                    @DistributedByHash(value = "id", buckets = 4)
                    @Variant(on = "3.5", query = "SELECT id FROM event WHERE id > 10",
                        distributedByHash = @DistributedByHash(value = "id", buckets = 2),
                        properties = @Property(name = "datacache.enable", value = "false"))
                    public record Ids(long id) {}
                    """);
    }

    @Test
    void eachTargetHasItsVariant() throws SQLException {
        SourceTree tree = createVariedShop();
        record(tree, "initial");
        assertThat(tree.read("shop/migrations/V0001Initial.java"))
                .containsOnlyOnce("CREATE TABLE `event`")
                .contains(
                        "-- on: 4.1 shared-nothing\nCREATE VIEW `recent`".replace("\n", "\n            "),
                        "-- on: 3.5 shared-data\nCREATE VIEW `recent`".replace("\n", "\n            "));
        SchemaDescriptor before = loadSchema(tree);
        assertThat(before.hasUnrecordedChanges()).isFalse();
        assertThat(before.statements(OLD_SHARED_DATA))
                .anySatisfy(statement -> assertThat(statement).contains("id > 10"))
                .anySatisfy(statement -> assertThat(statement).contains("BUCKETS 2", "datacache.enable"));
        assertThat(String.join("\n", before.statements())).doesNotContain("id > 10", "BUCKETS 2", "datacache.enable");

        assertThat(CompiledSchemaDetails.read(before, before.firstTarget(), Map.of(), List.of())
                        .omissions())
                .containsExactly("what is declared differently for 3.5 shared-data: recent, days, ids");

        tree.with(renderVariedView("12"));
        assertThat(tree.compile())
                .singleElement()
                .asString()
                .contains("[pending-changes]", "Only on 3.5 shared-data: ", "id > 12");
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isTrue();
        RecordedFile change =
                openRecorder(tree).record("recent", RecordingOptions.NO_CONSENT).orElseThrow();
        assertThat(change.migration().upgrade()).singleElement().asString().startsWith("-- on: 3.5 shared-data\n");
        assertCompiles(tree);
        SchemaDescriptor after = loadSchema(tree);
        assertThat(after.hasUnrecordedChanges()).isFalse();
        assertVariantsApply(NEWEST, before, after, List.of("5", "11", "15"), List.of("5", "11", "15"));
        assertVariantsApply(OLD_SHARED_DATA, before, after, List.of("11", "15"), List.of("15"));

        assertThat(Migrator.of(after, "starrocks://localhost/shop", MigratorOptions.DEFAULT.target("shared-data"))
                        .sql(0, 2))
                .contains("id > 12", "BUCKETS 2")
                .doesNotContain("BUCKETS 4");
        assertThatThrownBy(
                        () -> Migrator.of(after, "starrocks://localhost/shop").sql(0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    private static void assertVariantsApply(
            ServerProfile profile,
            SchemaDescriptor before,
            SchemaDescriptor after,
            List<String> valuesBefore,
            List<String> valuesAfter)
            throws SQLException {
        try (EmbeddedStarRocks server = startServer(profile);
                Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement()) {
            Migrator.of(before, server.dataSource("shop")).upgrade();
            statement.execute(
                    "INSERT INTO event VALUES (5, '2026-01-05'), (11, '2026-01-06'), (15, '2026-01-06'), (0, '2026-01-06')");
            assertThat(Migrator.of(before, server.dataSource("shop")).check().isEmpty())
                    .as("drift on " + profile)
                    .isTrue();
            assertNoDifference(Migrator.of(before, server.dataSource("shop")));
            assertThat(readValues(statement, "SELECT id FROM recent ORDER BY id"))
                    .isEqualTo(valuesBefore);

            Database database = Database.of(server.dataSource("shop"));
            assertThatThrownBy(() -> database.refresh(findSnapshotTable(before)))
                    .isInstanceOf(IllegalStateException.class)
                    .satisfies(MESSAGES::match);
            database.schema(before).refresh(findSnapshotTable(before)).await();
            assertThat(readValues(statement, "SELECT id FROM ids ORDER BY id")).isEqualTo(valuesBefore);
            assertThat(database.schema(before)
                            .refresh(findSnapshotTable(before))
                            .sql())
                    .contains(profile.isSharedData() ? "id > 10" : "id > 0");

            Migrator migrator = Migrator.of(after, server.dataSource("shop"));
            migrator.upgrade();
            assertThat(migrator.check().isEmpty()).as("drift on " + profile).isTrue();
            assertNoDifference(migrator);
            assertThat(readValues(statement, "SELECT id FROM recent ORDER BY id"))
                    .isEqualTo(valuesAfter);
            migrator.downgradeTo(1);
            assertThat(readValues(statement, "SELECT id FROM recent ORDER BY id"))
                    .isEqualTo(valuesBefore);
        }
        try (EmbeddedStarRocks server = startServer(profile)) {
            Migrator.of(after, server.dataSource("shop")).createAll();
            assertNoDifference(Migrator.of(after, server.dataSource("shop")));
        }
    }

    private static void assertNoDifference(Migrator migrator) {
        assertThat(migrator.diff().steps().stream().map(String::valueOf).toList())
                .isEmpty();
    }

    private static SnapshotTableDescriptor<?> findSnapshotTable(SchemaDescriptor schema) {
        return schema.descriptors().stream()
                .filter(SnapshotTableDescriptor.class::isInstance)
                .map(descriptor -> (SnapshotTableDescriptor<?>) descriptor)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> readValues(Statement statement, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    @Test
    void handWrittenStatementsRunOnTheirTargets() throws SQLException {
        SourceTree tree = createShop();
        record(tree, "initial");
        RecordedFile emptyFile = openRecorder(tree).draftEmpty("backfill").write();
        String source = tree.read("shop/migrations/V0002Backfill.java");
        tree.with(source.replace("downgrade = {}", "downgrade = \"-- on: shared-data\\nTRUNCATE TABLE account\"")
                .replace("upgrade = {}", """
            upgrade = {
                "-- on: shared-data\\nINSERT INTO account VALUES (1, 'shared')",
                "-- repeatable\\n-- on: 4.1\\nINSERT INTO account VALUES (2, 'local')",
                "INSERT INTO account VALUES (3, 'any')"},
            irreversible = "keeps the row of others\""""));
        assertThat(emptyFile.migration().number()).isEqualTo(2);
        assertCompiles(tree);
        SchemaDescriptor schema = loadSchema(tree);
        assertThat(readAccounts(NEWEST, schema)).containsExactly("any", "local");
        assertThat(readAccounts(OLD_SHARED_DATA, schema)).containsExactly("any", "shared");
        assertThat(renderSql(schema, MigratorOptions.DEFAULT.target("3.5 shared-data")))
                .contains("'shared'", "'any'")
                .doesNotContain("'local'");
        assertThat(renderSql(schema, MigratorOptions.DEFAULT.target("shared-nothing")))
                .contains("'local'", "'any'")
                .doesNotContain("'shared'");
        assertThatThrownBy(() -> renderSql(schema, MigratorOptions.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> renderSql(schema, MigratorOptions.DEFAULT.target("4.0")))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        upgradeAndDowngrade(OLD_SHARED_DATA, schema);
        assertThatThrownBy(() -> upgradeAndDowngrade(NEWEST, schema))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    private static String renderSql(SchemaDescriptor schema, MigratorOptions options) {
        return Migrator.of(schema, "starrocks://localhost/shop", options).sql(1, 2);
    }

    private static void upgradeAndDowngrade(ServerProfile profile, SchemaDescriptor schema) {
        try (EmbeddedStarRocks server = startServer(profile)) {
            Migrator migrator = Migrator.of(schema, server.dataSource("shop"), OPTIONS);
            migrator.upgrade();
            migrator.downgradeTo(1);
        }
    }

    private static List<String> readAccounts(ServerProfile profile, SchemaDescriptor schema) throws SQLException {
        try (EmbeddedStarRocks server = startServer(profile)) {
            Migrator.of(schema, server.dataSource("shop")).upgrade();
            return readNames(server);
        }
    }

    private static List<String> readNames(EmbeddedStarRocks server) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM account ORDER BY name")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
