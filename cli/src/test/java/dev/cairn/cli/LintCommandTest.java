package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.CheckedQuery.SampledStatement;
import dev.cairn.processor.model.QueryListing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/**
 * {@code cairn lint} on one compiled project: the migrations that it selects, the locations of its findings, and the
 * findings that it accepts.
 */
class LintCommandTest {
    @TempDir
    private static Path folder;

    private static CommandProject project;

    @BeforeAll
    static void recordAndCompile() throws IOException {
        project = new CommandProject(folder)
                .write("shop/Shop.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Schema(name = "shop", value = {Order.class, Parcel.class, PerCity.class})
                    @Allow(value = "lint.lacks-values", reason = "the views are refreshed each night")
                    public interface Shop {}
                    """)
                .write("shop/Order.java", renderOrder("@Varchar(80) String note, @Varchar(20) String code,"))
                .write("shop/Parcel.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
                    public record Parcel(long id, int weight) {}
                    """)
                .write("shop/PerCity.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @MaterializedView(query = "SELECT city, count(*) AS orders FROM orders GROUP BY city")
                    @DistributedByHash(value = "city", buckets = 2)
                    @Refresh(mode = Refresh.Mode.MANUAL)
                    public record PerCity(String city, long orders) {}
                    """)
                .record("initial");
        project.write("shop/Order.java", renderOrder("@Varchar(20) String code,"));
        project.cairn("record", "drop note", "--destructive", "--sources=" + project.sources());
        assertThat(project.err()).isEmpty();
        project.write("shop/Order.java", renderOrder("@RenamedFrom(\"code\") @Varchar(20) String sku,"));
        project.write("shop/Parcel.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
            public record Parcel(long id) {}
            """);
        project.compile();
        Files.createDirectories(folder.resolve(".git"));
    }

    private static void runGit(String... arguments) throws IOException, InterruptedException {
        runGit(folder, arguments);
    }

    private static void runGit(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=Ann", "-c", "user.email=ann@localhost"));
        command.addAll(List.of(arguments));
        Process git;
        try {
            git = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missingProgram) {
            throw new TestAbortedException("There is no git in the PATH of this machine.", missingProgram);
        }
        String gitOutput = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(gitOutput).isZero();
    }

    private static String renderOrder(String components) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Table(name = "orders") @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
            public record Order(long id, %s @Varchar(40) String city) {}
            """.formatted(components);
    }

    private static int lint(String... options) {
        List<String> arguments = new ArrayList<>(List.of("lint", "--sources=" + project.sources()));
        arguments.addAll(List.of(options));
        return project.cairnWithClasses(arguments.toArray(String[]::new));
    }

    private static String relativeOutput() {
        return project.out()
                .replace(folder + "/", "")
                .replace("\"version\": \"" + Cairn.readVersion() + "\"", "\"version\": \"VERSION\"");
    }

    @Test
    void theLastMigrationAndUnrecordedChangesAreChecked() {
        assertThat(lint()).isEqualTo(3);
        assertThat(relativeOutput()).isEqualTo("""
            src/shop/migrations/V0002DropNote.java:17:13: warning: [drops-data] V0002DropNote, statement 1: the statement drops orders.note.
                ALTER TABLE `orders` DROP COLUMN `note`
              Keep the data until no release of the application needs it, or copy it first.

            src/shop/Parcel.java:4:15: warning: [drops-data] unrecorded changes, statement 2: the statement drops parcel.weight.
                ALTER TABLE `parcel` DROP COLUMN `weight`
              Keep the data until no release of the application needs it, or copy it first.

            2 findings: 2 warnings.
            """);
    }

    @Test
    void oneMigrationOrARangeIsChecked() {
        assertThat(lint("V0001Initial")).isZero();
        assertThat(relativeOutput()).isEqualTo("No findings.\n");
        assertThat(lint("2")).isEqualTo(3);
        assertThat(relativeOutput()).contains("V0002DropNote, statement 1").doesNotContain("unrecorded");
        assertThat(lint(":2")).isEqualTo(3);
        assertThat(relativeOutput()).contains("V0002DropNote, statement 1").contains("1 finding");
        assertThat(lint("2:1")).isEqualTo(2);
        assertThat(project.err()).contains("There is no migration in 2:1.");
        assertThat(lint("V0007")).isEqualTo(2);
        assertThat(project.err()).contains("There is no migration 'V0007'");
    }

    @Test
    void allowOnARecordAcceptsFindingsAboutItsUnrecordedChanges(@TempDir Path otherFolder) {
        CommandProject allowingProject = new CommandProject(otherFolder)
                .writeShop("long id, @Varchar(80) String note")
                .record("initial")
                .writeShop("long id");
        String record = allowingProject.read("shop/Account.java");
        String sources = "--sources=" + allowingProject.sources();
        allowingProject.compile();
        assertThat(allowingProject.cairnWithClasses("lint", sources)).isEqualTo(3);
        assertThat(allowingProject.out()).contains("[drops-data] unrecorded changes, statement 1");

        allowingProject.write(
                "shop/Account.java",
                record.replace("@Table", "@Allow(value = \"lint.drops-data\", reason = \"never filled\") @Table"));
        allowingProject.compile();
        assertThat(allowingProject.cairnWithClasses("lint", sources))
                .as(allowingProject::out)
                .isZero();
        assertThat(allowingProject.out()).isEqualTo("No findings; 1 accepted.\n");
    }

    @Test
    void repeatableMigrationsAreCheckedLikeOthers(@TempDir Path otherFolder)
            throws IOException, InterruptedException, SQLException {
        CommandProject repeatingProject = new CommandProject(otherFolder)
                .writeShop("long id, @Varchar(80) String note")
                .record("initial")
                .write("shop/migrations/Accounts.java", """
                    package shop.migrations;
                    import dev.cairn.annotation.RepeatableMigration;
                    @RepeatableMigration(
                            schema = shop.Shop.class,
                            statements = {
                                "GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE 'reader'",
                                "-- allow: unmarked-destruction refilled\\nDELETE FROM account WHERE true",
                                "-- allow: lint.insert-by-position two columns\\n"
                                        + "INSERT INTO account VALUES (1, 'first')"
                            })
                    interface Accounts {}
                    """)
                .write("shop/migrations/Names.java", """
                    package shop.migrations;
                    import dev.cairn.annotation.RepeatableMigration;
                    @RepeatableMigration(schema = shop.Shop.class, statements = "INSERT INTO account VALUES (2, 'second')")
                    interface Names {}
                    """)
                .compile();
        String sources = "--sources=" + repeatingProject.sources();
        String accountsFinding = "warning: [changes-all-rows] Accounts, statement 2:";
        String namesFinding = "src/shop/migrations/Names.java:3:74: warning: [insert-by-position] Names, statement 1:";

        assertThat(repeatingProject.cairnWithClasses("lint", sources)).isEqualTo(3);
        assertThat(repeatingProject.out().replace(otherFolder + "/", ""))
                .contains(
                        accountsFinding,
                        namesFinding,
                        "info: [gains-access] Accounts, statement 1: reader gains SELECT on ALL TABLES IN DATABASE shop",
                        "3 findings: 2 warnings, 1 info; 1 accepted");
        assertThat(repeatingProject.cairnWithClasses("lint", "Names", sources)).isEqualTo(3);
        assertThat(repeatingProject.out().replace(otherFolder + "/", ""))
                .contains(namesFinding)
                .doesNotContain(accountsFinding);
        assertThat(repeatingProject.cairnWithClasses("lint", "1", sources)).isZero();

        runGit(otherFolder, "init", "--quiet");
        runGit(otherFolder, "add", "src/shop/migrations/V0001Initial.java", "src/shop/migrations/Accounts.java");
        runGit(otherFolder, "commit", "--quiet", "-m", "Initial");
        assertThat(repeatingProject.cairnWithClasses("lint", "--since=HEAD", sources))
                .isEqualTo(3);
        assertThat(repeatingProject.out()).contains("Names, statement 1").doesNotContain("Accounts");

        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            try (Connection connection = server.dataSource("shop").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE reader");
            }
            String url = "--url=starrocks://root@127.0.0.1:" + server.port() + "/shop";
            assertThat(repeatingProject.cairnWithClasses("upgrade", url))
                    .as(repeatingProject::err)
                    .isZero();
            assertThat(repeatingProject.cairnWithClasses("lint", "--pending", sources, url))
                    .as(repeatingProject::out)
                    .isZero();
            repeatingProject.write("shop/migrations/Names.java", """
                package shop.migrations;
                import dev.cairn.annotation.RepeatableMigration;
                @RepeatableMigration(schema = shop.Shop.class, statements = "INSERT INTO account VALUES (3, 'third')")
                interface Names {}
                """);
            repeatingProject.compile();
            assertThat(repeatingProject.cairnWithClasses("lint", "--pending", sources, url))
                    .isEqualTo(3);
            assertThat(repeatingProject.out()).contains("Names, statement 1").doesNotContain("Accounts");
        }
    }

    @Test
    void theMigrationsSinceARevisionAreChecked() throws IOException, InterruptedException {
        runGit("--version");
        Files.delete(folder.resolve(".git"));
        assertThat(lint("--since=HEAD")).isEqualTo(2);
        assertThat(project.err()).contains("--since: " + project.sources() + " is not in a git repository.");
        runGit("init", "--quiet");
        runGit("add", "src/shop/migrations/V0001Initial.java");
        runGit("commit", "--quiet", "-m", "Initial");
        assertThat(lint("--since=HEAD")).isEqualTo(3);
        assertThat(relativeOutput()).contains("V0002DropNote, statement 1");
        runGit("add", "src");
        runGit("commit", "--quiet", "-m", "Drop note");
        assertThat(lint("--since=HEAD~1")).isEqualTo(3);
        assertThat(relativeOutput()).contains("V0002DropNote, statement 1").contains("unrecorded changes");
        lint("--since=HEAD");
        assertThat(relativeOutput()).doesNotContain("V0002DropNote");
        assertThat(lint("--since=v1.0")).isEqualTo(2);
        assertThat(project.err()).contains("--since: git knows no revision 'v1.0'.");
    }

    @Test
    void migrationsWithoutASourceAreNotTakenForUnchanged() {
        assertThat(project.cairnWithClasses("lint", "--since=HEAD", "--sources=nowhere"))
                .isEqualTo(2);
        assertThat(project.err())
                .contains(
                        "--since: the source of V0001Initial is not in nowhere, so git can't tell whether it has changed."
                                + " Pass its folder with --sources.");
    }

    @Test
    void theMigrationsThatADatabaseLacksAreChecked() {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            String url = "--url=" + server.jdbcUrl("shop");
            assertThat(lint("--pending", url, "--user=root")).isEqualTo(3);
            assertThat(relativeOutput()).contains("V0002DropNote, statement 1");
            assertThat(project.cairnWithClasses("stamp", "head", "--yes", url, "--user=root"))
                    .as(project::err)
                    .isZero();
            assertThat(lint("--pending", url, "--user=root")).isZero();
        }
    }

    @Test
    void aFileOfSqlIsCheckedForTheLayoutOfTheTablesThatItCreates() throws IOException {
        Path file = Files.writeString(folder.resolve("events.sql"), """
            CREATE TABLE events (at DATETIME NOT NULL, paid BOOLEAN) DUPLICATE KEY (at) DISTRIBUTED BY HASH (paid);
            -- allow: lint.few-bucket-values small
            CREATE TABLE flags (id INT, set BOOLEAN) DUPLICATE KEY (id) DISTRIBUTED BY HASH (set);
            """.replace("set", "raised"));
        assertThat(lint(file.toString())).isEqualTo(3);
        assertThat(relativeOutput())
                .contains("events.sql:1:1: info: [no-partition] shop.events: ")
                .contains("events.sql:1:1: warning: [few-bucket-values] shop.events: ")
                .doesNotContain("flags:", "parcel");
    }

    @Test
    void aCostNamesTheStatisticsOfTheServer() throws IOException, SQLException {
        Path change = Files.writeString(folder.resolve("sort.sql"), "ALTER TABLE orders ORDER BY (city, id);\n");
        assertThat(lint(change.toString(), "--fail-on=never")).isZero();
        assertThat(relativeOutput()).contains("the server rewrites all rows of orders.\n");
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("store");
            try (Connection connection = server.dataSource("store").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE orders (id BIGINT NOT NULL, city VARCHAR(40)) PRIMARY KEY (id)");
            }
            assertThat(lint(change.toString(), "--fail-on=never", "--url=" + server.jdbcUrl("store"), "--user=root"))
                    .isZero();
            assertThat(relativeOutput())
                    .contains("the server rewrites all rows of orders (0 rows, 0 B, 1 partition).\n");
            assertThat(project.err()).isEmpty();
        }
    }

    @Test
    void aFileOfSqlIsAppliedToTheSchema() throws IOException {
        Path file = Files.writeString(folder.resolve("change.sql"), """
            ALTER TABLE parcel ADD COLUMN note VARCHAR(20);

            -- allow: lint.drops-data nobody has used it
            ALTER TABLE orders DROP COLUMN sku;
              ALTER TABLE orders
                DROP COLUMN city;
            """);
        assertThat(lint(file.toString())).isEqualTo(3);
        assertThat(relativeOutput())
                .contains("change.sql:5:3: warning: [drops-data]")
                .contains("1 accepted");
        Path refusedScript =
                Files.writeString(folder.resolve("refused.sql"), "\nALTER TABLE parcels DROP COLUMN note;");
        assertThat(lint(refusedScript.toString())).isEqualTo(1);
        assertThat(project.err()).contains("refused.sql:2: ").contains("a server would refuse it:");
    }

    @Test
    void aFileOfSqlIsAppliedToTheDefinitionsOfAnother() throws IOException {
        Path schema = Files.writeString(folder.resolve("schema.sql"), """
            CREATE TABLE visit (id BIGINT NOT NULL, city VARCHAR(40), page INT) PRIMARY KEY (id) DISTRIBUTED BY HASH (id);
            CREATE VIEW per_city AS SELECT city, count(*) AS visits FROM visit GROUP BY city;
            """);
        Path file = Files.writeString(folder.resolve("step.sql"), "ALTER TABLE visit DROP COLUMN city;\n");
        assertThat(lint("--definitions=" + schema, file.toString())).isEqualTo(3);
        assertThat(relativeOutput())
                .contains("step.sql:1:1: warning: [drops-data]", "step.sql:1:1: error: [breaks-view]", "db.per_city")
                .endsWith("2 findings: 1 error, 1 warning.\n");
    }

    @Test
    void aTerminalShowsEachFileAndEachStatementOnceInColoursAndInItsWidth() throws IOException {
        Path schema = Files.writeString(folder.resolve("schema.sql"), """
            CREATE TABLE visit (id BIGINT NOT NULL, city VARCHAR(40), page INT) PRIMARY KEY (id) DISTRIBUTED BY HASH (id);
            CREATE VIEW per_city AS SELECT city, count(*) AS visits FROM visit GROUP BY city;
            """);
        Path file = Files.writeString(
                folder.resolve("step.sql"),
                "ALTER TABLE visit DROP COLUMN city;\nUPDATE visit SET page = 1 WHERE 1 = 1;\n");
        try {
            project.isTerminal = true;
            project.columnCount = 60;
            assertThat(lint("--definitions=" + schema, file.toString())).isEqualTo(3);
            assertThat(project.out()).contains("\u001b[1m\u001b[31merror\u001b[");
            assertThat(project.out().replaceAll("\u001b\\[\\d*m", "").replace(file.toString(), "step.sql"))
                    .isEqualTo("""
                        step.sql
                          1:1  step.sql, statement 1
                            ALTER TABLE visit DROP COLUMN city
                            warning drops-data: the statement drops visit.city.
                              help: Keep the data until no release of the
                                application needs it, or copy it first.
                            error breaks-view: these objects can't be read or
                              refreshed afterwards: db.per_city: it reads
                              db.visit.city, which does not exist.
                              help: Redefine the view in the same migration, or keep
                                what it reads.

                          2:33  step.sql, statement 2
                            UPDATE visit SET page = 1 WHERE 1 = 1
                                                            ^
                            warning changes-all-rows: the statement changes
                              visit.page in all rows.
                              help: Restrict the statement to the intended rows.

                        3 findings: 1 error, 2 warnings.
                        """);
            project.environment.put("NO_COLOR", "1");
            assertThat(lint("--definitions=" + schema, file.toString())).isEqualTo(3);
            assertThat(project.out()).contains("step.sql:1:1: warning:").doesNotContain("\u001b");
        } finally {
            project.isTerminal = false;
            project.environment.remove("NO_COLOR");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "sarif", "junit", "github", "gitlab", "markdown"})
    void findingsMatchTheGoldenFileOfTheirFormat(String format) throws IOException {
        Path file = Files.writeString(folder.resolve("release 2.sql"), """
            ALTER TABLE parcel ADD COLUMN note VARCHAR(20);
            -- allow: lint.drops-data 100% of it, "sku", is empty
            -- destructive: drops orders.sku
            ALTER TABLE orders
              DROP COLUMN sku;
            ALTER TABLE orders MODIFY COLUMN city VARCHAR(80);
            ALTER TABLE parcel DROP COLUMN note;
            """);
        Path reportFile = folder.resolve("reports").resolve(format + ".txt");
        assertThat(lint(file.toString(), "--format=" + format, "--output=" + reportFile))
                .isEqualTo(3);
        assertThat(relativeOutput()).isEqualTo("3 findings: 2 warnings, 1 info; 1 accepted.\n");
        assertThat(lint(file.toString(), "--format=" + format)).isEqualTo(3);
        assertThat(reportFile).content().isEqualTo(project.out());
        Path golden = Path.of("src/test/resources/dev/cairn/cli/lint").resolve(format + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, relativeOutput());
        }
        assertThat(golden).content().isEqualTo(relativeOutput());
    }

    @Test
    void jsonOfAllCommandsHasAnObjectForEachFinding() {
        assertThat(lint("2", "--json")).isEqualTo(3);
        assertThat(relativeOutput())
                .startsWith("{\"rule\":\"drops-data\",\"severity\":\"warning\",")
                .contains("\"file\":\"src/shop/migrations/V0002DropNote.java\",\"line\":17,\"column\":13")
                .hasLineCount(1);
    }

    @Test
    void aFileOfSqlIsCheckedWithoutASchema() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path file = Files.writeString(folder.resolve("alone.sql"), """
            CREATE TABLE orders (id BIGINT NOT NULL, note INT) PRIMARY KEY (id);
            ALTER TABLE orders DROP COLUMN note;
            """);
        assertThat(project.cairn("lint", file.toString(), "--classes=" + empty)).isEqualTo(3);
        assertThat(relativeOutput()).contains("alone.sql:2:1: warning: [drops-data]");
    }

    @Test
    void thePreviousReleaseStillReadsWhatAMigrationDrops() throws IOException {
        CheckedQuery all = createQuery("Orders.all", "SELECT * FROM orders", "id", "note", "city");
        CheckedQuery cities = createQuery("Orders.cities", "SELECT city FROM orders", "city");
        QueryListing listing = new QueryListing(
                new QueryListing.ListedInterface("shop.Orders", "shop.OrdersQueries"),
                new QueryListing.ListedSchema("shop.Shop", "shop.ShopSchema", "shop", "4.1"),
                List.of(all, cities));
        Path release = folder.resolve("release");
        Path resource = release.resolve(listing.path());
        Files.createDirectories(resource.getParent());
        Files.writeString(resource, listing.toJson());
        assertThat(lint("2", "--previous=" + release, "--fail-on=error")).isEqualTo(3);
        assertThat(relativeOutput())
                .contains("error: [breaks-previous-release] V0002DropNote, statement 1: the server refuses these"
                        + " statements of the previous release afterwards: Orders.all: it reads shop.orders.note, which"
                        + " does not exist.")
                .doesNotContain("Orders.cities");
    }

    @Test
    void theQueriesOfTheLastTagAreThoseOfThePreviousRelease(@TempDir Path application)
            throws IOException, InterruptedException {
        copySources(application);
        Path listingFile = writeListing(application);
        String sources = "--sources=" + application.resolve("src");
        assertThat(project.cairnWithClasses("lint", "2", sources, "--fail-on=error"))
                .isZero();
        assertThat(project.err())
                .isEqualTo("Previous release: unknown, because " + listingFile.getParent()
                        + " is not in a git repository\n");

        runGit(application, "init", "--quiet");
        runGit(application, "add", "src/shop/migrations/V0001Initial.java", listingFile.toString());
        runGit(application, "commit", "--quiet", "--message=release");
        runGit(application, "tag", "v1");
        Files.delete(listingFile);
        runGit(application, "add", ".");
        runGit(application, "commit", "--quiet", "--all", "--message=change");
        assertThat(project.cairnWithClasses("lint", "2", sources, "--fail-on=error"))
                .isEqualTo(3);
        assertThat(project.err()).isEqualTo("Previous release: v1\n");
        assertThat(relativeOutput()).contains("[breaks-previous-release]", "Orders.all: it reads shop.orders.note");

        runGit(application, "tag", "v2");
        assertThat(project.cairnWithClasses("lint", "2", sources, "--fail-on=error"))
                .isEqualTo(3);
        assertThat(project.cairnWithClasses("lint", sources, "--fail-on=error")).isEqualTo(3);
        assertThat(project.err())
                .startsWith("Previous release of V0002DropNote: v1\n"
                        + "Previous release of unrecorded changes: unknown, because commit ");
    }

    @Test
    void thePreviousReleaseMayBeNamed(@TempDir Path application) throws IOException, InterruptedException {
        copySources(application);
        writeListing(application);
        runGit(application, "init", "--quiet");
        runGit(application, "add", ".");
        runGit(application, "commit", "--quiet", "--message=release");
        runGit(application, "branch", "stable");
        String sources = "--sources=" + application.resolve("src");
        assertThat(project.cairnWithClasses("lint", "2", sources, "--previous=stable", "--fail-on=error"))
                .isEqualTo(3);
        assertThat(project.err()).isEqualTo("Previous release: stable\n");
        assertThat(project.cairnWithClasses("lint", "2", sources, "--previous=none", "--fail-on=error"))
                .isZero();
        assertThat(project.err()).isEqualTo("Previous release: none, because of --previous none\n");
        assertThat(project.cairnWithClasses("lint", "2", sources, "--previous=shop-1.4.jar"))
                .isEqualTo(2);
        assertThat(project.err())
                .contains(
                        "--previous: shop-1.4.jar is neither a folder nor an archive of compiled classes, nor a git revision"
                                + " with a shop.queries.jsonl next to the migrations.");
    }

    @Test
    void theReleaseOfADatabaseIsTheOneOfItsLastMigration(@TempDir Path application)
            throws IOException, InterruptedException {
        copySources(application);
        Path listingFile = writeListing(application);
        runGit(application, "init", "--quiet");
        runGit(application, "add", "src/shop/migrations/V0001Initial.java", listingFile.toString());
        runGit(application, "commit", "--quiet", "--message=release");
        String sources = "--sources=" + application.resolve("src");
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            String url = "--url=starrocks://root@127.0.0.1:" + server.port() + "/shop";
            assertThat(project.cairnWithClasses("lint", "2", sources, "--fail-on=error", url))
                    .isZero();
            assertThat(project.err())
                    .isEqualTo("Previous release: none, because no migration has run in the database\n");
            assertThat(project.cairnWithClasses("upgrade", "1", url))
                    .as(project::err)
                    .isZero();
            assertThat(project.cairnWithClasses("lint", "--pending", sources, "--fail-on=error", url))
                    .isEqualTo(3);
            assertThat(project.err()).startsWith("Previous release: commit ").contains("(no tag marks a release)");
            assertThat(relativeOutput()).contains("[breaks-previous-release]");
        }
    }

    private static void copySources(Path application) throws IOException {
        for (String file : List.of("Shop", "Order", "migrations/V0001Initial", "migrations/V0002DropNote")) {
            Path copiedFile = application.resolve("src/shop").resolve(file + ".java");
            Files.createDirectories(copiedFile.getParent());
            Files.copy(project.sources().resolve("shop").resolve(file + ".java"), copiedFile);
        }
    }

    /** Lists a query of a column that the second migration drops. */
    private static Path writeListing(Path application) throws IOException {
        QueryListing listing = new QueryListing(
                new QueryListing.ListedInterface("shop.Orders", "shop.OrdersQueries"),
                new QueryListing.ListedSchema("shop.Shop", "shop.ShopSchema", "shop", "4.1"),
                List.of(createQuery("Orders.all", "SELECT id, note FROM orders", "id", "note")));
        return Files.writeString(application.resolve("src/shop/migrations/shop.queries.jsonl"), listing.toJson());
    }

    @Test
    void constantsOfTheLastTagThatAreGoneAreFindings(@TempDir Path application)
            throws IOException, InterruptedException {
        copySources(application);
        Path listingFile = application.resolve("src/shop/migrations/shop.queries.jsonl");
        String releasedConstants =
                "{\"format\":1,\"enum\":\"shop.City\",\"database\":\"shop\",\"table\":\"orders\",\"column\":\"city\","
                        + "\"constants\":[\"OSLO\",\"ROME\",\"BONN\"]}\n";
        Files.writeString(listingFile, releasedConstants);
        runGit(application, "init", "--quiet");
        runGit(application, "add", ".");
        runGit(application, "commit", "--quiet", "--message=release");
        runGit(application, "tag", "v1");
        String sources = "--sources=" + application.resolve("src");
        assertThat(project.cairnWithClasses("lint", sources, "--fail-on=error")).isZero();
        assertThat(relativeOutput()).doesNotContain("removes-constant");

        Files.writeString(listingFile, releasedConstants.replace("\"OSLO\",\"ROME\",", ""));
        project.cairnWithClasses("lint", sources, "--fail-on=error");
        assertThat(relativeOutput())
                .contains(
                        "Order.java:",
                        "warning: [removes-constant] shop.orders.city: City no longer has OSLO, ROME, so rows of orders with"
                                + " it can't be read; this counts them: SELECT count(*) FROM shop.orders WHERE city IN"
                                + " ('OSLO', 'ROME').");
    }

    private static CheckedQuery createQuery(String name, String sql, String... columns) {
        return new CheckedQuery(
                name,
                name + "()",
                new SampledStatement(true, sql, sql, List.of()),
                List.of(new RelationUse("orders", List.of(columns), "")),
                List.of());
    }

    @Test
    void theThresholdDeterminesTheExitCode() {
        assertThat(lint("2", "--fail-on=error")).isZero();
        assertThat(lint("2", "--fail-on=never")).isZero();
        assertThat(lint("2", "--fail-on=all")).isEqualTo(2);
        assertThat(project.err()).contains("--fail-on must be info, warning, error or never, but was all.");
    }

    @Test
    void contradictionsAreWrongUsage() {
        assertThat(lint("2", "--pending")).isEqualTo(2);
        assertThat(project.err()).contains("Pass only one of these: --since, --pending, a migration, or a file.");
        assertThat(lint("--format=pdf")).isEqualTo(2);
        assertThat(project.err()).contains("Unknown format pdf: pass text");
    }
}
