package dev.cairn.build;

import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.jspecify.annotations.Nullable;

/** The files of a reactor that {@code install} would install: POMs and packaged archives. */
final class InstallableArtifacts implements WorkspaceReader {
    private final List<MavenProject> projects;
    private final WorkspaceRepository repository = new WorkspaceRepository("installable");

    InstallableArtifacts(List<MavenProject> projects) {
        this.projects = projects;
    }

    @Override
    public WorkspaceRepository getRepository() {
        return repository;
    }

    @Override
    public @Nullable File findArtifact(Artifact artifact) {
        return projects.stream()
                .filter(project -> project.getGroupId().equals(artifact.getGroupId()))
                .filter(project -> project.getArtifactId().equals(artifact.getArtifactId()))
                .filter(project -> project.getVersion().equals(artifact.getBaseVersion()))
                .flatMap(project -> artifact.getExtension().equals("pom")
                        ? Stream.of(project.getFile())
                        : findArchives(project, artifact))
                .findFirst()
                .orElse(null);
    }

    private static Stream<File> findArchives(MavenProject project, Artifact artifact) {
        return Stream.concat(Stream.of(project.getArtifact()), project.getAttachedArtifacts().stream())
                .map(RepositoryUtils::toArtifact)
                .filter(archive ->
                        archive.getFile() != null && archive.getFile().isFile())
                .filter(archive -> archive.getExtension().equals(artifact.getExtension()))
                .filter(archive -> archive.getClassifier().equals(artifact.getClassifier()))
                .map(Artifact::getFile);
    }

    @Override
    public List<String> findVersions(Artifact artifact) {
        return List.of();
    }
}
