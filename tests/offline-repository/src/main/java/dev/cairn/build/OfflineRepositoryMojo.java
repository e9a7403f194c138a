package dev.cairn.build;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.inject.Inject;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifeCyclePluginAnalyzer;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.PluginResolutionException;
import org.apache.maven.plugin.internal.PluginDependenciesResolver;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.DefaultRepositoryCache;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Creates a local repository from which Maven can build the projects of tests offline. It contains the configured
 * dependencies and plugins, and every file that Maven reads to resolve them, including parents, imported POMs and the
 * POMs of versions that are not selected in a conflict. Artifacts of the reactor are copied as {@code install} would
 * install them; others are resolved like the dependencies of this build.
 */
@Mojo(name = "collect", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, threadSafe = true)
public final class OfflineRepositoryMojo extends AbstractMojo {
    /** The dependencies of the projects, with group, artifact and version. */
    @Parameter
    List<Dependency> dependencies = new ArrayList<>();

    /** The plugins of the projects. A plugin without a version has the default version of the running Maven. */
    @Parameter
    List<Plugin> plugins = new ArrayList<>();

    /** The repository. Its previous content is deleted. */
    @Parameter(defaultValue = "${project.build.directory}/offline-repository", required = true)
    @Nullable
    File folder;

    /** Whether the goal does nothing: only tests need the repository. */
    @Parameter(property = "skipTests", defaultValue = "${maven.test.skip}")
    boolean skip;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    @Nullable
    MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @Nullable
    MavenProject project;

    private final RepositorySystem repositorySystem;
    private final PluginDependenciesResolver pluginDependenciesResolver;
    private final LifeCyclePluginAnalyzer pluginAnalyzer;

    @Inject
    OfflineRepositoryMojo(
            RepositorySystem repositorySystem,
            PluginDependenciesResolver pluginDependenciesResolver,
            LifeCyclePluginAnalyzer pluginAnalyzer) {
        this.repositorySystem = repositorySystem;
        this.pluginDependenciesResolver = pluginDependenciesResolver;
        this.pluginAnalyzer = pluginAnalyzer;
    }

    @Override
    public void execute() throws MojoExecutionException {
        if (skip) {
            getLog().info("Tests are skipped, and with them what they need.");
            return;
        }
        MavenSession mavenSession = Objects.requireNonNull(session, "Maven sets the session");
        MavenProject currentProject = Objects.requireNonNull(project, "Maven sets the project");
        Path repositoryFolder = Objects.requireNonNull(folder, "has a default").toPath();
        try {
            RepositoryCopy repositoryCopy = RepositoryCopy.createEmpty(repositoryFolder);
            RepositorySystemSession copyingSession = createCopyingSession(mavenSession, repositoryCopy);
            collectParents(mavenSession, copyingSession);
            for (Dependency dependency : dependencies) {
                collectDependency(dependency, currentProject.getRemoteProjectRepositories(), copyingSession);
            }
            for (Plugin plugin : plugins) {
                collectPlugin(plugin, currentProject.getRemotePluginRepositories(), copyingSession);
            }
            repositoryCopy.requireNoFailures();
        } catch (IOException
                | DependencyResolutionException
                | PluginResolutionException
                | ArtifactResolutionException failure) {
            throw new MojoExecutionException(
                    "Can't make the repository " + repositoryFolder + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * Returns a session that copies each artifact that it resolves. Its cache is empty, because cached artifacts are
     * not copied.
     */
    private static RepositorySystemSession createCopyingSession(
            MavenSession mavenSession, RepositoryCopy repositoryCopy) {
        DefaultRepositorySystemSession copyingSession =
                new DefaultRepositorySystemSession(mavenSession.getRepositorySession());
        copyingSession.setCache(new DefaultRepositoryCache());
        copyingSession.setWorkspaceReader(new InstallableArtifacts(mavenSession.getProjects()));
        copyingSession.setRepositoryListener(repositoryCopy);
        return copyingSession;
    }

    /**
     * Collects the parents of the reactor's projects, which the resolver reads from the reactor without resolving them.
     */
    private void collectParents(MavenSession mavenSession, RepositorySystemSession copyingSession)
            throws ArtifactResolutionException {
        for (MavenProject reactorProject : mavenSession.getProjects()) {
            MavenProject parent = reactorProject.getParent();
            if (parent != null) {
                Artifact pom =
                        new DefaultArtifact(parent.getGroupId(), parent.getArtifactId(), "pom", parent.getVersion());
                repositorySystem.resolveArtifact(
                        copyingSession, new ArtifactRequest(pom, reactorProject.getRemoteProjectRepositories(), null));
            }
        }
    }

    /** Resolves a dependency with its own dependencies. */
    private void collectDependency(
            Dependency dependency, List<RemoteRepository> repositories, RepositorySystemSession copyingSession)
            throws DependencyResolutionException {
        CollectRequest collectRequest = new CollectRequest();
        collectRequest.addDependency(
                RepositoryUtils.toDependency(dependency, copyingSession.getArtifactTypeRegistry()));
        collectRequest.setRepositories(repositories);
        repositorySystem.resolveDependencies(copyingSession, new DependencyRequest(collectRequest, null));
    }

    /** Resolves a plugin with its dependencies. */
    private void collectPlugin(
            Plugin plugin, List<RemoteRepository> repositories, RepositorySystemSession copyingSession)
            throws PluginResolutionException, MojoExecutionException {
        Plugin versionedPlugin = plugin.getVersion() == null ? requireDefaultPlugin(plugin) : plugin;
        pluginDependenciesResolver.resolve(
                versionedPlugin,
                pluginDependenciesResolver.resolve(versionedPlugin, repositories, copyingSession),
                null,
                repositories,
                copyingSession);
    }

    private Plugin requireDefaultPlugin(Plugin plugin) throws MojoExecutionException {
        return pluginAnalyzer.getPluginsBoundByDefaultToAllLifecycles("jar").stream()
                .filter(boundPlugin -> boundPlugin.getKey().equals(plugin.getKey()))
                .findAny()
                .orElseThrow(() -> new MojoExecutionException(
                        "Maven has no default version of " + plugin.getKey() + ": configure one"));
    }
}
