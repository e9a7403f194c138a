package dev.cairn.gradle;

import dev.cairn.tooling.command.CommandArguments;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.file.RegularFileProperty;
import org.gradle.api.provider.ListProperty;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.InputFiles;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.OutputFile;
import org.gradle.api.tasks.PathSensitive;
import org.gradle.api.tasks.PathSensitivity;
import org.gradle.api.tasks.UntrackedTask;
import org.gradle.api.tasks.options.Option;

/**
 * Finds migrations, definitions and checked queries that a server accepts, but that may do harm:
 * {@code gradle cairnLint}. Fails if there are findings at or above {@code failOn}. Connects to a server only with
 * {@code pending}, or if its URL is passed to this task.
 */
@UntrackedTask(because = "It compares with a git revision, or with a server")
public abstract class LintTask extends SchemaTask {
    @Input
    @Optional
    @Option(
            option = "since",
            description = "Check the schema, and only those migrations that are new or changed since a git revision.")
    public abstract Property<String> getSince();

    @Input
    @Optional
    @Option(option = "pending", description = "Check only the migrations that the database at --url lacks.")
    public abstract Property<Boolean> getPending();

    @Input
    @Optional
    @Option(
            option = "fail-on",
            description = "The minimum severity that makes the task fail: info, warning, error or never."
                    + " Default: warning")
    public abstract Property<String> getFailOn();

    @Input
    @Optional
    @Option(
            option = "format",
            description = "The format of the findings: text, json, sarif, junit, github, gitlab or"
                    + " markdown. Default: text")
    public abstract Property<String> getFormat();

    @OutputFile
    @Optional
    @Option(option = "output", description = "Write the findings to a file.")
    public abstract RegularFileProperty getOutput();

    @Input
    @Optional
    @Option(
            option = "previous",
            description = "The previous release, to find migrations that break its checked queries: a git"
                    + " revision with the query list of cairn record, a folder or an archive of its compiled"
                    + " classes (may be repeated), or none. Default: the release of the database at --url, else"
                    + " the last tag before the migration, else the last common commit with --since, else the"
                    + " commit before the migration.")
    public abstract ListProperty<String> getPrevious();

    @Input
    @Optional
    @Option(
            option = "select",
            description = "Check only a migration (V0012), several (V0003:V0012), or an SQL file. Default: the last"
                    + " migration, changes that are not recorded, the schema, and the checked queries.")
    public abstract Property<String> getSelect();

    /** The folders of the sources, for the locations of findings. */
    @InputFiles
    @PathSensitive(PathSensitivity.ABSOLUTE)
    public abstract ConfigurableFileCollection getSources();

    @Override
    boolean needsServer() {
        return getPending().getOrElse(false);
    }

    @Override
    String commandName() {
        return "lint";
    }

    @Override
    void addArguments(CommandArguments arguments) {
        super.addArguments(arguments);
        arguments
                .addOption("--since", getSince().getOrNull())
                .addFlag("--pending", getPending().getOrElse(false))
                .addOption("--fail-on", getFailOn().getOrNull())
                .addOption("--format", getFormat().getOrNull())
                .addOption("--output", getOutput().getAsFile().getOrNull())
                .addRepeatedOption("--previous", getPrevious().get())
                .addPositionalArgument(getSelect().getOrNull());
        arguments.addRepeatedOption(
                "--sources", findExistingFolders(getSources().getFiles()));
    }
}
