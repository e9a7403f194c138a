package dev.cairn.server.look;

import dev.cairn.catalog.Base;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Definition;
import dev.cairn.catalog.External;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.plan.ObjectName;
import dev.cairn.plan.SchemaObject;
import dev.cairn.sql.Query;
import dev.cairn.sql.ViewStatement.CreateView;
import dev.cairn.sql.ViewStatement.Security;
import java.util.List;

/** A view as it was shown, read without what it reads from: the server keeps a view whose tables are gone. */
final class LooseView {
    private LooseView() {}

    /** Its columns are printed with it; their types are not. */
    static SchemaObject of(ServerProfile profile, CreateView shown, ObjectName name) {
        List<ViewColumn> columns = shown.columns().stream()
                .map(column -> new ViewColumn(
                        column.name().text(), null, true, column.comment() == null ? "" : column.comment()))
                .toList();
        List<Base> bases = ReadNames.of(profile, shown.query().query(), name.database()).stream()
                .map(base -> new Base(base.database(), base.name(), true, List.of()))
                .toList();
        return new SchemaObject.OfView(new View(
                name.name(),
                columns,
                shown.comment() == null ? "" : shown.comment(),
                shown.security() == null ? Security.NONE : shown.security(),
                new Definition(shown.query(), name.database(), bases)));
    }

    /** A catalog in which all that a query names has whatever columns are asked for. */
    static Catalog sources(ServerProfile profile, Query query, ObjectName of) {
        Catalog catalog = Catalog.EMPTY.with(Database.of(of.database()));
        for (ObjectName name : ReadNames.of(profile, query, of.database())) {
            catalog = catalog.with(new External(null, name.database(), name.name(), List.of(), false));
        }
        return catalog;
    }
}
