package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Writes the next migration of a rename that is made in steps, between which the old and the new release of an application run side by
 * side: {@code mvn cairn:evolve -Dcairn.rename=account.name -Dcairn.to=full_name}.
 */
@Mojo(name = "evolve", requiresDependencyResolution = ResolutionScope.COMPILE)
final class EvolveMojo extends RecordingMojo {
    /** The column to rename, with its table, for example account.name. */
    @Parameter(property = "cairn.rename", required = true)
    String rename = "";

    /** The new name of the column. */
    @Parameter(property = "cairn.to", required = true)
    String to = "";

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = new ArrayList<>(List.of("evolve", "rename", rename, to));
        addRecording(arguments);
        return arguments;
    }
}
