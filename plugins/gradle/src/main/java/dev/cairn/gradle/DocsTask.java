package dev.cairn.gradle;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradle.api.Task;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.file.RegularFileProperty;
import org.gradle.api.provider.ListProperty;
import org.gradle.api.provider.Property;
import org.gradle.api.provider.Provider;
import org.gradle.api.tasks.CacheableTask;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.InputFiles;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.OutputFile;
import org.gradle.api.tasks.PathSensitive;
import org.gradle.api.tasks.PathSensitivity;
import org.gradle.api.tasks.options.Option;

/**
 * Writes the documentation of the schema into a file: {@code gradle cairnDocs}. Connects to no server unless {@code url}
 * is set.
 */
@CacheableTask
public abstract class DocsTask extends SchemaTask implements ConnectingProperties, PlaceholderProperties {
    @OutputFile
    @Option(option = "output", description = "The file to write. Default: cairn/PROJECT.html in the build folder")
    public abstract RegularFileProperty getOutput();

    @Input
    @Optional
    @Option(option = "format", description = "html, markdown or mermaid. Default: html")
    public abstract Property<String> getFormat();

    @Input
    @Optional
    @Option(
            option = "placeholder",
            description = "A value for ${NAME} in a compiled schema, instead of its default; may be" + " repeated.")
    public abstract ListProperty<String> getPlaceholder();

    @Input
    @Optional
    @Option(
            option = "server",
            description = "The server version for which files of SQL are written: 3.5, 4.0 or 4.1. Default: that of the"
                    + " server with which they are compared, or else 4.1. Of a compiled schema with several targets,"
                    + " it chooses the one with this version. Default: the newest")
    public abstract Property<String> getServer();

    @Input
    @Optional
    @Option(
            option = "shared-data",
            description = "Files of SQL are written for a shared-data cluster. Of a compiled schema with"
                    + " several targets, it chooses the shared-data one.")
    public abstract Property<Boolean> getSharedData();

    @Override
    Map<String, Provider<?>> options() {
        Map<String, Provider<?>> options = new LinkedHashMap<>();
        options.put("output", getOutput());
        options.put("format", getFormat());
        options.put("placeholder", getPlaceholder());
        options.put("server", getServer());
        options.put("shared-data", getSharedData());
        return options;
    }

    /** Lets the task always run if it has a URL, because it then reads a server, or arguments, which may name one or a file. */
    void runAlwaysWithServer() {
        getOutputs().upToDateWhen(task -> !readsServer(task));
        getOutputs().doNotCacheIf("It reads a server, or has arguments", DocsTask::readsServer);
    }

    private static boolean readsServer(Task task) {
        DocsTask docs = (DocsTask) task;
        return docs.getUrl().isPresent() || !docs.getArguments().get().isEmpty();
    }

    /** The folders of the sources, of which the comments are shown. */
    @InputFiles
    @PathSensitive(PathSensitivity.RELATIVE)
    public abstract ConfigurableFileCollection getSources();

    @Override
    boolean needsServer() {
        return false;
    }

    @Override
    String command() {
        return "docs";
    }

    @Override
    void addTo(CommandArguments arguments) {
        super.addTo(arguments);
        getSources().getFiles().stream()
                .filter(File::isDirectory)
                .forEach(folder -> arguments.option("sources", folder));
    }
}
