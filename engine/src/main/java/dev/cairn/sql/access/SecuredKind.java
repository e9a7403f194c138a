package dev.cairn.sql.access;

import static dev.cairn.sql.access.Privilege.ALTER;
import static dev.cairn.sql.access.Privilege.BLACKLIST;
import static dev.cairn.sql.access.Privilege.CREATE_DATABASE;
import static dev.cairn.sql.access.Privilege.CREATE_EXTERNAL_CATALOG;
import static dev.cairn.sql.access.Privilege.CREATE_FUNCTION;
import static dev.cairn.sql.access.Privilege.CREATE_GLOBAL_FUNCTION;
import static dev.cairn.sql.access.Privilege.CREATE_MATERIALIZED_VIEW;
import static dev.cairn.sql.access.Privilege.CREATE_PIPE;
import static dev.cairn.sql.access.Privilege.CREATE_RESOURCE;
import static dev.cairn.sql.access.Privilege.CREATE_RESOURCE_GROUP;
import static dev.cairn.sql.access.Privilege.CREATE_STORAGE_VOLUME;
import static dev.cairn.sql.access.Privilege.CREATE_TABLE;
import static dev.cairn.sql.access.Privilege.CREATE_VIEW;
import static dev.cairn.sql.access.Privilege.CREATE_WAREHOUSE;
import static dev.cairn.sql.access.Privilege.DELETE;
import static dev.cairn.sql.access.Privilege.DROP;
import static dev.cairn.sql.access.Privilege.EXPORT;
import static dev.cairn.sql.access.Privilege.FILE;
import static dev.cairn.sql.access.Privilege.GRANT;
import static dev.cairn.sql.access.Privilege.IMPERSONATE;
import static dev.cairn.sql.access.Privilege.INSERT;
import static dev.cairn.sql.access.Privilege.NODE;
import static dev.cairn.sql.access.Privilege.OPERATE;
import static dev.cairn.sql.access.Privilege.PLUGIN;
import static dev.cairn.sql.access.Privilege.REFRESH;
import static dev.cairn.sql.access.Privilege.REPOSITORY;
import static dev.cairn.sql.access.Privilege.SECURITY;
import static dev.cairn.sql.access.Privilege.SELECT;
import static dev.cairn.sql.access.Privilege.UPDATE;
import static dev.cairn.sql.access.Privilege.USAGE;

import java.util.List;

/**
 * The kinds of objects on which privileges are granted, each with its privileges in the order in which the server lists
 * them. The privileges are the same in all versions from 3.5 to 4.1.
 */
public enum SecuredKind {
    TABLE(Naming.IN_DATABASE, "TABLES", List.of(DELETE, DROP, INSERT, SELECT, ALTER, EXPORT, UPDATE, REFRESH)),
    VIEW(Naming.IN_DATABASE, "VIEWS", List.of(SELECT, ALTER, DROP)),
    MATERIALIZED_VIEW(Naming.IN_DATABASE, "MATERIALIZED VIEWS", List.of(ALTER, REFRESH, DROP, SELECT)),
    DATABASE(
            Naming.GLOBAL,
            "DATABASES",
            List.of(CREATE_TABLE, DROP, ALTER, CREATE_VIEW, CREATE_FUNCTION, CREATE_MATERIALIZED_VIEW, CREATE_PIPE)),
    CATALOG(Naming.GLOBAL, "CATALOGS", List.of(USAGE, CREATE_DATABASE, DROP, ALTER)),
    FUNCTION(Naming.IN_DATABASE, "FUNCTIONS", List.of(USAGE, DROP)),
    GLOBAL_FUNCTION(Naming.GLOBAL, "GLOBAL FUNCTIONS", List.of(USAGE, DROP)),
    RESOURCE(Naming.GLOBAL, "RESOURCES", List.of(USAGE, ALTER, DROP)),
    RESOURCE_GROUP(Naming.GLOBAL, "RESOURCE GROUPS", List.of(ALTER, DROP)),
    STORAGE_VOLUME(Naming.GLOBAL, "STORAGE VOLUMES", List.of(DROP, ALTER, USAGE)),
    WAREHOUSE(Naming.GLOBAL, "WAREHOUSES", List.of(USAGE, ALTER, DROP)),
    PIPE(Naming.IN_DATABASE, "PIPES", List.of(ALTER, DROP, USAGE)),
    USER(Naming.GLOBAL, "USERS", List.of(IMPERSONATE)),
    SYSTEM(
            Naming.NONE,
            "SYSTEM",
            List.of(
                    GRANT,
                    NODE,
                    CREATE_RESOURCE,
                    PLUGIN,
                    FILE,
                    BLACKLIST,
                    OPERATE,
                    CREATE_EXTERNAL_CATALOG,
                    REPOSITORY,
                    CREATE_RESOURCE_GROUP,
                    CREATE_GLOBAL_FUNCTION,
                    CREATE_STORAGE_VOLUME,
                    CREATE_WAREHOUSE,
                    SECURITY));

    private final Naming naming;
    private final String plural;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<Privilege> privileges;

    /** The form of the names of the objects of a kind. */
    public enum Naming {
        /** There is one object, which has no name. */
        NONE,
        /** A name is unique in the cluster. */
        GLOBAL,
        /** A name is unique in its database. */
        IN_DATABASE
    }

    SecuredKind(Naming naming, String plural, List<Privilege> privileges) {
        this.naming = naming;
        this.plural = plural;
        this.privileges = privileges;
    }

    public Naming naming() {
        return naming;
    }

    /** Returns whether queries read objects of this kind. */
    public boolean isRelation() {
        return this == TABLE || this == VIEW || this == MATERIALIZED_VIEW;
    }

    /** Returns the privileges on objects of this kind, in the server's order. */
    public List<Privilege> privileges() {
        return privileges;
    }

    /** Returns the name in SQL, such as {@code MATERIALIZED VIEW}. */
    public String sql() {
        return name().replace('_', ' ');
    }

    /** Returns the name in SQL of all objects, such as {@code MATERIALIZED VIEWS}. */
    public String plural() {
        return plural;
    }
}
