package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Moves a migration, and the migrations that were recorded after it, to the end of the history: {@code mvn cairn:rebase
 * -Dcairn.arguments="V0003AddNote"}.
 */
@Mojo(name = "rebase", requiresDependencyResolution = ResolutionScope.COMPILE)
final class RebaseMojo extends CompilingMojo {
    RebaseMojo() {
        super("rebase");
    }
}
