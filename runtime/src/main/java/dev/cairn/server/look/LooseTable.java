package dev.cairn.server.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Properties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Session;
import dev.cairn.plan.ObjectName;
import dev.cairn.plan.SchemaObject;
import dev.cairn.sql.Property;
import dev.cairn.sql.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A table as it was shown, read without the others that its properties speak of: they may be missing, or be read later, or
 * not agree with it any more.
 */
final class LooseTable {
    private static final Set<String> ABOUT_OTHERS =
            Set.of("colocate_with", "foreign_key_constraints", "unique_constraints");

    private final Engine engine;
    private final CreateTable shown;

    LooseTable(Engine engine, CreateTable shown) {
        this.engine = engine;
        this.shown = shown;
    }

    /** The server prints these properties in full, as it keeps them. */
    SchemaObject taken(ObjectName name) {
        List<Property> own = new ArrayList<>();
        List<Property> aboutOthers = new ArrayList<>();
        shown.properties()
                .forEach(property -> (ABOUT_OTHERS.contains(property.name()) ? aboutOthers : own).add(property));
        Catalog empty = Catalog.EMPTY.with(Database.of(name.database()));
        Table table = engine.apply(empty, new Session(name.database()), with(name, own))
                .catalog()
                .table(name.database(), name.name())
                .orElseThrow();
        Properties properties = table.properties();
        for (Property property : aboutOthers) {
            properties = properties.with(property.name(), property.value());
        }
        return new SchemaObject.OfTable(table.withProperties(properties));
    }

    private CreateTable with(ObjectName name, List<Property> properties) {
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
                properties,
                shown.brokerProperties(),
                shown.span());
    }
}
