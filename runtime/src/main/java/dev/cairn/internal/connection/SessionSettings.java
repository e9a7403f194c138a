package dev.cairn.internal.connection;

import dev.cairn.internal.connection.SessionSemantics.SemanticVariable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the session of a connection: the variables that were set, and the corrections that
 * {@link SessionSemantics} requires. The previous settings are restored before the connection returns to a pool.
 */
final class SessionSettings {
    private final ServerConnection connection;
    private final SessionSemantics semantics;
    private final Deque<String> correctionUndoStatements = new ArrayDeque<>();
    private final Deque<String> variableRestoreStatements = new ArrayDeque<>();

    /** @param semantics records whether the session had to be corrected */
    SessionSettings(ServerConnection connection, SessionSemantics semantics) {
        this.connection = connection;
        this.semantics = semantics;
    }

    /** Returns the values of variables, and corrects the session, as {@link ServerConnection#readVariables} specifies. */
    List<@Nullable String> readVariables(String... variableNames) {
        while (true) {
            List<SemanticVariable> semanticVariables = semantics.knownVariables();
            List<@Nullable String> values;
            try {
                values = selectValues(Stream.concat(
                        Arrays.stream(variableNames), semanticVariables.stream().map(SemanticVariable::name)));
            } catch (ServerRefusalException refusal) {
                if (semantics.recordUnknownVariable(refusal, semanticVariables)) {
                    continue;
                }
                throw refusal;
            }
            for (int i = 0; i < semanticVariables.size(); i++) {
                correctVariable(semanticVariables.get(i), values.get(variableNames.length + i));
            }
            correctDatabase(values.get(values.size() - 1));
            return values.subList(0, variableNames.length);
        }
    }

    /** Returns the values of variables, and the name of the database. */
    private List<@Nullable String> selectValues(Stream<String> variableNames) {
        String query = variableNames
                .map(variableName -> "@@" + variableName + ", ")
                .collect(Collectors.joining("", "SELECT ", "DATABASE()"));
        List<List<@Nullable String>> rows = connection.fetchRows(query);
        if (rows.isEmpty()) {
            removeSelectLimit();
            rows = connection.fetchRows(query);
        }
        return rows.get(0);
    }

    /** Removes the limit of a session in which a SELECT returns no row; SHOW is not limited. */
    private void removeSelectLimit() {
        connection
                .fetchRows("SHOW VARIABLES LIKE '" + SessionSemantics.SELECT_LIMIT.name() + "'")
                .forEach(row -> correctVariable(SessionSemantics.SELECT_LIMIT, row.get(1)));
    }

    private void correctVariable(SemanticVariable variable, @Nullable String value) {
        if (value != null) {
            variable.findCorrection(value).ifPresent(correctedValue -> {
                semantics.recordDeviation();
                connection.execute(renderSet(variable.name(), correctedValue));
                correctionUndoStatements.push(renderSet(variable.name(), value));
            });
        }
    }

    /** Selects the database of all sessions, because the previous user of a pooled connection may have left it. */
    private void correctDatabase(@Nullable String selectedDatabaseName) {
        String requiredDatabaseName = semantics.databaseName();
        if (requiredDatabaseName != null
                && selectedDatabaseName != null
                && !selectedDatabaseName.isEmpty()
                && !requiredDatabaseName.equals(selectedDatabaseName)) {
            semantics.recordDeviation();
            connection.execute("USE " + SqlQuoting.quoteName(requiredDatabaseName));
            correctionUndoStatements.push("USE " + SqlQuoting.quoteName(selectedDatabaseName));
        }
    }

    private static String renderSet(String variableName, @Nullable String value) {
        return "SET " + variableName + " = " + (value == null ? "NULL" : SqlQuoting.quoteVariableValue(value));
    }

    /** Sets a variable until {@link #restoreVariables} is called. */
    void setVariable(String variableName, String value) {
        List<List<@Nullable String>> previousRows = connection.fetchRows("SELECT @@" + variableName);
        connection.execute(renderSet(variableName, value));
        variableRestoreStatements.push(renderSet(
                variableName,
                previousRows.isEmpty() ? null : previousRows.get(0).get(0)));
    }

    /** Restores the previous values of all variables that {@link #setVariable} has set. */
    void restoreVariables() {
        executeAll(variableRestoreStatements);
    }

    /** Restores the variables, and undoes the corrections of the session. */
    void restore() {
        restoreVariables();
        executeAll(correctionUndoStatements);
    }

    private void executeAll(Deque<String> statements) {
        while (!connection.isBroken() && !statements.isEmpty()) {
            connection.execute(statements.pop());
        }
    }
}
