package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.plan.part.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The system that manages the privileges of a cluster: StarRocks itself, or an external one such as Apache Ranger, with
 * which GRANT and REVOKE have no effect.
 *
 * @param kind the value of the frontend's setting {@code access_control}
 */
public record AccessControl(String kind) {
    /** The object of the gap that reports an external system. */
    public static final ObjectName ROLES = new ObjectName("", "roles");

    private static final String NATIVE = "native";
    private static final String RANGER = "ranger";
    private static final int VALUE_INDEX = 2;

    /**
     * Asks the server. A user without the privilege OPERATE may not know; StarRocks itself is then assumed.
     *
     * @throws dev.cairn.internal.connection.ConnectionLostException if the connection is lost
     */
    public static AccessControl read(ServerConnection connection) {
        try {
            List<List<@Nullable String>> rows =
                    connection.fetchRows("ADMIN SHOW FRONTEND CONFIG LIKE 'access_control'");
            String value = rows.isEmpty() ? null : rows.get(0).get(VALUE_INDEX);
            return new AccessControl(value == null ? NATIVE : value);
        } catch (ServerRefusalException refusal) {
            if (refusal.transientError().isPresent()) {
                throw refusal;
            }
            return new AccessControl(NATIVE);
        }
    }

    /** Every other value means StarRocks itself: a frontend compares the setting with this one, in lower case. */
    public boolean isExternal() {
        return kind.equals(RANGER);
    }

    public String note() {
        return "the privileges of this cluster are managed by Apache Ranger, so roles and their"
                + " privileges are neither changed nor compared";
    }
}
