package dev.cairn.maven;

import dev.cairn.cli.Cairn;
import dev.cairn.cli.option.CommandEnvironment;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The base class of goals that run a command of {@code cairn}. A goal prints the output of its command, and fails if
 * the exit code of the command is not 0. The password comes from {@code CAIRN_PASSWORD}, a file, or cairn.properties.
 */
abstract class CommandMojo extends AbstractMojo {
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @Nullable
    MavenProject project;

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

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        List<String> arguments = new ArrayList<>(arguments());
        String command = arguments.get(0);
        StringWriter errors = new StringWriter();
        // A driver registers itself when it is loaded; whether this has happened depends on the goals that ran before.
        long drivers = ServiceLoader.load(Driver.class, Cairn.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .count();
        getLog().debug(drivers + " drivers");
        try (PrintWriter out = new PrintWriter(output(), true)) {
            PrintWriter err = new PrintWriter(errors, true);
            int code =
                    Cairn.run(out, err, CommandEnvironment.silent(System.getenv()), arguments.toArray(String[]::new));
            String message = errors.toString().strip();
            if (code != 0) {
                throw new MojoFailureException(
                        message.isEmpty()
                                ? "cairn " + command + " ended with " + code + ", see above"
                                : GoalText.of(message));
            }
            message.lines().forEach(getLog()::warn);
        }
    }

    /** Returns the command and its arguments. */
    abstract List<String> arguments() throws MojoExecutionException;

    /** Returns the writer for the standard output of the command. */
    Writer output() throws MojoExecutionException {
        return new MavenLogWriter(getLog());
    }

    /** Returns the options for the connection. */
    final List<String> connecting() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--url", url);
        add(arguments, "--user", user);
        add(arguments, "--password-file", passwordFile);
        add(arguments, "--config", config);
        return arguments;
    }

    /** Returns the options for a schema in the compiled classes of the project. */
    final List<String> ofSchema() throws MojoExecutionException {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--definitions", classes());
        arguments.addAll(ofClasses());
        return arguments;
    }

    /** Returns the options for the class path and the choice of a schema. */
    final List<String> withClassPath() throws MojoExecutionException {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--class-path", classPath(classes()));
        add(arguments, "--schema", schema);
        return arguments;
    }

    /** Returns the options for a schema, without the location of its classes. */
    final List<String> ofClasses() throws MojoExecutionException {
        List<String> arguments = withClassPath();
        placeholders.forEach((name, value) -> add(arguments, "--placeholder", name + "=" + value));
        placeholder.forEach(value -> add(arguments, "--placeholder", value));
        return arguments;
    }

    final String classes() {
        return maven().getBuild().getOutputDirectory();
    }

    static void addFlag(List<String> arguments, String option, boolean set) {
        if (set) {
            arguments.add(option);
        }
    }

    static void add(List<String> arguments, String option, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            arguments.add(option + "=" + value);
        }
    }

    /** Adds the class path and the options of javac with which the command compiles the sources. */
    static void addCompilation(List<String> arguments, List<Path> classPath, List<String> javacOptions) {
        add(
                arguments,
                "--class-path",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        javacOptions.forEach(option -> add(arguments, "--javac", option));
    }

    static void addNumber(List<String> arguments, String option, @Nullable Integer number) {
        add(arguments, option, number == null ? null : number.toString());
    }

    final MavenProject maven() {
        return Objects.requireNonNull(project, "Maven sets the project");
    }

    private String classPath(String classes) throws MojoExecutionException {
        try {
            return maven().getRuntimeClasspathElements().stream()
                    .filter(element -> !element.equals(classes))
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (DependencyResolutionRequiredException unresolved) {
            throw new MojoExecutionException("The dependencies are not resolved", unresolved);
        }
    }

    /** Writes each line as a line of Maven's log. */
    private static final class MavenLogWriter extends Writer {
        private final Log log;
        private final StringBuilder line = new StringBuilder();

        MavenLogWriter(Log log) {
            this.log = log;
        }

        @Override
        public void write(char[] characters, int from, int count) {
            for (int i = from; i < from + count; i++) {
                if (characters[i] == '\n') {
                    log.info(line.toString().stripTrailing());
                    line.setLength(0);
                } else {
                    line.append(characters[i]);
                }
            }
        }

        @Override
        public void flush() {
            // Each line is written when it ends.
        }

        @Override
        public void close() {
            if (line.length() > 0) {
                log.info(line.toString());
                line.setLength(0);
            }
        }
    }
}
