package dev.cairn.embedded.session;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.session.Variable.Scope;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The system and user variables of one session. */
public final class SessionVariables {
    private final Variables server;
    private final Map<String, String> system = new HashMap<>();
    private final Map<String, Object> user = new HashMap<>();

    SessionVariables(Variables server) {
        this.server = server;
    }

    void reset() {
        system.clear();
        user.clear();
    }

    /** Returns {@code @@name}, or {@code @@global.name} if {@code globally} is set. */
    public String value(String name, boolean globally) {
        Variable variable = server.variable(name);
        return globally ? server.global(variable) : system.getOrDefault(variable.name(), server.global(variable));
    }

    public boolean isBoolean(String name) {
        return server.variable(name).kind() == Variable.Kind.BOOLEAN;
    }

    /** Returns whether a variable holds a text rather than a number. */
    public boolean isText(String name) {
        return server.variable(name).kind() == Variable.Kind.TEXT;
    }

    public @Nullable Object userValue(String name) {
        return user.get(name.toLowerCase(Locale.ROOT));
    }

    void setUserValue(String name, @Nullable Object value) {
        if (value == null) {
            user.remove(name.toLowerCase(Locale.ROOT));
        } else {
            user.put(name.toLowerCase(Locale.ROOT), value);
        }
    }

    /** Sets a variable; null stands for DEFAULT. A global value also applies to this session. */
    void set(String name, boolean globally, @Nullable String value) {
        Variable variable = server.variable(name);
        requireSettable(variable, name, globally);
        String checked = variable.checked(value == null ? variable.defaultValue() : value);
        if (globally) {
            server.setGlobal(variable, checked);
        }
        system.put(variable.name(), checked);
    }

    private static void requireSettable(Variable variable, String name, boolean globally) {
        if (variable.scope() == Scope.READ_ONLY) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.VARIABLE_READ_ONLY, name);
        }
        if (globally && variable.scope() == Scope.SESSION_ONLY) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.VARIABLE_OF_SESSION, name);
        }
        if (!globally && variable.scope() == Scope.GLOBAL) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.VARIABLE_GLOBAL, name);
        }
    }

    /** Returns the names and values for SHOW VARIABLES. */
    public List<List<@Nullable String>> shown(boolean globally) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (Variable variable : server.shown()) {
            List<@Nullable String> row = new ArrayList<>();
            row.add(variable.name());
            row.add(value(variable.name(), globally || variable.scope() == Scope.GLOBAL));
            rows.add(row);
        }
        return rows;
    }
}
