package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the objects of a database, or of files of SQL, as annotated records: {@code mvn cairn:pull
 * -Dcairn.package=com.acme.shop}. Existing files are not changed.
 */
@Mojo(name = "pull")
public final class PullMojo extends DefinitionMojo {
    /** The package of the records. */
    @Parameter(property = "cairn.package", required = true)
    String inPackage = "";

    /** A file of SQL, or a folder of such files, instead of a server. */
    @Parameter(property = "cairn.source")
    @Nullable
    String source;

    /** The interface that lists the records; after the schema by default. */
    @Parameter(property = "cairn.root")
    @Nullable
    String root;

    /** Only objects with such names, as in dim_* or sales.*. On the command line, separate several by commas. */
    @Parameter(property = "cairn.include")
    List<String> include = new ArrayList<>();

    /** Further databases of the same server. On the command line, separate several by commas. */
    @Parameter(property = "cairn.database")
    List<String> database = new ArrayList<>();

    @Override
    List<String> arguments() {
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
        arguments.addAll(reading());
        return arguments;
    }
}
