package dev.cairn.gradle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.gradle.api.NamedDomainObjectProvider;
import org.gradle.api.Plugin;
import org.gradle.api.Project;
import org.gradle.api.artifacts.Configuration;

/**
 * The plugin {@code dev.cairn}: the commands of {@code cairn} as tasks of a project. The tasks exist only if the
 * project also applies the plugin {@code java}.
 */
public final class CairnPlugin implements Plugin<Project> {
    /** The name of the extension, of the configuration, and of the group of the tasks. */
    static final String EXTENSION_NAME = "cairn";

    @Override
    public void apply(Project project) {
        CairnExtension extension = project.getExtensions().create(EXTENSION_NAME, CairnExtension.class);
        NamedDomainObjectProvider<Configuration> commandConfiguration = project.getConfigurations()
                .register(EXTENSION_NAME, configuration -> {
                    configuration.setDescription("The command cairn, and the JDBC drivers that it uses.");
                    configuration.setCanBeConsumed(false);
                });
        project.getDependencies().add(EXTENSION_NAME, "dev.cairn:cairn-cli:" + readVersion());
        project.getPluginManager()
                .withPlugin(
                        "java", ignored -> new TaskRegistrar(project, extension, commandConfiguration).registerTasks());
    }

    private static String readVersion() {
        try (InputStream inputStream = Objects.requireNonNull(CairnPlugin.class.getResourceAsStream("version.txt"))) {
            return new String(inputStream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("The archive of the plugin can't be read", failure);
        }
    }
}
