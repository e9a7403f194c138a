package dev.cairn.processor.importing;

import dev.cairn.catalog.ServerProfile;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CREATE TABLE as a record. */
final class TableRecord {
    private final Imports imports;
    private final Clauses clauses;
    private final ServerProfile profile;

    TableRecord(ServerProfile profile, Imports imports) {
        this.profile = profile;
        this.imports = imports;
        this.clauses = new Clauses(imports);
    }

    /** @param database empty where the table is in the one that connections select */
    RecordText of(CreateTable table, String name, String database) {
        Names nestedNames = new Names();
        nestedNames.take(name);
        ColumnTypes types = new ColumnTypes(profile, imports, nestedNames, true);
        TableColumns columns = new TableColumns(imports, types, table.key());
        List<Component> components = new ArrayList<>(table.columns().size());
        for (ColumnDefinition column : table.columns()) {
            components.add(columns.component(column));
        }
        return WideRecord.of(
                annotations(table, name, database), name, components, types.nested(), nestedNames, imports);
    }

    private List<Annotation> annotations(CreateTable table, String name, String database) {
        List<Annotation> annotations = new ArrayList<>();
        annotations.add(
                head(imports.annotation("Table"), name, table.name().last().text(), database, table.comment()));
        annotations.addAll(clauses.indexes(table.indexes()));
        KeyClause key = table.key();
        if (key != null && !key.columns().isEmpty()) {
            annotations.add(key(key));
        }
        if (table.partitioning() != null) {
            annotations.add(new PartitionAnnotations(imports, clauses).of(table.partitioning()));
        }
        annotations.addAll(clauses.distribution(table.distribution()));
        annotations.addAll(clauses.orderBy(table.orderBy()));
        table.rollups().forEach(rollup -> annotations.add(rollup(rollup)));
        annotations.addAll(clauses.ofTable(table.properties()));
        List<String> warnings = KnownWarnings.of(profile, table);
        if (!warnings.isEmpty()) {
            annotations.add(imports.annotation("Allow").texts(Annotation.VALUE, warnings));
        }
        return annotations;
    }

    /** What all objects begin with. */
    static Annotation head(
            Annotation annotation, String record, String sqlName, String database, @Nullable String comment) {
        Annotation named = SnakeCase.of(record).equals(sqlName) ? annotation : annotation.text("name", sqlName);
        Annotation placed = named.said("database", database);
        return comment == null ? placed : placed.said("comment", comment);
    }

    private Annotation key(KeyClause key) {
        String annotation = switch (key.model()) {
            case DUPLICATE -> "DuplicateKey";
            case AGGREGATE -> "AggregateKey";
            case UNIQUE -> "UniqueKey";
            case PRIMARY -> "PrimaryKey";
        };
        return imports.annotation(annotation).texts(Annotation.VALUE, Clauses.texts(key.columns()));
    }

    private Annotation rollup(RollupDefinition rollup) {
        Annotation annotation = imports.annotation("Rollup")
                .text("name", rollup.name().text())
                .texts("columns", Clauses.texts(rollup.columns()));
        if (!rollup.duplicateKey().isEmpty()) {
            annotation = annotation.texts("duplicateKey", Clauses.texts(rollup.duplicateKey()));
        }
        if (rollup.from() != null) {
            annotation = annotation.text("from", rollup.from().text());
        }
        return annotation.annotations("properties", clauses.properties(rollup.properties()));
    }
}
