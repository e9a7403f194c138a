package dev.cairn.build;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.aether.AbstractRepositoryListener;
import org.eclipse.aether.RepositoryEvent;
import org.eclipse.aether.artifact.Artifact;

/**
 * A local repository with a copy of each artifact that was resolved. Maven treats the copies like installed artifacts,
 * because no file records the remote repository from which they come.
 */
final class RepositoryCopy extends AbstractRepositoryListener {
    private final Path folder;
    private final List<IOException> failures = Collections.synchronizedList(new ArrayList<>());

    private RepositoryCopy(Path folder) {
        this.folder = folder;
    }

    /** Creates an empty repository. Deletes the previous content of the folder. */
    static RepositoryCopy createEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return new RepositoryCopy(Files.createDirectories(folder));
    }

    @Override
    public void artifactResolved(RepositoryEvent event) {
        File file = event.getFile();
        if (file == null) {
            return; // not found, which fails the resolution if it matters
        }
        try {
            Path target = folder.resolve(toRelativePath(event.getArtifact()));
            Files.createDirectories(target.getParent());
            Files.copy(file.toPath(), target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            failures.add(failure); // the resolver would only log it
        }
    }

    private static String toRelativePath(Artifact artifact) {
        String name = artifact.getArtifactId() + "-" + artifact.getBaseVersion();
        String classifier = artifact.getClassifier().isEmpty() ? "" : "-" + artifact.getClassifier();
        return String.join(
                "/",
                artifact.getGroupId().replace('.', '/'),
                artifact.getArtifactId(),
                artifact.getBaseVersion(),
                name + classifier + "." + artifact.getExtension());
    }

    /** Throws the first exception that occurred while an artifact was copied, if there was any. */
    void requireNoFailures() throws IOException {
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
