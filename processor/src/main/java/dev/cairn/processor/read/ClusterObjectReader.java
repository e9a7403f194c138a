package dev.cairn.processor.read;

import dev.cairn.annotation.External;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.ClusterAnnotation;
import dev.cairn.processor.model.DeclaredClusterObject;
import dev.cairn.processor.model.DeclaredClusterObject.DeclaredCluster;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.write.OverloadedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Reads the types that declare the cluster objects of a schema, from source or from class files: their names, and the
 * records of tables that they name. {@link ClusterClauseReader} reads the clauses.
 */
final class ClusterObjectReader {
    /** An example of the annotation that the record of a cluster object needs, too. */
    static final String EXTERNAL_EXAMPLE = "@External(\"catalog.database.table\")";

    static final String NAME_ATTRIBUTE = "name";
    static final String TABLE_ATTRIBUTE = "table";

    private final CompileContext compileContext;
    private final Findings findings;
    private final SqlNameReader nameReader;
    private final ClusterClauseReader clauseReader;
    private final Map<JavaClassName, ObjectDeclaration> declarationByRecordName;
    private final boolean hasAllRecords;

    /**
     * Creates a reader of the objects of one root.
     *
     * @param declarationByRecordName the records of the root that could be read
     * @param hasAllRecords whether all records of the root could be read
     */
    ClusterObjectReader(
            CompileContext compileContext,
            Findings findings,
            Map<JavaClassName, ObjectDeclaration> declarationByRecordName,
            boolean hasAllRecords) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.declarationByRecordName = declarationByRecordName;
        this.hasAllRecords = hasAllRecords;
        this.nameReader = new SqlNameReader(findings);
        this.clauseReader = new ClusterClauseReader(findings);
    }

    /** The cluster objects of a root that could be read, and whether these are all its cluster objects. */
    record ClusterReadResult(DeclaredCluster cluster, boolean hasAllObjects) {}

    /**
     * Reads the cluster objects that a root lists.
     *
     * @throws UnreadableDeclarationException if an object refers to a missing type, which a later round may provide
     */
    ClusterReadResult readObjects(WrittenAnnotation schemaAnnotation) {
        List<DeclaredClusterObject> objects = new ArrayList<>();
        Map<String, JavaClassName> typeNameByTitle = new HashMap<>();
        ReadAttempts readAttempts = new ReadAttempts();
        for (AnnotationValue value : schemaAnnotation.values("cluster")) {
            readAttempts.run(() -> {
                Place entryPlace = schemaAnnotation.place(value);
                DeclaredClusterObject object = readObject(value, entryPlace);
                JavaClassName otherTypeName = typeNameByTitle.putIfAbsent(object.title(), object.typeName());
                if (otherTypeName == null) {
                    objects.add(object);
                } else if (otherTypeName.equals(object.typeName())) {
                    findings.add(CompileRule.LISTED_TWICE, entryPlace, otherTypeName);
                } else {
                    findings.add(
                            CompileRule.SAME_NAME,
                            entryPlace,
                            object.typeName(),
                            otherTypeName,
                            "the " + object.title());
                }
            });
        }
        readAttempts.throwIfDeferrable();
        return new ClusterReadResult(
                new DeclaredCluster(schemaAnnotation.hasAttribute("cluster"), objects), readAttempts.haveSucceeded());
    }

    private DeclaredClusterObject readObject(AnnotationValue value, Place entryPlace) {
        TypeElement type = compileContext.findNamedType(value, entryPlace);
        if (type == null) {
            throw reportOtherType(value.getValue(), entryPlace);
        }
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type, entryPlace));
        ClusterAnnotation clusterAnnotation = ClusterAnnotation.findAmong(annotations.names())
                .orElseThrow(() -> reportOtherType(compileContext.toJavaName(type), entryPlace));
        return clusterAnnotation.kind().findColumnClause().isPresent()
                ? readTableOfRecord(type, clusterAnnotation, annotations, entryPlace)
                : readNamedObject(type, clusterAnnotation, annotations, entryPlace);
    }

    /** Reads an object whose name and clauses the annotation declares. */
    private DeclaredClusterObject readNamedObject(
            TypeElement type, ClusterAnnotation clusterAnnotation, CairnAnnotations annotations, Place entryPlace) {
        ClusterObjectKind kind = clusterAnnotation.kind();
        new AnnotationPlacementCheck(findings).checkClusterObject(annotations, clusterAnnotation.annotationName());
        WrittenAnnotation annotation = annotations.requireFirst(clusterAnnotation.annotationName());
        Place place = annotations.site().place();
        Name name = readFixedName(type, annotation, place);
        List<Name> fullName = new ArrayList<>(List.of(name));
        List<ClusterItem> items = new ArrayList<>();
        if (annotation.hasAttribute(TABLE_ATTRIBUTE)) {
            QualifiedName tableName = resolveTableName(annotation, kind.isNamedInDatabase());
            tableName.qualifier().ifPresent(database -> fullName.add(0, database));
            items.add(new ClusterItem(
                    ClusterPart.TABLE,
                    tableName.lastPart().text(),
                    annotation.place(TABLE_ATTRIBUTE).span()));
        }
        if (kind.hasFeature(ClusterObjectKind.Feature.OVERLOADED)) {
            JavaFunctionReader.JavaFunctionDefinition functionDefinition =
                    new JavaFunctionReader(compileContext, findings, entryPlace).read(type, annotation);
            String overloadedName = OverloadedName.render(name.text(), functionDefinition.argumentTypes(), false);
            fullName.set(0, new Name(overloadedName, name.quote(), name.span()));
            items.addAll(functionDefinition.items());
        }
        items.addAll(clauseReader.readItems(kind, annotation));
        CreateClusterObject statement = new CreateClusterObject(
                kind, new QualifiedName(fullName), ExistingObjectPolicy.REFUSE, items, place.span());
        return new DeclaredClusterObject(
                compileContext.toJavaName(type),
                place,
                statement,
                ClusterClauseReader.collectPartPlaces(kind, annotation),
                annotations.allowedWarnings());
    }

    /** Reads the name of an object, which can't contain a placeholder. */
    private Name readFixedName(TypeElement type, WrittenAnnotation annotation, Place place) {
        Name name = nameReader.readName(
                annotation.findNonEmptyText(NAME_ATTRIBUTE),
                type.getSimpleName().toString(),
                place);
        clauseReader.requireWritable(
                !Placeholder.isContainedIn(name.text()),
                annotation.place(NAME_ATTRIBUTE),
                NAME_ATTRIBUTE,
                "a fixed name, by which each migration finds the object");
        return name;
    }

    /** Reports a listed type that declares no cluster object. */
    private UnreadableDeclarationException reportOtherType(Object type, Place entryPlace) {
        return UnreadableDeclarationException.report(
                findings, CompileRule.NOT_A_CLUSTER_OBJECT, entryPlace, type, ClusterAnnotation.joinAnnotationNames());
    }

    /** Reads a table of an external catalog, whose record declares the name and the columns. */
    private DeclaredClusterObject readTableOfRecord(
            TypeElement type, ClusterAnnotation clusterAnnotation, CairnAnnotations annotations, Place entryPlace) {
        ObjectDeclaration declaration = requireExternalRecord(type, annotations, entryPlace);
        ClusterClause clause = clusterAnnotation.kind().findColumnClause().orElseThrow();
        List<ClusterItem> items = new ArrayList<>();
        String columnList = declaration.columns().stream()
                .map(column -> "`" + column.name() + "`")
                .collect(Collectors.joining(", "));
        Place place = annotations.site().place();
        items.add(ClusterClauseReader.createItem(clause, columnList, place));
        for (DeclaredColumn column : declaration.columns()) {
            items.add(new ClusterItem(
                    new ClusterPart(clause.name(), column.name()),
                    renderDefinition(column),
                    column.place().span()));
        }
        WrittenAnnotation annotation = annotations.requireFirst(clusterAnnotation.annotationName());
        items.addAll(clauseReader.readItems(clusterAnnotation.kind(), annotation));
        return new DeclaredClusterObject(
                declaration.recordName(),
                place,
                new CreateClusterObject(
                        clusterAnnotation.kind(), declaration.name(), ExistingObjectPolicy.REFUSE, items, place.span()),
                ClusterClauseReader.collectPartPlaces(clusterAnnotation.kind(), annotation),
                annotations.allowedWarnings());
    }

    /**
     * Returns the declaration of the external table of a record.
     *
     * @throws UnreadableDeclarationException if the record declares no external table, which is reported
     */
    private ObjectDeclaration requireExternalRecord(TypeElement type, CairnAnnotations annotations, Place entryPlace) {
        ObjectDeclaration declaration = declarationByRecordName.get(compileContext.toJavaName(type));
        if (declaration == null || !declaration.name().isExternal()) {
            WrittenAnnotation externalAnnotation = annotations.findFirst(External.class);
            if (declaration != null && externalAnnotation != null) {
                findings.add(
                        CompileRule.CLUSTER_RECORD,
                        externalAnnotation.place("value"),
                        compileContext.toJavaName(type),
                        "'" + Sql.render(declaration.name())
                                + "' lacks the name of the catalog: write catalog.database.table");
            } else if (hasAllRecords || declaration != null) {
                findings.add(
                        CompileRule.CLUSTER_RECORD,
                        entryPlace,
                        compileContext.toJavaName(type),
                        annotations.hasAnnotation(External.class)
                                ? "list it in value of @Schema, too"
                                : "add " + EXTERNAL_EXAMPLE + " to it, and list it in value of @Schema, too");
            }
            throw UnreadableDeclarationException.ofReported();
        }
        return declaration;
    }

    /** Renders the definition of a column without its name. */
    private String renderDefinition(DeclaredColumn column) {
        Type type = column.definition().type();
        boolean hasKnownType = type != null
                && !(type instanceof Type.Decimal decimal && decimal.precision() == Type.Decimal.UNSPECIFIED_DIGITS);
        clauseReader.requireWritable(
                hasKnownType, column.place(ColumnPart.TYPE), "column", "a type, and digits for a decimal");
        return Sql.renderDefinition(column.definition());
    }

    /**
     * Returns the name of the table whose record an annotation names.
     *
     * @param mayBeInOtherDatabase whether the table may be in a database that is not the database of the schema
     * @throws UnreadableDeclarationException if the annotation does not name the record of a table of the schema
     */
    private QualifiedName resolveTableName(WrittenAnnotation annotation, boolean mayBeInOtherDatabase) {
        Place place = annotation.place(TABLE_ATTRIBUTE);
        TypeMirror tableType = annotation.requireType(TABLE_ATTRIBUTE);
        if (tableType.getKind() == TypeKind.ERROR) {
            throw UnreadableDeclarationException.ofMissingType(tableType.toString(), place);
        }
        Optional<JavaClassName> recordName =
                CompileContext.findRecord(tableType).map(compileContext::toJavaName);
        ObjectDeclaration declaration =
                recordName.map(declarationByRecordName::get).orElse(null);
        if (declaration != null
                && declaration.kind() != ObjectDeclaration.Kind.EXTERNAL
                && declaration.statement() instanceof Statement.CreateTable
                && (mayBeInOtherDatabase || declaration.name().qualifier().isEmpty())) {
            return declaration.name();
        }
        if (hasAllRecords || declaration != null) {
            findings.add(
                    CompileRule.CLUSTER_TABLE,
                    place,
                    recordName.map(JavaClassName::toString).orElse(tableType.toString()));
        }
        throw UnreadableDeclarationException.ofReported();
    }
}
