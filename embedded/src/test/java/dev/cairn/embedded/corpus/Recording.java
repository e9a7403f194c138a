package dev.cairn.embedded.corpus;

import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.ServerProfile.RunMode;
import dev.cairn.catalog.ServerProfile.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of scripts, and the server that answered them. */
enum Recording {
    MATRIX("matrix.jsonl", ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true)),
    UPSTREAM("upstream.jsonl", ServerProfile.DEFAULT.withReplicas(1, 3)),
    MATRIX_3_5("matrix-3.5.jsonl", MATRIX.profile.with(Version.V3_5)),
    MATRIX_SHARED_DATA("matrix-shared-data.jsonl", MATRIX.profile.with(RunMode.SHARED_DATA));

    /** The file that is part of the project lies with the engine, which it was recorded for first. */
    private static final Path OWN = Path.of("..", "engine", "src", "test", "resources", "dev", "cairn", "corpus");

    private final String file;

    @SuppressWarnings("ImmutableEnumChecker") // a record of values, which the check can't see
    private final ServerProfile profile;

    Recording(String file, ServerProfile profile) {
        this.file = file;
        this.profile = profile;
    }

    String file() {
        return file;
    }

    ServerProfile profile() {
        return profile;
    }

    Optional<Path> path() {
        Path own = OWN.resolve(file);
        if (Files.exists(own)) {
            return Optional.of(own);
        }
        return Optional.ofNullable(System.getenv("CAIRN_CORPUS"))
                .map(folder -> Path.of(folder, file))
                .filter(Files::exists);
    }
}
