package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Creates the ledger of an existing database whose objects are those that the migrations would have created:
 * {@code mvn cairn:baseline -Dcairn.yes}. The goal first compares the database with the migrations; if anything
 * differs, it fails and changes nothing.
 */
@Mojo(name = "baseline", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class BaselineMojo extends MigratingMojo {
    /**
     * The last migration whose changes the database contains: its number or its name. Default: the last migration of the
     * history of the ledger; without a history, the last one of all.
     */
    @Parameter(property = "cairn.to")
    @Nullable
    String to;

    /** Confirms the command. Without this property, the goal fails before it changes anything. Default: false. */
    @Parameter(property = "cairn.yes", defaultValue = "false")
    boolean yes;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("baseline", to);
        addFlag(arguments, "--yes", yes);
        return arguments;
    }
}
