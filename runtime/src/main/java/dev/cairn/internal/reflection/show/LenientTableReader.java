package dev.cairn.internal.reflection.show;

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
 * Reads a table whose properties the server would no longer accept: they may refer to tables that are missing or no
 * longer match, or have a value that only ALTER TABLE can set.
 */
final class LenientTableReader {
    private LenientTableReader() {}

    static Table readTable(Engine engine, CreateTable createTable, ObjectName name) {
        Catalog emptyCatalog = Catalog.EMPTY.withDatabase(Database.of(name.database()));
        Session session = new Session(name.database());
        return engine.apply(
                        emptyCatalog,
                        session,
                        createTable.withName(name.toSqlName(session)).withProperties(List.of()))
                .catalog()
                .findTable(name.database(), name.name())
                .map(table -> withProperties(table, createTable.properties()))
                .orElseThrow();
    }

    /** Returns the table with its properties as printed, because the server prints them as it stores them. */
    private static Table withProperties(Table table, List<Property> printedProperties) {
        StoredProperties properties = table.properties();
        for (Property property : printedProperties) {
            properties = properties.withProperty(property.name(), property.value());
        }
        return table.withProperties(properties);
    }
}
