package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Shows where the columns of views come from, what uses a column, or what migrations break:
 * {@code mvn compile cairn:lineage -Dcairn.arguments="--impact=V0012"}. Reads definitions only, no rows.
 */
@Mojo(name = "lineage", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class LineageMojo extends DefinitionMojo {
    LineageMojo() {
        super("lineage");
    }
}
