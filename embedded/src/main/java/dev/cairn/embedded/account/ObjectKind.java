package dev.cairn.embedded.account;

import java.util.List;

/** The kinds of objects on which privileges are granted. */
public enum ObjectKind {
    TABLE("TABLE", "TABLES"),
    DATABASE("DATABASE", "DATABASES"),
    SYSTEM("SYSTEM", "SYSTEM"),
    VIEW("VIEW", "VIEWS"),
    CATALOG("CATALOG", "CATALOGS"),
    MATERIALIZED_VIEW("MATERIALIZED VIEW", "MATERIALIZED VIEWS");

    private final String sql;
    private final String plural;

    ObjectKind(String sql, String plural) {
        this.sql = sql;
        this.plural = plural;
    }

    public String sql() {
        return sql;
    }

    String plural() {
        return plural;
    }

    /** Returns whether objects of this kind belong to a database. */
    boolean inDatabase() {
        return this == TABLE || this == VIEW || this == MATERIALIZED_VIEW;
    }

    /** Returns the privileges that can be granted on this kind, in the order in which SHOW GRANTS prints them. */
    List<Privilege> privileges() {
        return switch (this) {
            case TABLE ->
                List.of(
                        Privilege.DELETE,
                        Privilege.DROP,
                        Privilege.INSERT,
                        Privilege.SELECT,
                        Privilege.ALTER,
                        Privilege.EXPORT,
                        Privilege.UPDATE,
                        Privilege.REFRESH);
            case DATABASE ->
                List.of(
                        Privilege.CREATE_TABLE,
                        Privilege.DROP,
                        Privilege.ALTER,
                        Privilege.CREATE_VIEW,
                        Privilege.CREATE_FUNCTION,
                        Privilege.CREATE_MATERIALIZED_VIEW,
                        Privilege.CREATE_PIPE);
            case SYSTEM ->
                List.of(
                        Privilege.GRANT,
                        Privilege.NODE,
                        Privilege.CREATE_RESOURCE,
                        Privilege.PLUGIN,
                        Privilege.FILE,
                        Privilege.BLACKLIST,
                        Privilege.OPERATE,
                        Privilege.CREATE_EXTERNAL_CATALOG,
                        Privilege.REPOSITORY,
                        Privilege.CREATE_RESOURCE_GROUP,
                        Privilege.CREATE_GLOBAL_FUNCTION,
                        Privilege.CREATE_STORAGE_VOLUME,
                        Privilege.CREATE_WAREHOUSE,
                        Privilege.SECURITY);
            case VIEW -> List.of(Privilege.SELECT, Privilege.ALTER, Privilege.DROP);
            case CATALOG -> List.of(Privilege.USAGE, Privilege.CREATE_DATABASE, Privilege.DROP, Privilege.ALTER);
            case MATERIALIZED_VIEW -> List.of(Privilege.ALTER, Privilege.REFRESH, Privilege.DROP, Privilege.SELECT);
        };
    }
}
