package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of errors of commands that need no server. */
class ErrorTextsTest {
    @TempDir
    private Path folder;

    private CommandProject project;
    private Transcript transcript;

    @BeforeEach
    void createProject() {
        project = new CommandProject(folder);
        transcript = new Transcript(project);
    }

    private void assertMatchesGoldenFile(String name) throws IOException {
        transcript.assertMatchesGoldenFile(name, 0);
    }

    private String writeSql(String name, String sql) throws IOException {
        return Files.writeString(folder.resolve(name), sql).toString();
    }

    @Test
    void wrongUsageIsReportedWithAnExample() throws IOException {
        transcript
                .cairn("no command")
                .cairn("an unknown command", "upgrad")
                .cairn("the beginning of a command", "stat")
                .cairn("the beginning of two commands", "sta")
                .cairn("an unknown option", "upgrade", "--destructiv")
                .cairn("too many arguments", "status", "now")
                .cairn("no description of the change", "record")
                .cairn("two exclusive options", "record", "--check", "add note")
                .cairn("an unknown change, before the project is compiled", "evolve", "drop", "account.name", "title")
                .cairn("no migration to rebase", "rebase")
                .cairn("no version to downgrade to", "downgrade")
                .cairn("no version to stamp", "stamp")
                .cairn("no version to show", "show")
                .cairn("steps that are not numbers", "repair", "--done=two")
                .cairn("done and again", "repair", "--done", "--again")
                .cairn("one argument of two", "diff", "a.sql")
                .cairn("an empty argument", "diff", "", folder.toString())
                .cairn("no package", "pull", "schema.sql")
                .cairn("no file", "fmt")
                .cairn("an invalid number", "upgrade", "--patience=long")
                .cairn("a placeholder without a value", "upgrade", "--placeholder=replicas")
                .cairn("an unknown build tool", "init", "--build=ant")
                .cairn("an invalid package name", "init", folder.resolve("new").toString(), "--package=a-b")
                .cairn("an unknown version of the server", "fmt", writeSql("a.sql", ""), "--server=2.0");
        assertMatchesGoldenFile("usage");
    }

    @Test
    void aMissingSchemaIsReported() throws IOException {
        transcript.cairn("no such folder", "heads", "--classes=nowhere");
        String script = writeSql("shop.sql", "CREATE TABLE a (k INT)");
        transcript.cairn("an SQL file instead of classes", "heads", "--definitions=" + script);
        transcript.cairn("an SQL file that is not the argument", "lint", "--definitions=" + script);
        Files.createDirectories(project.classes());
        transcript.cairnWithClasses("a folder without a schema", "heads");
        project.writeShop("long id").write("other/Other.java", """
            package other;
            import dev.cairn.annotation.*;
            @Schema(name = "other", value = {})
            public interface Other {}
            """).compile();
        transcript
                .cairnWithClasses("several schemas", "show", "1")
                .cairnWithClasses("an unknown schema", "show", "1", "--schema=shops")
                .cairnWithClasses("an unknown migration", "show", "1", "--schema=shop");
        project.record("initial", "shop").compile();
        Files.delete(project.classes().resolve("shop/migrations/V0001InitialMigration.class"));
        transcript.cairnWithClasses("a missing class", "show", "1", "--schema=shop");
        Files.write(project.classes().resolve("other/OtherSchema.class"), new byte[] {1, 2, 3});
        transcript.cairnWithClasses("a file that is not a class", "heads");
        assertMatchesGoldenFile("schema");
    }

    @Test
    void aMissingServerIsReported() throws IOException {
        project.writeShop("long id").compile();
        String properties = Files.writeString(folder.resolve("cairn.properties"), "url = starrocks://root@localhost")
                .toString();
        Path unknownSetting = Files.writeString(folder.resolve("unknown.properties"), "placeholders.replicas = 1");
        transcript
                .cairnWithClasses("no URL", "status")
                .cairnWithClasses("no URL", "status", "--url=localhost:9030")
                .cairnWithClasses("a URL without a database", "status", "--config=" + properties)
                .cairnWithClasses(
                        "a URL of another database system", "status", "--url=jdbc:postgresql://localhost/shop")
                .cairnWithClasses(
                        "a password file that everybody can read",
                        "status",
                        "--url=starrocks://root:secret@localhost:9030/shop")
                .cairnWithClasses("no settings", "status", "--config=" + folder.resolve("no.properties"))
                .cairnWithClasses("an unknown setting", "status", "--config=" + unknownSetting)
                .cairnWithClasses(
                        "no password file",
                        "status",
                        "--url=starrocks://root@localhost:9030/shop",
                        "--password-file=" + folder.resolve("no.password"))
                .cairnWithClasses(
                        "no terminal for questions",
                        "status",
                        "--url=starrocks://root@localhost:9030/shop",
                        "--ask-password");
        assertMatchesGoldenFile("server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "diff %s a.sql",
                "diff a.sql %s",
                "pull --package=shop %s",
                "pull --package=shop --definitions=%s",
                "lineage %s",
                "docs %s",
                "docs a.sql --definitions=%s",
                "lint %s",
                "lint %s.sql",
                "fmt %s",
                "run-sql %s",
                "heads %s",
                "heads --definitions=%s",
                "status --url=%s",
                "%s"
            })
    void thePasswordOfASourceIsNeverPrinted(String command) throws IOException {
        writeSql("a.sql", "CREATE TABLE a (k INT)");
        for (String server : new String[] {
            "root:PW@X@localhost:9132/shop",
            "root:PW@localhost:9132/shop",
            "localhost:9132/shop?user=root&password=PW",
            "starrocks:/root:PW@localhost:9132/shop",
            "starrocks://root:PW@localhost:9132/shop"
        }) {
            project.cairn(command.replace("a.sql", folder.resolve("a.sql").toString())
                    .formatted(server)
                    .split(" "));
            assertThat(project.err()).isNotEmpty().doesNotContain("PW", "@X");
            assertThat(project.out()).doesNotContain("PW", "@X");
        }
    }

    @Test
    void aServerWithoutASchemeIsReported() throws IOException {
        String file = writeSql("a.sql", "CREATE TABLE a (k INT)");
        for (String server : new String[] {"root:PW@X@localhost:9132/shop", "localhost:9132/shop"}) {
            project.cairn("diff", server, file);
            assertThat(project.err())
                    .startsWith("There is no localhost:9132/shop: pass a URL, ")
                    .contains("The URL of a server begins with starrocks://, ");
        }
        project.cairn("diff", "classes@home/main", file);
        assertThat(project.err()).startsWith("There is no classes@home/main: ").doesNotContain("begins with");
    }

    @Test
    void unknownVersionsAreReported() throws IOException {
        project.writeShop("long id").record("initial").compile();
        transcript
                .cairnWithClasses("an invalid number", "upgrade", "7", "--url=starrocks://localhost/shop")
                .cairnWithClasses(
                        "an invalid name", "stamp", "V0007AddNote", "--yes", "--url=starrocks://localhost/shop")
                .cairnWithClasses("none is before the first", "show", "base")
                .cairnWithClasses("a range with three ends", "sql", "1:2:3")
                .cairnWithClasses("a range to an unknown version", "sql", "1:7");
        assertMatchesGoldenFile("version");
    }

    @Test
    void recordingsThatFailNameTheRemedy() throws IOException {
        transcript.cairn("no sources", "record", "initial", "--sources=" + folder.resolve("nothing"));
        project.write("shop/Account.java", "package shop; record Account() {}");
        transcript
                .cairnWithSources("no schema", "record", "initial")
                .cairnWithSources("no schema", "record", "--check");
        project.writeShop("long id, String note, int points, @Varchar(20) String city");
        transcript
                .cairnWithSources("an unknown schema", "record", "initial", "--schema=shops")
                .cairnWithSources("a name without letters", "record", "!!!")
                .cairnWithSources("an unknown name", "rebase", "V0007AddNote");
        project.record("initial").writeShop("long id, int points, @Varchar(20) String city");
        transcript.cairnWithSources("a dropped column", "record", "drop note");
        project.writeShop("long id, String note, int points, @Varchar(10) String city");
        transcript.cairnWithSources("a narrower type", "record", "narrower");
        project.writeShop("long key, String note");
        transcript
                .cairnWithSources("a mistake in the records", "record", "mistaken")
                .cairnWithSources("the same", "record", "--check");
        project.writeShop("long id, String note, int points, @Varchar(20) String city")
                .record("again");
        transcript.cairnWithSources("nothing has changed", "record", "again");
        project.write("other/Other.java", """
            package other;
            import dev.cairn.annotation.*;
            @Schema(name = "other", value = {})
            public interface Other {}
            """);
        transcript.cairnWithSources("several schemas", "record", "what");
        assertMatchesGoldenFile("record");
    }

    @Test
    void editedMigrationsAreReported() throws IOException {
        project.writeShop("long id, String note").record("initial");
        String firstMigration = "shop/migrations/V0001Initial.java";
        String migrationSource = Files.readString(project.sources().resolve(firstMigration));
        project.write(firstMigration, migrationSource.replace("`note` varchar(65533)", "`note` varchar(20)"));
        transcript.cairnWithSources("a script for another head", "record", "--check");
        project.write(firstMigration, migrationSource.replace("`note`", "note,"));
        transcript.cairnWithSources("an edited migration that is not SQL", "record", "--check");
        project.write(firstMigration, migrationSource)
                .writeShop("long id, String note, Integer points")
                .record("add points");
        project.write(firstMigration, migrationSource.replace("`note` varchar(65533)", "`note` varchar(20)"));
        transcript.cairnWithSources("one before the last", "record", "--check");
        Files.delete(project.sources().resolve(firstMigration));
        transcript.cairnWithSources("the first one is gone", "record", "--check");
        assertMatchesGoldenFile("edited");
    }

    @Test
    void unreadableFilesAreNamed() throws IOException {
        String validScript = writeSql("right.sql", "CREATE TABLE a (k INT) DUPLICATE KEY (k) DISTRIBUTED BY RANDOM");
        String invalidScript = writeSql("wrong.sql", "CREATE TABLE a (k INT);\nCREATE TABLE b (k DECIMALS)");
        String scriptWithUnknownTable = writeSql("lost.sql", "CREATE VIEW v AS SELECT x FROM nowhere");
        Path binary = Files.write(folder.resolve("binary.sql"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Files.createDirectories(folder.resolve("empty"));
        String sources = "--sources=" + project.sources();
        transcript
                .cairn("no file", "fmt", folder.resolve("no.sql").toString())
                .cairn("SQL that can't be read", "fmt", invalidScript)
                .cairn("no text", "fmt", binary.toString())
                .cairn("a folder without SQL", "fmt", folder.resolve("empty").toString())
                .cairn("no file", "diff", folder.resolve("no.sql").toString(), validScript)
                .cairn("SQL that can't be read", "diff", validScript, invalidScript)
                .cairn("a statement that the server refuses", "diff", validScript, scriptWithUnknownTable)
                .cairn(
                        "an empty folder",
                        "diff",
                        validScript,
                        folder.resolve("empty").toString())
                .cairn("no file", "pull", folder.resolve("no.sql").toString(), "--package=p", sources)
                .cairn("SQL that can't be read", "pull", invalidScript, "--package=p", sources)
                .cairn("a statement that the server refuses", "pull", scriptWithUnknownTable, "--package=p", sources)
                .cairn("an unknown name", "pull", validScript, "--package=p", "--include=b*", sources)
                .cairn("an invalid package name", "pull", validScript, "--package=a-b", sources)
                .cairn("the first time", "pull", validScript, "--package=p", sources)
                .cairn("existing files", "pull", validScript, "--package=p", sources)
                .cairn("the first time", "init", folder.resolve("shop").toString())
                .cairn("existing files", "init", folder.resolve("shop").toString());
        assertMatchesGoldenFile("files");
    }
}
