package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Shows the steps that an upgrade would run now, with costs and warnings: {@code mvn cairn:plan}. Runs no migration.
 */
@Mojo(name = "plan", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class PlanMojo extends SchemaMojo {
    PlanMojo() {
        super("plan");
    }
}
