package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Generates annotated records for the objects of a database or of SQL files, and the root interface of their schema:
 * {@code mvn cairn:pull -Dcairn.arguments="--package=com.acme.shop"}. Existing files are not changed. Fails and writes
 * nothing if a definition can't be read and is not excluded.
 */
@Mojo(name = "pull", requiresDependencyResolution = ResolutionScope.COMPILE)
final class PullMojo extends CompilingMojo {
    PullMojo() {
        super("pull");
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        if (modules.size() > 1 && !isContentInAnyModule()) {
            throw new MojoExecutionException("The build has several modules, and none of them has a schema: select the"
                    + " module into which to write, for example mvn -pl MODULE cairn:pull");
        }
        commandArguments
                .addOption("--schema", schema)
                .addOption("--sources", requireProject().getCompileSourceRoots().get(0));
        addCompileOptions(commandArguments);
        addConnection(commandArguments);
    }
}
