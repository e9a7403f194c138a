package dev.cairn.maven;

import dev.cairn.cli.Cairn;
import dev.cairn.cli.Surroundings;
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
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * A goal that is a command of {@code cairn}: it says the same, and fails where the command does not end with 0. Where a
 * password is needed, it comes from {@code CAIRN_PASSWORD}, a file, or cairn.properties.
 */
abstract class CommandMojo extends AbstractMojo {
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @Nullable
    MavenProject project;

    /** The server and its database, as in starrocks://root@localhost:9030/shop; otherwise CAIRN_URL or cairn.properties. */
    @Parameter(property = "cairn.url")
    @Nullable
    String url;

    /** The user; otherwise CAIRN_USER, user in cairn.properties, or the one in the URL. */
    @Parameter(property = "cairn.user")
    @Nullable
    String user;

    /** A file whose first line is the password; otherwise CAIRN_PASSWORD, or cairn.properties. */
    @Parameter(property = "cairn.passwordFile")
    @Nullable
    String passwordFile;

    /** A file of such settings, instead of cairn.properties. */
    @Parameter(property = "cairn.config")
    @Nullable
    String config;

    /** The schema, by its name or that of its class, where there is more than one. */
    @Parameter(property = "cairn.schema")
    @Nullable
    String schema;

    /** Values for placeholders, in the build file. */
    @Parameter
    Map<String, String> placeholders = new LinkedHashMap<>();

    /** Values for placeholders, on the command line: NAME=VALUE. Separate several by commas. */
    @Parameter(property = "cairn.placeholder")
    List<String> placeholder = new ArrayList<>();

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        List<String> arguments = new ArrayList<>(arguments());
        String command = arguments.get(0);
        StringWriter complaints = new StringWriter();
        // A driver registers itself when it is loaded; whether that was done depends on which goals ran before.
        long drivers = ServiceLoader.load(Driver.class, Cairn.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .count();
        getLog().debug(drivers + " drivers");
        try (PrintWriter out = new PrintWriter(output(), true)) {
            PrintWriter err = new PrintWriter(complaints, true);
            int code = Cairn.run(out, err, Surroundings.silent(System.getenv()), arguments.toArray(String[]::new));
            String said = complaints.toString().strip();
            if (code != 0) {
                throw new MojoFailureException(
                        said.isEmpty()
                                ? "cairn " + command + " ended with " + code + ", see above"
                                : GoalText.of(said));
            }
            said.lines().forEach(getLog()::warn);
        }
    }

    /** The command and all that it is told. */
    abstract List<String> arguments() throws MojoExecutionException;

    /** Where it prints what it found. */
    Writer output() throws MojoExecutionException {
        return new LogLines(getLog());
    }

    /** About the server. */
    final List<String> connecting() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--url", url);
        add(arguments, "--user", user);
        add(arguments, "--password-file", passwordFile);
        add(arguments, "--config", config);
        return arguments;
    }

    /** About the compiled classes of the project. */
    final List<String> ofSchema() throws MojoExecutionException {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--classes", classes());
        arguments.addAll(ofClasses());
        return arguments;
    }

    /** About classes that are named otherwise. */
    final List<String> ofClasses() throws MojoExecutionException {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--class-path", classPath(classes()));
        add(arguments, "--schema", schema);
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
}
