package dev.cairn.internal.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.List;

/**
 * A table as it was shown, whose properties the server would not take again: they may speak of tables that are missing, or
 * that do not agree with it any more, or have a value that only ALTER TABLE can set.
 */
final class LenientTable {
    private LenientTable() {}

    static Table of(Engine engine, CreateTable shown, ObjectName name) {
        Catalog empty = Catalog.EMPTY.with(Database.of(name.database()));
        return engine.apply(empty, new Session(name.database()), without(shown, name))
                .catalog()
                .table(name.database(), name.name())
                .map(table -> with(table, shown.properties()))
                .orElseThrow();
    }

    /** The server prints properties as it keeps them. */
    private static Table with(Table table, List<Property> printed) {
        StoredProperties properties = table.properties();
        for (Property property : printed) {
            properties = properties.with(property.name(), property.value());
        }
        return table.withProperties(properties);
    }

    private static CreateTable without(CreateTable shown, ObjectName name) {
        return new CreateTable(
                shown.lifetime(),
                shown.ifNotExists(),
                name.in(new Session(name.database())),
                shown.columns(),
                shown.indexes(),
                shown.engine(),
                shown.charset(),
                shown.key(),
                shown.comment(),
                shown.partitioning(),
                shown.distribution(),
                shown.orderBy(),
                shown.rollups(),
                List.of(),
                shown.brokerProperties(),
                shown.span());
    }
}
