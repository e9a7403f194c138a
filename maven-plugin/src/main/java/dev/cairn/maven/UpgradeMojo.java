package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pending migrations: {@code mvn cairn:upgrade}. After a failure, run the goal again: it resumes the
 * migration.
 */
@Mojo(name = "upgrade", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class UpgradeMojo extends MigratingMojo {
    /** The migration to upgrade to: its number, its name, or +n to run n migrations. Default: the last migration. */
    @Parameter(property = "cairn.to")
    @Nullable
    String to;

    @Override
    List<String> arguments() throws MojoExecutionException {
        return migrating("upgrade", to);
    }
}
