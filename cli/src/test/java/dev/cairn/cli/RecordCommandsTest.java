package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.embedded.EmbeddedStarRocks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that write migrations: {@code record}, {@code rebase} and {@code checkpoint}. */
class RecordCommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void declareSchema() throws IOException {
        Files.createDirectories(folder.resolve("shop"));
        Files.writeString(folder.resolve("shop/Shop.java"), """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """);
        declareAccount("long id, String note");
    }

    private void declareAccount(String components) throws IOException {
        Files.writeString(folder.resolve("shop/Account.java"), """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            public record Account(%s) {}
            """.formatted(components));
    }

    private int cairn(String... arguments) {
        List<String> allArguments = new ArrayList<>(List.of(arguments));
        if (!arguments[0].startsWith("-")) {
            allArguments.add("--sources=" + folder);
        }
        CommandEnvironment environment = CommandEnvironment.withoutTerminal(Map.of());
        return Cairn.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                environment,
                allArguments.toArray(String[]::new));
    }

    private Path resolveMigration(String name) {
        return folder.resolve("shop/migrations").resolve(name + ".java");
    }

    /** A view has no statistics that could be read. */
    @Test
    void aViewThatBecomesAMaterializedViewIsRecordedWithoutAMessageOfTheServer() throws IOException, SQLException {
        Files.writeString(folder.resolve("shop/Shop.java"), """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {Account.class, Note.class})
            public interface Shop {}
            """);
        String view = """
            package shop;
            import dev.cairn.annotation.*;
            %s(query = "SELECT note FROM account")
            public record Note(String note) {}
            """;
        Files.writeString(folder.resolve("shop/Note.java"), view.formatted("@View"));
        assertThat(cairn("record", "initial")).as(err::toString).isZero();
        Files.writeString(
                folder.resolve("shop/Note.java"),
                view.formatted("@Refresh(mode = Refresh.Mode.MANUAL) @MaterializedView"));
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            try (Connection connection = server.dataSource("shop").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE account (id BIGINT NOT NULL, note STRING) PRIMARY KEY (id)"
                        + " DISTRIBUTED BY HASH (id)");
                statement.execute("CREATE VIEW note AS SELECT note FROM account");
            }
            assertThat(cairn("record", "stored", "--url=starrocks://root@127.0.0.1:" + server.port() + "/shop"))
                    .isZero();
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void versionIsPrinted() {
        assertThat(cairn("-V")).isZero();
        assertThat(cairn("--version")).isZero();
        assertThat(cairn("record", "--version")).isZero();
        assertThat(out.toString()).matches("(cairn \\d+\\.\\d+\\.\\d+.*\\R){3}");
    }

    @Test
    void recordWritesOneFileAndPrintsItsPath() {
        assertThat(cairn("record", "initial")).isZero();
        assertThat(resolveMigration("V0001Initial")).exists();
        assertThat(out.toString()).isEqualTo("""
                        Wrote %s
                        Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.
                        """.formatted(resolveMigration("V0001Initial")));
        assertThat(cairn("record", "again")).isZero();
        assertThat(out.toString()).contains("Nothing to record.");
    }

    @Test
    void recordCheckExitsWithThreeIfChangesArePending() {
        assertThat(cairn("record", "--check")).isEqualTo(3);
        assertThat(out.toString()).contains("CREATE TABLE `account` (");
        cairn("record", "initial");
        assertThat(cairn("record", "--check")).isZero();
    }

    @Test
    void destructiveChangesRequireConsent() throws IOException {
        cairn("record", "initial");
        declareAccount("long id");
        assertThat(cairn("record", "drop note")).isEqualTo(4);
        assertThat(err.toString()).contains("account.note", "--destructive");
        assertThat(cairn("record", "drop note", "--destructive")).isZero();
        assertThat(resolveMigration("V0002DropNote")).exists();
    }

    @Test
    void aDryRunPrintsTheFileWithWhatItDoes() throws IOException {
        cairn("record", "initial");
        declareAccount("long id");
        assertThat(cairn("record", "drop note", "--destructive", "--dry-run")).isZero();
        assertThat(resolveMigration("V0002DropNote")).doesNotExist();
        assertThat(out.toString())
                .contains("Would write " + resolveMigration("V0002DropNote") + ":\npackage shop.migrations;\n")
                .contains("\n// Step 1: shop.account\n//   Data: the statement drops account.note [drops-data]\n")
                .contains("\nALTER TABLE `account` DROP COLUMN `note`\n"
                        .indent(12)
                        .strip());
        assertThat(cairn("record", "--check")).isEqualTo(3);
        assertThat(out.toString()).contains("-- Step 1: shop.account\n--   Data: the statement drops account.note");
    }

    @Test
    void theCostsAreThoseOfTheTablesOfAServer() throws IOException, SQLException {
        declareAccount("long id, @Varchar(20) String note");
        cairn("record", "initial");
        declareAccount("long id, Integer note");
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            try (Connection connection = server.dataSource("shop").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE account (id BIGINT NOT NULL, note VARCHAR(20)) PRIMARY KEY (id)");
                statement.execute("INSERT INTO account VALUES (1, '7'), (2, '8')");
            }
            assertThat(cairn(
                            "record",
                            "numbers",
                            "--destructive",
                            "--url=starrocks://root@127.0.0.1:" + server.port() + "/shop"))
                    .as(err::toString)
                    .isZero();
        }
        assertThat(Files.readString(resolveMigration("V0002Numbers")))
                .containsPattern(
                        "\n//   Cost: the server rewrites all rows of account \\(\\d+ rows?, [^)]+, 1 partition\\);");
    }

    @Test
    void theListOfQueriesIsUpdatedWithoutAMigration() throws IOException {
        cairn("record", "initial");
        Path listingFile = folder.resolve("shop/migrations/shop.queries.jsonl");
        assertThat(listingFile).doesNotExist();
        Files.writeString(folder.resolve("shop/Accounts.java"), """
                package shop;
                import dev.cairn.annotation.*;
                @Queries(Shop.class)
                public interface Accounts {
                    @Query("SELECT count(*) FROM account") long count();
                }
                """);
        assertThat(cairn("record", "--check")).isZero();
        assertThat(err.toString()).contains(listingFile + " does not list the queries of the sources");
        assertThat(cairn("record", "--queries")).isZero();
        assertThat(out.toString()).endsWith("Wrote " + listingFile + "\n");
        assertThat(listingFile).content().contains("Accounts.count");

        Path queriesFile = folder.resolve("shop/Accounts.java");
        Files.writeString(queriesFile, Files.readString(queriesFile).replace("count(*)", "nothing"));
        assertThat(cairn("record", "--queries")).isEqualTo(1);
        assertThat(err.toString())
                .contains("The sources have errors that must be fixed first:", "Accounts.java", "nothing");
        assertThat(listingFile).content().contains("Accounts.count");
    }

    @Test
    void aRemovedConstantIsReportedAlthoughNothingIsRecorded() throws IOException {
        Path stateFile =
                Files.writeString(folder.resolve("shop/State.java"), "package shop; public enum State { OPEN, LOST }");
        declareAccount("long id, @Varchar State state");
        cairn("record", "initial");
        Files.writeString(stateFile, "package shop; public enum State { OPEN }");

        assertThat(cairn("record", "--check")).isZero();
        assertThat(out.toString())
                .endsWith("Nothing to record.\n"
                        + "Without a statement\n"
                        + "  Breaks: State no longer has LOST, so rows of account with it can't be read; this counts them:"
                        + " SELECT count(*) FROM shop.account WHERE state = 'LOST' [removes-constant]\n");
    }

    @Test
    void notNullColumnsAreFilled() throws IOException {
        cairn("record", "initial");
        declareAccount("long id, String note, @NotNull @Varchar(20) String region");
        assertThat(cairn("record", "add region", "--rebuild")).isEqualTo(4);
        assertThat(err.toString()).contains("account.region", "--fill account.region=EXPRESSION");
        assertThat(cairn("record", "add region", "--rebuild", "--fill=account.region='EU'"))
                .isZero();
        assertThat(Files.readString(resolveMigration("V0002AddRegion"))).contains("CAST('EU' AS VARCHAR(20))");
    }

    @Test
    void keptWiderTypesAreReported() throws IOException {
        declareAccount("long id, @Varchar(40) String note");
        cairn("record", "initial");
        declareAccount("long id, @Varchar(80) String note");
        assertThat(cairn("record", "longer notes")).isZero();
        assertThat(out.toString()).contains("The downgrade keeps account.note as varchar(80)", "--exact-downgrade");
    }

    @Test
    void recordListsTheQueriesThatAChangeTouches() throws IOException {
        Files.writeString(folder.resolve("shop/Shop.java"), """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = {Account.class, Named.class})
                public interface Shop {}
                """);
        Files.writeString(folder.resolve("shop/Named.java"), """
                package shop;
                import dev.cairn.annotation.*;
                @View(query = "SELECT id, seen FROM account WHERE seen IS NOT NULL")
                public record Named(long id, java.time.LocalDate seen) {}
                """);
        Files.writeString(folder.resolve("shop/Accounts.java"), """
                package shop;
                import dev.cairn.annotation.*;
                import java.util.*;
                @Queries(Shop.class)
                public interface Accounts {
                    @Query("SELECT count(*) FROM account") long count();
                    @Query("SELECT id FROM named LIMIT 10") List<Long> named();
                    @Execute("UPDATE account SET points = 0 WHERE id = :id") long reset(long id);
                }
                """);
        declareAccount("long id, java.time.LocalDate seen, int points");
        assertThat(cairn("record", "initial")).as(err::toString).isZero();
        assertThat(out.toString()).doesNotContain("Queries that use");
        declareAccount("long id, java.time.LocalDate seen, long points, String note");
        assertThat(cairn("record", "--check")).as(err::toString).isEqualTo(3);
        assertThat(out.toString()).contains("-- Queries that use account.points: Accounts.reset\n");
        assertThat(cairn("record", "more points")).as(err::toString).isZero();
        assertThat(out.toString())
                .contains("\nQueries that use account.points: Accounts.reset\n")
                .doesNotContain("account.note");
        declareAccount("long id, @RenamedFrom(\"seen\") java.time.LocalDate visited, long points, String note");
        assertThat(cairn("record", "rename seen")).isEqualTo(1);
        assertThat(err.toString()).contains("'seen'", "; it was renamed to 'visited'");
        Path viewFile = folder.resolve("shop/Named.java");
        Files.writeString(
                viewFile,
                Files.readString(viewFile)
                        .replace("seen FROM", "visited AS seen FROM")
                        .replace("WHERE seen", "WHERE visited"));
        assertThat(cairn("record", "rename seen")).as(err::toString).isZero();
        assertThat(out.toString()).contains("Queries that use account.visited (renamed from seen): Accounts.named");
    }

    @Test
    void emptyMigrationsAreWritten() {
        cairn("record", "initial");
        assertThat(cairn("record", "--empty", "backfill")).isZero();
        assertThat(resolveMigration("V0002Backfill")).exists();
    }

    @Test
    void mergedBranchesAreRebased() throws IOException {
        cairn("record", "initial");
        cairn("record", "--empty", "one");
        Path migrationOne = resolveMigration("V0002One");
        String migrationSource = Files.readString(migrationOne);
        Files.delete(migrationOne);
        cairn("record", "--empty", "two");
        Files.writeString(migrationOne, migrationSource);

        assertThat(cairn("record", "--check")).isEqualTo(1);
        assertThat(err.toString()).contains("cairn rebase V0002Two");
        assertThat(cairn("rebase", "V0002Two")).isZero();
        assertThat(resolveMigration("V0003Two")).exists();
        assertThat(out.toString()).contains("A database that already ran V0002Two");
        assertThat(cairn("record", "--check")).isZero();
        assertThat(cairn("rebase", "V0003Two")).isZero();
        assertThat(out.toString()).contains("V0003Two is at the end already.");
    }

    @Test
    void checkpointReplacesMigrations() throws IOException {
        assertThat(cairn("record", "initial")).isZero();
        assertThat(cairn("record", "--empty", "one")).isZero();
        Path migrationOne = resolveMigration("V0002One");
        Files.writeString(
                migrationOne,
                Files.readString(migrationOne)
                        .replace("upgrade = {}", "upgrade = {\"INSERT INTO account (id) VALUES (1)\"}"));

        assertThat(cairn("checkpoint", "--delete")).isEqualTo(4);
        assertThat(err.toString()).contains("V0002One.1 writes rows", "--keep V0002One.1 --omit all");
        assertThat(cairn("checkpoint", "--keep=all")).isEqualTo(4);
        assertThat(err.toString()).contains("Pass either --archive FOLDER");
        assertThat(migrationOne).exists();
        assertThat(cairn("checkpoint", "--keep=all", "--delete", "--release=shop 2.7"))
                .isZero();

        assertThat(out.toString()).contains("which replaces 2 migrations up to V0002One.", "Kept: V0002One.1");
        assertThat(migrationOne).doesNotExist();
        assertThat(resolveMigration("V0002Checkpoint")).exists();
        assertThat(cairn("record", "--check")).isZero();
        assertThat(cairn("checkpoint", "7", "--delete")).isEqualTo(2);
    }

    @Test
    void wrongUsageIsReported() {
        assertThat(cairn("record")).isEqualTo(2);
        assertThat(cairn("record", "--check", "message")).isEqualTo(2);
        assertThat(cairn("record", "--check", "--queries")).isEqualTo(2);
        assertThat(cairn("rebase", "V0009Nothing")).isEqualTo(2);
        assertThat(cairn("record", "initial", "--schema=other")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no schema 'other', only shop.");
        assertThat(cairn("--help")).isZero();
        assertThat(out.toString()).contains("Exit codes:");
    }

    @Test
    void errorsInSourcesAreFailures() throws IOException {
        declareAccount("long key");
        assertThat(cairn("record", "initial")).isEqualTo(1);
        assertThat(err.toString()).contains("[unknown-column]");
    }
}
