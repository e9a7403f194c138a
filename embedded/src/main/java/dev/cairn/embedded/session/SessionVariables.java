package dev.cairn.embedded.session;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.session.ServerVariable.VariableScope;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The system variables of one session, such as {@code @@sql_mode}. A session begins with the current global values, and
 * keeps them if another session changes the global values. A variable that can only be set globally has its current
 * global value in each session.
 */
public final class SessionVariables {
    private final ServerVariables serverVariables;
    private final Map<String, String> valueByName = new HashMap<>();

    SessionVariables(ServerVariables serverVariables) {
        this.serverVariables = serverVariables;
        valueByName.putAll(serverVariables.globalValues());
    }

    void reset() {
        valueByName.clear();
        valueByName.putAll(serverVariables.globalValues());
    }

    /**
     * Returns the value of {@code @@name}.
     *
     * @throws Refusal if the server has no such variable
     */
    public String requireValue(String name) {
        return requireValue(name, false);
    }

    private String requireValue(String name, boolean isGlobal) {
        ServerVariable variable = serverVariables.requireVariable(name);
        return isGlobal || variable.scope() == VariableScope.GLOBAL
                ? serverVariables.globalValue(variable)
                : valueByName.getOrDefault(variable.name(), variable.defaultValue());
    }

    /** Returns the value of {@code @@name} with its type; {@code @@global.name} refers to the global value. */
    public Constant typedValue(Expression.SystemVariable variable) {
        String name = variable.name().text();
        String value = requireValue(name, "global".equalsIgnoreCase(variable.scope()));
        return switch (serverVariables.requireVariable(name).kind()) {
            case BOOLEAN -> new Constant(value.equals("true") ? "1" : "0", TypeConstants.BOOLEAN);
            case INT -> new Constant(value, TypeConstants.INT);
            case BIGINT -> new Constant(value, TypeConstants.BIGINT);
            case FLOAT, DOUBLE -> new Constant(value, TypeConstants.DOUBLE);
            case TEXT -> new Constant(value, TypeConstants.VARCHAR);
        };
    }

    /** Returns an action that restores the current values of all variables. */
    Runnable createRestoreAction() {
        Map<String, String> savedValueByName = Map.copyOf(valueByName);
        return () -> {
            valueByName.clear();
            valueByName.putAll(savedValueByName);
        };
    }

    /**
     * Analyzes an assignment, and returns the action that executes it. The action may be refused, too: a server finds
     * some errors before it executes a statement, and others when it assigns the value.
     *
     * @param value null for DEFAULT
     * @param isGlobal whether the global value is set, which also applies to this session
     */
    Runnable analyzeAssignment(String name, boolean isGlobal, @Nullable String value) {
        ServerVariable variable = serverVariables.requireVariable(name);
        String analyzedValue = variable.analyze(value == null ? variable.defaultValue() : value);
        return () -> {
            requireSettable(variable, name, isGlobal);
            String convertedValue = variable.convert(analyzedValue);
            if (isGlobal) {
                serverVariables.setGlobalValue(variable, convertedValue);
            }
            valueByName.put(variable.name(), convertedValue);
        };
    }

    /**
     * Requires that a variable may have a value in the new sessions of a user.
     *
     * @throws Refusal if the variable does not exist or can't be set, or does not accept the value
     */
    public void requireValidDefault(String name, String value) {
        ServerVariable variable = serverVariables.requireVariable(name);
        variable.requirePlainValue(value);
        requireSettable(variable, name, false);
        variable.convert(variable.analyze(value));
    }

    /** Gives a variable the value that it has in the new sessions of a user. */
    public void setDefault(String name, String value) {
        analyzeAssignment(name, false, value).run();
    }

    /** Refuses to set a read-only variable, or a variable in a scope in which it can't be set. */
    private static void requireSettable(ServerVariable variable, String name, boolean isGlobal) {
        if (variable.scope() == VariableScope.READ_ONLY) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_READ_ONLY, name);
        }
        if (isGlobal && variable.scope() == VariableScope.SESSION_ONLY) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_ONLY_IN_SESSION, name);
        }
        if (!isGlobal && variable.scope() == VariableScope.GLOBAL) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_ONLY_GLOBAL, name);
        }
    }

    /** Returns the global values of the variables that SHOW VARIABLES lists, by their names in alphabetical order. */
    public Map<String, String> listedGlobalValues() {
        return mapListedVariables(serverVariables::globalValue);
    }

    /** Returns the defaults of the variables that SHOW VARIABLES lists, by their names in alphabetical order. */
    public Map<String, String> listedDefaults() {
        return mapListedVariables(ServerVariable::defaultValue);
    }

    /**
     * Returns the values that SHOW VARIABLES lists for this session, by the names of the variables in alphabetical
     * order.
     */
    public Map<String, String> listedValues() {
        return mapListedVariables(variable -> requireValue(variable.name()));
    }

    private Map<String, String> mapListedVariables(Function<ServerVariable, String> valueFunction) {
        Map<String, String> valueByName = new LinkedHashMap<>();
        serverVariables
                .listedVariables()
                .forEach(variable -> valueByName.put(variable.name(), valueFunction.apply(variable)));
        return valueByName;
    }
}
