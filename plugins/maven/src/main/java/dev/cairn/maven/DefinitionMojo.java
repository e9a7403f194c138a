package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * The base class of goals whose command reads definitions: by default the compiled classes of the project, otherwise
 * what the argument --definitions names.
 */
abstract class DefinitionMojo extends CommandMojo {
    DefinitionMojo(String commandName) {
        super(commandName);
    }

    @Override
    ModuleContent requiredContent() {
        return ModuleContent.COMPILED_SCHEMA;
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        addDefinitions(commandArguments);
        addClassPath(commandArguments);
        addPlaceholders(commandArguments);
        addConnection(commandArguments);
    }

    /** Adds the definitions that the command reads. */
    void addDefinitions(CommandArguments commandArguments) throws MojoExecutionException {
        commandArguments.addOption("--definitions", classDirectory());
    }
}
