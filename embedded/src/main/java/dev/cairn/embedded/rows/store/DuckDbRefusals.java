package dev.cairn.embedded.rows.store;

import static java.util.stream.Collectors.joining;

import dev.cairn.embedded.function.FunctionEvaluationException;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Converts failures of DuckDB into refusals. DuckDB's own messages are about its own functions and types. */
final class DuckDbRefusals {
    private static final System.Logger LOG = System.getLogger(DuckDb.class.getName());

    private static final String SEVERAL_ROWS_MESSAGE = "More than one row returned by a subquery";

    private DuckDbRefusals() {}

    /**
     * Converts a failure of DuckDB into a refusal. A server would refuse such a statement at another stage, or not at
     * all.
     */
    static Refusal createRefusal(SQLException failure) {
        return createRefusal(failure, List.of());
    }

    static Refusal createRefusal(SQLException failure, Collection<String> functionNames) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        if (isOutOfMemory(failure)) {
            return Refusal.ofExecution(Span.NONE, EmbeddedRule.MEMORY_LIMIT, DuckDbEngine.MEMORY_LIMIT);
        }
        if (message.contains(SEVERAL_ROWS_MESSAGE)) {
            return Refusal.ofExecution(Span.NONE, EmbeddedRule.SUBQUERY_WITH_SEVERAL_ROWS);
        }
        String serverMessage =
                FunctionEvaluationException.findServerMessage(message).orElse("");
        if (!serverMessage.isEmpty()) {
            return Refusal.ofExecution(Span.NONE, EmbeddedRule.VALUE_REFUSED, serverMessage);
        }
        LOG.log(Level.DEBUG, () -> "DuckDB: " + failure.getMessage());
        return createCalculationRefusal(functionNames, describeReason(message));
    }

    static boolean isOutOfMemory(SQLException failure) {
        return String.valueOf(failure.getMessage()).startsWith("Out of Memory");
    }

    static Refusal createCalculationRefusal(Collection<String> functionNames, String reason) {
        return Refusal.ofExecution(
                Span.NONE, EmbeddedRule.CALCULATION_FAILED, describeFunctions(functionNames), reason);
    }

    /**
     * Names the functions that the statement calls; {@link FailedFunctionFinder} finds the function that has failed.
     */
    private static String describeFunctions(Collection<String> functionNames) {
        return functionNames.isEmpty()
                ? "the expression"
                : functionNames.stream()
                        .sorted()
                        .map(name -> "'" + name + "'")
                        .collect(joining(
                                ", ", functionNames.size() == 1 ? "the function " : "one of the functions ", ""));
    }

    /**
     * Describes the cause. DuckDB's messages begin with a category; the rest is about functions and types of DuckDB.
     */
    private static String describeReason(String message) {
        if (message.startsWith("Out of Range Error")) {
            return "a value is out of the range of its type";
        }
        if (message.startsWith("Conversion Error")) {
            return "a value can't be converted to the required type";
        }
        if (message.startsWith("Invalid Input Error")) {
            return "an argument has an invalid value";
        }
        return "the operation is not supported for these types";
    }
}
