package dev.cairn.sql.access;

/**
 * The privileges that GRANT and REVOKE name. The privileges of each kind of object are in {@link
 * SecuredKind#privileges}.
 */
public enum Privilege {
    GRANT,
    NODE,
    OPERATE,
    DELETE,
    DROP,
    INSERT,
    SELECT,
    ALTER,
    EXPORT,
    UPDATE,
    USAGE,
    PLUGIN,
    FILE,
    BLACKLIST,
    REPOSITORY,
    REFRESH,
    IMPERSONATE,
    CREATE_DATABASE,
    CREATE_TABLE,
    CREATE_VIEW,
    CREATE_FUNCTION,
    CREATE_GLOBAL_FUNCTION,
    CREATE_MATERIALIZED_VIEW,
    CREATE_RESOURCE,
    CREATE_RESOURCE_GROUP,
    CREATE_EXTERNAL_CATALOG,
    CREATE_STORAGE_VOLUME,
    CREATE_PIPE,
    CREATE_WAREHOUSE,
    SECURITY,
    /**
     * ALL PRIVILEGES, which stands for all privileges of a kind of object. A role is granted these privileges instead.
     */
    ALL;

    /** Returns the name in SQL, such as {@code CREATE VIEW}. */
    public String sql() {
        return name().replace('_', ' ');
    }
}
