package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Reverts migrations, the last one first: {@code mvn cairn:downgrade -Dcairn.arguments="3"}. A migration that destroys
 * data is reverted with {@code --destructive} among the arguments.
 */
@Mojo(name = "downgrade", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class DowngradeMojo extends SchemaMojo {
    DowngradeMojo() {
        super("downgrade");
    }
}
