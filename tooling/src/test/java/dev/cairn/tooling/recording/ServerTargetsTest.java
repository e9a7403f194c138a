package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.recording;
import static dev.cairn.tooling.recording.RecordedShop.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.processor.SourceTree;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.HistoryException;
import dev.cairn.upgrade.WrongServerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema with several targets is recorded once, and runs on servers of each of them. */
class ServerTargetsTest {
    private static final ServerProfile NEW = ServerProfile.DEFAULT;
    private static final ServerProfile SHARED =
            ServerProfile.DEFAULT.with(Version.V3_5).with(RunMode.SHARED_DATA);

    @TempDir
    private Path folder;

    private static String root(String targets) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {Account.class, Event.class}, %s)
            public interface Shop {}
            """.formatted(targets);
    }

    private static final String BOTH = "targets = {@ServerTarget(server = \"4.1\"),"
            + " @ServerTarget(server = \"3.5\", runMode = RunMode.SHARED_DATA)}";

    private static String event(String components) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PartitionBy("date_trunc('week', day)") @DistributedByHash("id")
            public record Event(long id, @NotNull java.time.LocalDate day%s) {}
            """.formatted(components);
    }

    private SourceTree shop() {
        return new SourceTree(folder)
                .with(root(BOTH))
                .with(RecordedShop.account("long id, @Varchar(40) String name"))
                .with(event(""));
    }

    private static EmbeddedStarRocks server(ServerProfile profile) {
        EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.profile(profile));
        server.createDatabase("shop");
        return server;
    }

    private static void assertRunsOn(ServerProfile profile, SchemaDescriptor schema) {
        try (EmbeddedStarRocks server = server(profile)) {
            Migrator migrator = Migrator.of(
                    schema, server.dataSource("shop"), MigratorOptions.DEFAULT.consent(Consent.DESTRUCTIVE));
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
        SourceTree tree = shop();
        record(tree, "initial");
        tree.with(event(", @Varchar(10) String kind"));
        record(tree, "kind");
        assertThat(tree.read("shop/migrations/V0001Initial.java")).doesNotContain("-- on:");
        SchemaDescriptor schema = schema(tree);
        assertThat(schema.targets())
                .extracting(ServerProfile::target)
                .containsExactly("4.1 shared-nothing", "3.5 shared-data");
        assertRunsOn(NEW, schema);
        assertRunsOn(SHARED, schema);
    }

    @Test
    void aServerThatIsNoTargetIsRefused() {
        SourceTree tree = shop();
        record(tree, "initial");
        try (EmbeddedStarRocks server = server(NEW.with(RunMode.SHARED_DATA).with(Version.V4_0))) {
            Migrator.of(schema(tree), server.dataSource("shop")).upgrade();
        }
        try (EmbeddedStarRocks server = server(NEW.with(Version.V4_0))) {
            assertThatThrownBy(() ->
                            Migrator.of(schema(tree), server.dataSource("shop")).upgrade())
                    .isInstanceOf(WrongServerException.class)
                    .hasMessageContaining("the server is 4.0 shared-nothing")
                    .hasMessageContaining("compiled for 4.1 shared-nothing, 3.5 shared-data")
                    .hasMessageContaining("add @ServerTarget(server = \"4.0\", runMode = RunMode.SHARED_NOTHING)");
        }
    }

    @Test
    void aFurtherTargetNeedsNoMigrationIfTheRecordedOnesHold() {
        SourceTree tree = shop().with(root("server = \"4.1\""));
        record(tree, "initial");
        tree.with(root(BOTH));
        assertCompiles(tree);
        assertThat(recording(tree).pending()).isEmpty();
        assertRunsOn(SHARED, schema(tree));
    }

    @Test
    void handWrittenStatementsRunOnTheirTargets() throws SQLException {
        SourceTree tree = shop();
        record(tree, "initial");
        RecordedFile empty = recording(tree).recordEmpty("backfill");
        String source = tree.read("shop/migrations/V0002Backfill.java");
        tree.with(source.replace("downgrade = {}", "downgrade = \"-- on: shared-data\\nTRUNCATE TABLE account\"")
                .replace("upgrade = {}", """
            upgrade = {
                "-- on: shared-data\\nINSERT INTO account VALUES (1, 'shared')",
                "-- repeatable\\n-- on: 4.1\\nINSERT INTO account VALUES (2, 'local')",
                "INSERT INTO account VALUES (3, 'any')"},
            irreversible = "keeps the row of others\""""));
        assertThat(empty.migration().number()).isEqualTo(2);
        assertCompiles(tree);
        SchemaDescriptor schema = schema(tree);
        assertThat(accounts(NEW, schema)).containsExactly("any", "local");
        assertThat(accounts(SHARED, schema)).containsExactly("any", "shared");
        assertThat(sql(schema, MigratorOptions.DEFAULT.target("3.5 shared-data")))
                .contains("'shared'", "'any'")
                .doesNotContain("'local'");
        assertThat(sql(schema, MigratorOptions.DEFAULT.target("shared-nothing")))
                .contains("'local'", "'any'")
                .doesNotContain("'shared'");
        assertThatThrownBy(() -> sql(schema, MigratorOptions.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The SQL differs by server: choose one of the targets of shop: 4.1 shared-nothing, 3.5"
                        + " shared-data");
        assertThatThrownBy(() -> sql(schema, MigratorOptions.DEFAULT.target("4.0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("4.0 is none of the targets of shop: 4.1 shared-nothing, 3.5 shared-data");
        back(SHARED, schema);
        assertThatThrownBy(() -> back(NEW, schema))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("the migration has no downgrade: keeps the row of others");
    }

    private static String sql(SchemaDescriptor schema, MigratorOptions options) {
        return Migrator.of(schema, "starrocks://localhost/shop", options).sql(1, 2);
    }

    private static void back(ServerProfile profile, SchemaDescriptor schema) {
        try (EmbeddedStarRocks server = server(profile)) {
            Migrator migrator = Migrator.of(
                    schema, server.dataSource("shop"), MigratorOptions.DEFAULT.consent(Consent.DESTRUCTIVE));
            migrator.upgrade();
            migrator.downgradeTo(1);
        }
    }

    private static List<String> accounts(ServerProfile profile, SchemaDescriptor schema) throws SQLException {
        try (EmbeddedStarRocks server = server(profile)) {
            Migrator.of(schema, server.dataSource("shop")).upgrade();
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
}
