package dev.cairn.maven;

import dev.cairn.cli.Cairn;
import dev.cairn.tooling.command.CommandArguments;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Prints the SQL that changes one side of a comparison into the other, by default into the compiled classes of the
 * project: {@code mvn compile cairn:diff -Dcairn.arguments="schema.sql"}. Each side is the URL of a database, an SQL
 * file, a folder of SQL files, or compiled classes with a schema. Runs no SQL. Fails if the sides differ, or if a
 * definition can't be read.
 */
@Mojo(name = "diff", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class DiffMojo extends DefinitionMojo {
    DiffMojo() {
        super("diff");
    }

    /** Adds the classes of the project as the second side if the arguments name only one. */
    @Override
    void addDefinitions(CommandArguments commandArguments) throws MojoExecutionException {
        boolean hasBothSides =
                Cairn.selectPositionalArguments("diff", collectUserArguments()).size() > 1;
        commandArguments.addPositionalArgument(hasBothSides ? null : classDirectory());
    }
}
