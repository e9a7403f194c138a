package dev.cairn.gradle;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradle.api.NamedDomainObjectProvider;
import org.gradle.api.Project;
import org.gradle.api.artifacts.Configuration;
import org.gradle.api.file.RegularFile;
import org.gradle.api.plugins.JavaPluginExtension;
import org.gradle.api.provider.Provider;
import org.gradle.api.tasks.JavaExec;
import org.gradle.api.tasks.SourceSet;
import org.gradle.api.tasks.TaskContainer;
import org.gradle.api.tasks.TaskProvider;
import org.gradle.api.tasks.compile.JavaCompile;
import org.gradle.jvm.toolchain.JavaLauncher;
import org.gradle.jvm.toolchain.JavaToolchainService;

/** Registers the tasks of the plugin in a project with Java, with the defaults of their properties. */
record TaskRegistrar(
        Project project, CairnExtension extension, NamedDomainObjectProvider<Configuration> commandConfiguration) {
    /**
     * Registers the tasks. Tasks that use the same sources or the same server have a fixed order, because Gradle may
     * run tasks of one build in parallel if the configuration cache is enabled.
     */
    void registerTasks() {
        SourceSet mainSourceSet = javaExtension().getSourceSets().getByName(SourceSet.MAIN_SOURCE_SET_NAME);
        TaskContainer tasks = project.getTasks();
        TaskProvider<ClassPathTask> classPathTask = registerClassPathTask(mainSourceSet);
        TaskProvider<JavaCompile> compileTask = tasks.named(mainSourceSet.getCompileJavaTaskName(), JavaCompile.class);
        compileTask.configure(task -> task.dependsOn(classPathTask));
        setDefaults(mainSourceSet, classPathTask, compileTask);
        TaskProvider<RecordTask> recordTask =
                registerCommandTask(RecordTask.class, "Records the changes of the records as a migration.");
        TaskProvider<PlanTask> planTask =
                registerCommandTask(PlanTask.class, "Shows the steps that an upgrade would run now.");
        TaskProvider<UpgradeTask> upgradeTask = registerCommandTask(UpgradeTask.class, "Runs the pending migrations.");
        TaskProvider<CheckTask> checkTask = registerCommandTask(
                CheckTask.class, "Compares the database with the migrations, and these with the records.");
        TaskProvider<TestTask> testTask =
                registerCommandTask(TestTask.class, "Runs the data tests that the records declare.");
        registerCommandTask(
                GrantsTask.class, "Prints the grants that the migrator, the application and a checker need.");
        TaskProvider<LintTask> lintTask =
                registerCommandTask(LintTask.class, "Finds migrations, definitions and queries that may do harm.");
        registerCommandTask(DocsTask.class, "Writes the documentation of the schema.")
                .configure(task -> task.getOutput().convention(provideHtmlFile(project.getName())));
        tasks.named(compilerTaskNames(mainSourceSet)::contains).configureEach(task -> task.mustRunAfter(recordTask));
        upgradeTask.configure(task -> task.mustRunAfter(lintTask, planTask));
        checkTask.configure(task -> task.mustRunAfter(upgradeTask));
        testTask.configure(task -> task.mustRunAfter(upgradeTask));
        tasks.register("cairnCommand", JavaExec.class, task -> {
            task.setGroup(CairnPlugin.EXTENSION_NAME);
            task.setDescription("Runs a command of cairn, which --args contains.");
            task.classpath(commandConfiguration);
            task.getMainClass().set(CommandTask.MAIN_CLASS);
            task.getJavaLauncher().convention(provideLauncher());
            task.setWorkingDir(project.getProjectDir());
            task.mustRunAfter(mainSourceSet.getClassesTaskName(), recordTask, upgradeTask, checkTask, testTask);
        });
    }

    private TaskProvider<ClassPathTask> registerClassPathTask(SourceSet mainSourceSet) {
        return project.getTasks().register("cairnClassPath", ClassPathTask.class, task -> {
            task.setGroup(CairnPlugin.EXTENSION_NAME);
            task.setDescription("Writes the class path of the sources for the command cairn.");
            task.getClassPath().from(mainSourceSet.getCompileClasspath());
            task.getBuildFiles().from(findBuildFiles());
            task.getBuildFolder().set(project.getLayout().getBuildDirectory());
        });
    }

    /** Registers a task under the name of its type, such as {@code cairnRecord} for {@link RecordTask}. */
    private <T extends CommandTask> TaskProvider<T> registerCommandTask(Class<T> taskType, String description) {
        String taskName = CairnPlugin.EXTENSION_NAME + taskType.getSimpleName().replaceFirst("Task$", "");
        return project.getTasks().register(taskName, taskType, task -> task.setDescription(description));
    }

    /** Sets the defaults of properties for all tasks of a type, including tasks that a build file registers itself. */
    private void setDefaults(
            SourceSet mainSourceSet, TaskProvider<ClassPathTask> classPathTask, TaskProvider<JavaCompile> compileTask) {
        TaskContainer tasks = project.getTasks();
        tasks.withType(CommandTask.class).configureEach(task -> {
            task.setGroup(CairnPlugin.EXTENSION_NAME);
            task.getCommand().from(commandConfiguration);
            task.getLauncher().convention(provideLauncher());
            task.getWorkingDirectory().set(project.getLayout().getProjectDirectory());
            task.useDefaults(extension);
        });
        tasks.withType(SchemaTask.class).configureEach(task -> {
            task.getDefinitions().from(mainSourceSet.getJava().getClassesDirectory());
            task.getClassPath().from(mainSourceSet.getRuntimeClasspath().minus(task.getDefinitions()));
            if (task instanceof PlaceholderProperties placeholderTask) {
                placeholderTask.getPlaceholders().convention(extension.getPlaceholders());
            }
        });
        tasks.withType(RecordTask.class).configureEach(task -> {
            task.getSources().from(mainSourceSet.getJava().getSourceDirectories());
            task.getGeneratedSources()
                    .set(project.getLayout()
                            .getBuildDirectory()
                            .dir("generated/sources/annotationProcessor/java/" + mainSourceSet.getName()));
            task.getClassPath().from(mainSourceSet.getCompileClasspath());
            task.getJavac()
                    .convention(project.provider(() -> new SourceOptionFilter(compileTask.get()).collectOptions()));
            task.dependsOn(classPathTask);
        });
        tasks.withType(LintTask.class)
                .configureEach(
                        task -> task.getSources().from(mainSourceSet.getJava().getSourceDirectories()));
        tasks.withType(DocsTask.class).configureEach(task -> {
            task.runAlwaysWithServer();
            task.getSources().from(mainSourceSet.getJava().getSourceDirectories());
            task.getOutput().convention(provideHtmlFile(task.getName()));
        });
    }

    /** Returns the names of the tasks that read the sources of Java, including those of Kotlin's plugin. */
    private static Set<String> compilerTaskNames(SourceSet mainSourceSet) {
        return Set.of(
                mainSourceSet.getCompileJavaTaskName(),
                mainSourceSet.getCompileTaskName("kotlin"),
                mainSourceSet.getTaskName("kapt", "kotlin"),
                mainSourceSet.getTaskName("kaptGenerateStubs", "kotlin"));
    }

    private Provider<RegularFile> provideHtmlFile(String name) {
        return project.getLayout().getBuildDirectory().file("cairn/" + name + ".html");
    }

    private JavaPluginExtension javaExtension() {
        return project.getExtensions().getByType(JavaPluginExtension.class);
    }

    private Provider<JavaLauncher> provideLauncher() {
        return project.getExtensions()
                .getByType(JavaToolchainService.class)
                .launcherFor(javaExtension().getToolchain());
    }

    /**
     * Returns the existing files that declare dependencies: files of the project, of its parents, and of the whole
     * build.
     */
    private List<File> findBuildFiles() {
        List<File> files = new ArrayList<>();
        for (Project ancestor = project; ancestor != null; ancestor = ancestor.getParent()) {
            files.add(ancestor.getBuildFile());
        }
        Stream.of("settings.gradle", "settings.gradle.kts", "gradle.properties", "gradle/libs.versions.toml")
                .map(project.getRootProject()::file)
                .forEach(files::add);
        files.removeIf(file -> !file.isFile());
        return files;
    }
}
