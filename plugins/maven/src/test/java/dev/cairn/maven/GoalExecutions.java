package dev.cairn.maven;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.codehaus.plexus.configuration.PlexusConfigurationException;

/** Creates executions of goals as Maven passes them, from the plugin descriptor that the build has written. */
final class GoalExecutions {
    private static final PluginDescriptor PLUGIN_DESCRIPTOR = readDescriptor();

    private GoalExecutions() {}

    private static PluginDescriptor readDescriptor() {
        try (Reader descriptor =
                Files.newBufferedReader(Path.of("target", "classes", "META-INF", "maven", "plugin.xml"))) {
            return new PluginDescriptorBuilder().build(descriptor);
        } catch (IOException | PlexusConfigurationException failure) {
            throw new IllegalStateException("The build writes the descriptor before the tests", failure);
        }
    }

    static MojoExecution of(String goal) {
        return new MojoExecution(PLUGIN_DESCRIPTOR.getMojo(goal), "default-cli", MojoExecution.Source.CLI);
    }

    /** Sets the execution of a goal as Maven does, and returns the goal. Its other parameters are not set. */
    static <T extends CommandMojo> T setExecution(T goal) {
        PLUGIN_DESCRIPTOR.getMojos().stream()
                .filter(mojo -> mojo.getImplementation().equals(goal.getClass().getName()))
                .forEach(mojo -> goal.execution = of(mojo.getGoal()));
        return goal;
    }
}
