package dev.cairn.gradle;

import java.io.File;
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
    void addTo(CommandArguments arguments) {
        getDefinitions().getFiles().stream()
                .filter(File::isDirectory)
                .forEach(folder -> arguments.option("definitions", folder));
        arguments.path("class-path", getClassPath());
        if (this instanceof PlaceholderProperties values) {
            values.getPlaceholders()
                    .get()
                    .forEach((name, value) -> arguments.option("placeholder", name + "=" + value));
        }
    }
}
