package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.tooling.recording.MigrationRecorder;
import dev.cairn.tooling.recording.Project;
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
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The goals that run commands, on a project as Maven passes it, with the embedded server. */
class CommandGoalsTest {
    @RegisterExtension
    static final GoldenMessages GOLDEN_MESSAGES = new GoldenMessages();

    @TempDir
    private Path folder;

    private final MavenProject project = new MavenProject();
    private final List<String> log = new ArrayList<>();

    @AutoClose
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
        MigrationRecorder.open(new Project(List.of(sources), classPath, List.of()), "")
                .record("initial", RecordingOptions.NO_CONSENT);
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
                Stream<Path> paths = Files.walk(sources)) {
            List<Path> sourceFiles =
                    paths.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            CompilationTask task =
                    javac.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sourceFiles));
            task.setProcessors(List.of(new CairnProcessor()));
            assertThat(task.call()).isTrue();
        }
    }

    private <T extends CommandMojo> T goal(T goal, String... arguments) {
        GoalExecutions.setExecution(goal);
        goal.project = project;
        goal.arguments = List.of(arguments);
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
                .satisfies(GOLDEN_MESSAGES::match);
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
    void modulesWithoutASchemaAreSkipped() throws AbstractMojoExecutionException {
        List<MavenProject> modules = List.of(createModule("parent"), project, createModule("app"));
        for (MavenProject module : modules) {
            UpgradeMojo upgrade = goal(new UpgradeMojo());
            upgrade.modules = modules;
            upgrade.project = module;
            upgrade.execute();
        }
        assertThat(log)
                .startsWith("cairn:upgrade skips parent: it lacks a compiled schema")
                .contains("1 migration done: shop is at migration 1, V0001Initial.")
                .endsWith("cairn:upgrade skips app: it lacks a compiled schema");
    }

    @Test
    void aBuildWithoutASchemaFailsInItsLastModule() throws AbstractMojoExecutionException {
        List<MavenProject> modules = List.of(createModule("parent"), createModule("app"));
        StatusMojo status = goal(new StatusMojo());
        status.modules = modules;
        status.project = modules.get(0);
        status.execute();
        status.project = modules.get(1);
        assertThatThrownBy(status::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("compile the project first")
                .hasMessageEndingWith("\nNone of the 2 modules of the build has a compiled schema.");

        QueriesMojo queries = goal(new QueriesMojo());
        queries.modules = modules;
        queries.project = modules.get(0);
        queries.execute();
        assertThat(log).endsWith("cairn:queries skips parent: it lacks checked queries");
        PullMojo pull = goal(new PullMojo());
        pull.modules = modules;
        pull.project = modules.get(1);
        assertThatThrownBy(pull::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("mvn -pl MODULE cairn:pull");
    }

    @Test
    void goalsOfSourcesRunInTheModuleThatDeclaresTheSchema() throws AbstractMojoExecutionException {
        List<MavenProject> modules = List.of(createModule("parent"), project, createModule("app"));
        for (MavenProject module : modules) {
            RecordMojo check = goal(new RecordMojo());
            check.modules = modules;
            check.project = module;
            assertThat(check.requiredContent().isIn(module)).isEqualTo(module.equals(project));
        }
        RecordMojo check = goal(new RecordMojo());
        check.modules = modules;
        check.project = modules.get(0);
        check.execute();
        assertThat(log).containsExactly("cairn:record skips parent: it lacks a type with @Schema in its sources");
    }

    private MavenProject createModule(String name) {
        MavenProject module = new MavenProject();
        module.setArtifactId(name);
        Build build = new Build();
        build.setOutputDirectory(folder.resolve(name + "/target/classes").toString());
        build.setDirectory(folder.resolve(name + "/target").toString());
        module.setBuild(build);
        module.addCompileSourceRoot(folder.resolve(name + "/src/main/java").toString());
        return module;
    }

    @Test
    void planAndHistoryListMigrations() throws AbstractMojoExecutionException {
        goal(new PlanMojo()).execute();
        assertThat(log).contains("-- V0001Initial (Initial)", "CREATE TABLE `account` (");
        goal(new HistoryMojo()).execute();
        assertThat(log).contains("The ledger records no migration of shop in this database.");
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
        assertThatThrownBy(goal(new DowngradeMojo(), "-1")::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
        assertThat(ServerCatalog.of(server).findTable("shop", "account")).isPresent();
        goal(new DowngradeMojo(), "-1", "--destructive").execute();
        assertThat(log).contains("1 migration done: shop is before the first migration.");
    }

    @Test
    void changesOfTheLedgerRequireConfirmation() throws AbstractMojoExecutionException {
        assertThatThrownBy(goal(new StampMojo(), "1")::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
        goal(new StampMojo(), "1", "--yes").execute();
        assertThat(log).contains("shop is at migration 1, V0001Initial.");
        goal(new StampMojo(), "base", "--yes").execute();

        assertThatThrownBy(goal(new BaselineMojo())::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
        assertThatThrownBy(goal(new BaselineMojo(), "--yes")::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
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
        assertThatThrownBy(docs::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
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
        assertThatThrownBy(lint::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
        lint.pending = true;
        assertThatThrownBy(lint::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
    }

    @Test
    void lineageReadsTheClassesOfTheProject() throws AbstractMojoExecutionException {
        goal(new LineageMojo(), "account.note").execute();
        assertThat(log).contains("shop.account.note");

        goal(new LineageMojo(), "--impact=V0001").execute();
        assertThat(log).contains("shop.account is added", "No reader is affected.");

        assertThatThrownBy(goal(new LineageMojo(), "--impact=V0002")::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
    }

    @Test
    void diffComparesTheClassesOfTheProject() throws AbstractMojoExecutionException, IOException {
        String file = Files.writeString(
                        folder.resolve("schema.sql"),
                        "CREATE TABLE account (id BIGINT NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2")
                .toString();
        assertThatThrownBy(goal(new DiffMojo(), file)::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
        assertThat(log).contains("ALTER TABLE `account` ADD COLUMN `note` varchar(65533) NULL;");
        goal(new DiffMojo(), file, file).execute();
        assertThat(log).contains("No differences.");
        assertThatThrownBy(goal(new DiffMojo(), "--schema", "shop", file)::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("exit code 3");
        goal(new UpgradeMojo()).execute();
        DiffMojo diff = goal(new DiffMojo());
        diff.argumentLine = diff.url;
        diff.execute();
        assertThatThrownBy(goal(new DiffMojo(), "none.sql")::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
    }

    @Test
    void optionsInMessagesBecomeProperties() {
        CheckMojo check = goal(new CheckMojo());
        check.url = null;
        check.config = folder.resolve("none.properties").toString();
        assertThatThrownBy(check::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
        GoalParameters parameters = GoalParameters.of(GoalExecutions.of("check"), "check");
        assertThat(parameters.translateMessage("Missing server. Pass --url starrocks://root@localhost:9030/shop."))
                .isEqualTo("Missing server. Pass -Dcairn.url=starrocks://root@localhost:9030/shop.");
        assertThat(parameters.translateMessage("on the command line with --placeholder replicas=…, or --each."))
                .isEqualTo("on the command line with -Dcairn.placeholder=replicas=…, or --each.\n"
                        + "Maven passes --each to the command in -Dcairn.arguments=\"…\".");
    }

    @Test
    void optionsOfOtherCommandsRemainAsTheyAre() {
        for (String message : List.of(
                "Record them (mvn cairn:record -Dcairn.message=\"a b\" or gradle cairnRecord --message=\"a b\"), and go on.",
                "Add a migration of your own (cairn record --empty).",
                "javac: unknown option --enable-native")) {
            for (String goal : List.of("upgrade", "check")) {
                assertThat(GoalParameters.of(GoalExecutions.of(goal), goal).translateMessage(message))
                        .isEqualTo(message);
            }
        }
        GoalParameters recordParameters = GoalParameters.of(GoalExecutions.of("record"), "record");
        assertThat(recordParameters.translateMessage("Pass --message, or gradle cairnRecord --message=a."))
                .isEqualTo("Pass -Dcairn.message, or gradle cairnRecord --message=a.");
        assertThat(recordParameters.translateMessage("List them by cairn record --queries, and release this."))
                .endsWith("\nMaven passes --queries to the command in -Dcairn.arguments=\"…\".");
    }

    @Test
    void argumentsReachTheCommand() throws AbstractMojoExecutionException {
        UpgradeMojo upgrade = goal(new UpgradeMojo(), "--retry=7s");
        upgrade.to = "+1";
        upgrade.argumentLine = "--each='all databases.txt' \"--canary=eu-1,eu-2\" --patience 3m";
        assertThat(upgrade.createCommandLine())
                .startsWith("upgrade", "--definitions=" + folder.resolve("classes"))
                .endsWith(
                        "--url=" + upgrade.url,
                        "--retry=7s",
                        "--each=all databases.txt",
                        "--canary=eu-1,eu-2",
                        "--patience",
                        "3m",
                        "--",
                        "+1");
        upgrade.argumentLine = "'";
        assertThatThrownBy(upgrade::execute)
                .isInstanceOf(MojoExecutionException.class)
                .satisfies(GOLDEN_MESSAGES::match);

        StatusMojo status = goal(new StatusMojo());
        status.argumentLine = "--json";
        status.execute();
        assertThat(log).anyMatch(line -> line.startsWith("{"));
    }

    @Test
    void anArgumentReplacesTheOptionOfTheGoal() throws AbstractMojoExecutionException {
        DocsMojo docs = goal(new DocsMojo(), "--format=mermaid", "--output=" + folder.resolve("shop.md"));
        docs.url = null;
        docs.format = "html";
        docs.execute();
        assertThat(folder.resolve("shop.md")).content().contains("erDiagram");

        docs.argumentLine = "--format=html";
        assertThatThrownBy(docs::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
    }

    @Test
    void anArgumentAddsAFolderToTheSourcesOfTheGoal() throws AbstractMojoExecutionException {
        project.getBuild().setDirectory(folder.resolve("target").toString());
        RecordMojo record = goal(new RecordMojo(), "--sources=generated");
        record.message = "more";
        assertThat(List.of(
                        record,
                        goal(new DocsMojo(), "--sources=generated"),
                        goal(new LintMojo(), "--sources=generated")))
                .allSatisfy(goal -> assertThat(goal.createCommandLine())
                        .contains("--sources=" + project.getCompileSourceRoots().get(0), "--sources=generated"));
    }

    @Test
    void aFormerPropertyIsRefused() {
        LineageMojo lineage = goal(new LineageMojo());
        lineage.userProperties.setProperty("cairn.impact", "V0012");
        assertThatThrownBy(lineage::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);

        DowngradeMojo downgrade = goal(new DowngradeMojo());
        downgrade.userProperties.setProperty("cairn.to", "-1");
        assertThatThrownBy(downgrade::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);

        BaselineMojo baseline = goal(new BaselineMojo());
        baseline.userProperties.setProperty("cairn.yes", "true");
        assertThatThrownBy(baseline::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);

        project.getProperties().setProperty("cairn.statementTimeout", "20m");
        assertThatThrownBy(goal(new UpgradeMojo())::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
    }

    @Test
    void propertiesOfOthersAreNotRefused() throws AbstractMojoExecutionException {
        StatusMojo status = goal(new StatusMojo());
        for (String property : List.of("cairn.version", "cairn.url", "cairn.test.url", "cairn.message", "yes")) {
            status.userProperties.setProperty(property, "1");
        }
        status.execute();
        assertThat(log).isNotEmpty();
    }

    @Test
    void errorsOfTheCommandAreTheMessageOfTheFailure() {
        UpgradeMojo upgrade = goal(new UpgradeMojo());
        upgrade.to = "7";
        assertThatThrownBy(upgrade::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
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
        goal(new PullMojo(), "--package=pulled").execute();
        assertThat(folder.resolve("src/pulled/Account.java")).exists();
        assertThat(folder.resolve("src/pulled/Shop.java")).exists();
    }
}
