package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Runs the migrations that the database has not seen yet: {@code mvn cairn:upgrade}. After a failure, run it again: it continues. */
@Mojo(name = "upgrade", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class UpgradeMojo extends MigratingMojo {
    /** Up to which migration: its number, its name, or +n for n of them; all by default. */
    @Parameter(property = "cairn.to")
    @Nullable
    String to;

    @Override
    List<String> arguments() throws MojoExecutionException {
        return migrating("upgrade", to);
    }
}
