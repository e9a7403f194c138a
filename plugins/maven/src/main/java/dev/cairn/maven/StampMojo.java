package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Records in the ledger that the database is at a migration, without comparing the database:
 * {@code mvn cairn:stamp -Dcairn.to=3 -Dcairn.yes}. It is meant for migrations that were run by hand.
 */
@Mojo(name = "stamp", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class StampMojo extends MigratingMojo {
    /** The migration, by number or name; base is before the first migration. */
    @Parameter(property = "cairn.to", required = true)
    String to = "";

    /** Whether to discard an unfinished migration, whose steps were completed or reverted by hand. Default: false. */
    @Parameter(property = "cairn.abandon", defaultValue = "false")
    boolean abandon;

    /** Confirms the command. Without this property, the goal fails before it changes anything. Default: false. */
    @Parameter(property = "cairn.yes", defaultValue = "false")
    boolean yes;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("stamp", to);
        addFlag(arguments, "--abandon", abandon);
        addFlag(arguments, "--yes", yes);
        return arguments;
    }
}
