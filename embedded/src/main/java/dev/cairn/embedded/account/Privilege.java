package dev.cairn.embedded.account;

import java.util.Locale;
import java.util.Optional;

/** The privileges. */
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
    SECURITY;

    static Optional<Privilege> of(String sql) {
        for (Privilege privilege : values()) {
            if (privilege.sql().equals(sql.toUpperCase(Locale.ROOT))) {
                return Optional.of(privilege);
            }
        }
        return Optional.empty();
    }

    /** Returns the name in SQL, such as {@code CREATE VIEW}. */
    public String sql() {
        return name().replace('_', ' ');
    }
}
