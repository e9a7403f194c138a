package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.engine.cluster.ClusterSecrets;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.model.ClusterAnnotation;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.sql.write.JoinedTexts;
import dev.cairn.sql.write.OverloadedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the types that declare the cluster objects of a catalog, except cluster objects of tables that are not
 * imported. Values that differ from cluster to cluster, such as addresses, become placeholders.
 */
final class ClusterTypeWriter {
    private static final String CLUSTER_SUBPACKAGE = "cluster.";
    private static final Pattern QUOTED_NAME_PATTERN = Pattern.compile("^`([^`]+)`");
    private static final Pattern NUMBER_PATTERN = Pattern.compile("\\d+");

    private final Catalog catalog;
    private final ImportedSchemaNames schemaNames;
    private final Map<String, String> recordNameByTable;
    private final Map<String, String> typeNameByKey = new LinkedHashMap<>();
    private final PlaceholderNames placeholderNames = new PlaceholderNames();
    private final List<ImportOmission> omissions = new ArrayList<>();

    /**
     * Creates a writer. It reserves a name for each of its types, and adds the objects that can't be declared to its
     * omissions.
     *
     * @param uniqueNames the simple names already in use
     * @param recordNameByTable the simple names of the imported records, by the full names of their tables
     */
    ClusterTypeWriter(
            Catalog catalog,
            ImportedSchemaNames schemaNames,
            UniqueJavaNames uniqueNames,
            Map<String, String> recordNameByTable) {
        this.catalog = catalog;
        this.schemaNames = schemaNames;
        this.recordNameByTable = recordNameByTable;
        for (ClusterObject object : catalog.clusterObjects().objects().values()) {
            Optional<String> problem = ClusterObjectRules.of(object.kind())
                    .findDeclarationProblem(object)
                    .or(() -> object.tableName()
                            .map(table -> object.database() + "." + table)
                            .filter(table -> !recordNameByTable.containsKey(table))
                            .map(table -> "its table " + table + " is not declared"));
            if (problem.isEmpty() && object.kind().findColumnClause().isPresent()) {
                continue; // a record declares it
            }
            if (problem.isEmpty()) {
                String typeName = UniqueJavaNames.toTypeName(extractSimpleName(object));
                boolean hidesAnnotation = typeName.equals(new ClusterAnnotation(object.kind()).annotationName());
                typeNameByKey.put(
                        object.key(), uniqueNames.reserveUnique(hidesAnnotation ? typeName + "Object" : typeName));
            } else {
                omissions.add(ImportOmission.ofObject(formatObjectName(object), problem.get()));
            }
        }
    }

    /** Returns the simple names of the types, in the order in which the root lists them. */
    List<String> typeNames() {
        return List.copyOf(typeNameByKey.values());
    }

    /**
     * Returns the parts that can't be declared; {@link #writeSources} and {@link #createAnnotation} add to the list.
     */
    List<ImportOmission> omissions() {
        return omissions;
    }

    List<JavaSource> writeSources(String packageLine) {
        List<JavaSource> sources = new ArrayList<>();
        for (ClusterObject object : catalog.clusterObjects().objects().values()) {
            String typeName = typeNameByKey.get(object.key());
            if (typeName != null) {
                sources.add(new JavaSource(
                        new JavaClassName(schemaNames.packageName(), List.of(typeName)),
                        packageLine + renderType(object, typeName),
                        formatObjectName(object)));
            }
        }
        return sources;
    }

    /** Returns the name of an object; for a function, without the types of its arguments. */
    private static String extractSimpleName(ClusterObject object) {
        return isOverloaded(object) ? OverloadedName.parse(object.name()).name() : object.name();
    }

    private static boolean isOverloaded(ClusterObject object) {
        return object.kind().hasFeature(ClusterObjectKind.Feature.OVERLOADED);
    }

    private static String formatObjectName(ClusterObject object) {
        return ObjectName.of(object).toString();
    }

    private String renderType(ClusterObject object, String typeName) {
        JavaImports imports = new JavaImports();
        ImportedAnnotation annotation = createAnnotation(object, typeName, imports);
        return imports.render() + annotation.toSource(0) + "\npublic interface " + typeName + " {}\n";
    }

    /** Returns the annotation that declares an object, and adds the parts that it can't declare to the omissions. */
    ImportedAnnotation createAnnotation(ClusterObject object, String typeName, JavaImports imports) {
        ClusterAnnotation clusterAnnotation = new ClusterAnnotation(object.kind());
        ImportedAnnotation annotation =
                imports.importAnnotation(CLUSTER_SUBPACKAGE, clusterAnnotation.annotationName());
        boolean mayDeclareName = object.kind().findColumnClause().isEmpty();
        if (mayDeclareName && !SnakeCase.convert(typeName).equals(extractSimpleName(object))) {
            annotation = annotation.withText("name", extractSimpleName(object));
        }
        if (isOverloaded(object)) {
            annotation = annotation.withTexts(
                    "arguments", OverloadedName.parse(object.name()).argumentTypes());
        }
        for (ClusterClause clause : object.kind().clauses()) {
            annotation = withClause(annotation, clause, object, clusterAnnotation, imports);
        }
        List<Property> otherProperties = new ArrayList<>();
        object.parts().forEach((part, value) -> {
            boolean isImplied = clusterAnnotation.isImplied(part);
            if (part.isProperty() && findAttributeName(clusterAnnotation, part) == null && !isImplied) {
                otherProperties.add(Property.of(part.name(), hideValue(object, part, value)));
            }
        });
        annotation = annotation.withAnnotations("properties", createPropertyAnnotations(otherProperties, imports));
        Set<String> ambiguousExpressions = ClusterObjectRules.of(object.kind()).findAmbiguousExpressions(object);
        if (!ambiguousExpressions.isEmpty()) {
            omissions.add(ImportOmission.ofPart(
                    formatObjectName(object),
                    "parentheses in the expressions of " + String.join(", ", ambiguousExpressions)
                            + ", because the server prints none: compare them with the statement that created it"));
        }
        for (ClusterPart part : ClusterObjectRules.of(object.kind()).unknownParts(object)) {
            omissions.add(ImportOmission.ofPart(
                    formatObjectName(object),
                    "the server does not show its '"
                            + (part.equals(ClusterPart.of(ClusterPart.PROPERTY_CLAUSE)) ? "properties" : part)
                            + "': complete the annotation"));
        }
        ClusterObjectRules.of(object.kind())
                .alternativeByHiddenProperty(object)
                .forEach((part, value) -> omissions.add(ImportOmission.ofPart(
                        formatObjectName(object),
                        "the server does not show whether its property '" + part.name() + "' is '" + value
                                + "': if it is, add properties = @Property(name = \"" + part.name() + "\", value = \""
                                + value + "\")")));
        return annotation;
    }

    /** Adds the elements that declare one clause of an object to its annotation. */
    private ImportedAnnotation withClause(
            ImportedAnnotation annotation,
            ClusterClause clause,
            ClusterObject object,
            ClusterAnnotation clusterAnnotation,
            JavaImports imports) {
        String clauseAttribute = UniqueJavaNames.toComponentName(clause.name().replace(' ', '_'));
        ImportedAnnotation newAnnotation = annotation;
        List<Property> typedProperties = new ArrayList<>();
        List<ImportedAnnotation> conditions = new ArrayList<>();
        List<String> sqlElements = new ArrayList<>();
        for (Map.Entry<ClusterPart, String> partEntry : object.parts().entrySet()) {
            ClusterPart part = partEntry.getKey();
            if (!part.clause().equals(clause.name())) {
                continue;
            }
            String value = partEntry.getValue();
            switch (clause.form()) {
                case PROPERTIES, BARE_PROPERTIES -> {
                    String attributeName = findAttributeName(clusterAnnotation, part);
                    if (attributeName != null && !clusterAnnotation.isImplied(part)) {
                        newAnnotation = needsPlaceholder(object, part, value)
                                ? newAnnotation.withText(attributeName, hideValue(object, part, value))
                                : withLiteral(newAnnotation, attributeName, value);
                    }
                }
                case COLUMNS -> {} // the components of the record
                case ELEMENTS -> sqlElements.add(part.name());
                case CONDITIONS -> conditions.add(createConditionsAnnotation(clusterAnnotation, clause, part.name()));
                case TYPED_PROPERTIES -> {
                    if (!part.name().isEmpty()) {
                        typedProperties.add(Property.of(part.name(), hideValue(object, part, value)));
                    } else if (!value.equals(ClusterAnnotation.DEFAULT_SOURCE_KEYWORD)) {
                        newAnnotation = newAnnotation.withConstant(
                                "from",
                                clusterAnnotation.annotationName() + "." + UniqueJavaNames.capitalize(clause.name())
                                        + "." + value);
                    }
                }
                case NAME ->
                    newAnnotation = newAnnotation.withConstant(
                            clauseAttribute,
                            recordNameByTable.getOrDefault(object.database() + "." + value, "") + ".class");
                case NAMES, ASSIGNMENTS, SORT_ITEMS ->
                    newAnnotation = newAnnotation.withTexts(clauseAttribute, splitList(clause, value));
                case MARKED_NAMES ->
                    newAnnotation = newAnnotation.withTexts(clauseAttribute + "s", splitList(clause, value));
                case TEXTS -> newAnnotation = newAnnotation.withTexts(clauseAttribute, JoinedTexts.parse(value));
                case STATEMENT -> newAnnotation = newAnnotation.withText(clauseAttribute, hideSecrets(object, value));
                case TEXT, WORD, EXPRESSION, TYPE, START_TIME, INTERVAL -> {
                    if (!ClusterObjectRules.of(object.kind())
                            .unknownParts(object)
                            .contains(part)) {
                        boolean mayHavePlaceholders = clause.form() != ClusterClause.Form.TEXT;
                        newAnnotation = newAnnotation.withText(
                                clauseAttribute, mayHavePlaceholders ? Placeholder.escape(value) : value);
                    }
                }
                case ATTACHMENT -> throw new IllegalArgumentException("No annotation has the clause " + clause.name());
            }
        }
        return (sqlElements.isEmpty() ? newAnnotation : newAnnotation.withTexts(clauseAttribute, sqlElements))
                .withAnnotations(clauseAttribute + "s", conditions)
                .withAnnotations(clauseAttribute, createPropertyAnnotations(typedProperties, imports));
    }

    /**
     * Returns the elements of a list of names, assignments or sort items, without the backquotes that an annotation
     * does not need.
     */
    private static List<String> splitList(ClusterClause clause, String list) {
        return JoinedTexts.splitAtCommas(list).stream()
                .map(element -> QUOTED_NAME_PATTERN.matcher(element).replaceFirst(nameMatch -> {
                    boolean isExpression = clause.form() == ClusterClause.Form.ASSIGNMENTS
                            || clause.form() == ClusterClause.Form.SORT_ITEMS;
                    boolean isBare = !isExpression || Name.needsNoBackquotes(nameMatch.group(1));
                    return Matcher.quoteReplacement(isBare ? nameMatch.group(1) : nameMatch.group());
                }))
                .map(Placeholder::escape)
                .toList();
    }

    private static ImportedAnnotation withLiteral(ImportedAnnotation annotation, String attributeName, String value) {
        if (!NUMBER_PATTERN.matcher(value).matches()) {
            return annotation.withText(attributeName, Placeholder.escape(value));
        }
        // A server refuses a limit beyond BIGINT, and stores the limits that are texts as percentages.
        boolean isLong = Long.parseLong(value) > Integer.MAX_VALUE;
        return annotation.withConstant(attributeName, isLong ? value + "L" : value);
    }

    private static ImportedAnnotation createConditionsAnnotation(
            ClusterAnnotation clusterAnnotation, ClusterClause clause, String conditions) {
        ImportedAnnotation annotation = ImportedAnnotation.of(
                clusterAnnotation.annotationName() + "." + UniqueJavaNames.capitalize(clause.name()));
        Matcher conditionMatcher = JoinedTexts.CONDITION_PATTERN.matcher(conditions);
        while (conditionMatcher.find()) {
            String attributeName = UniqueJavaNames.toComponentName(conditionMatcher.group(1));
            List<String> texts = JoinedTexts.parse(conditionMatcher.group(3));
            annotation = conditionMatcher.group(2).equals("IN")
                    ? annotation.withTexts(attributeName, texts)
                    : annotation.withText(attributeName, texts.get(0));
        }
        return annotation;
    }

    private static List<ImportedAnnotation> createPropertyAnnotations(List<Property> properties, JavaImports imports) {
        return properties.stream()
                .map(property -> imports.importAnnotation("Property")
                        .withText("name", property.name())
                        .withText("value", property.value()))
                .toList();
    }

    /** Returns the attribute of the annotation for a property; null if the annotation does not have one. */
    private static @Nullable String findAttributeName(ClusterAnnotation clusterAnnotation, ClusterPart part) {
        return clusterAnnotation.propertyAttributes().stream()
                .filter(attributeName -> SnakeCase.convert(attributeName).equals(part.name()))
                .findFirst()
                .orElse(null);
    }

    private static boolean needsPlaceholder(ClusterObject object, ClusterPart part, String value) {
        return !ClusterSecrets.findSecretNames(part, value).isEmpty()
                || !ClusterObjectRules.of(object.kind()).belongsInSource(part);
    }

    /**
     * Returns a placeholder for a value that does not belong in sources, such as a secret or an address of the cluster;
     * any other value, with its placeholder characters escaped. Servers hide most secrets.
     */
    private String hideValue(ClusterObject object, ClusterPart part, String value) {
        if (!needsPlaceholder(object, part, value) || value.isEmpty()) {
            return Placeholder.escape(value);
        }
        boolean isSecret = !ClusterSecrets.findSecretNames(part, value).isEmpty();
        return createPlaceholder(
                object,
                part.name(),
                isSecret
                        ? assignSecretName(object, part.name(), part)
                        : placeholderNames.assignName(
                                ClusterObjectRules.of(object.kind()).placeholderName(part, value), value));
    }

    private String assignSecretName(ClusterObject object, String property, Object occurrence) {
        return placeholderNames.assignName(
                ClusterSecrets.createPlaceholderName(extractSimpleName(object), property),
                object.key() + "\n" + occurrence);
    }

    /** Replaces the secrets in a statement by placeholders. */
    private String hideSecrets(ClusterObject object, String statement) {
        AtomicInteger secretCount = new AtomicInteger();
        return RedactedSql.of(Placeholder.escape(statement))
                .replaceSecrets(property -> createPlaceholder(
                        object, property, assignSecretName(object, property, secretCount.incrementAndGet())));
    }

    /** Returns a placeholder, and adds an omission that says that it needs a value. */
    private String createPlaceholder(ClusterObject object, String property, String name) {
        String placeholder = Placeholder.of(name).toString();
        omissions.add(ImportOmission.ofPart(
                formatObjectName(object), "its " + property + " is now " + placeholder + ", which needs a value"));
        return placeholder;
    }
}
