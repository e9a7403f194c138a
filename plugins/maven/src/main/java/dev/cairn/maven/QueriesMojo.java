package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Lists the checked queries of the compiled classes, with the tables and views that they read and change:
 * {@code mvn compile cairn:queries}. Connects to no server.
 */
@Mojo(name = "queries", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class QueriesMojo extends CommandMojo {
    QueriesMojo() {
        super("queries");
    }

    @Override
    ModuleContent requiredContent() {
        return ModuleContent.CHECKED_QUERIES;
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        addClasses(commandArguments);
    }
}
