package dev.cairn.gradle;

import dev.cairn.tooling.command.CommandArguments;
import dev.cairn.tooling.command.ShellWordSplitter;
import java.io.File;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.gradle.api.DefaultTask;
import org.gradle.api.GradleException;
import org.gradle.api.InvalidUserDataException;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.file.DirectoryProperty;
import org.gradle.api.provider.ListProperty;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.Classpath;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Internal;
import org.gradle.api.tasks.Nested;
import org.gradle.api.tasks.TaskAction;
import org.gradle.api.tasks.VerificationException;
import org.gradle.api.tasks.options.Option;
import org.gradle.jvm.toolchain.JavaLauncher;
import org.gradle.process.ExecOperations;
import org.gradle.work.DisableCachingByDefault;

/**
 * A task that runs a command of {@code cairn}. The command runs in a process with the Java of the project, because it
 * loads the compiled classes of the project and compiles its sources. A task has properties for the options that users
 * write into a build file or often pass; all other options of the command are passed as arguments.
 */
@DisableCachingByDefault(because = "Subclasses decide")
public abstract class CommandTask extends DefaultTask implements CommandProperties {
    static final String MAIN_CLASS = "dev.cairn.cli.Cairn";

    /**
     * Options of the JVM for a short process, which ends before the optimizing compiler or another garbage collector
     * would save time.
     */
    private static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** The exit code for pending changes, drift, findings and failing rows. */
    private static final int DIFFERENCE_EXIT_CODE = 3;

    /** The class path of the command. */
    @Classpath
    public abstract ConfigurableFileCollection getCommand();

    /** The Java that runs the command. */
    @Nested
    public abstract Property<JavaLauncher> getLauncher();

    /** The folder against which the command resolves paths. */
    @Internal
    public abstract DirectoryProperty getWorkingDirectory();

    /**
     * Further arguments of the command, such as {@code --retry=10m}. An option here replaces the option of the same
     * name that the task passes, unless the option may be repeated.
     */
    @Input
    public abstract ListProperty<String> getArguments();

    /**
     * Adds the arguments in a line, which is split as a shell splits it.
     *
     * @throws InvalidUserDataException if a quote in the line is not closed
     */
    @Option(
            option = "arguments",
            description =
                    "Further arguments of the command, separated by spaces, such as \"--retry=10m --format=json\".")
    public void setArgumentLine(String line) {
        try {
            getArguments().addAll(ShellWordSplitter.split(line));
        } catch (IllegalArgumentException failure) {
            throw new InvalidUserDataException("--arguments: " + failure.getMessage(), failure);
        }
    }

    /** Runs processes. */
    @Inject
    @SuppressWarnings("JavaxInjectOnAbstractMethod") // Gradle implements the method
    protected abstract ExecOperations getProcesses();

    /** Returns the name of the command, such as {@code record}. */
    abstract String commandName();

    /** Adds the arguments that the task derives from its own properties and from the project. */
    abstract void addArguments(CommandArguments arguments);

    /** Returns the folders among the files that exist. */
    static List<File> findExistingFolders(Collection<File> files) {
        return files.stream().filter(File::isDirectory).toList();
    }

    /**
     * Returns whether the command needs a server. A command that does not need a server uses a URL only for additional
     * statistics, so its task does not take the URL from the extension.
     */
    boolean needsServer() {
        return true;
    }

    /**
     * Makes the values of the extension the defaults of the properties. The URL becomes a default only if the command
     * needs a server.
     */
    final void useDefaults(CairnExtension extension) {
        Map<String, Property<String>> defaultByOption = extension.propertyByOption();
        propertyByOption().forEach((option, property) -> {
            Property<String> defaultValue = defaultByOption.get(option);
            if (defaultValue != null) {
                property.convention(defaultValue);
            }
        });
        getUrl().convention(extension.getUrl().filter(url -> needsServer()));
    }

    /**
     * Runs the command.
     *
     * @throws VerificationException if the command finds pending changes, drift, findings or failing rows
     * @throws GradleException if the command fails for another reason
     */
    @TaskAction
    public final void run() {
        List<String> arguments = createCommandLine();
        int exitCode = getProcesses()
                .javaexec(process -> {
                    process.setExecutable(
                            getLauncher().get().getExecutablePath().getAsFile());
                    process.setClasspath(getCommand());
                    process.getMainClass().set(MAIN_CLASS);
                    process.setJvmArgs(JVM_OPTIONS);
                    process.setArgs(arguments);
                    process.setWorkingDir(getWorkingDirectory().get().getAsFile());
                    process.setIgnoreExitValue(true);
                })
                .getExitValue();
        if (exitCode != 0) {
            String message = "cairn " + commandName() + " ended with exit code " + exitCode + "; its output is above";
            throw exitCode == DIFFERENCE_EXIT_CODE ? new VerificationException(message) : new GradleException(message);
        }
    }

    /** Returns the command and all its arguments. */
    final List<String> createCommandLine() {
        CommandArguments arguments = new CommandArguments(commandName());
        propertyByOption().forEach((option, property) -> arguments.addOption(option, property.getOrNull()));
        addArguments(arguments);
        return arguments.addUserArguments(getArguments().get()).toCommandLine();
    }
}
