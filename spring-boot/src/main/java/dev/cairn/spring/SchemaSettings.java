package dev.cairn.spring;

/**
 * The settings of each schema: its own, and where it has none, those of all.
 *
 * @param all the settings below {@code cairn}
 * @param cairn the settings of single schemas
 */
record SchemaSettings(SchemaProperties all, CairnProperties cairn) {
    SchemaProperties of(String schema) {
        SchemaProperties own = cairn.schemasOrNone().get(schema);
        return own == null ? all : own.over(all);
    }
}
