package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.plan.part.ObjectName;

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

    /**
     * Reads the setting from the server. A user without the privilege OPERATE may not read it; StarRocks itself is then
     * assumed.
     *
     * @throws dev.cairn.internal.connection.ConnectionLostException if the connection is lost
     */
    public static AccessControl read(ServerConnection connection) {
        return new AccessControl(
                new FrontendSetting("access_control").read(connection).orElse(NATIVE_KIND));
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
