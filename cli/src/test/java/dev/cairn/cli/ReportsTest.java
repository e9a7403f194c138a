package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports of {@code status}, {@code plan}, {@code check} and {@code history}. */
class ReportsTest {
    /** Anything that would make a browser use a network. */
    private static final Pattern NETWORK_REFERENCE = Pattern.compile("(?i)https?:|<link|<script|<img|@import|url\\(");

    @TempDir
    private static Path folder;

    private static CommandProject project;

    @AutoClose
    private static EmbeddedStarRocks server;

    @BeforeAll
    static void compileAndStart() {
        project = new CommandProject(folder)
                .writeShop("long id, @Varchar(20) String name")
                .record("initial")
                .compile();
        server = EmbeddedStarRocks.start();
    }

    private static String writeReport(int exitCode, String command, String file, String database) throws IOException {
        Path reportFile = folder.resolve("reports").resolve(file);
        assertThat(project.cairnWithClasses(
                        command, "--url=" + server.jdbcUrl(database), "--user=root", "--report=" + reportFile))
                .as(project::err)
                .isEqualTo(exitCode);
        assertThat(project.out()).isNotEmpty();
        return Files.readString(reportFile);
    }

    @Test
    void aDatabaseBeforeTheFirstMigrationHasPendingSteps() throws IOException {
        server.createDatabase("empty");
        assertThat(writeReport(0, "status", "status.md", "empty"))
                .startsWith("# Status of shop\n\nshop is before the first migration: 1 migration pending.\n")
                .contains("## Pending migrations\n\n| Number | Name | Title | Hash |\n| --- | --- | --- | --- |\n")
                .contains("| 1 | V0001Initial | ");
        assertThat(writeReport(0, "plan", "plan.md", "empty"))
                .startsWith(
                        "# Plan of shop\n\nAn upgrade runs 1 migration.\n\n## V0001Initial\n\n### Step 1: shop.account\n")
                .contains("```sql\nCREATE TABLE `account` (")
                .contains("- Cost: metadata only\n- Data: nothing is lost\n- Reversible: by DROP TABLE \\`account\\`");
        assertThat(writeReport(3, "check", "check.md", "empty")).contains("| 1 | V0001Initial | ");
        assertThat(writeReport(0, "history", "history.md", "empty")).contains("0 migrations ran in this database.");
    }

    @Test
    void aMigratedDatabaseHasAHistoryAndMayDrift() throws IOException {
        server.createDatabase("shop");
        assertThat(project.cairnWithClasses("upgrade", "--url=" + server.jdbcUrl("shop"), "--user=root"))
                .isZero();
        assertThat(writeReport(0, "plan", "plan.html", "shop")).contains("Nothing to do: shop is up to date.");
        assertThat(writeReport(0, "check", "check.html", "shop")).contains("No drift, and nothing pending.");
        String history = writeReport(0, "history", "history.HTML", "shop");
        assertThat(history)
                .startsWith("<!DOCTYPE html>")
                .contains("<title>Migrations of shop</title>", "<td>1</td><td>Initial</td>")
                .doesNotContainPattern(NETWORK_REFERENCE);
    }

    @Test
    void aPlanShowsWhoGainsAccess(@TempDir Path otherFolder) throws IOException {
        CommandProject grantingProject = new CommandProject(otherFolder)
                .writeShop("long id, @Varchar(20) String name")
                .record("initial")
                .write("shop/migrations/Helpers.java", """
                    package shop.migrations;
                    import dev.cairn.annotation.RepeatableMigration;
                    @RepeatableMigration(schema = shop.Shop.class, statements = "GRANT root TO USER jane")
                    interface Helpers {}
                    """)
                .compile();
        server.createDatabase("granting");
        Path reportFile = otherFolder.resolve("plan.md");
        assertThat(grantingProject.cairnWithClasses(
                        "plan", "--url=" + server.jdbcUrl("granting"), "--user=root", "--report=" + reportFile))
                .as(grantingProject::err)
                .isZero();
        String expectedGain = "Access: USER 'jane'@'%' gains the role root, which has every privilege";
        assertThat(grantingProject.out()).contains("-- " + expectedGain, "[built-in-role]");
        assertThat(Files.readString(reportFile)).contains(expectedGain);
    }

    @Test
    void otherExtensionsAreWrongUsage() {
        assertThat(project.cairnWithClasses("status", "--report=status.pdf", "--url=jdbc:mysql://nowhere/shop"))
                .isEqualTo(2);
        assertThat(project.err()).contains("--report status.pdf must end with .md or .html.");
    }
}
