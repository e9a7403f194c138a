package dev.cairn.tooling.definition;

import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.stream.Collectors;

/** Definitions contain statements that can't be read, so they can't be compared as a whole. */
public final class UnsupportedDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedDefinitionException(List<UnknownDefinition> unknownDefinitions) {
        super(describe(unknownDefinitions));
    }

    UnsupportedDefinitionException(String script, SqlSyntaxException failure) {
        super(script + " can't be divided into statements: " + failure.getMessage(), failure);
    }

    private static String describe(List<UnknownDefinition> unknownDefinitions) {
        return "These definitions can't be read:\n"
                + unknownDefinitions.stream()
                        .map(definition -> "  " + definition.toString().replace("\n", "\n    "))
                        .collect(Collectors.joining("\n"))
                + "\nNothing was done. Correct them, exclude objects by name with --exclude, or skip all unreadable"
                + " definitions with --skip-unreadable.";
    }
}
