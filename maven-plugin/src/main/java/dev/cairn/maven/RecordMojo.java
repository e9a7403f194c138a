package dev.cairn.maven;

import dev.cairn.plan.Plan;
import dev.cairn.processor.recording.Agreement;
import dev.cairn.processor.recording.RecordedFile;
import dev.cairn.processor.recording.Recording;
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
 * Writes the changes that are declared and not recorded yet as one migration: {@code mvn cairn:record -Dcairn.message="add
 * discount"}.
 */
@Mojo(name = "record", requiresDependencyResolution = ResolutionScope.COMPILE)
public final class RecordMojo extends ProjectMojo {
    /** A short description of the change; it names the migration. */
    @Parameter(property = "cairn.message")
    @Nullable
    String message;

    /** Write a migration without statements, to be filled by hand. */
    @Parameter(property = "cairn.empty", defaultValue = "false")
    boolean empty;

    /** Write nothing, and fail if anything is not recorded. */
    @Parameter(property = "cairn.check", defaultValue = "false")
    boolean check;

    /** Allow what drops data. */
    @Parameter(property = "cairn.destructive", defaultValue = "false")
    boolean destructive;

    /** Rebuild tables that StarRocks can't alter, and copy their rows. */
    @Parameter(property = "cairn.rebuild", defaultValue = "false")
    boolean rebuild;

    /** Continue without the grants of rebuilt tables where they can't be read. */
    @Parameter(property = "cairn.acceptGrantLoss", defaultValue = "false")
    boolean acceptGrantLoss;

    /**
     * Values of columns that must not be NULL, for rows that have none when their table is rebuilt:
     * <code>orders.region='EU'</code>. On the command line, separate several by commas.
     */
    @Parameter(property = "cairn.fill")
    List<String> fill = new ArrayList<>();

    /**
     * Let the downgrade narrow columns that the upgrade widened, although that rebuilds their table and loses longer
     * values. Otherwise it leaves the wider type.
     */
    @Parameter(property = "cairn.exactDowngrade", defaultValue = "false")
    boolean exactDowngrade;

    @Override
    void execute(Recording recording) throws MojoFailureException {
        if (check) {
            check(recording.pending());
        } else if (empty) {
            tell(recording.recordEmpty(said()));
        } else {
            recording
                    .record(
                            said(),
                            new Agreement(destructive, rebuild, acceptGrantLoss)
                                    .withExactDowngrade(exactDowngrade)
                                    .filling(fill))
                    .ifPresentOrElse(this::tell, () -> getLog().info("Nothing to record."));
        }
    }

    private String said() throws MojoFailureException {
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
                    .map(hint -> "\n-- perhaps: " + hint)
                    .collect(Collectors.joining());
            throw new MojoFailureException("There are changes that nobody recorded:\n" + steps + hints);
        }
        getLog().info("Nothing to record.");
    }

    private void tell(RecordedFile file) {
        getLog().info("Wrote " + file.file());
        file.hints().forEach(hint -> getLog().warn("Perhaps " + hint));
        file.notes().forEach(getLog()::info);
    }
}
