package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Shows how the server would run each checked query of the compiled classes: {@code mvn compile cairn:explain}. Fails
 * if the server refuses a query.
 */
@Mojo(name = "explain", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class ExplainMojo extends CommandMojo {
    ExplainMojo() {
        super("explain");
    }

    @Override
    ModuleContent requiredContent() {
        return ModuleContent.CHECKED_QUERIES;
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        addClasses(commandArguments);
        addConnection(commandArguments);
    }
}
