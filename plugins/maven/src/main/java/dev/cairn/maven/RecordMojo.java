package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Records all declared changes that no migration contains yet as one migration: {@code mvn cairn:record
 * -Dcairn.message="add discount"}.
 */
@Mojo(name = "record", requiresDependencyResolution = ResolutionScope.COMPILE)
final class RecordMojo extends RecordingMojo {
    /**
     * A short description of the change, from which the name of the migration is derived. Required unless cairn.check
     * or cairn.queries is set.
     */
    @Parameter(property = "cairn.message")
    @Nullable
    String message;

    /** Whether to write an empty migration, to be completed by hand. Default: false. */
    @Parameter(property = "cairn.empty", defaultValue = "false")
    boolean empty;

    /** Whether to write nothing, and to fail if there are unrecorded changes. Default: false. */
    @Parameter(property = "cairn.check", defaultValue = "false")
    boolean check;

    /** Whether to list only the checked queries beside the migrations, for the migrations of later releases. Default: false. */
    @Parameter(property = "cairn.queries", defaultValue = "false")
    boolean queries;

    /** Whether to rebuild tables that StarRocks can't alter as declared, and to copy their rows. Default: false. */
    @Parameter(property = "cairn.rebuild", defaultValue = "false")
    boolean rebuild;

    /** Whether the migration may lose the grants of rebuilt tables if it can't read them. Default: false. */
    @Parameter(property = "cairn.acceptGrantLoss", defaultValue = "false")
    boolean acceptGrantLoss;

    /**
     * Values of NOT NULL columns for rows that have no value when their table is rebuilt, for example
     * <code>orders.region='EU'</code>. On the command line, separate several by commas. Default: none.
     */
    @Parameter(property = "cairn.fill")
    List<String> fill = new ArrayList<>();

    /**
     * Whether the downgrade narrows columns that the upgrade widened, which rebuilds their table and loses longer
     * values. Default: false; the downgrade keeps the wider type.
     */
    @Parameter(property = "cairn.exactDowngrade", defaultValue = "false")
    boolean exactDowngrade;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = new ArrayList<>(List.of("record"));
        if (message != null && !message.isBlank()) {
            arguments.add(message);
        } else if (!check && !queries) {
            throw new MojoExecutionException("Missing message. Example: -Dcairn.message=\"add discount\"");
        }
        addFlag(arguments, "--empty", empty);
        addFlag(arguments, "--check", check);
        addFlag(arguments, "--queries", queries);
        addFlag(arguments, "--rebuild", rebuild);
        addFlag(arguments, "--accept-grant-loss", acceptGrantLoss);
        fill.forEach(value -> add(arguments, "--fill", value));
        addFlag(arguments, "--exact-downgrade", exactDowngrade);
        addRecording(arguments);
        return arguments;
    }
}
