package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Reverts migrations, the last one first: {@code mvn cairn:downgrade -Dcairn.to=3}. */
@Mojo(name = "downgrade", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class DowngradeMojo extends RebuildingMojo {
    /** The migration to downgrade to: its number, its name, -n to revert n migrations, or base to revert all. */
    @Parameter(property = "cairn.to", required = true)
    String to = "";

    /**
     * Whether to allow steps that destroy data. Default: false, in which case the goal fails if such a step is
     * required.
     */
    @Parameter(property = "cairn.destructive", defaultValue = "false")
    boolean destructive;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("downgrade", to);
        addFlag(arguments, "--destructive", destructive);
        addRebuildingOptions(arguments);
        return arguments;
    }
}
