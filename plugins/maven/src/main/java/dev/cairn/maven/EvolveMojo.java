package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Writes the next migration of a rename that is made in steps, between which the old and the new release of an
 * application run side by side: {@code mvn cairn:evolve -Dcairn.arguments="rename account.name full_name"}.
 */
@Mojo(name = "evolve", requiresDependencyResolution = ResolutionScope.COMPILE)
final class EvolveMojo extends CompilingMojo {
    EvolveMojo() {
        super("evolve");
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        super.addArguments(commandArguments);
        addConnection(commandArguments);
    }
}
