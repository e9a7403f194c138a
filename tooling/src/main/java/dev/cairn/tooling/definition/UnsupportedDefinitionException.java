package dev.cairn.tooling.definition;

import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if definitions can't be compared, because they contain statements that can't be read, or because the plan
 * would change objects that the comparison omits.
 */
public final class UnsupportedDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedDefinitionException(List<UnknownDefinition> unknownDefinitions) {
        this(
                "These definitions can't be read:",
                unknownDefinitions.stream().map(UnknownDefinition::toString).toList(),
                "Correct them, exclude objects by name with --exclude, or skip all unreadable definitions with"
                        + " --skip-unreadable.");
    }

    UnsupportedDefinitionException(String scriptName, SqlSyntaxException failure) {
        super(scriptName + " can't be divided into statements: " + failure.getMessage(), failure);
    }

    private UnsupportedDefinitionException(String problem, List<String> items, String remedy) {
        super(items.stream()
                .map(item -> "  " + item.replace("\n", "\n    "))
                .collect(Collectors.joining("\n", problem + "\n", "\nNothing was done. " + remedy)));
    }

    /**
     * Returns the exception for a plan that would change omitted objects.
     *
     * @param changes the changes of omitted objects that the plan requires
     */
    static UnsupportedDefinitionException ofOmittedObjects(List<String> changes) {
        return new UnsupportedDefinitionException(
                "The plan would change objects that are not compared:",
                changes,
                "Compare these objects, too, or also exclude the objects whose changes require that.");
    }
}
