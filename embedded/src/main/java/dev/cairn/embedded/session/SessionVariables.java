package dev.cairn.embedded.session;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.session.ServerVariable.VariableScope;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The system and user variables of one session. */
public final class SessionVariables {
    /** The value of a user variable that was never set. */
    private static final Constant UNSET = new Constant(null, new Type.Text(Type.Text.Kind.VARCHAR, 1 << 20));

    private final ServerVariables serverVariables;
    private final Map<String, String> systemValues = new HashMap<>();
    private final Map<String, Constant> userValues = new HashMap<>();

    SessionVariables(ServerVariables server) {
        this.serverVariables = server;
    }

    void reset() {
        systemValues.clear();
        userValues.clear();
    }

    /** Returns the value of {@code @@name}. */
    public String value(String name) {
        return requireValue(name, false);
    }

    private String requireValue(String name, boolean isGlobal) {
        ServerVariable variable = serverVariables.requireVariable(name);
        return isGlobal
                ? serverVariables.globalValue(variable)
                : systemValues.getOrDefault(variable.name(), serverVariables.globalValue(variable));
    }

    /** Returns the value of {@code @@name} with its type. */
    public Constant systemValue(Expression.SystemVariable variable) {
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

    /** Returns the value of {@code @name}, which is NULL if it was never set. */
    public Constant userValue(String name) {
        return userValues.getOrDefault(name.toLowerCase(Locale.ROOT), UNSET);
    }

    /** Returns the names of the user variables, in lower case. */
    public List<String> userNames() {
        return List.copyOf(userValues.keySet());
    }

    /** Returns an action that gives all variables of the session the values that they have now. */
    public Runnable createRestoration() {
        Map<String, String> systemBefore = Map.copyOf(systemValues);
        Map<String, Constant> userBefore = Map.copyOf(userValues);
        return () -> {
            reset();
            systemValues.putAll(systemBefore);
            userValues.putAll(userBefore);
        };
    }

    void setUserValue(String name, Constant value) {
        userValues.put(name.toLowerCase(Locale.ROOT), value);
    }

    /** Sets a variable; null stands for DEFAULT. A global value also applies to this session. */
    void setSystemValue(String name, boolean isGlobal, @Nullable String value) {
        ServerVariable variable = serverVariables.requireVariable(name);
        requireSettable(variable, name, isGlobal);
        String normalizedValue = variable.normalize(value == null ? variable.defaultValue() : value);
        if (isGlobal) {
            serverVariables.setGlobal(variable, normalizedValue);
        }
        systemValues.put(variable.name(), normalizedValue);
    }

    private static void requireSettable(ServerVariable variable, String name, boolean isGlobal) {
        if (variable.scope() == VariableScope.READ_ONLY) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.VARIABLE_READ_ONLY, name);
        }
        if (isGlobal && variable.scope() == VariableScope.SESSION_ONLY) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.VARIABLE_OF_SESSION, name);
        }
        if (!isGlobal && variable.scope() == VariableScope.GLOBAL) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.VARIABLE_GLOBAL, name);
        }
    }

    /** Returns the global values of the variables that SHOW VARIABLES lists, by their names in alphabetical order. */
    public Map<String, String> globalValues() {
        Map<String, String> values = new LinkedHashMap<>();
        serverVariables
                .shownVariables()
                .forEach(variable -> values.put(variable.name(), serverVariables.globalValue(variable)));
        return values;
    }

    /** Returns the values of the variables that SHOW VARIABLES lists, by their names in alphabetical order. */
    public Map<String, String> shownValues() {
        Map<String, String> values = new LinkedHashMap<>();
        for (ServerVariable variable : serverVariables.shownVariables()) {
            values.put(variable.name(), requireValue(variable.name(), variable.scope() == VariableScope.GLOBAL));
        }
        return values;
    }
}
