package dev.cairn.tooling.importing;

import dev.cairn.analysis.function.CurrentTimeCalls;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.cluster.ClusterStatementPlanner;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.tooling.importing.ColumnTypeChooser.AnnotatedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts the statement that creates an object to a record. The components of a view follow from its query.
 * {@link RoundTripCheck} checks that the record creates the same object again.
 */
final class RecordConverter {
    private final ServerProfile profile;
    private final JavaImports imports;
    private final String recordName;
    private final String database;
    private final SharedDeclarations sharedDeclarations;
    private final ClauseConverter clauseConverter;
    private final UniqueJavaNames nestedNames = new UniqueJavaNames();

    /**
     * Creates a converter for one record.
     *
     * @param recordName the name of the record
     * @param database the database of the object; empty for the database that connections select
     * @param sharedDeclarations the declarations of the root that apply to the record
     */
    RecordConverter(
            ServerProfile profile,
            JavaImports imports,
            String recordName,
            String database,
            SharedDeclarations sharedDeclarations) {
        this.profile = profile;
        this.imports = imports;
        this.recordName = recordName;
        this.database = database;
        this.sharedDeclarations = sharedDeclarations;
        this.clauseConverter = new ClauseConverter(imports);
        nestedNames.reserve(recordName);
    }

    /**
     * Converts a table.
     *
     * @param generatedColumnWarningCodes the codes of the warnings about generated columns
     */
    RecordSourceText convertTable(CreateTable table, List<String> generatedColumnWarningCodes) {
        return createTableRecord(
                createTableAnnotations(table, generatedColumnWarningCodes), table.columns(), table.key());
    }

    private RecordSourceText createTableRecord(
            List<ImportedAnnotation> annotations, List<ColumnDefinition> columns, @Nullable KeyClause key) {
        ColumnTypeChooser typeChooser = new ColumnTypeChooser(profile, imports, nestedNames, true);
        ColumnConverter columnConverter = new ColumnConverter(imports, clauseConverter, typeChooser, key);
        return createRecord(
                annotations,
                columns.stream().map(columnConverter::convertColumn).toList(),
                typeChooser);
    }

    private RecordSourceText createRecord(
            List<ImportedAnnotation> annotations, List<ImportedComponent> components, ColumnTypeChooser typeChooser) {
        return RecordSourceText.of(
                annotations, recordName, components, typeChooser.nestedRecords(), nestedNames, imports);
    }

    private List<ImportedAnnotation> createTableAnnotations(
            CreateTable table, List<String> generatedColumnWarningCodes) {
        List<ImportedAnnotation> annotations = new ArrayList<>();
        annotations.add(createObjectAnnotation(
                "Table",
                table.name().lastPart().text(),
                withoutDefault(table.comment(), ShowCreate.findDefaultTableComment(profile))));
        annotations.addAll(clauseConverter.createIndexAnnotations(table.indexes()));
        KeyClause keyClause = table.key();
        if (keyClause != null && !keyClause.columns().isEmpty()) {
            annotations.add(createKeyAnnotation(keyClause));
        }
        if (table.partitioning() != null) {
            annotations.add(clauseConverter.createPartitioningAnnotation(table.partitioning()));
        }
        annotations.addAll(clauseConverter.createDistributionAnnotations(table.distribution()));
        annotations.addAll(clauseConverter.createOrderByAnnotations(table.orderBy()));
        table.rollups().forEach(rollup -> annotations.add(createRollupAnnotation(rollup)));
        annotations.addAll(clauseConverter.createTablePropertyAnnotations(
                sharedDeclarations.selectUnsharedProperties(table.properties())));
        List<String> warningCodes = new ArrayList<>(
                sharedDeclarations.selectUnsharedWarnings(AllowedWarningCollector.collectCodes(table, profile)));
        warningCodes.addAll(generatedColumnWarningCodes);
        annotations.addAll(createAllowAnnotations(warningCodes));
        return annotations;
    }

    private ImportedAnnotation createKeyAnnotation(KeyClause keyClause) {
        String annotationName = switch (keyClause.model()) {
            case DUPLICATE -> "DuplicateKey";
            case AGGREGATE -> "AggregateKey";
            case UNIQUE -> "UniqueKey";
            case PRIMARY -> "PrimaryKey";
        };
        return imports.importAnnotation(annotationName)
                .withTexts(ImportedAnnotation.VALUE, ClauseConverter.toTexts(keyClause.columns()));
    }

    private ImportedAnnotation createRollupAnnotation(RollupDefinition rollup) {
        ImportedAnnotation annotation = imports.importAnnotation("Rollup")
                .withText("name", rollup.name().text())
                .withTexts("columns", ClauseConverter.toTexts(rollup.columns()));
        if (!rollup.duplicateKey().isEmpty()) {
            annotation = annotation.withTexts("duplicateKey", ClauseConverter.toTexts(rollup.duplicateKey()));
        }
        if (rollup.baseRollup() != null) {
            annotation = annotation.withText("from", rollup.baseRollup().text());
        }
        return annotation.withAnnotations("properties", clauseConverter.createPropertyAnnotations(rollup.properties()));
    }

    /**
     * Converts a view.
     *
     * @param warningCodes the codes of the warnings about the query
     * @param matchesByName whether the columns of the query have the names of the view's columns
     */
    RecordSourceText convertView(
            CreateView view, List<ViewColumn> columns, List<String> warningCodes, boolean matchesByName) {
        List<ImportedAnnotation> annotations = new ArrayList<>();
        ImportedAnnotation objectAnnotation =
                createObjectAnnotation("View", view.name().lastPart().text(), view.comment());
        if (view.security() == Security.INVOKER) {
            objectAnnotation = objectAnnotation.withConstant(
                    "security", imports.importConstant(view.security().name(), "View.Security"));
        }
        annotations.add(withQuery(objectAnnotation, view.queryText().text(), matchesByName));
        annotations.addAll(createAllowAnnotations(warningCodes));
        return createViewRecord(annotations, columns);
    }

    /** Returns an annotation that allows warnings; none if there is nothing to allow. */
    private List<ImportedAnnotation> createAllowAnnotations(List<String> warningCodes) {
        return warningCodes.isEmpty()
                ? List.of()
                : List.of(imports.importAnnotation("Allow").withTexts(ImportedAnnotation.VALUE, warningCodes));
    }

    /**
     * Converts a materialized view.
     *
     * @param queryWarningCodes the codes of the warnings about the query
     * @param matchesByName whether the columns of the query have the names of the view's columns
     */
    RecordSourceText convertMaterializedView(
            CreateMaterializedView view,
            List<ViewColumn> columns,
            List<String> queryWarningCodes,
            boolean matchesByName) {
        List<ImportedAnnotation> annotations = new ArrayList<>();
        ImportedAnnotation objectAnnotation = createObjectAnnotation(
                "MaterializedView",
                view.name().lastPart().text(),
                withoutDefault(view.comment(), ShowCreate.findDefaultViewComment(profile)));
        annotations.add(withQuery(objectAnnotation, view.queryText().text(), matchesByName));
        annotations.addAll(clauseConverter.createIndexAnnotations(view.indexes()));
        if (!view.partitionBy().isEmpty()) {
            annotations.add(imports.importAnnotation("PartitionBy")
                    .withTexts(
                            ImportedAnnotation.VALUE,
                            view.partitionBy().stream()
                                    .map(ClauseConverter::renderItem)
                                    .toList()));
        }
        annotations.addAll(clauseConverter.createDistributionAnnotations(view.distribution()));
        annotations.addAll(clauseConverter.createOrderByAnnotations(view.orderBy()));
        if (view.refresh() != null) {
            annotations.add(createRefreshAnnotation(view.refresh()));
        }
        annotations.addAll(clauseConverter.createTablePropertyAnnotations(
                sharedDeclarations.selectUnsharedProperties(view.properties())));
        List<String> warningCodes = new ArrayList<>(queryWarningCodes);
        if (!CurrentTimeCalls.findIn(view.queryText().query()).isEmpty()) {
            warningCodes.add(CompileRule.CURRENT_TIME.code());
        }
        annotations.addAll(createAllowAnnotations(warningCodes));
        return createViewRecord(annotations, columns);
    }

    /** Converts an external object. Its columns of an unknown type can be read as text. */
    RecordSourceText convertExternalObject(ExternalObject externalObject) {
        return createExternalRecord(
                externalObject.qualifiedName().parts().stream().map(Name::text).toList(),
                List.of(),
                externalObject.columns().stream()
                        .map(column -> ColumnDefinition.of(Name.of(column.name()), column.type(), Span.NONE)
                                .withNullable(column.isNullable()))
                        .toList());
    }

    /**
     * Converts a managed table of an external catalog.
     *
     * @param annotation declares all but the name and the columns
     */
    RecordSourceText convertManagedTable(ClusterObject tableObject, ImportedAnnotation annotation) {
        ClusterClause columnClause = tableObject.kind().findColumnClause().orElseThrow();
        List<ColumnDefinition> columns = ClusterStatementPlanner.columnNames(tableObject).stream()
                .map(name -> parseColumn(
                        name, tableObject.parts().getOrDefault(new ClusterPart(columnClause.name(), name), "")))
                .toList();
        List<String> path =
                tableObject.toSqlName(null).parts().stream().map(Name::text).toList();
        return createExternalRecord(path, List.of(annotation), columns);
    }

    private static ColumnDefinition parseColumn(String name, String definition) {
        ColumnDefinition column = Sql.parseColumn(Name.of(name), definition);
        return column.withNullable(!Boolean.FALSE.equals(column.nullable()));
    }

    private RecordSourceText createExternalRecord(
            List<String> path, List<ImportedAnnotation> otherAnnotations, List<ColumnDefinition> definitions) {
        List<ImportedAnnotation> annotations = new ArrayList<>();
        annotations.add(imports.importAnnotation("External")
                .withText(
                        ImportedAnnotation.VALUE,
                        path.stream().map(Name::quoteIfNeeded).collect(Collectors.joining("."))));
        annotations.addAll(otherAnnotations);
        return createTableRecord(annotations, definitions, null);
    }

    private static @Nullable String withoutDefault(@Nullable String comment, Optional<String> defaultComment) {
        return defaultComment.filter(text -> text.equals(comment)).isPresent() ? null : comment;
    }

    private ImportedAnnotation createObjectAnnotation(String annotationName, String sqlName, @Nullable String comment) {
        return clauseConverter.createObjectAnnotation(annotationName, recordName, sqlName, database, comment);
    }

    private ImportedAnnotation withQuery(ImportedAnnotation objectAnnotation, String query, boolean matchesByName) {
        ImportedAnnotation matchedAnnotation = matchesByName
                ? objectAnnotation
                : objectAnnotation.withConstant("columns", imports.importConstant("BY_POSITION", "ColumnMatch"));
        return matchedAnnotation.withText("query", query);
    }

    private ImportedAnnotation createRefreshAnnotation(Refresh refresh) {
        ImportedAnnotation annotation = imports.importAnnotation("Refresh")
                .withConstant("mode", imports.importConstant(refresh.scheme().name(), "Refresh.Mode"));
        if (refresh.isDeferred() != null) {
            String moment = refresh.isDeferred() ? "DEFERRED" : "IMMEDIATE";
            annotation = annotation.withConstant("moment", imports.importConstant(moment, "Refresh.Moment"));
        }
        if (refresh.start() != null) {
            annotation = annotation.withText("start", refresh.start());
        }
        return refresh.interval() == null
                ? annotation
                : annotation.withText(
                        "every",
                        Sql.render(refresh.interval().amount()) + " "
                                + refresh.interval().unit());
    }

    private RecordSourceText createViewRecord(List<ImportedAnnotation> annotations, List<ViewColumn> columns) {
        UniqueJavaNames componentNames = new UniqueJavaNames();
        ColumnTypeChooser typeChooser = new ColumnTypeChooser(profile, imports, nestedNames, false);
        return createRecord(
                annotations,
                columns.stream()
                        .map(column -> createViewComponent(column, componentNames, typeChooser))
                        .toList(),
                typeChooser);
    }

    private ImportedComponent createViewComponent(
            ViewColumn column, UniqueJavaNames componentNames, ColumnTypeChooser typeChooser) {
        String componentName = componentNames.reserveUnique(UniqueJavaNames.toComponentName(column.name()));
        AnnotatedType type = typeChooser.chooseType(column.type(), column.isNullable(), column.name());
        List<ImportedAnnotation> annotations = new ArrayList<>();
        String comment = column.comment().isEmpty() ? null : column.comment();
        annotations.addAll(clauseConverter.createColumnAnnotations(componentName, column.name(), comment));
        annotations.addAll(type.annotations());
        return new ImportedComponent(annotations, type.name(), componentName);
    }
}
