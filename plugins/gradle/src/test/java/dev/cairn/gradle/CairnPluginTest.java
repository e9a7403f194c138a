package dev.cairn.gradle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.cli.Cairn;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.tooling.recording.ClassPathFile;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradle.api.GradleException;
import org.gradle.api.InvalidUserDataException;
import org.gradle.api.Project;
import org.gradle.api.Task;
import org.gradle.api.tasks.VerificationException;
import org.gradle.api.tasks.compile.JavaCompile;
import org.gradle.api.tasks.options.Option;
import org.gradle.testfixtures.ProjectBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the plugin in a project that Gradle's own classes create, without running a build. */
class CairnPluginTest {
    /** Options of tasks that the command has as a positional argument or under another name. */
    private static final Set<String> OPTIONS_OF_TASKS_ONLY =
            Set.of("arguments", "cairn-dry-run", "message", "select", "tests", "to");

    @TempDir
    private Path folder;

    private ShopProject shop;
    private Project project;

    @BeforeEach
    void applyPlugin() throws IOException {
        shop = ShopProject.createIn(folder);
        project = ProjectBuilder.builder()
                .withProjectDir(folder.toFile())
                .withGradleUserHomeDir(folder.resolve("home").toFile())
                .build();
        project.getPluginManager().apply("java");
        project.getPluginManager().apply("dev.cairn");
    }

    private <T extends CommandTask> T task(Class<T> type) {
        T task = project.getTasks().withType(type).iterator().next();
        task.getCommand().setFrom(ShopProject.findCairnArchives());
        return task;
    }

    private CairnExtension extension() {
        return project.getExtensions().getByType(CairnExtension.class);
    }

    @Test
    void eachCommandIsATask() {
        assertThat(project.getTasks().matching(task -> "cairn".equals(task.getGroup())))
                .extracting(Task::getName)
                .containsExactlyInAnyOrder(
                        "cairnRecord",
                        "cairnPlan",
                        "cairnUpgrade",
                        "cairnCheck",
                        "cairnTest",
                        "cairnGrants",
                        "cairnLint",
                        "cairnDocs",
                        "cairnClassPath",
                        "cairnCommand");
    }

    @Test
    void aProjectWithoutJavaHasNoTasks() {
        Project projectWithoutJava = ProjectBuilder.builder().build();
        projectWithoutJava.getPluginManager().apply("dev.cairn");
        assertThat(projectWithoutJava.getTasks().matching(task -> "cairn".equals(task.getGroup())))
                .isEmpty();
    }

    @Test
    void theExtensionHasTheDefaultsOfTasks() {
        extension().getUrl().set("starrocks://root@localhost:9030/shop");
        extension().getSchema().set("shop");
        extension().getPlaceholders().put("replicas", "1");
        PlanTask plan = task(PlanTask.class);
        plan.getSchema().set("audit");
        plan.getArguments().add("--report=plan.md");
        assertThat(plan.createCommandLine())
                .contains(
                        "--url=starrocks://root@localhost:9030/shop",
                        "--schema=audit",
                        "--placeholder=replicas=1",
                        "--report=plan.md")
                .first()
                .isEqualTo("plan");
        GrantsTask grants = task(GrantsTask.class);
        grants.getArguments().addAll("--target=3.5 shared-data", "2:head");
        assertThat(grants.createCommandLine())
                .contains("--placeholder=replicas=1")
                .endsWith("--target=3.5 shared-data", "2:head")
                .first()
                .isEqualTo("grants");
    }

    @Test
    void thePropertiesOfATaskAreOptionsOfItsCommand() {
        UpgradeTask upgrade = task(UpgradeTask.class);
        upgrade.getRebuildSwapMode().set("fence");
        upgrade.getDependents().set("lose");
        upgrade.getTo().set("-1");
        assertThat(upgrade.createCommandLine())
                .contains("--rebuild-swap-mode=fence", "--dependents=lose")
                .endsWith("--", "-1");
        CheckTask check = task(CheckTask.class);
        check.getReport().set(new File("check.md"));
        assertThat(check.createCommandLine()).contains("--report=" + folder.resolve("check.md"));
        TestTask test = task(TestTask.class);
        test.getRows().set("3");
        test.getJunit().set(new File("test.xml"));
        test.getTests().add("orders");
        assertThat(test.createCommandLine())
                .contains("--rows=3", "--junit=" + folder.resolve("test.xml"))
                .endsWith("--", "orders");
        LintTask lint = task(LintTask.class);
        lint.getSince().set("main");
        lint.getFailOn().set("error");
        lint.getPrevious().addAll("v1", "v2");
        lint.getSelect().set("V0012");
        assertThat(lint.createCommandLine())
                .contains("--since=main", "--fail-on=error", "--previous=v1", "--previous=v2")
                .doesNotContain("--pending")
                .endsWith("--", "V0012");
    }

    /** Without this test, an option that the command lacks would fail only when a build runs the task. */
    @Test
    void theCommandHasTheOptionsOfItsTask() {
        for (Class<? extends CommandTask> type : List.of(
                PlanTask.class,
                GrantsTask.class,
                UpgradeTask.class,
                CheckTask.class,
                TestTask.class,
                LintTask.class,
                DocsTask.class,
                RecordTask.class)) {
            CommandTask task = task(type);
            Set<String> commandOptions =
                    Cairn.takesValueByOption(task.commandName()).keySet();
            for (Method method : type.getMethods()) {
                Option option = method.getAnnotation(Option.class);
                if (option != null && !OPTIONS_OF_TASKS_ONLY.contains(option.option())) {
                    assertThat(commandOptions).as(type.getSimpleName()).contains(option.option());
                }
            }
        }
    }

    @Test
    void argumentsReachTheCommand() {
        UpgradeTask upgrade = task(UpgradeTask.class);
        upgrade.getArguments().set(List.of("--each=all databases.txt"));
        upgrade.setArgumentLine("--canary='eu 1' --json");
        upgrade.getTo().set("+1");
        assertThat(upgrade.createCommandLine())
                .endsWith("--each=all databases.txt", "--canary=eu 1", "--json", "--", "+1");
        upgrade.getUrl().set("starrocks://root@localhost:9030/shop");
        upgrade.getArguments().add("--url=starrocks://root@localhost:9030/other");
        assertThat(upgrade.createCommandLine())
                .contains("--url=starrocks://root@localhost:9030/other")
                .doesNotContain("--url=starrocks://root@localhost:9030/shop");
        assertThatThrownBy(() -> upgrade.setArgumentLine("'"))
                .isInstanceOf(InvalidUserDataException.class)
                .hasMessage("--arguments: The quote ' is not closed; close it, or remove it: '");
        assertThat(task(DocsTask.class).getInputs().getProperties()).containsKey("arguments");
    }

    @Test
    void recordingReadsTheSourcesWithTheOptionsOfTheCompiler() throws IOException {
        project.getTasks().named("compileJava", JavaCompile.class, compileTask -> {
            compileTask.getOptions().getRelease().set(17);
            compileTask.getOptions().setEncoding("UTF-8");
        });
        File library = Files.createFile(folder.resolve("library.jar")).toFile();
        project.getDependencies().add("implementation", project.files(library));
        RecordTask record = task(RecordTask.class);
        record.getMessage().set("initial");
        record.getDestructive().set(true);
        record.getEmpty().set(false);
        assertThat(record.createCommandLine())
                .containsExactly(
                        "record",
                        "--sources=" + shop.sources(),
                        "--class-path=" + library,
                        "--javac=--release",
                        "--javac=17",
                        "--javac=-encoding",
                        "--javac=UTF-8",
                        "--destructive",
                        "--",
                        "initial");
        project.getTasks()
                .named(
                        "compileJava",
                        JavaCompile.class,
                        compileTask -> compileTask
                                .getOptions()
                                .getCompilerArgs()
                                .addAll(List.of(
                                        "--enable-preview",
                                        "-Xlint:all",
                                        "--add-modules",
                                        "java.sql",
                                        "-p=m",
                                        "-parameters")));
        assertThat(record.createCommandLine())
                .contains("--javac=--enable-preview", "--javac=--add-modules", "--javac=java.sql", "--javac=-p=m")
                .doesNotContain("--javac=-Xlint:all", "--javac=-parameters");
        record.getMessage().set(" ");
        assertThatThrownBy(record::createCommandLine).hasMessageContaining("gradle cairnRecord --message=");
    }

    /** javac refuses --source next to --release, and --enable-preview without both. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --enable-preview                | --javac=--enable-preview, --javac=--source, --javac=
            --enable-preview --release 17   | --javac=--enable-preview, --javac=--release, --javac=17
            --release=17 --enable-preview   | --javac=--release=17, --javac=--enable-preview
            --source 17 --enable-preview    | --javac=--source, --javac=17, --javac=--enable-preview
            """)
    void previewFeaturesHaveOneVersion(String compilerArguments, String expectedArguments) {
        RecordTask record = task(RecordTask.class);
        record.getMessage().set("initial");
        project.getTasks().named("compileJava", JavaCompile.class, compileTask -> {
            compileTask.getOptions().getRelease().unset();
            compileTask.getOptions().getCompilerArgs().addAll(List.of(compilerArguments.split(" ", -1)));
        });
        assertThat(record.createCommandLine().stream()
                        .filter(argument -> argument.startsWith("--javac="))
                        .filter(argument -> !argument.matches(".*(encoding|UTF-8)"))
                        .map(argument ->
                                compilerArguments.contains("17") ? argument : argument.replaceFirst("=[0-9.]+$", "=")))
                .containsExactly(expectedArguments.split(", ", -1));
    }

    @Test
    void theSourcesAreCompiledAfterTheirClassPathIsWritten() throws IOException {
        File library = Files.createFile(folder.resolve("library.jar")).toFile();
        Path build = Files.writeString(folder.resolve("build.gradle"), "plugins { id 'java' }");
        project.getDependencies().add("implementation", project.files(library));
        ClassPathTask task =
                project.getTasks().withType(ClassPathTask.class).iterator().next();
        task.write();
        assertThat(ClassPathFile.findByDirectory(shop.sources()).orElseThrow().read())
                .containsExactly(library.toPath());
        assertThat(task.getBuildFiles()).contains(build.toFile());
        Task compileTask = project.getTasks().getByName("compileJava");
        assertThat(dependencyNames(compileTask)).contains("cairnClassPath");
        assertThat(dependencyNames(task(RecordTask.class)))
                .contains("cairnClassPath")
                .doesNotContain("compileJava");
        assertThat(dependencyNames(task(UpgradeTask.class))).contains("compileJava");
    }

    @Test
    void tasksThatNeedAServerHaveTheUrlOfTheExtension() {
        extension().getUrl().set("starrocks://root@localhost:9030/shop");
        extension().getUser().set("admin");
        assertThat(List.of(UpgradeTask.class, PlanTask.class, CheckTask.class, TestTask.class))
                .allSatisfy(type -> assertThat(task(type).createCommandLine())
                        .contains("--url=" + extension().getUrl().get()));
        RecordTask record = task(RecordTask.class);
        record.getMessage().set("initial");
        assertThat(List.of(record, task(DocsTask.class), task(GrantsTask.class), task(LintTask.class)))
                .allSatisfy(task -> assertThat(task.createCommandLine())
                        .contains("--user=admin")
                        .noneMatch(argument -> argument.startsWith("--url")));
        record.getUrl().set("starrocks://root@localhost:9030/other");
        assertThat(record.createCommandLine()).contains("--url=starrocks://root@localhost:9030/other");
        task(LintTask.class).getPending().set(true);
        assertThat(task(LintTask.class).createCommandLine())
                .contains("--url=" + extension().getUrl().get());
    }

    @Test
    void tasksWithTheSameSourcesOrServerHaveAnOrder() {
        assertThat(predecessors("compileJava")).containsExactly("cairnRecord");
        assertThat(predecessors("cairnUpgrade")).containsExactlyInAnyOrder("cairnLint", "cairnPlan");
        assertThat(predecessors("cairnCheck")).containsExactly("cairnUpgrade");
        assertThat(predecessors("cairnTest")).containsExactly("cairnUpgrade");
        assertThat(predecessors("cairnCommand")).contains("classes", "cairnRecord", "cairnUpgrade");
        project.getTasks().register("kaptKotlin");
        assertThat(predecessors("kaptKotlin")).containsExactly("cairnRecord");
    }

    private Set<String> predecessors(String name) {
        Task task = project.getTasks().getByName(name);
        return task.getMustRunAfter().getDependencies(task).stream()
                .map(Task::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void tasksThatABuildFileRegistersHaveTheSameDefaults() {
        extension().getUrl().set("starrocks://root@localhost:9030/shop");
        DocsTask docs = project.getTasks()
                .register("auditDocs", DocsTask.class, task -> task.getSchema().set("audit"))
                .get();
        assertThat(docs.getOutput().get().getAsFile()).hasName("auditDocs.html");
        CheckTask check = project.getTasks()
                .register(
                        "auditCheck", CheckTask.class, task -> task.getSchema().set("audit"))
                .get();
        assertThat(check.createCommandLine())
                .contains("--schema=audit", "--url=" + extension().getUrl().get());
        assertThat(check.getGroup()).isEqualTo("cairn");
        assertThat(dependencyNames(check)).contains("compileJava");
    }

    private static Set<String> dependencyNames(Task task) {
        return task.getTaskDependencies().getDependencies(task).stream()
                .map(Task::getName)
                .collect(Collectors.toSet());
    }

    /**
     * A build stores the inputs of a task in plain text, so the connection must not be one. The configuration cache is
     * encrypted.
     */
    @Test
    void theConnectionIsNotAnInput() {
        DocsTask docs = task(DocsTask.class);
        docs.getUser().set("admin");
        docs.getPasswordFile().set("secret.txt");
        assertThat(docs.getInputs().getProperties())
                .containsKeys("schema", "format", "placeholders")
                .doesNotContainKeys("url", "user", "passwordFile", "config");
    }

    @Test
    void changesAreRecordedUpgradedAndChecked() throws IOException {
        RecordTask record = task(RecordTask.class);
        record.getClassPath().from(ShopProject.findCairnArchives());
        record.getMessage().set("initial");
        record.run();
        assertThat(shop.migration("V0001Initial")).exists();
        shop.compile();
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            extension().getUrl().set("starrocks://root@127.0.0.1:" + server.port() + "/shop");
            CheckTask check = task(CheckTask.class);
            assertThatThrownBy(check::run)
                    .isInstanceOf(VerificationException.class)
                    .hasMessage("cairn check ended with exit code 3; its output is above");
            task(UpgradeTask.class).run();
            check.run();
        }
    }

    @Test
    void aWrongOptionFailsTheBuild() throws IOException {
        shop.compile();
        DocsTask docs = task(DocsTask.class);
        docs.getFormat().set("pdf");
        assertThatThrownBy(docs::run)
                .isInstanceOf(GradleException.class)
                .isNotInstanceOf(VerificationException.class)
                .hasMessage("cairn docs ended with exit code 2; its output is above");
    }
}
