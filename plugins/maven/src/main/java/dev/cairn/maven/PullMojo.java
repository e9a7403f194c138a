package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Generates annotated records for the objects of a database or of SQL files, and the root interface of their schema:
 * {@code mvn cairn:pull -Dcairn.package=com.acme.shop}. Existing files are not changed. Fails and writes nothing if a
 * definition can't be read and is not excluded.
 */
@Mojo(name = "pull", requiresDependencyResolution = ResolutionScope.COMPILE)
final class PullMojo extends DefinitionMojo {
    /** The package of the generated records. */
    @Parameter(property = "cairn.package", required = true)
    String inPackage = "";

    /**
     * An SQL file, a folder of SQL files, or the URL of a database. Default: the database of the connection settings.
     */
    @Parameter(property = "cairn.source")
    @Nullable
    String source;

    /** The name of the interface that lists the records. Default: derived from the name of the schema. */
    @Parameter(property = "cairn.root")
    @Nullable
    String root;

    /**
     * Patterns of the objects to include, for example dim_* or sales.*. On the command line, separate several by
     * commas. Default: all objects.
     */
    @Parameter(property = "cairn.include")
    List<String> include = new ArrayList<>();

    /** Additional databases of the same server. On the command line, separate several by commas. Default: none. */
    @Parameter(property = "cairn.database")
    List<String> database = new ArrayList<>();

    /** Whether to leave out the roles that have privileges on the objects. Default: false. */
    @Parameter(property = "cairn.noRoles", defaultValue = "false")
    boolean noRoles;

    /** The Java release of the existing sources, as for the option --release of javac. Default: that of the running JDK. */
    @Parameter(property = "maven.compiler.release")
    @Nullable
    String release;

    /** The encoding of the existing sources. */
    @Parameter(property = "encoding", defaultValue = "${project.build.sourceEncoding}")
    @Nullable
    String encoding;

    /** Additional options of javac that the existing sources require. Default: none. */
    @Parameter
    @Nullable
    List<String> javacOptions;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = new ArrayList<>(List.of("pull"));
        if (source != null && !source.isEmpty()) {
            arguments.add(source);
        }
        add(arguments, "--package", inPackage);
        add(arguments, "--root", root);
        add(arguments, "--schema", schema);
        add(arguments, "--sources", maven().getCompileSourceRoots().get(0));
        include.forEach(pattern -> add(arguments, "--include", pattern));
        database.forEach(name -> add(arguments, "--database", name));
        addFlag(arguments, "--no-roles", noRoles);
        addCompilation(
                arguments,
                CompileClassPath.of(maven()),
                CompileClassPath.javacOptions(release, encoding, javacOptions));
        arguments.addAll(reading());
        return arguments;
    }
}
