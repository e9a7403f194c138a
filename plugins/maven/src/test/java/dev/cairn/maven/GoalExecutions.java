package dev.cairn.maven;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.codehaus.plexus.configuration.PlexusConfigurationException;

/** Executions of goals as Maven passes them, from the descriptor that the build has written. */
final class GoalExecutions {
    private static final PluginDescriptor PLUGIN = readDescriptor();

    private GoalExecutions() {}

    private static PluginDescriptor readDescriptor() {
        try (Reader descriptor =
                Files.newBufferedReader(Path.of("target", "classes", "META-INF", "maven", "plugin.xml"))) {
            return new PluginDescriptorBuilder().build(descriptor);
        } catch (IOException | PlexusConfigurationException unreadable) {
            throw new IllegalStateException("The build writes the descriptor before the tests", unreadable);
        }
    }

    static MojoExecution of(String goal) {
        return new MojoExecution(PLUGIN.getMojo(goal), "default-cli", MojoExecution.Source.CLI);
    }

    /** Returns the goal as Maven makes it, except for its parameters. */
    static <T extends CommandMojo> T passedTo(T goal) {
        PLUGIN.getMojos().stream()
                .filter(mojo -> mojo.getImplementation().equals(goal.getClass().getName()))
                .forEach(mojo -> goal.execution = of(mojo.getGoal()));
        return goal;
    }
}
