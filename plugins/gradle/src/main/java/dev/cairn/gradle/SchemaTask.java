package dev.cairn.gradle;

import dev.cairn.tooling.command.CommandArguments;
import java.util.List;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.tasks.Classpath;
import org.gradle.work.DisableCachingByDefault;

/** A task whose command reads the compiled schema of the project. */
@DisableCachingByDefault(because = "Subclasses decide")
public abstract class SchemaTask extends CommandTask {
    /** The folder of the compiled classes of Java, among them those that the processor has generated. */
    @Classpath
    public abstract ConfigurableFileCollection getDefinitions();

    /** The class path that the compiled classes require. */
    @Classpath
    public abstract ConfigurableFileCollection getClassPath();

    @Override
    void addArguments(CommandArguments arguments) {
        arguments.addRepeatedOption(
                "--definitions", findExistingFolders(getDefinitions().getFiles()));
        arguments.addOption("--class-path", getClassPath().getAsPath());
        if (this instanceof PlaceholderProperties placeholderTask) {
            placeholderTask
                    .getPlaceholders()
                    .get()
                    .forEach(
                            (name, value) -> arguments.addRepeatedOption("--placeholder", List.of(name + "=" + value)));
        }
    }
}
