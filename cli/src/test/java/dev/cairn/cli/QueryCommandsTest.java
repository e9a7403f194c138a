package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for checked queries. */
class QueryCommandsTest {
    @TempDir
    private Path folder;

    private CommandProject project;

    @BeforeEach
    void compileProject() {
        project = new CommandProject(folder)
                .write("shop/Shop.java", """
                        package shop;
                        import dev.cairn.annotation.*;
                        @Schema(name = "shop", value = {Account.class, ActiveAccount.class})
                        public interface Shop {}
                        """)
                .write("shop/Account.java", """
                        package shop;
                        import dev.cairn.annotation.*;
                        @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
                        public record Account(long id, @Varchar(20) String name, boolean active) {}
                        """)
                .write("shop/ActiveAccount.java", """
                        package shop;
                        import dev.cairn.annotation.*;
                        @View(query = "SELECT id, name FROM account WHERE active")
                        public record ActiveAccount(long id, String name) {}
                        """)
                .write("shop/Accounts.java", """
                        package shop;
                        import dev.cairn.annotation.*;
                        import java.util.*;
                        @Queries(Shop.class)
                        public interface Accounts {
                            @Query("SELECT * FROM active_account WHERE id = :id")
                            Optional<ActiveAccount> active(long id);

                            @Query("SELECT count(*) FROM account")
                            long count();

                            @Execute("UPDATE account SET name = :name WHERE id = :id")
                            long rename(String name, long id);

                            @Execute("/* every night */ TRUNCATE TABLE account")
                            void clear();

                            @Query("SHOW TABLES")
                            List<String> tables();
                        }
                        """)
                .compile();
    }

    @Test
    void queriesAreListedWithWhatTheyReadAndChange() {
        assertThat(project.cairnWithClasses("queries")).isZero();
        assertThat(project.out()).isEqualTo("""
                QUERY            USE      RELATION        COLUMNS           THROUGH
                Accounts.active  reads    active_account  id, name
                                 reads    account         id, name, active  active_account
                Accounts.count   reads    account
                Accounts.rename  reads    account         id
                                 changes  account         name
                Accounts.clear   changes  account
                Accounts.tables
                """);
    }

    @Test
    void aFilterShowsTheQueriesThatReadAColumnThroughViewsToo() {
        assertThat(project.cairnWithClasses("queries", "--reads=account.active"))
                .isZero();
        assertThat(project.out()).contains("Accounts.active").doesNotContain("Accounts.rename");
        assertThat(project.cairnWithClasses("queries", "--reads=shop.account.NAME"))
                .isZero();
        assertThat(project.out()).contains("Accounts.active", "Accounts.rename").doesNotContain("Accounts.count");
        assertThat(project.cairnWithClasses("queries", "--reads=account")).isZero();
        assertThat(project.out()).contains("Accounts.count", "Accounts.clear").doesNotContain("Accounts.tables");
        assertThat(project.cairnWithClasses("queries", "--reads=account.points"))
                .isZero();
        assertThat(project.out().strip()).isEqualTo("No checked query reads or changes account.points.");
    }

    @Test
    void jsonHasAnObjectForEachQuery() {
        assertThat(project.cairnWithClasses("queries", "--reads=active_account", "--json"))
                .isZero();
        assertThat(project.out().strip())
                .isEqualTo("{\"query\":\"Accounts.active\",\"interface\":\"shop.Accounts\","
                        + "\"signature\":\"active(long id)\",\"kind\":\"query\",\"schema\":\"shop\",\"server\":\"4.1\","
                        + "\"sql\":\"SELECT * FROM active_account WHERE id = :id\","
                        + "\"sample\":\"SELECT * FROM active_account WHERE id = 4611686018427387903\\nLIMIT 2\","
                        + "\"reads\":[{\"name\":\"active_account\",\"columns\":[\"id\",\"name\"],\"through\":null},"
                        + "{\"name\":\"account\",\"columns\":[\"id\",\"name\",\"active\"],"
                        + "\"through\":\"active_account\"}],\"changes\":[]}");
    }

    @Test
    void aFolderWithoutCompiledClassesIsReported() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Cairn.class.getName(),
                        "queries")
                .directory(Files.createDirectories(folder.resolve("empty")).toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(2);
        assertThat(output).startsWith("There are no compiled classes here, neither in target/classes nor in ");
    }

    @Test
    void queriesOfAnotherSchemaAreLeftOut() {
        assertThat(project.cairnWithClasses("queries", "--schema=Shop")).isZero();
        assertThat(project.out()).contains("Accounts.active");
        assertThat(project.cairnWithClasses("queries", "--schema=other")).isZero();
        assertThat(project.out().strip()).isEqualTo("The schema other has no checked queries.");
        assertThat(project.cairnWithClasses("queries", "--schema=other", "--reads=account"))
                .isZero();
        assertThat(project.out().strip()).isEqualTo("No checked query of the schema other reads or changes account.");
    }

    @Test
    void schemasOfExecutableArchivesAreLoaded() throws IOException {
        for (String root : List.of("BOOT-INF/classes/", "WEB-INF/classes/")) {
            Path jar = folder.resolve("shop" + root.length() + root.charAt(0) + ".jar");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                    Stream<Path> classes = Files.walk(project.classes())) {
                for (Path file : classes.filter(Files::isRegularFile).toList()) {
                    zip.putNextEntry(new ZipEntry(
                            root + project.classes().relativize(file).toString()));
                    zip.write(Files.readAllBytes(file));
                }
            }
            assertThat(project.cairn("heads", "--definitions=" + jar))
                    .as(project.err())
                    .isZero();
        }
    }

    @Test
    void aRootMayBePrivateToItsPackage() throws IOException {
        CommandProject projectWithPrivateRoot = new CommandProject(Files.createDirectory(folder.resolve("other")))
                .write("shop/Ren.java", """
                        package shop;
                        import dev.cairn.annotation.*;
                        @Schema(name = "ren", value = Account.class)
                        interface Ren {}
                        """)
                .write("shop/Account.java", """
                        package shop;
                        import dev.cairn.annotation.*;
                        @Table
                        @PrimaryKey("id")
                        record Account(long id) {}
                        """)
                .compile();
        assertThat(projectWithPrivateRoot.cairnWithClasses("heads"))
                .as(projectWithPrivateRoot.err())
                .isZero();
        assertThat(projectWithPrivateRoot.cairn(
                        "docs", projectWithPrivateRoot.classes().toString()))
                .as(projectWithPrivateRoot.err())
                .isZero();
    }

    @Test
    void archivesAreSearchedToo() throws IOException {
        Path jar = folder.resolve("shop.jar");
        String entry = "META-INF/cairn/queries/shop.Accounts.json";
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(Files.readAllBytes(project.classes().resolve(entry)));
        }
        Path emptyFolder = Files.createDirectory(folder.resolve("empty"));
        assertThat(project.cairn("queries", "--classes=" + emptyFolder, "--class-path=" + jar))
                .isZero();
        assertThat(project.out()).contains("Accounts.active");
        Files.writeString(project.classes().resolve(entry), "{\"format\":9}");
        assertThat(project.cairnWithClasses("queries")).isEqualTo(1);
        assertThat(project.err())
                .contains("is not a list of queries: it has the format 9")
                .contains("Compile the classes again");
    }

    @Test
    void aListOfAnEarlierVersionHasNoValuesToReplace() throws IOException {
        Path listingFile = project.classes().resolve("META-INF/cairn/queries/shop.Accounts.json");
        Files.writeString(listingFile, Files.readString(listingFile).replaceAll("\"literals\":\\[[^]]*],", ""));
        assertThat(project.cairnWithClasses("explain", "--reads=active_account"))
                .isZero();
        assertThat(project.out()).contains("WHERE id = 4611686018427387903\nLIMIT 2;\n");
        assertThat(project.cairnWithClasses("explain", "--value=id=1")).isEqualTo(2);
        assertThat(project.err())
                .contains("The values of the parameters of Accounts.active are unknown, because an earlier version of"
                        + " Cairn compiled it; compile the classes again");
    }

    @Test
    void withoutAServerExplainPrintsItsStatements() {
        assertThat(project.cairnWithClasses("explain", "--reads=active_account"))
                .isZero();
        assertThat(project.out()).isEqualTo("""
                        -- Accounts.active
                        EXPLAIN LOGICAL SELECT * FROM active_account WHERE id = 4611686018427387903
                        LIMIT 2;
                        """);
    }

    private String explain(String... values) {
        project.write("shop/Found.java", """
                        package shop;
                        import dev.cairn.annotation.*;
                        import java.util.*;
                        @Queries(Shop.class)
                        public interface Found {
                            @Query("SELECT id FROM account WHERE name IN (:names) /*? AND id < 9-:id */")
                            List<Long> some(Collection<String> names, Long id);
                        }
                        """).compile();
        String[] arguments = new String[values.length + 1];
        arguments[0] = "explain";
        for (int i = 0; i < values.length; i++) {
            arguments[i + 1] = "--value=" + values[i];
        }
        int exitCode = project.cairnWithClasses(arguments);
        return exitCode == 0 ? project.out() : project.err();
    }

    @Test
    void explainTakesTheValuesOfParameters() {
        assertThat(explain("names='it''s', 'b'", "id=-1", "name=NULL"))
                .contains(
                        "SELECT id FROM account WHERE name IN ('it\\'s', 'b')  AND id < 9-(-1);\n",
                        "SELECT * FROM active_account WHERE id = (-1)\nLIMIT 2;\n",
                        "UPDATE account SET name = NULL WHERE id = (-1);\n");
        assertThat(explain("names='x'"))
                .contains("name IN ('x')  AND id < 9-", "active_account WHERE id = 4611686018427387903\nLIMIT 2;\n");
    }

    @Test
    void aWrongValueIsAUsageError() {
        assertThat(explain("ids=1")).contains("No query has a parameter ids; the parameters are id, name, names.");
        assertThat(explain("id=1, 2"))
                .contains("The parameter id of Accounts.active takes one value: it is not the whole IN list.");
        for (String value : List.of("", "2026-01-31", "Rome", "1) OR (1 = 1", "1 -- x", "(SELECT 1)", "now()")) {
            assertThat(explain("id=" + value))
                    .contains("The value of id is not a literal: " + value + ". Write texts and dates in quotes");
        }
    }

    @Test
    void theLineageOfAColumnLeadsToTheQueries() {
        String classes = project.classes().toString();
        assertThat(project.cairn("lineage", classes, "account.id")).isZero();
        assertThat(project.out()).isEqualTo("""
                shop.account.id
                  to shop.account.name: filter, written by Accounts.rename
                    to shop.active_account.name: identity
                      to Accounts.active.name: identity
                  to shop.active_account.id: identity
                    to Accounts.active.id: identity
                    to the rows of Accounts.active: filter
                """);
        assertThat(project.cairn("lineage", classes, "Accounts.active.name")).isZero();
        assertThat(project.out()).isEqualTo("""
                Accounts.active.name
                  from shop.active_account.name: identity
                    from shop.account.name: identity
                      from shop.account.id: filter, written by Accounts.rename
                    rows from shop.account.active: filter
                  rows from shop.active_account.id: filter
                    from shop.account.id: identity
                """);
    }

    @Test
    void aServerThatDoesNotPlanQueriesIsReportedOnce() {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            String url = "starrocks://root@127.0.0.1:" + server.port();
            for (String outputOption : List.of("--reads=account", "--json")) {
                assertThat(project.cairnWithClasses("explain", outputOption, "--url=" + url + "/shop"))
                        .isEqualTo(1);
                assertThat(project.out()).isEmpty();
                assertThat(project.err())
                        .containsOnlyOnce("The embedded server does not plan queries.")
                        .contains(
                                "The server at ",
                                " explains no queries: ",
                                "Run explain with the URL of a StarRocks server that has the schema");
            }
            assertThat(project.cairnWithClasses("explain", "--url=" + url)).isEqualTo(2);
        }
    }
}
