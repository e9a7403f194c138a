package dev.cairn.gradle;

import dev.cairn.tooling.command.CommandArguments;
import org.gradle.api.Task;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.file.RegularFileProperty;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.CacheableTask;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.InputFiles;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.OutputFile;
import org.gradle.api.tasks.PathSensitive;
import org.gradle.api.tasks.PathSensitivity;
import org.gradle.api.tasks.options.Option;

/**
 * Writes the documentation of the schema into a file: {@code gradle cairnDocs}. Connects to no server unless
 * {@code url} is set.
 */
@CacheableTask
public abstract class DocsTask extends SchemaTask implements PlaceholderProperties {
    @OutputFile
    @Option(option = "output", description = "The file to write. Default: cairn/PROJECT.html in the build folder")
    public abstract RegularFileProperty getOutput();

    @Input
    @Optional
    @Option(option = "format", description = "html, markdown or mermaid. Default: html")
    public abstract Property<String> getFormat();

    /**
     * Disables the caching of the task if it has a URL, because it then reads a server, or if it has arguments, because
     * these may name a server or a file. The task then runs in each build.
     */
    void runAlwaysWithServer() {
        getOutputs().upToDateWhen(task -> !mayReadServer(task));
        getOutputs().doNotCacheIf("It reads a server, or has arguments", DocsTask::mayReadServer);
    }

    private static boolean mayReadServer(Task task) {
        DocsTask docsTask = (DocsTask) task;
        return docsTask.getUrl().isPresent() || !docsTask.getArguments().get().isEmpty();
    }

    /** The folders of the sources, whose comments the documentation shows. */
    @InputFiles
    @PathSensitive(PathSensitivity.RELATIVE)
    public abstract ConfigurableFileCollection getSources();

    @Override
    boolean needsServer() {
        return false;
    }

    @Override
    String commandName() {
        return "docs";
    }

    @Override
    void addArguments(CommandArguments arguments) {
        super.addArguments(arguments);
        arguments
                .addOption("--output", getOutput().getAsFile().get())
                .addOption("--format", getFormat().getOrNull());
        arguments.addRepeatedOption(
                "--sources", findExistingFolders(getSources().getFiles()));
    }
}
