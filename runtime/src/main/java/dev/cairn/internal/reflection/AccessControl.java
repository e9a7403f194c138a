package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.plan.part.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The system that manages the privileges of a cluster: StarRocks itself, or Apache Ranger, with
 * which GRANT and REVOKE have no effect.
 *
 * @param kind the value of the frontend's setting {@code access_control}
 */
public record AccessControl(String kind) {
    /** The object that a gap names if an external system manages the privileges. */
    public static final ObjectName ROLES_OBJECT = new ObjectName("", "roles");

    private static final String NATIVE_KIND = "native";
    private static final String RANGER_KIND = "ranger";
    private static final int VALUE_COLUMN_INDEX = 2;

    /**
     * Reads the setting from the server. A user without the privilege OPERATE may not read it; StarRocks itself is then
     * assumed.
     *
     * @throws dev.cairn.internal.connection.ConnectionLostException if the connection is lost
     */
    public static AccessControl read(ServerConnection connection) {
        try {
            List<List<@Nullable String>> rows =
                    connection.fetchRows("ADMIN SHOW FRONTEND CONFIG LIKE 'access_control'");
            String settingValue = rows.isEmpty() ? null : rows.get(0).get(VALUE_COLUMN_INDEX);
            return new AccessControl(settingValue == null ? NATIVE_KIND : settingValue);
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            return new AccessControl(NATIVE_KIND);
        }
    }

    /**
     * Returns whether an external system manages the privileges. Only {@code ranger}, in lower case, names one; a
     * frontend takes any other value as StarRocks itself.
     */
    public boolean isExternal() {
        return kind.equals(RANGER_KIND);
    }

    /** Returns why roles and their privileges are left alone, if an external system manages them. */
    public String describeExternalControl() {
        return "the privileges of this cluster are managed by Apache Ranger, so roles and their"
                + " privileges are neither changed nor compared";
    }
}
