package dev.cairn.maven;

import dev.cairn.plan.step.Plan;
import dev.cairn.tooling.recording.RecordedFile;
import dev.cairn.tooling.recording.Recording;
import dev.cairn.tooling.recording.RecordingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Records all declared changes that no migration contains yet as one migration: {@code mvn cairn:record
 * -Dcairn.message="add discount"}.
 */
@Mojo(name = "record", requiresDependencyResolution = ResolutionScope.COMPILE)
final class RecordMojo extends ProjectMojo {
    /**
     * A short description of the change, from which the name of the migration is derived. Required unless cairn.check
     * is set.
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

    /**
     * Whether the downgrade narrows columns that the upgrade widened, which rebuilds their table and loses longer
     * values. Default: false; the downgrade keeps the wider type.
     */
    @Parameter(property = "cairn.exactDowngrade", defaultValue = "false")
    boolean exactDowngrade;

    @Override
    void execute(Recording recording) throws MojoFailureException {
        if (check) {
            check(recording.pending());
        } else if (empty) {
            report(recording.recordEmpty(requiredMessage()));
        } else {
            recording
                    .record(
                            requiredMessage(),
                            new RecordingOptions(destructive, rebuild, acceptGrantLoss)
                                    .withExactDowngrade(exactDowngrade)
                                    .filling(fill))
                    .ifPresentOrElse(this::report, () -> getLog().info("Nothing to record."));
        }
    }

    private String requiredMessage() throws MojoFailureException {
        if (message == null || message.isBlank()) {
            throw new MojoFailureException("Missing message. Example: -Dcairn.message=\"add discount\"");
        }
        return message;
    }

    private void check(Optional<Plan> pending) throws MojoFailureException {
        if (pending.isPresent()) {
            String steps = pending.get().steps().stream()
                    .map(step -> step.text() + ";")
                    .collect(Collectors.joining("\n"));
            String hints = pending.get().hints().stream()
                    .map(hint -> "\n-- hint: " + hint)
                    .collect(Collectors.joining());
            throw new MojoFailureException("There are unrecorded changes:\n" + steps + hints);
        }
        getLog().info("Nothing to record.");
    }

    private void report(RecordedFile file) {
        getLog().info("Wrote " + file.file());
        file.hints().forEach(hint -> getLog().warn("Hint: " + hint));
        file.notes().forEach(getLog()::info);
        file.queries().forEach(line -> getLog().info("Queries that use " + line));
    }
}
