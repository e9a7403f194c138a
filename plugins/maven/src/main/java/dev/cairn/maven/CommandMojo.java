package dev.cairn.maven;

import dev.cairn.cli.Cairn;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.tooling.command.CommandArguments;
import dev.cairn.tooling.command.ShellWordSplitter;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The base class of goals that run a command of {@code cairn}. A goal prints the output of its command, and fails if
 * the exit code of the command is not 0. The password comes from {@code CAIRN_PASSWORD}, a file, or cairn.properties. A
 * goal has parameters for the options that users write into a POM or often pass; all other options of the command are
 * passed as arguments.
 */
abstract class CommandMojo extends AbstractMojo {
    private final String commandName;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @Nullable
    MavenProject project;

    /** All modules of the build, in the order in which they are built. */
    @Parameter(defaultValue = "${reactorProjects}", readonly = true, required = true)
    List<MavenProject> modules = List.of();

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    @Nullable
    MojoExecution execution;

    @Parameter(defaultValue = "${session.userProperties}", readonly = true, required = true)
    Properties userProperties = new Properties();

    /**
     * The URL of the database, for example starrocks://root@localhost:9030/shop. Default: the environment variable
     * CAIRN_URL, or url in cairn.properties.
     */
    @Parameter(property = "cairn.url")
    @Nullable
    String url;

    /**
     * The user name. Default: the environment variable CAIRN_USER, user in cairn.properties, or the user in the URL.
     */
    @Parameter(property = "cairn.user")
    @Nullable
    String user;

    /**
     * A file whose first line is the password. Default: the environment variable CAIRN_PASSWORD, or password-file or
     * password in cairn.properties.
     */
    @Parameter(property = "cairn.passwordFile")
    @Nullable
    String passwordFile;

    /** The properties file with the settings of the connection. Default: cairn.properties. */
    @Parameter(property = "cairn.config")
    @Nullable
    String config;

    /**
     * The schema, by its name or the name of its class; required if the project has several schemas. For the goal pull,
     * the name of the schema to write. Default for pull: the name of the database.
     */
    @Parameter(property = "cairn.schema")
    @Nullable
    String schema;

    /** Values of placeholders, by name, for configuration in the POM. */
    @Parameter
    Map<String, String> placeholders = new LinkedHashMap<>();

    /** Values of placeholders, for the command line: NAME=VALUE. Separate several values by commas. */
    @Parameter(property = "cairn.placeholder")
    List<String> placeholder = new ArrayList<>();

    /**
     * Further arguments of the command, for configuration in the POM: one in each element, such as --retry=10m. An
     * option in this list replaces the same option of the goal, unless it may be repeated.
     */
    @Parameter
    List<String> arguments = new ArrayList<>();

    /**
     * Further arguments of the command, for the command line, separated by spaces: -Dcairn.arguments="--retry=10m
     * --each=all.txt". Quotes keep an argument with spaces together. These arguments follow those in the POM.
     */
    @Parameter(property = "cairn.arguments")
    @Nullable
    String argumentLine;

    /**
     * Creates the goal for a command.
     *
     * @param commandName the name of the command, which is also the name of the goal
     */
    CommandMojo(String commandName) {
        this.commandName = commandName;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        GoalParameters parameters =
                GoalParameters.of(Objects.requireNonNull(execution, "Maven sets the execution"), commandName);
        parameters.requireNoFormerParameter(userProperties);
        parameters.requireNoFormerParameter(requireProject().getProperties());
        if (isSkipped()) {
            getLog().info("cairn:" + commandName + " skips " + requireProject().getArtifactId() + ": it lacks "
                    + requiredContent().description());
            return;
        }
        List<String> commandArguments = createCommandLine();
        StringWriter errorOutput = new StringWriter();
        // JDBC drivers register themselves when they are loaded, so they are loaded here: earlier goals may not have
        // done it.
        long driverCount = ServiceLoader.load(Driver.class, Cairn.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .count();
        getLog().debug(driverCount + " drivers");
        try (PrintWriter outputWriter = new PrintWriter(openOutput(), true)) {
            PrintWriter errorWriter = new PrintWriter(errorOutput, true);
            int exitCode = Cairn.run(
                    outputWriter,
                    errorWriter,
                    CommandEnvironment.withoutTerminal(System.getenv()),
                    commandArguments.toArray(String[]::new));
            String message = errorOutput.toString().strip();
            if (exitCode != 0) {
                throw new MojoFailureException(
                        message.isEmpty()
                                ? "cairn " + commandName + " ended with exit code " + exitCode + "; its output is above"
                                : parameters.translateMessage(message) + missingContentHint());
            }
            message.lines().forEach(getLog()::warn);
        }
    }

    /** Returns what a module must have so that the goal runs in it. */
    abstract ModuleContent requiredContent();

    /**
     * Returns whether the goal skips this module, because it lacks what the goal needs. If all modules lack it, the
     * goal runs in the last one, so that the build fails.
     */
    private boolean isSkipped() {
        return modules.size() > 1
                && !requiredContent().isIn(requireProject())
                && (!requireProject().equals(modules.get(modules.size() - 1)) || isContentInAnyModule());
    }

    final boolean isContentInAnyModule() {
        return modules.stream().anyMatch(requiredContent()::isIn);
    }

    private String missingContentHint() {
        return modules.size() > 1 && !isContentInAnyModule()
                ? "\nNone of the " + modules.size() + " modules of the build has "
                        + requiredContent().description() + "."
                : "";
    }

    /** Returns the command and its arguments. */
    final List<String> createCommandLine() throws MojoExecutionException {
        CommandArguments commandArguments = new CommandArguments(commandName);
        addArguments(commandArguments);
        return commandArguments.addUserArguments(collectUserArguments()).toCommandLine();
    }

    /** Adds the arguments that the goal derives from its parameters and from the project. */
    abstract void addArguments(CommandArguments commandArguments) throws MojoExecutionException;

    /**
     * Returns the arguments that the user adds in the POM and on the command line.
     *
     * @throws MojoExecutionException if the line of arguments can't be split
     */
    final List<String> collectUserArguments() throws MojoExecutionException {
        List<String> userArguments = new ArrayList<>(arguments);
        try {
            userArguments.addAll(ShellWordSplitter.split(argumentLine == null ? "" : argumentLine));
        } catch (IllegalArgumentException failure) {
            throw new MojoExecutionException("cairn.arguments: " + failure.getMessage(), failure);
        }
        return userArguments;
    }

    /** Returns the writer for the standard output of the command. */
    Writer openOutput() throws MojoExecutionException {
        return new MavenLogWriter(getLog());
    }

    /** Adds the options for the connection. */
    final void addConnection(CommandArguments commandArguments) {
        commandArguments
                .addOption("--url", url)
                .addOption("--user", user)
                .addOption("--password-file", passwordFile)
                .addOption("--config", config);
    }

    /** Adds the options for the compiled classes of the project, and for the schema among them. */
    final void addClasses(CommandArguments commandArguments) throws MojoExecutionException {
        commandArguments.addOption("--definitions", classDirectory());
        addClassPath(commandArguments);
    }

    /** Adds the options for the class path of the compiled classes, and for the schema among them. */
    final void addClassPath(CommandArguments commandArguments) throws MojoExecutionException {
        commandArguments
                .addOption("--class-path", joinClassPath(classDirectory()))
                .addOption("--schema", schema);
    }

    /** Adds the values of placeholders. */
    final void addPlaceholders(CommandArguments commandArguments) {
        placeholders.forEach(
                (name, value) -> commandArguments.addRepeatedOption("--placeholder", List.of(name + "=" + value)));
        commandArguments.addRepeatedOption("--placeholder", placeholder);
    }

    final String classDirectory() {
        return requireProject().getBuild().getOutputDirectory();
    }

    final MavenProject requireProject() {
        return Objects.requireNonNull(project, "Maven sets the project");
    }

    private String joinClassPath(String classDirectory) throws MojoExecutionException {
        try {
            return requireProject().getRuntimeClasspathElements().stream()
                    .filter(element -> !element.equals(classDirectory))
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (DependencyResolutionRequiredException failure) {
            throw new MojoExecutionException("The dependencies are not resolved", failure);
        }
    }
}
