package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.job.Job;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.tooling.recording.Project;
import dev.cairn.tooling.recording.Recording;
import dev.cairn.tooling.recording.RecordingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.maven.model.Build;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goals that run commands, on a project as Maven passes it, with the embedded server. */
class CommandGoalsTest {
    @TempDir
    private Path folder;

    private final MavenProject project = new MavenProject();
    private final List<String> log = new ArrayList<>();
    private EmbeddedStarRocks server;

    @BeforeEach
    void compileARecordedSchema() throws IOException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()));
        server.createDatabase("shop");
        Path sources = Files.createDirectories(folder.resolve("src"));
        Files.createDirectories(sources.resolve("shop"));
        Files.writeString(sources.resolve("shop/Shop.java"), """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """);
        Files.writeString(sources.resolve("shop/Account.java"), """
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.annotation.datatest.*;
            @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2) @Check("id > 0")
            public record Account(long id, String note) {}
            """);
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
                .map(Path::of)
                .toList();
        Recording.of(new Project(List.of(sources), classPath, List.of()), "").record("initial", RecordingOptions.NONE);
        compile(sources);
        Build build = new Build();
        build.setOutputDirectory(folder.resolve("classes").toString());
        project.setBuild(build);
        project.addCompileSourceRoot(sources.toString());
    }

    private void compile(Path sources) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(folder.resolve("classes"));
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                Stream<Path> all = Files.walk(sources)) {
            List<Path> java =
                    all.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            CompilationTask task =
                    javac.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java));
            task.setProcessors(List.of(new CairnProcessor()));
            assertThat(task.call()).isTrue();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private <T extends CommandMojo> T goal(T goal) {
        goal.project = project;
        goal.url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
        goal.setLog(new SystemStreamLog() {
            @Override
            public void info(CharSequence line) {
                log.add(line.toString());
            }
        });
        return goal;
    }

    @Test
    void goalsCheckUpgradeAndReport() throws AbstractMojoExecutionException {
        assertThatThrownBy(goal(new CheckMojo())::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("cairn check ended with 3, see above");
        assertThat(log).contains("pending: V0001Initial (Initial)");
        goal(new UpgradeMojo()).execute();
        assertThat(log).contains("1 migration done: shop is at migration 1, V0001Initial.");
        goal(new StatusMojo()).execute();
        assertThat(log).contains("shop is at migration 1, V0001Initial: nothing is pending.");
        goal(new CheckMojo()).execute();
        assertThat(log).contains("No drift, and nothing pending.");
        goal(new TestMojo()).execute();
        assertThat(log).contains("ok    account: id > 0", "1 data test, none failed.");
    }

    @Test
    void planAndHistoryListMigrations() throws AbstractMojoExecutionException {
        goal(new PlanMojo()).execute();
        assertThat(log).contains("-- V0001Initial (Initial)", "CREATE TABLE `account` (");
        goal(new HistoryMojo()).execute();
        assertThat(log).contains("No migration of shop has run in this database.");
        goal(new UpgradeMojo()).execute();
        log.clear();
        goal(new HistoryMojo()).execute();
        assertThat(log).hasSize(2);
        assertThat(log.get(0)).startsWith("MIGRATION ");
        assertThat(log.get(1)).startsWith("V0001Initial (Initial) ");
    }

    @Test
    void destructiveDowngradesRequireConsent() throws AbstractMojoExecutionException {
        goal(new UpgradeMojo()).execute();
        DowngradeMojo downgrade = goal(new DowngradeMojo());
        downgrade.to = "-1";
        assertThatThrownBy(downgrade::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("the downgrade destroys data")
                .hasMessageEndingWith("or pass -Dcairn.destructive on the command line.");
        assertThat(ServerCatalog.of(server).table("shop", "account")).isPresent();
        downgrade.destructive = true;
        downgrade.execute();
        assertThat(log).contains("1 migration done: shop is before the first migration.");
    }

    @Test
    void changesOfTheLedgerRequireConfirmation() throws AbstractMojoExecutionException {
        StampMojo stamp = goal(new StampMojo());
        stamp.to = "1";
        assertThatThrownBy(stamp::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(
                        "The ledger of shop, which says that the database is before the first migration,")
                .hasMessageContaining(" will record that it is at migration 1, V0001Initial")
                .hasMessageEndingWith("Confirmation required: pass -Dcairn.yes.");
        stamp.yes = true;
        stamp.execute();
        assertThat(log).contains("shop is at migration 1, V0001Initial.");
        stamp.to = "base";
        stamp.execute();

        BaselineMojo baseline = goal(new BaselineMojo());
        assertThatThrownBy(baseline::execute).hasMessageEndingWith("pass -Dcairn.yes.");
        baseline.yes = true;
        assertThatThrownBy(baseline::execute)
                .hasMessageContaining("the database differs from its expected state after migration 1");
    }

    @Test
    void docsDocumentsTheClassesOfTheProject() throws AbstractMojoExecutionException {
        DocsMojo docs = goal(new DocsMojo());
        docs.url = null;
        docs.output = folder.resolve("target/shop.html").toString();
        docs.execute();
        assertThat(folder.resolve("target/shop.html"))
                .content()
                .contains("record Account(long id, String note)", "V0001Initial");

        docs.format = "pictures";
        assertThatThrownBy(docs::execute).hasMessageContaining("Unknown format pictures");
    }

    @Test
    void lintReadsTheClassesAndTheSourcesOfTheProject() throws AbstractMojoExecutionException, IOException {
        LintMojo lint = goal(new LintMojo());
        lint.select = "V0001";
        lint.format = "markdown";
        lint.output = folder.resolve("target/lint.md").toString();
        lint.execute();
        assertThat(log).anyMatch(line -> line.contains("No findings."));
        assertThat(folder.resolve("target/lint.md"))
                .content()
                .contains("# Changes of the schema shop", "### Step 1: shop.account");
        lint.select = Files.writeString(folder.resolve("drop.sql"), "ALTER TABLE account DROP COLUMN note")
                .toString();
        assertThatThrownBy(lint::execute).hasMessageContaining("cairn lint ended with 3");
        lint.pending = true;
        assertThatThrownBy(lint::execute).hasMessageContaining("Pass only one of --since, --pending");
    }

    @Test
    void lineageReadsTheClassesOfTheProject() throws AbstractMojoExecutionException {
        LineageMojo lineage = goal(new LineageMojo());
        lineage.object = "account.note";
        lineage.execute();
        assertThat(log).contains("shop.account.note");

        lineage.object = null;
        lineage.impact = "V0001";
        lineage.execute();
        assertThat(log).contains("shop.account is added", "No reader is affected.");

        lineage.impact = "V0002";
        assertThatThrownBy(lineage::execute).hasMessageContaining("There is no migration 'V0002'");
    }

    @Test
    void diffComparesTheClassesOfTheProject() throws AbstractMojoExecutionException, IOException {
        DiffMojo diff = goal(new DiffMojo());
        diff.from = Files.writeString(
                        folder.resolve("schema.sql"),
                        "CREATE TABLE account (id BIGINT NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2")
                .toString();
        assertThatThrownBy(diff::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("cairn diff ended with 3, see above");
        assertThat(log).contains("ALTER TABLE `account` ADD COLUMN `note` varchar(65533) NULL;");
        diff.to = diff.from;
        diff.execute();
        assertThat(log).contains("No differences.");
        goal(new UpgradeMojo()).execute();
        diff.from = diff.url;
        diff.to = null;
        diff.execute();
        assertThatThrownBy(() -> {
                    diff.from = "none.sql";
                    diff.execute();
                })
                .hasMessageStartingWith("There is no none.sql");
    }

    @Test
    void optionsInMessagesBecomeProperties() {
        CheckMojo check = goal(new CheckMojo());
        check.url = null;
        check.config = folder.resolve("none.properties").toString();
        assertThatThrownBy(check::execute)
                .hasMessage("The file " + check.config + ", given by -Dcairn.config, does not exist.");
        assertThat(GoalText.of("Missing server. Pass --url starrocks://root@localhost:9030/shop, or --ask-password"))
                .isEqualTo("Missing server. Pass -Dcairn.url=starrocks://root@localhost:9030/shop, or --ask-password");
        assertThat(GoalText.of("on the command line with --placeholder replicas=…, or --skip-unreadable."))
                .isEqualTo("on the command line with -Dcairn.placeholder=replicas=…, or -Dcairn.skipUnreadable.");
    }

    @Test
    void theFormerNameOfAnOptionIsAccepted() throws AbstractMojoExecutionException {
        UpgradeMojo upgrade = goal(new UpgradeMojo());
        upgrade.formerPatience = "7s";
        assertThat(upgrade.arguments()).contains("--patience=7s");
        upgrade.patience = "8s";
        assertThat(upgrade.arguments()).contains("--patience=8s").doesNotContain("--patience=7s");
    }

    @Test
    void errorsOfTheCommandAreTheMessageOfTheFailure() {
        UpgradeMojo upgrade = goal(new UpgradeMojo());
        upgrade.to = "7";
        assertThatThrownBy(upgrade::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("There is no migration '7'");
    }

    @Test
    void sqlWritesAFile() throws AbstractMojoExecutionException, IOException {
        SqlMojo sql = goal(new SqlMojo());
        sql.output = folder.resolve("out/shop.sql").toString();
        sql.execute();
        assertThat(Files.readString(folder.resolve("out/shop.sql"))).contains("CREATE TABLE `account` (");
    }

    @Test
    void pullWritesIntoTheSourcesOfTheProject() throws AbstractMojoExecutionException {
        goal(new UpgradeMojo()).execute();
        PullMojo pull = goal(new PullMojo());
        pull.inPackage = "pulled";
        pull.execute();
        assertThat(folder.resolve("src/pulled/Account.java")).exists();
        assertThat(folder.resolve("src/pulled/Shop.java")).exists();
    }
}
