package dev.cairn.engine;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for databases and for statements on any kind of object. */
public enum ObjectRule implements RefusalRule {
    DATABASE_HAS_TEMPORARY_TABLES(
            "The database [%s] cannot be dropped because there are still some temporary tables in it. If you "
                    + "want to forcibly drop, please use \"DROP DATABASE <database> FORCE.\""),
    DATABASE_EXISTS("Database[%s] already exist."),
    STORAGE_VOLUME_NOT_LOCAL("Storage volume can only be 'local' in shared nothing mode"),
    TEMPORARY_PARTITIONS_TRUNCATED("Not support truncate temp partitions"),
    TABLE_NOT_FOUND("Table %s is not found"),
    PARTITION_NOT_FOUND("Partition %s does not exist"),
    PARTITION_NAME_USED("partition[%s] already exist in table[%s]"),
    ROLLUP_NOT_RUNNING("Table[%s] is not under ROLLUP/WAITING_STABLE. Use 'ALTER TABLE DROP ROLLUP' if you want to."),
    SCHEMA_CHANGE_NOT_RUNNING("Table[%s] is not under SCHEMA_CHANGE/WAITING_STABLE.");

    private final String template;

    ObjectRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
