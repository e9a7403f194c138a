package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Replaces the migrations up to one of them by a single migration that creates the schema as they left it: {@code mvn
 * cairn:checkpoint -Dcairn.arguments="500 --archive=src/main/archive"}.
 */
@Mojo(name = "checkpoint", requiresDependencyResolution = ResolutionScope.COMPILE)
final class CheckpointMojo extends CompilingMojo {
    CheckpointMojo() {
        super("checkpoint");
    }
}
