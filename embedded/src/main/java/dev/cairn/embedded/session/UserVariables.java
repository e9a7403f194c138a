package dev.cairn.embedded.session;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.sql.ast.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The user variables of one session, such as {@code @name}. Their names are not case-sensitive. */
public final class UserVariables {
    /** The value of a variable that was never set, or that was set to NULL. */
    private static final Constant UNSET_VALUE =
            new Constant(null, new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.MAX_LENGTH));

    private final Map<String, Constant> valueByName = new HashMap<>();

    /** Returns the value of {@code @name}, which is NULL if it was never set. */
    public Constant get(String name) {
        return valueByName.getOrDefault(name.toLowerCase(Locale.ROOT), UNSET_VALUE);
    }

    /** Returns the names of the variables that are set, in lower case and in no particular order. */
    public List<String> names() {
        return List.copyOf(valueByName.keySet());
    }

    void set(String name, Constant value) {
        valueByName.put(name.toLowerCase(Locale.ROOT), value.type().equals(TypeConstants.NULL) ? UNSET_VALUE : value);
    }

    void reset() {
        valueByName.clear();
    }

    /** Returns an action that restores the current values of all variables. */
    Runnable createRestoreAction() {
        Map<String, Constant> savedValueByName = Map.copyOf(valueByName);
        return () -> {
            valueByName.clear();
            valueByName.putAll(savedValueByName);
        };
    }
}
