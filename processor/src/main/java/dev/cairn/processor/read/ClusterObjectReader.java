package dev.cairn.processor.read;

import dev.cairn.annotation.External;
import dev.cairn.processor.model.ClusterAnnotation;
import dev.cairn.processor.model.CompileRule;
import dev.cairn.processor.model.DeclaredClusterObject;
import dev.cairn.processor.model.DeclaredClusterObject.DeclaredCluster;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.ClusterClause;
import dev.cairn.sql.ast.ClusterObjectKind;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.write.OverloadedName;
import dev.cairn.sql.write.QuotedTexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Reads the types that declare the cluster objects of a schema, from source or from class files. A problem in a clause
 * is reported at the attribute that declares it. A clause with a syntax error is omitted; a value that the statement
 * can't contain makes the object unreadable.
 */
final class ClusterObjectReader {
    /** An example of the annotation that the record of a cluster object needs, too. */
    static final String EXTERNAL_EXAMPLE = "@External(\"catalog.database.table\")";

    private static final String NAME_ATTRIBUTE = "name";
    private static final String TABLE_ATTRIBUTE = "table";
    private static final String FROM_ATTRIBUTE = "from";
    private static final String PROPERTIES_ATTRIBUTE = "properties";

    /** {@code city DESC NULLS LAST}. */
    private static final Pattern SORT_ITEM_PATTERN =
            Pattern.compile("(?:`[^`]+`|\\w+)(?: ASC| DESC)?(?: NULLS (?:FIRST|LAST))?", Pattern.CASE_INSENSITIVE);

    private final CompileContext compileContext;
    private final Findings findings;
    private final SqlNameReader nameReader;
    private final FragmentReader fragmentReader;

    ClusterObjectReader(CompileContext compileContext, Findings findings) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.nameReader = new SqlNameReader(findings);
        this.fragmentReader = new FragmentReader(findings);
    }

    boolean isClusterObject(TypeElement type) {
        return findAnnotation(CairnAnnotations.of(compileContext.site(type))).isPresent();
    }

    /** Returns whether a type declares a cluster object that is not the table of a record. */
    boolean isStandaloneClusterObject(TypeElement type) {
        return findAnnotation(CairnAnnotations.of(compileContext.site(type)))
                .filter(annotation -> annotation.kind().findColumnClause().isEmpty())
                .isPresent();
    }

    private static Optional<ClusterAnnotation> findAnnotation(CairnAnnotations annotations) {
        return ClusterAnnotation.listAll().stream()
                .filter(annotation -> annotations.names().contains(annotation.annotationName()))
                .findFirst();
    }

    /** The cluster objects of a root that could be read, and whether these are all its cluster objects. */
    record ClusterReadResult(DeclaredCluster cluster, boolean hasAllObjects) {}

    /**
     * Reads the cluster objects that a root lists.
     *
     * @param declarationByRecordName the listed records that could be read
     * @param hasAllRecords whether all listed records could be read
     * @throws UnreadableDeclarationException if an object refers to a missing type, which a later round may provide
     */
    ClusterReadResult readObjects(
            WrittenAnnotation schemaAnnotation,
            Map<JavaClassName, ObjectDeclaration> declarationByRecordName,
            boolean hasAllRecords) {
        List<DeclaredClusterObject> objects = new ArrayList<>();
        Map<String, JavaClassName> typeNameByTitle = new HashMap<>();
        ReadAttempts readAttempts = new ReadAttempts();
        for (AnnotationValue value : schemaAnnotation.values("cluster")) {
            readAttempts.run(() -> {
                Place entryPlace = schemaAnnotation.place(value);
                DeclaredClusterObject object = readObject(value, entryPlace, declarationByRecordName, hasAllRecords);
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

    private DeclaredClusterObject readObject(
            AnnotationValue value,
            Place entryPlace,
            Map<JavaClassName, ObjectDeclaration> declarationByRecordName,
            boolean hasAllRecords) {
        TypeElement type = compileContext.findNamedType(value, entryPlace);
        Optional<ClusterAnnotation> clusterAnnotation = type == null
                ? Optional.empty()
                : findAnnotation(CairnAnnotations.of(compileContext.site(type, entryPlace)));
        if (type == null || clusterAnnotation.isEmpty()) {
            Object subject = type == null ? value.getValue() : compileContext.toJavaName(type);
            findings.add(
                    CompileRule.NOT_A_CLUSTER_OBJECT, entryPlace, subject, ClusterAnnotation.joinAnnotationNames());
            throw UnreadableDeclarationException.ofReported();
        }
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type, entryPlace));
        if (clusterAnnotation.get().kind().findColumnClause().isPresent()) {
            return readTableOfRecord(
                    type, clusterAnnotation.get(), annotations, entryPlace, declarationByRecordName, hasAllRecords);
        }
        new AnnotationPlacementCheck(findings)
                .checkClusterObject(annotations, clusterAnnotation.get().annotationName());
        WrittenAnnotation annotation =
                annotations.requireFirst(clusterAnnotation.get().annotationName());
        Place place = annotations.site().place();
        Name name = nameReader.readName(
                annotation.findNonEmptyText(NAME_ATTRIBUTE),
                type.getSimpleName().toString(),
                place);
        requireWritable(
                !Placeholder.isContainedIn(name.text()),
                annotation.place(NAME_ATTRIBUTE),
                NAME_ATTRIBUTE,
                "a fixed name, by which each migration finds the object");
        List<Name> fullName = new ArrayList<>(List.of(name));
        List<ClusterItem> items = new ArrayList<>();
        if (annotation.hasAttribute(TABLE_ATTRIBUTE)) {
            boolean mayBeInOtherDatabase = clusterAnnotation.get().kind().isNamedInDatabase();
            QualifiedName tableName =
                    resolveTableName(annotation, declarationByRecordName, hasAllRecords, mayBeInOtherDatabase);
            tableName.qualifier().ifPresent(database -> fullName.add(0, database));
            items.add(new ClusterItem(
                    ClusterPart.TABLE,
                    tableName.lastPart().text(),
                    annotation.place(TABLE_ATTRIBUTE).span()));
        }
        if (clusterAnnotation.get().kind().hasFeature(ClusterObjectKind.Feature.OVERLOADED)) {
            JavaFunctionReader.JavaFunctionDefinition functionDefinition =
                    new JavaFunctionReader(compileContext, findings, entryPlace).read(type, annotation);
            String overloadedName = OverloadedName.render(name.text(), functionDefinition.argumentTypes(), false);
            fullName.set(0, new Name(overloadedName, name.quote(), name.span()));
            items.addAll(functionDefinition.items());
        }
        items.addAll(readItems(clusterAnnotation.get().kind(), annotation));
        CreateClusterObject statement = new CreateClusterObject(
                clusterAnnotation.get().kind(),
                new QualifiedName(fullName),
                ExistingObjectPolicy.REFUSE,
                items,
                place.span());
        return new DeclaredClusterObject(
                compileContext.toJavaName(type),
                place,
                statement,
                collectPartPlaces(clusterAnnotation.get().kind(), annotation),
                annotations.allowedWarnings());
    }

    /** Reads a table of an external catalog, whose record declares the name and the columns. */
    private DeclaredClusterObject readTableOfRecord(
            TypeElement type,
            ClusterAnnotation clusterAnnotation,
            CairnAnnotations annotations,
            Place entryPlace,
            Map<JavaClassName, ObjectDeclaration> declarationByRecordName,
            boolean hasAllRecords) {
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
        ClusterClause clause = clusterAnnotation.kind().findColumnClause().orElseThrow();
        List<ClusterItem> items = new ArrayList<>();
        String columnList = declaration.columns().stream()
                .map(column -> "`" + column.name() + "`")
                .collect(Collectors.joining(", "));
        Place place = annotations.site().place();
        items.add(createItem(clause, columnList, place));
        for (DeclaredColumn column : declaration.columns()) {
            items.add(new ClusterItem(
                    new ClusterPart(clause.name(), column.name()),
                    renderDefinition(column),
                    column.place().span()));
        }
        WrittenAnnotation annotation = annotations.requireFirst(clusterAnnotation.annotationName());
        items.addAll(readItems(clusterAnnotation.kind(), annotation));
        return new DeclaredClusterObject(
                declaration.recordName(),
                place,
                new CreateClusterObject(
                        clusterAnnotation.kind(), declaration.name(), ExistingObjectPolicy.REFUSE, items, place.span()),
                collectPartPlaces(clusterAnnotation.kind(), annotation),
                annotations.allowedWarnings());
    }

    /** Renders the definition of a column without its name. */
    private String renderDefinition(DeclaredColumn column) {
        Type type = column.definition().type();
        boolean hasKnownType = type != null
                && !(type instanceof Type.Decimal decimal && decimal.precision() == Type.Decimal.UNSPECIFIED_DIGITS);
        requireWritable(hasKnownType, column.place(ColumnPart.TYPE), "column", "a type, and digits for a decimal");
        return Sql.renderDefinition(column.definition());
    }

    private static Map<ClusterPart, Place> collectPartPlaces(ClusterObjectKind kind, WrittenAnnotation annotation) {
        Map<ClusterPart, Place> placeByPart = new HashMap<>();
        if (annotation.hasAttribute(PROPERTIES_ATTRIBUTE)) {
            for (WrittenAnnotation propertyAnnotation : annotation.annotations(PROPERTIES_ATTRIBUTE)) {
                ClusterPart part = new ClusterPart(
                        ClusterPart.PROPERTY_CLAUSE,
                        propertyAnnotation.requireText(NAME_ATTRIBUTE).text().trim());
                placeByPart.putIfAbsent(part, propertyAnnotation.place(NAME_ATTRIBUTE));
            }
        }
        for (ClusterClause clause : kind.clauses()) {
            if (clause.form() == ClusterClause.Form.TEXTS || clause.form() == ClusterClause.Form.ASSIGNMENTS) {
                annotation
                        .texts(clause.name())
                        .forEach(text -> placeByPart.putIfAbsent(
                                new ClusterPart(clause.name(), toElementName(clause, text.text())), text.place()));
            }
        }
        return placeByPart;
    }

    /**
     * Returns the name that identifies an element of a list among the parts of the statement: the element itself, or
     * the assigned column of {@code cents = raw * 100}.
     */
    private static String toElementName(ClusterClause clause, String element) {
        return clause.form() == ClusterClause.Form.TEXTS
                ? element
                : element.replaceFirst("(?s)=.*", "").strip().replace("`", "");
    }

    /**
     * Returns the name of the table whose record an annotation names.
     *
     * @param mayBeInOtherDatabase whether the table may be in a database that is not the database of the schema
     * @throws UnreadableDeclarationException if the annotation does not name the record of a table of the schema
     */
    private QualifiedName resolveTableName(
            WrittenAnnotation annotation,
            Map<JavaClassName, ObjectDeclaration> declarationByRecordName,
            boolean hasAllRecords,
            boolean mayBeInOtherDatabase) {
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

    /** Reads the clauses, and returns them in the order of the statement. */
    private List<ClusterItem> readItems(ClusterObjectKind kind, WrittenAnnotation annotation) {
        List<ClusterItem> items = new ArrayList<>();
        List<String> remainingAttributes = new ArrayList<>(annotation.attributeNames());
        remainingAttributes.removeAll(List.of(NAME_ATTRIBUTE, TABLE_ATTRIBUTE, FROM_ATTRIBUTE));
        if (kind.hasFeature(ClusterObjectKind.Feature.OVERLOADED)) {
            remainingAttributes.removeAll(JavaFunctionReader.SIGNATURE_ATTRIBUTES);
        }
        for (ClusterClause clause : kind.clauses()) {
            for (String attributeName : annotation.attributeNames()) {
                String clauseName = SnakeCase.convert(attributeName).replace('_', ' ');
                boolean declaresClause = clauseName.equals(clause.name()) || clauseName.equals(clause.name() + "s");
                if (declaresClause
                        && remainingAttributes.remove(attributeName)
                        && !attributeName.equals(PROPERTIES_ATTRIBUTE)) {
                    readClause(clause, annotation, attributeName, items);
                }
            }
        }
        remainingAttributes.remove(PROPERTIES_ATTRIBUTE);
        for (String attributeName : remainingAttributes) {
            WrittenAnnotation.Text text = annotation.scalarTexts(attributeName).get(0);
            items.add(new ClusterItem(
                    ClusterPart.ofProperty(SnakeCase.convert(attributeName)),
                    text.text(),
                    text.place().span()));
        }
        items.addAll(readProperties(ClusterPart.PROPERTY_CLAUSE, annotation, PROPERTIES_ATTRIBUTE, items));
        items.sort(Comparator.comparing(
                item -> kind.clauses().indexOf(kind.requireClause(item.part().clause()))));
        return items;
    }

    private List<ClusterItem> readProperties(
            String clauseName, WrittenAnnotation annotation, String attributeName, List<ClusterItem> earlierItems) {
        List<ClusterItem> items = new ArrayList<>();
        for (Property property : ClauseReader.readProperties(annotation.annotations(attributeName), findings)) {
            ClusterPart part = new ClusterPart(clauseName, property.name());
            if (earlierItems.stream().anyMatch(item -> item.part().equals(part))) {
                findings.add(CompileRule.REPEATED_PROPERTY, Place.of(property.span()), property.name());
            }
            items.add(new ClusterItem(part, property.value(), property.span()));
        }
        return items;
    }

    private void readClause(
            ClusterClause clause, WrittenAnnotation annotation, String attributeName, List<ClusterItem> items) {
        Place place = annotation.place(attributeName);
        switch (clause.form()) {
            case CONDITIONS ->
                annotation
                        .annotations(attributeName)
                        .forEach(element -> items.add(new ClusterItem(
                                new ClusterPart(clause.name(), renderConditions(element, clause.name())),
                                "",
                                element.place().span())));
            case TEXTS -> {
                List<String> texts = readTexts(annotation, attributeName);
                requireWritable(!texts.isEmpty(), place, attributeName, "at least one text");
                items.add(createItem(clause, QuotedTexts.render(texts), place));
            }
            case TYPED_PROPERTIES -> {
                items.add(createItem(
                        clause,
                        annotation.findConstantName(FROM_ATTRIBUTE).orElse(ClusterAnnotation.DEFAULT_SOURCE_KEYWORD),
                        place));
                List<ClusterItem> properties = readProperties(clause.name(), annotation, attributeName, List.of());
                for (ClusterItem property : properties) {
                    boolean isNamed = !property.part().isUnnamed();
                    requireWritable(isNamed, Place.of(property.span()), attributeName, "a name for each property");
                }
                items.addAll(properties);
            }
            case MARKED_NAMES -> {
                List<WrittenAnnotation.Text> writtenNames = annotation.texts(attributeName);
                requireWritable(!writtenNames.isEmpty(), place, attributeName, "at least one column");
                writtenNames.forEach(text -> items.add(createItem(clause, renderName(text), text.place())));
            }
            case ELEMENTS ->
                annotation.texts(attributeName).forEach(text -> {
                    Expression element = fragmentReader.read(text, SqlFragment::parseExpression);
                    if (element != null) {
                        ClusterPart part = new ClusterPart(clause.name(), Sql.render(element));
                        items.add(new ClusterItem(part, "", text.place().span()));
                    }
                });
            case SORT_ITEMS -> {
                for (WrittenAnnotation.Text text : annotation.texts(attributeName)) {
                    boolean isSortItem = SORT_ITEM_PATTERN.matcher(text.text()).matches();
                    requireWritable(isSortItem, text.place(), attributeName, "a column with ASC or DESC");
                }
                addJoinedItem(
                        clause,
                        place,
                        annotation.texts(attributeName).stream()
                                .flatMap(text ->
                                        Stream.ofNullable(fragmentReader.read(text, SqlFragment::parseSortItem))),
                        items);
            }
            case NAMES ->
                addJoinedItem(
                        clause, place, annotation.texts(attributeName).stream().map(this::renderName), items);
            case ASSIGNMENTS ->
                addJoinedItem(
                        clause,
                        place,
                        annotation.texts(attributeName).stream()
                                .flatMap(text ->
                                        Stream.ofNullable(fragmentReader.read(text, SqlFragment::parseAssignment))),
                        items);
            case EXPRESSION -> {
                WrittenAnnotation.Text text =
                        annotation.scalarTexts(attributeName).get(0);
                Expression condition =
                        text.text().isEmpty() ? null : fragmentReader.read(text, SqlFragment::parseExpression);
                if (condition != null) {
                    items.add(createItem(clause, Sql.render(condition), text.place()));
                }
            }
            default -> {
                WrittenAnnotation.Text text =
                        annotation.scalarTexts(attributeName).get(0);
                switch (clause.form()) {
                    case WORD ->
                        requireWritable(
                                text.text().matches("\\w+"),
                                text.place(),
                                attributeName,
                                "a single word instead of a placeholder");
                    case INTERVAL ->
                        requireWritable(
                                text.text().strip().matches("\\d+\\s+\\w+"),
                                text.place(),
                                attributeName,
                                "a number with its unit, such as 1 DAY");
                    default ->
                        requireWritable(
                                !clause.isRequired() || !text.text().isBlank(), text.place(), attributeName, "a text");
                }
                if (!text.text().isEmpty()) {
                    items.add(createItem(clause, text.text(), text.place()));
                }
            }
        }
    }

    private static void addJoinedItem(
            ClusterClause clause, Place place, Stream<String> elements, List<ClusterItem> items) {
        String joinedElements = elements.collect(Collectors.joining(", "));
        if (!joinedElements.isEmpty()) {
            items.add(createItem(clause, joinedElements, place));
        }
    }

    private static ClusterItem createItem(ClusterClause clause, String text, Place place) {
        return new ClusterItem(ClusterPart.of(clause.name()), text, place.span());
    }

    private String renderName(WrittenAnnotation.Text text) {
        return "`" + nameReader.readName(text).text() + "`";
    }

    private static List<String> readTexts(WrittenAnnotation annotation, String attributeName) {
        return annotation.scalarTexts(attributeName).stream()
                .map(WrittenAnnotation.Text::text)
                .toList();
    }

    private String renderConditions(WrittenAnnotation elementAnnotation, String clauseName) {
        List<String> conditions = new ArrayList<>();
        for (String attributeName : elementAnnotation.attributeNames()) {
            List<String> texts = readTexts(elementAnnotation, attributeName);
            requireWritable(
                    !texts.isEmpty(), elementAnnotation.place(attributeName), attributeName, "at least one text");
            String quotedTexts = QuotedTexts.render(texts);
            conditions.add(SnakeCase.convert(attributeName)
                    + (elementAnnotation.isArray(attributeName) ? " IN (" + quotedTexts + ")" : " = " + quotedTexts));
        }
        requireWritable(!conditions.isEmpty(), elementAnnotation.place(), clauseName, "at least one condition");
        return String.join(", ", conditions);
    }

    /**
     * Reports a value that the statement can't contain.
     *
     * @throws UnreadableDeclarationException if the value is not writable
     */
    private void requireWritable(boolean isWritable, Place place, String attributeName, String expectation) {
        if (!isWritable) {
            findings.add(CompileRule.CLUSTER_CLAUSE, place, attributeName, expectation);
            throw UnreadableDeclarationException.ofReported();
        }
    }
}
