package dev.cairn.annotation.access;

/**
 * A privilege of a {@link Grant}. The kind of an object determines which privileges can be granted on it: on a view,
 * {@code SELECT}, {@code ALTER} and {@code DROP}. {@code NODE} and {@code GRANT} are missing, because servers do not
 * grant them. A privilege of the system is granted {@code ON SYSTEM}.
 */
public enum Privilege {
    /** Read rows of tables, views and materialized views. */
    SELECT,
    /** Insert rows into tables. */
    INSERT,
    /** Update rows of tables. */
    UPDATE,
    /** Delete rows of tables, and truncate them. */
    DELETE,
    /** Alter objects. */
    ALTER,
    /** Drop objects. */
    DROP,
    /** Export rows of tables. */
    EXPORT,
    /** Refresh materialized views, and the metadata of external tables. */
    REFRESH,
    /** Use catalogs, functions, resources, storage volumes, warehouses and pipes. */
    USAGE,
    /** Run statements as another user. */
    IMPERSONATE,
    /** Create databases in a catalog. */
    CREATE_DATABASE,
    /** Create tables in a database. */
    CREATE_TABLE,
    /** Create views in a database. */
    CREATE_VIEW,
    /** Create materialized views in a database. */
    CREATE_MATERIALIZED_VIEW,
    /** Create functions in a database. */
    CREATE_FUNCTION,
    /** Create pipes in a database. */
    CREATE_PIPE,
    /** Create functions for all databases; of the system. */
    CREATE_GLOBAL_FUNCTION,
    /** Create resources; of the system. */
    CREATE_RESOURCE,
    /** Create resource groups; of the system. */
    CREATE_RESOURCE_GROUP,
    /** Create external catalogs; of the system. */
    CREATE_EXTERNAL_CATALOG,
    /** Create storage volumes; of the system. */
    CREATE_STORAGE_VOLUME,
    /** Create warehouses; of the system. */
    CREATE_WAREHOUSE,
    /** Operate the cluster: sessions, variables, statistics; of the system. */
    OPERATE,
    /** Manage security integrations and group providers; of the system. */
    SECURITY,
    /** Manage the list of forbidden statements; of the system. */
    BLACKLIST,
    /** Manage files of the cluster; of the system. */
    FILE,
    /** Manage plugins; of the system. */
    PLUGIN,
    /** Manage repositories of backups; of the system. */
    REPOSITORY,
    /** All privileges that can be granted on objects of the kind. */
    ALL
}
