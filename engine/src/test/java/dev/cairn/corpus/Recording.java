package dev.cairn.corpus;

import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.ServerProfile.RunMode;
import dev.cairn.catalog.ServerProfile.Version;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of scripts, and the server that answered them. */
enum Recording {
    MATRIX("matrix.jsonl", ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true)),
    UPSTREAM("upstream.jsonl", ServerProfile.DEFAULT.withReplicas(1, 3)),
    MATRIX_3_5("matrix-3.5.jsonl", MATRIX.profile.with(Version.V3_5)),
    MATRIX_SHARED_DATA("matrix-shared-data.jsonl", MATRIX.profile.with(RunMode.SHARED_DATA));

    private final String file;

    @SuppressWarnings("ImmutableEnumChecker") // a record of values that never change, which the check cannot know
    private final ServerProfile profile;

    Recording(String file, ServerProfile profile) {
        this.file = file;
        this.profile = profile;
    }

    /** The name of the file without its ending. */
    String label() {
        return file.substring(0, file.indexOf(".jsonl"));
    }

    ServerProfile profile() {
        return profile;
    }

    /** The file: ours among the test's resources, the others where CAIRN_CORPUS points to. */
    Optional<Path> path() {
        URL own = Recording.class.getResource(file);
        if (own != null) {
            try {
                return Optional.of(Path.of(own.toURI()));
            } catch (URISyntaxException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return Optional.ofNullable(System.getenv("CAIRN_CORPUS"))
                .map(folder -> Path.of(folder, file))
                .filter(Files::exists);
    }
}
