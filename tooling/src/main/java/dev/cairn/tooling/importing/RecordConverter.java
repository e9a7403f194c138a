package dev.cairn.tooling.importing;

import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.advice.CurrentTimeCalls;
import dev.cairn.processor.check.TableRules;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.tooling.importing.ColumnTypes.AnnotatedType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts the statement that creates an object to a record. The components of a view follow from its query. */
final class RecordConverter {
    private final ServerProfile profile;
    private final Imports imports;
    private final String name;
    private final String database;
    private final SharedDeclarations shared;
    private final ClauseAnnotations clauses;

    /**
     * @param name the name of the record
     * @param database the database of the object; empty for the one that connections select
     * @param shared what the root declares for the record
     */
    RecordConverter(ServerProfile profile, Imports imports, String name, String database, SharedDeclarations shared) {
        this.profile = profile;
        this.imports = imports;
        this.name = name;
        this.database = database;
        this.shared = shared;
        this.clauses = new ClauseAnnotations(imports);
    }

    RecordText convert(CreateTable table) {
        UniqueJavaNames nestedNames = new UniqueJavaNames();
        nestedNames.reserve(name);
        ColumnTypes types = new ColumnTypes(profile, imports, nestedNames, true);
        TableComponents columns = new TableComponents(imports, clauses, types, table.key());
        List<ImportedComponent> components = new ArrayList<>(table.columns().size());
        for (ColumnDefinition column : table.columns()) {
            components.add(columns.convertColumn(column));
        }
        return RecordText.of(createAnnotations(table), name, components, types.nestedRecords(), nestedNames, imports);
    }

    private List<ImportedAnnotation> createAnnotations(CreateTable table) {
        List<ImportedAnnotation> annotations = new ArrayList<>();
        annotations.add(createObjectAnnotation("Table", table.name().lastPart().text(), table.comment()));
        annotations.addAll(clauses.createIndexAnnotations(table.indexes()));
        KeyClause key = table.key();
        if (key != null && !key.columns().isEmpty()) {
            annotations.add(createKeyAnnotation(key));
        }
        if (table.partitioning() != null) {
            annotations.add(clauses.createPartitioning(table.partitioning()));
        }
        annotations.addAll(clauses.createDistribution(table.distribution()));
        annotations.addAll(clauses.createOrderBy(table.orderBy()));
        table.rollups().forEach(rollup -> annotations.add(createRollupAnnotation(rollup)));
        annotations.addAll(clauses.createTableProperties(shared.selectOwnProperties(table.properties())));
        List<String> warnings = shared.selectOwnWarnings(findWarnings(table, profile));
        if (!warnings.isEmpty()) {
            annotations.add(imports.importAnnotation("Allow").texts(ImportedAnnotation.VALUE, warnings));
        }
        return annotations;
    }

    private ImportedAnnotation createKeyAnnotation(KeyClause key) {
        String annotation = switch (key.model()) {
            case DUPLICATE -> "DuplicateKey";
            case AGGREGATE -> "AggregateKey";
            case UNIQUE -> "UniqueKey";
            case PRIMARY -> "PrimaryKey";
        };
        return imports.importAnnotation(annotation)
                .texts(ImportedAnnotation.VALUE, ClauseAnnotations.columnNames(key.columns()));
    }

    private ImportedAnnotation createRollupAnnotation(RollupDefinition rollup) {
        ImportedAnnotation annotation = imports.importAnnotation("Rollup")
                .text("name", rollup.name().text())
                .texts("columns", ClauseAnnotations.columnNames(rollup.columns()));
        if (!rollup.duplicateKey().isEmpty()) {
            annotation = annotation.texts("duplicateKey", ClauseAnnotations.columnNames(rollup.duplicateKey()));
        }
        if (rollup.baseRollup() != null) {
            annotation = annotation.text("from", rollup.baseRollup().text());
        }
        return annotation.annotations("properties", clauses.createProperties(rollup.properties()));
    }

    /** Returns the warnings about a table. Its record allows them, so that it compiles where warnings are errors. */
    static List<String> findWarnings(CreateTable table, ServerProfile profile) {
        List<String> warnings = new ArrayList<>();
        if (TableRules.hasSingleBucket(table)) {
            warnings.add(FindingCode.SINGLE_BUCKET.code());
        }
        if (table.properties().stream().anyMatch(property -> TableRules.isSingleReplica(property, profile))) {
            warnings.add(FindingCode.SINGLE_REPLICA.code());
        }
        KeyClause key = table.key();
        if (key != null
                && key.model() == KeyModel.PRIMARY
                && table.columns().stream()
                        .anyMatch(column -> key.contains(column.name().text()) && TableRules.isUnbounded(column))) {
            warnings.add(FindingCode.UNBOUNDED_KEY.code());
        }
        if (TableRules.hasOverlongValues(table)) {
            warnings.add(FindingCode.PARTITION_VALUE_LENGTH.code());
        }
        if (TableRules.repeatedDistributionColumn(table).isPresent()) {
            warnings.add(FindingCode.DISTRIBUTION_REPEATED.code());
        }
        if (table.properties().stream().anyMatch(property -> TableRules.isUselessRetention(property, table))) {
            warnings.add(FindingCode.RETENTION_WITHOUT_PARTITIONS.code());
        }
        if (TableRules.hasUnorderedSortKey(table)) {
            warnings.add(FindingCode.ORDER_BY_UNORDERED.code());
        }
        return warnings;
    }

    /** @param byName whether the columns of the query have the names of the view's columns */
    RecordText convert(CreateView view, List<ViewColumn> columns, boolean byName) {
        ImportedAnnotation head =
                createObjectAnnotation("View", view.name().lastPart().text(), view.comment());
        if (view.security() == Security.INVOKER) {
            head = head.word("security", imports.importConstant(view.security().name(), "View.Security"));
        }
        return createRecord(List.of(addQuery(head, view.query().text(), byName)), columns);
    }

    /** @param byName whether the columns of the query have the names of the view's columns */
    RecordText convert(CreateMaterializedView view, List<ViewColumn> columns, boolean byName) {
        List<ImportedAnnotation> annotations = new ArrayList<>();
        ImportedAnnotation head = createObjectAnnotation(
                "MaterializedView", view.name().lastPart().text(), view.comment());
        annotations.add(addQuery(head, view.query().text(), byName));
        annotations.addAll(clauses.createIndexAnnotations(view.indexes()));
        if (!view.partitionBy().isEmpty()) {
            annotations.add(imports.importAnnotation("PartitionBy")
                    .texts(
                            ImportedAnnotation.VALUE,
                            view.partitionBy().stream()
                                    .map(ClauseAnnotations::renderItem)
                                    .toList()));
        }
        annotations.addAll(clauses.createDistribution(view.distribution()));
        annotations.addAll(clauses.createOrderBy(view.orderBy()));
        if (view.refresh() != null) {
            annotations.add(createRefreshAnnotation(view.refresh()));
        }
        annotations.addAll(clauses.createTableProperties(shared.selectOwnProperties(view.properties())));
        if (!CurrentTimeCalls.findIn(view.query().query()).isEmpty()) {
            annotations.add(
                    imports.importAnnotation("Allow").text(ImportedAnnotation.VALUE, FindingCode.CURRENT_TIME.code()));
        }
        return createRecord(annotations, columns);
    }

    /** Converts an external object. Its columns of an unknown type can be read as text. */
    RecordText convert(ExternalObject external) {
        List<String> parts = new ArrayList<>();
        if (external.catalog() != null) {
            parts.add(external.catalog());
        }
        parts.addAll(List.of(external.database(), external.name()));
        ImportedAnnotation head = imports.importAnnotation("External")
                .text(
                        ImportedAnnotation.VALUE,
                        parts.stream()
                                .map(part -> Name.isPlain(part) ? part : "`" + part + "`")
                                .collect(Collectors.joining(".")));
        UniqueJavaNames nestedNames = new UniqueJavaNames();
        nestedNames.reserve(name);
        ColumnTypes types = new ColumnTypes(profile, imports, nestedNames, true);
        TableComponents columns = new TableComponents(imports, clauses, types, null);
        List<ImportedComponent> components = external.columns().stream()
                .map(column ->
                        columns.convertColumn(ColumnDefinition.of(Name.of(column.name()), column.type(), Span.NONE)
                                .withNullable(column.nullable())))
                .toList();
        return RecordText.of(List.of(head), name, components, types.nestedRecords(), nestedNames, imports);
    }

    private ImportedAnnotation createObjectAnnotation(String annotation, String sqlName, @Nullable String comment) {
        return clauses.createObjectAnnotation(annotation, name, sqlName, database, comment);
    }

    private ImportedAnnotation addQuery(ImportedAnnotation head, String query, boolean byName) {
        ImportedAnnotation matched =
                byName ? head : head.word("columns", imports.importConstant("BY_POSITION", "ColumnMatch"));
        return matched.text("query", query);
    }

    private ImportedAnnotation createRefreshAnnotation(Refresh refresh) {
        ImportedAnnotation annotation = imports.importAnnotation("Refresh")
                .word("mode", imports.importConstant(refresh.scheme().name(), "Refresh.Mode"));
        if (refresh.deferred() != null) {
            String moment = refresh.deferred() ? "DEFERRED" : "IMMEDIATE";
            annotation = annotation.word("moment", imports.importConstant(moment, "Refresh.Moment"));
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

    private RecordText createRecord(List<ImportedAnnotation> annotations, List<ViewColumn> columns) {
        UniqueJavaNames nestedNames = new UniqueJavaNames();
        nestedNames.reserve(name);
        UniqueJavaNames names = new UniqueJavaNames();
        ColumnTypes types = new ColumnTypes(profile, imports, nestedNames, false);
        List<ImportedComponent> components = new ArrayList<>(columns.size());
        for (ViewColumn column : columns) {
            components.add(createComponent(column, names, types));
        }
        return RecordText.of(annotations, name, components, types.nestedRecords(), nestedNames, imports);
    }

    private ImportedComponent createComponent(ViewColumn column, UniqueJavaNames names, ColumnTypes types) {
        String component = names.reserveUnique(UniqueJavaNames.componentName(column.name()));
        AnnotatedType type = types.chooseType(column.type(), column.nullable(), column.name());
        List<ImportedAnnotation> annotations = new ArrayList<>();
        String comment = column.comment().isEmpty() ? null : column.comment();
        annotations.addAll(clauses.createColumnAnnotations(component, column.name(), comment));
        annotations.addAll(type.annotations());
        return new ImportedComponent(annotations, type.name(), component);
    }
}
