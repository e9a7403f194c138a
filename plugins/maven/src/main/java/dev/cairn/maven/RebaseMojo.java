package dev.cairn.maven;

import dev.cairn.tooling.recording.RebasedFiles;
import dev.cairn.tooling.recording.Recording;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Moves a migration, and the migrations that were recorded after it, to the end of the history: {@code mvn cairn:rebase
 * -Dcairn.name=V0003AddNote}.
 */
@Mojo(name = "rebase", requiresDependencyResolution = ResolutionScope.COMPILE)
final class RebaseMojo extends ProjectMojo {
    /** The name of the migration to move. */
    @Parameter(property = "cairn.name", required = true)
    String name = "";

    @Override
    void execute(Recording recording) throws MojoFailureException {
        RebasedFiles rebased = recording.rebase(name);
        if (rebased.moves().isEmpty()) {
            getLog().info(name + " is at the end already.");
        } else {
            rebased.files().forEach(file -> getLog().info("Wrote " + file));
            getLog().info(rebased.advice());
        }
        if (!rebased.problems().isEmpty()) {
            throw new MojoFailureException(String.join("\n", rebased.problems()));
        }
    }
}
