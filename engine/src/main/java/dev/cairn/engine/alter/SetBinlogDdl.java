package dev.cairn.engine.alter;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.BinlogProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.Property;

/** Applies SET of the properties {@code binlog_*}. */
record SetBinlogDdl(Table table, SetProperties clause) {
    private static final String VERSION_NAME = KnownProperty.BINLOG_VERSION.propertyName();

    /**
     * Requires a number; the server validates these numbers only if {@code binlog_enable} is set in the same clause.
     */
    void requireNumber(Property property) {
        if (clause.properties().stream()
                .anyMatch(declaredProperty -> KnownProperty.BINLOG_ENABLE.isNamed(declaredProperty.name()))) {
            try {
                Long.parseLong(property.value());
            } catch (NumberFormatException failure) {
                throw Refusal.ofWrapped(
                        clause.span(), ServerError.COMMON, CommonRule.NOT_A_NUMBER, property.name(), property.value());
            }
        }
    }

    /**
     * Returns the changed table; each change creates a new version of the whole configuration.
     */
    Table change() {
        StoredProperties oldProperties = table.properties();
        StoredProperties newProperties = BinlogProperties.withDefaults(oldProperties);
        for (Property declaredProperty : clause.properties()) {
            newProperties = newProperties.withProperty(declaredProperty.name(), declaredProperty.value());
        }
        if (oldProperties.hasProperty(VERSION_NAME)
                && newProperties.settingByName().equals(oldProperties.settingByName())) {
            return table;
        }
        long version =
                oldProperties.findValue(VERSION_NAME).map(Long::parseLong).orElse(-1L) + 1;
        return table.withProperties(newProperties.withAssumedValue(VERSION_NAME, Long.toString(version)));
    }
}
