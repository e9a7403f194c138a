package dev.cairn.processor.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Definition;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.ShowCreate;
import dev.cairn.processor.importing.DefiningQueries.Answer;
import dev.cairn.processor.model.JavaName;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Span;
import dev.cairn.sql.Statement.CreateTable;
import dev.cairn.sql.Statement.QueryText;
import dev.cairn.sql.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the records that declare a catalog.
 *
 * <pre>{@code
 * Target target = new Target("com.acme.shop", "Shop", "shop", "shop_db");
 * Imported imported = new SchemaImport(profile, catalog, target).written();
 * imported.sources();   // PageView.java, …, Shop.java
 * imported.unsaid();    // a temporary table, a view whose table is gone
 * }</pre>
 */
public final class SchemaImport {
    /** A class file counts the bytes of a constant in two of its own. */
    private static final int LONGEST_CONSTANT = 65535;

    private final ServerProfile profile;
    private final Catalog catalog;
    private final Target target;
    private final DefiningQueries queries;
    private final RecordNames names;
    private final List<JavaSource> sources = new ArrayList<>();
    private final List<Unsaid> unsaid = new ArrayList<>();
    private final List<String> records = new ArrayList<>();

    /** All that the catalog holds is declared. */
    public SchemaImport(ServerProfile profile, Catalog catalog, Target target) {
        this.profile = profile;
        this.catalog = catalog;
        this.target = target;
        this.queries = new DefiningQueries(profile, catalog, target.database());
        this.names = new RecordNames(target.root());
    }

    public Imported written() {
        for (Database database : catalog.databases().values()) {
            database.temporaries()
                    .values()
                    .forEach(table -> leave(database, table.name(), "a temporary table goes with its session"));
            database.tables().values().forEach(table -> table(database, table));
            database.views().values().forEach(view -> view(database, view));
            database.materializedViews().values().forEach(view -> materializedView(database, view));
        }
        String root = new RootText(profile, target).of(records);
        sources.add(new JavaSource(new JavaName(target.inPackage(), List.of(target.root())), root));
        return new Imported(sources, unsaid);
    }

    private void leave(Database database, String object, String why) {
        unsaid.add(new Unsaid(database.name() + "." + object, why, true));
    }

    /** Empty for the database that is selected anyway. */
    private String said(Database database) {
        return database.name().equals(target.database()) ? "" : database.name();
    }

    private void table(Database database, Table table) {
        List<Rollup> plain = table.rollups().stream()
                .filter(rollup -> rollup.query() == null)
                .toList();
        CreateTable written = ShowCreate.written(profile, table.withRollups(plain));
        String name = names.of(table.name(), "Table");
        Imports imports = new Imports();
        add(name, imports, new TableRecord(profile, imports).of(written, name, said(database)));
        for (Rollup rollup : table.rollups()) {
            if (rollup.query() != null) {
                synchronousView(database, rollup.name(), rollup.query());
            }
        }
    }

    private void view(Database database, View view) {
        Answer answer = answer(database, view.name(), view.definition());
        if (answer.problem() == null) {
            String name = names.of(view.name(), "View");
            Imports imports = new Imports();
            ViewRecord record =
                    new ViewRecord(profile, imports, name, said(database), isByName(answer, view.columns()));
            add(name, imports, record.of(ShowCreate.shown(view), view.columns()));
        }
    }

    private void materializedView(Database database, MaterializedView view) {
        Answer answer = answer(database, view.name(), view.definition());
        if (answer.problem() == null) {
            CreateMaterializedView written = ShowCreate.written(profile, view);
            materializedView(database, written, view.columns(), isByName(answer, view.columns()));
        }
    }

    /** Its columns are those of its query, whatever they are called where they are stored. */
    private void synchronousView(Database database, String name, QueryText query) {
        Answer answer = answer(database, name, new Definition(query, database.name(), List.of()));
        if (answer.problem() == null) {
            CreateMaterializedView written = new CreateMaterializedView(
                    false,
                    QualifiedName.of(name),
                    List.of(),
                    List.of(),
                    null,
                    List.of(),
                    false,
                    null,
                    List.of(),
                    null,
                    List.of(),
                    query,
                    Span.NONE);
            List<ViewColumn> columns = answer.columns().stream()
                    .map(column -> new ViewColumn(
                            column.name(), column.type(), column.typed().nullable(), ""))
                    .toList();
            materializedView(database, written, columns, true);
        }
    }

    private void materializedView(
            Database database, CreateMaterializedView written, List<ViewColumn> columns, boolean byName) {
        String name = names.of(written.name().last().text(), "Mv");
        Imports imports = new Imports();
        add(name, imports, new ViewRecord(profile, imports, name, said(database), byName).of(written, columns));
    }

    private Answer answer(Database database, String view, Definition definition) {
        int length = definition.query().text().getBytes(UTF_8).length;
        Answer answer = length > LONGEST_CONSTANT
                ? new Answer(
                        List.of(),
                        "its query has " + length + " bytes, and no constant in Java more than " + LONGEST_CONSTANT)
                : queries.of(definition);
        if (answer.problem() != null) {
            leave(database, view, answer.problem());
        }
        return answer;
    }

    private static boolean isByName(Answer answer, List<ViewColumn> columns) {
        return answer.names(columns.stream().map(ViewColumn::name).toList());
    }

    private void add(String name, Imports imports, RecordText record) {
        String head = target.inPackage().isEmpty() ? "" : "package " + target.inPackage() + ";\n\n";
        String text = head + imports.text() + record.text();
        sources.add(new JavaSource(new JavaName(target.inPackage(), List.of(name)), text));
        records.add(name);
    }
}
