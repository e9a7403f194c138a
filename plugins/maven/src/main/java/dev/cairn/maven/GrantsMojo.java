package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Prints the least GRANT statements with which the migrator, the application and a read-only checker work:
 * {@code mvn compile cairn:grants}. Connects to no server.
 */
@Mojo(name = "grants", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class GrantsMojo extends SchemaMojo {
    GrantsMojo() {
        super("grants");
    }
}
