package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import org.apache.maven.plugin.MojoExecutionException;

/** The base class of goals whose command works with the compiled schema of the project, and with its migrations. */
abstract class SchemaMojo extends CommandMojo {
    SchemaMojo(String commandName) {
        super(commandName);
    }

    @Override
    ModuleContent requiredContent() {
        return ModuleContent.COMPILED_SCHEMA;
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        addClasses(commandArguments);
        addPlaceholders(commandArguments);
        addConnection(commandArguments);
    }
}
