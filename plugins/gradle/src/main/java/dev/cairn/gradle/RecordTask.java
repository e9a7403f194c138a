package dev.cairn.gradle;

import dev.cairn.tooling.command.CommandArguments;
import java.util.List;
import org.gradle.api.InvalidUserDataException;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.file.DirectoryProperty;
import org.gradle.api.provider.ListProperty;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.Classpath;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.InputFiles;
import org.gradle.api.tasks.Internal;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.PathSensitive;
import org.gradle.api.tasks.PathSensitivity;
import org.gradle.api.tasks.UntrackedTask;
import org.gradle.api.tasks.options.Option;

/**
 * Records all declared changes that no migration contains yet as one migration:
 * {@code gradle cairnRecord --message="add discount"}.
 */
@UntrackedTask(because = "It writes into the sources")
public abstract class RecordTask extends CommandTask {
    @Input
    @Optional
    @Option(option = "empty", description = "Write a migration without statements, to be filled by hand.")
    public abstract Property<Boolean> getEmpty();

    @Input
    @Optional
    @Option(
            option = "check",
            description =
                    "Write nothing; show the changes that are not recorded, and exit with 3 if there" + " are any.")
    public abstract Property<Boolean> getCheck();

    @Input
    @Optional
    // Gradle itself has an option --dry-run.
    @Option(option = "cairn-dry-run", description = "Write nothing; print the file that would be written.")
    public abstract Property<Boolean> getDryRun();

    @Input
    @Optional
    @Option(
            option = "queries",
            description =
                    "Only list the checked queries next to the migrations, for the migrations of later" + " releases.")
    public abstract Property<Boolean> getQueries();

    @Input
    @Optional
    @Option(option = "destructive", description = "Allow changes that drop data.")
    public abstract Property<Boolean> getDestructive();

    @Input
    @Optional
    @Option(option = "rebuild", description = "Rebuild tables that StarRocks can't alter, and copy their rows.")
    public abstract Property<Boolean> getRebuild();

    @Input
    @Optional
    @Option(
            option = "fill",
            description = "The value of a NOT NULL column for rows that have none when their table is"
                    + " rebuilt, for example orders.region='EU': an expression over the columns of the old"
                    + " table; may be repeated.")
    public abstract ListProperty<String> getFill();

    /** A short description of the change, from which the name of the migration is derived. */
    @Input
    @Optional
    @Option(option = "message", description = "A short description of the change; it names the migration.")
    public abstract Property<String> getMessage();

    /** The folders of the sources. */
    @InputFiles
    @PathSensitive(PathSensitivity.ABSOLUTE)
    public abstract ConfigurableFileCollection getSources();

    /** The folder into which annotation processors write sources, if the project has been compiled. */
    @Internal
    public abstract DirectoryProperty getGeneratedSources();

    /** The class path of the sources. */
    @Classpath
    public abstract ConfigurableFileCollection getClassPath();

    /** The options of javac that the sources need. Default: {@code --release} and {@code -encoding} of the project. */
    @Input
    public abstract ListProperty<String> getJavac();

    @Override
    boolean needsServer() {
        return false;
    }

    @Override
    String commandName() {
        return "record";
    }

    @Override
    void addArguments(CommandArguments arguments) {
        String message = getMessage().getOrElse("");
        if (!message.isBlank()) {
            arguments.addPositionalArgument(message);
        } else if (!getCheck().getOrElse(false)
                && !getQueries().getOrElse(false)
                && getArguments().get().isEmpty()) {
            throw new InvalidUserDataException(
                    "Missing message. Example: gradle cairnRecord --message=\"add discount\"");
        }
        arguments
                .addRepeatedOption("--sources", findExistingFolders(getSources().getFiles()))
                .addRepeatedOption(
                        "--sources",
                        findExistingFolders(List.of(getGeneratedSources().get().getAsFile())))
                .addOption("--class-path", getClassPath().getAsPath())
                .addRepeatedOption("--javac", getJavac().get())
                .addFlag("--empty", getEmpty().getOrElse(false))
                .addFlag("--check", getCheck().getOrElse(false))
                .addFlag("--dry-run", getDryRun().getOrElse(false))
                .addFlag("--queries", getQueries().getOrElse(false))
                .addFlag("--destructive", getDestructive().getOrElse(false))
                .addFlag("--rebuild", getRebuild().getOrElse(false))
                .addRepeatedOption("--fill", getFill().get());
    }
}
