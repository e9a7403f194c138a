package dev.cairn.corpus;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.random.Breadth;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file of scripts, and the profile of the server that answered them. */
public enum Recording {
    MATRIX("matrix.jsonl", ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true)),
    /** More of our own statements, each of which the engine once answered differently from the server. */
    MUTATIONS("mutations.jsonl", MATRIX.profile),
    UPSTREAM("upstream.jsonl", ServerProfile.DEFAULT.withReplicas(1, 3)),
    MATRIX_3_5("matrix-3.5.jsonl", MATRIX.profile.with(Version.V3_5)),
    MATRIX_SHARED_DATA("matrix-shared-data.jsonl", MATRIX.profile.with(RunMode.SHARED_DATA)),
    /** The same as {@link #MUTATIONS}, of a shared-data server. */
    MUTATIONS_SHARED_DATA("mutations-shared-data.jsonl", MATRIX_SHARED_DATA.profile),
    /** The same as {@link #MUTATIONS}, of a shared-data server of version 3.5. */
    MUTATIONS_3_5_SHARED_DATA("mutations-3.5-shared-data.jsonl", MATRIX_SHARED_DATA.profile.with(Version.V3_5));

    private final String fileName;

    @SuppressWarnings("ImmutableEnumChecker") // a record of values that never change, which the check cannot know
    private final ServerProfile profile;

    Recording(String fileName, ServerProfile profile) {
        this.fileName = fileName;
        this.profile = profile;
    }

    /** Returns the name of the file without its extension. */
    public String label() {
        return fileName.substring(0, fileName.indexOf(".jsonl"));
    }

    /** Returns whether the recording consists of few, unusual statements, whose rates of agreement mean nothing. */
    public boolean isSelection() {
        return fileName.startsWith("mutations");
    }

    public ServerProfile profile() {
        return profile;
    }

    /**
     * Returns whether the file exists. Our own statements for 4.1 are a resource of the tests, the other files are in
     * the folder CAIRN_CORPUS.
     */
    public boolean exists() {
        return findLocation().isPresent();
    }

    public String explainAbsence() {
        return fileName + " is not part of the project: set CAIRN_CORPUS to the folder that holds it";
    }

    public List<Script> scripts() {
        return Script.read(findLocation().orElseThrow(() -> new IllegalStateException(explainAbsence())));
    }

    /** Returns all scripts in the long form of a test, and a sample of them in the short form. */
    public List<Script> scripts(int scriptCountPerIncludedOne) {
        return scripts().stream()
                .filter(script -> Breadth.includes(script.id(), scriptCountPerIncludedOne))
                .toList();
    }

    private Optional<URL> findLocation() {
        URL resource = Recording.class.getResource(fileName);
        return resource != null
                ? Optional.of(resource)
                : Optional.ofNullable(System.getenv("CAIRN_CORPUS"))
                        .map(folder -> Path.of(folder, fileName))
                        .filter(Files::exists)
                        .map(Recording::toUrl);
    }

    private static URL toUrl(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
