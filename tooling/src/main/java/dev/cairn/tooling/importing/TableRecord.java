package dev.cairn.tooling.importing;

import dev.cairn.processor.model.SnakeCase;
import dev.cairn.profile.ServerProfile;
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
    private final ClauseAnnotations clauses;
    private final ServerProfile profile;

    TableRecord(ServerProfile profile, Imports imports) {
        this.profile = profile;
        this.imports = imports;
        this.clauses = new ClauseAnnotations(imports);
    }

    /** @param database empty where the table is in the one that connections select */
    RecordText of(CreateTable table, String name, String database) {
        UniqueJavaNames nestedNames = new UniqueJavaNames();
        nestedNames.take(name);
        ColumnTypes types = new ColumnTypes(profile, imports, nestedNames, true);
        TableColumns columns = new TableColumns(imports, types, table.key());
        List<ImportedComponent> components = new ArrayList<>(table.columns().size());
        for (ColumnDefinition column : table.columns()) {
            components.add(columns.component(column));
        }
        return WideRecord.of(
                annotations(table, name, database), name, components, types.nested(), nestedNames, imports);
    }

    private List<ImportedAnnotation> annotations(CreateTable table, String name, String database) {
        List<ImportedAnnotation> annotations = new ArrayList<>();
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
            annotations.add(imports.annotation("Allow").texts(ImportedAnnotation.VALUE, warnings));
        }
        return annotations;
    }

    /** What all objects begin with. */
    static ImportedAnnotation head(
            ImportedAnnotation annotation, String record, String sqlName, String database, @Nullable String comment) {
        ImportedAnnotation named = SnakeCase.of(record).equals(sqlName) ? annotation : annotation.text("name", sqlName);
        ImportedAnnotation placed = named.said("database", database);
        return comment == null ? placed : placed.said("comment", comment);
    }

    private ImportedAnnotation key(KeyClause key) {
        String annotation = switch (key.model()) {
            case DUPLICATE -> "DuplicateKey";
            case AGGREGATE -> "AggregateKey";
            case UNIQUE -> "UniqueKey";
            case PRIMARY -> "PrimaryKey";
        };
        return imports.annotation(annotation).texts(ImportedAnnotation.VALUE, ClauseAnnotations.texts(key.columns()));
    }

    private ImportedAnnotation rollup(RollupDefinition rollup) {
        ImportedAnnotation annotation = imports.annotation("Rollup")
                .text("name", rollup.name().text())
                .texts("columns", ClauseAnnotations.texts(rollup.columns()));
        if (!rollup.duplicateKey().isEmpty()) {
            annotation = annotation.texts("duplicateKey", ClauseAnnotations.texts(rollup.duplicateKey()));
        }
        if (rollup.from() != null) {
            annotation = annotation.text("from", rollup.from().text());
        }
        return annotation.annotations("properties", clauses.properties(rollup.properties()));
    }
}
