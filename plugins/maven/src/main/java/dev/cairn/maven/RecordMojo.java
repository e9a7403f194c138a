package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Records, as one migration, all declared changes that no migration contains yet: {@code mvn cairn:record
 * -Dcairn.message="add discount"}.
 */
@Mojo(name = "record", requiresDependencyResolution = ResolutionScope.COMPILE)
final class RecordMojo extends CompilingMojo {
    /**
     * A short description of the change, from which the name of the migration is derived. Required unless cairn.check
     * is set, or the arguments contain a message or an option that needs none.
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

    /** Whether to write nothing, and to print the file that would be written. Default: false. */
    @Parameter(property = "cairn.dryRun", defaultValue = "false")
    boolean dryRun;

    /** Whether to allow steps that drop data. Default: false. */
    @Parameter(property = "cairn.destructive", defaultValue = "false")
    boolean destructive;

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

    RecordMojo() {
        super("record");
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        if (!check
                && (message == null || message.isBlank())
                && collectUserArguments().isEmpty()) {
            throw new MojoExecutionException("Missing message. Example: -Dcairn.message=\"add discount\"");
        }
        commandArguments
                .addFlag("--empty", empty)
                .addFlag("--check", check)
                .addFlag("--dry-run", dryRun)
                .addFlag("--destructive", destructive)
                .addFlag("--rebuild", rebuild)
                .addFlag("--accept-grant-loss", acceptGrantLoss)
                .addRepeatedOption("--fill", fill)
                .addPositionalArgument(message);
        super.addArguments(commandArguments);
        addConnection(commandArguments);
    }
}
