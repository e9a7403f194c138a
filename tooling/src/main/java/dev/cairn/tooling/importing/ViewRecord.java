package dev.cairn.tooling.importing;

import dev.cairn.catalog.ViewColumn;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.tooling.importing.ColumnTypes.JavaText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CREATE VIEW or CREATE MATERIALIZED VIEW as a record: its components follow from the query. */
final class ViewRecord {
    private final ServerProfile profile;
    private final Imports imports;
    private final String name;
    private final String database;
    private final boolean byName;
    private final ClauseAnnotations clauses;

    /**
     * @param name the name of the record
     * @param database the database of the view; empty for the one that connections select
     * @param byName whether the columns of the query have the names of the view's columns
     */
    ViewRecord(ServerProfile profile, Imports imports, String name, String database, boolean byName) {
        this.profile = profile;
        this.imports = imports;
        this.name = name;
        this.database = database;
        this.byName = byName;
        this.clauses = new ClauseAnnotations(imports);
    }

    RecordText of(CreateView view, List<ViewColumn> columns) {
        ImportedAnnotation head = head("View", view.name().last().text(), view.comment());
        if (view.security() == Security.INVOKER) {
            head = head.word("security", imports.constant(view.security().name(), "Security"));
        }
        return record(List.of(queried(head, view.query().text())), columns);
    }

    RecordText of(CreateMaterializedView view, List<ViewColumn> columns) {
        List<ImportedAnnotation> annotations = new ArrayList<>();
        ImportedAnnotation head = head("MaterializedView", view.name().last().text(), view.comment());
        annotations.add(queried(head, view.query().text()));
        annotations.addAll(clauses.indexes(view.indexes()));
        if (!view.partitionBy().isEmpty()) {
            annotations.add(imports.annotation("PartitionBy")
                    .texts(
                            ImportedAnnotation.VALUE,
                            view.partitionBy().stream()
                                    .map(ClauseAnnotations::item)
                                    .toList()));
        }
        annotations.addAll(clauses.distribution(view.distribution()));
        annotations.addAll(clauses.orderBy(view.orderBy()));
        if (view.refresh() != null) {
            annotations.add(refresh(view.refresh()));
        }
        annotations.addAll(clauses.ofTable(view.properties()));
        return record(annotations, columns);
    }

    private ImportedAnnotation head(String annotation, String sqlName, @Nullable String comment) {
        return clauses.head(annotation, name, sqlName, database, comment);
    }

    private ImportedAnnotation queried(ImportedAnnotation head, String query) {
        ImportedAnnotation matched =
                byName ? head : head.word("columns", imports.constant("BY_POSITION", "ColumnMatch"));
        return matched.text("query", query);
    }

    private ImportedAnnotation refresh(Refresh refresh) {
        ImportedAnnotation annotation = imports.annotation("Refresh")
                .word("mode", imports.constant(refresh.scheme().name(), "RefreshMode"));
        if (refresh.deferred() != null) {
            String moment = refresh.deferred() ? "DEFERRED" : "IMMEDIATE";
            annotation = annotation.word("moment", imports.constant(moment, "RefreshMoment"));
        }
        if (refresh.start() != null) {
            annotation = annotation.text("start", refresh.start());
        }
        return refresh.every() == null
                ? annotation
                : annotation.text(
                        "every",
                        Sql.render(refresh.every().amount()) + " "
                                + refresh.every().unit());
    }

    private RecordText record(List<ImportedAnnotation> annotations, List<ViewColumn> columns) {
        UniqueJavaNames nestedNames = new UniqueJavaNames();
        nestedNames.take(name);
        UniqueJavaNames names = new UniqueJavaNames();
        ColumnTypes types = new ColumnTypes(profile, imports, nestedNames, false);
        List<ImportedComponent> components = new ArrayList<>(columns.size());
        for (ViewColumn column : columns) {
            components.add(component(column, names, types));
        }
        return RecordText.of(annotations, name, components, types.nested(), nestedNames, imports);
    }

    private ImportedComponent component(ViewColumn column, UniqueJavaNames names, ColumnTypes types) {
        String component = names.free(UniqueJavaNames.ofComponent(column.name()));
        JavaText type = types.of(column.type(), column.nullable(), column.name());
        List<ImportedAnnotation> annotations = new ArrayList<>();
        String comment = column.comment().isEmpty() ? null : column.comment();
        annotations.addAll(clauses.column(component, column.name(), comment));
        annotations.addAll(type.annotations());
        return new ImportedComponent(annotations, type.name(), component);
    }
}
