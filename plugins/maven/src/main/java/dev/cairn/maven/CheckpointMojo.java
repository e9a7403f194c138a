package dev.cairn.maven;

import dev.cairn.tooling.recording.CheckpointOptions;
import dev.cairn.tooling.recording.Recording;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the migrations up to one of them by a single migration that creates the schema as they left it: {@code mvn
 * cairn:checkpoint -Dcairn.to=500 -Dcairn.archive=src/main/archive}.
 */
@Mojo(name = "checkpoint", requiresDependencyResolution = ResolutionScope.COMPILE)
final class CheckpointMojo extends ProjectMojo {
    /** The last migration to replace, by number or name. Default: the last one. */
    @Parameter(property = "cairn.to")
    @Nullable
    String to;

    /** The folder into which the sources of the replaced migrations are moved. It must not be one that is compiled. */
    @Parameter(property = "cairn.archive")
    @Nullable
    File archive;

    /** Whether to delete the sources of the replaced migrations. Default: false. */
    @Parameter(property = "cairn.delete", defaultValue = "false")
    boolean delete;

    /** The release that still contains the replaced migrations. Messages about databases that need it first name it. */
    @Parameter(property = "cairn.release")
    @Nullable
    String olderRelease;

    /**
     * The steps that define no object, such as an INSERT, and that the checkpoint repeats: V0003Fill.2, V0003Fill, or
     * all. On the command line, separate several by commas. Default: none.
     */
    @Parameter(property = "cairn.keep")
    List<String> keep = new ArrayList<>();

    /** The steps that the checkpoint omits, because an empty database does not need them. Default: none. */
    @Parameter(property = "cairn.omit")
    List<String> omit = new ArrayList<>();

    @Override
    void execute(Recording recording) {
        CheckpointOptions options = CheckpointOptions.NONE
                .withName(olderRelease == null ? "" : olderRelease)
                .withKept(keep)
                .withOmitted(omit);
        options = archive == null ? options : options.withArchive(archive.toPath());
        options = delete ? options.withDelete() : options;
        recording.checkpoint(to == null ? "" : to, options).report().forEach(getLog()::info);
    }
}
