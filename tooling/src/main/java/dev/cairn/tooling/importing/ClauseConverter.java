package dev.cairn.tooling.importing;

import dev.cairn.processor.model.AnnotatedProperty;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts clauses of CREATE statements to the annotations of a record, and adds the imports that these annotations
 * need. A clause whose value a record has by default gets no annotation.
 */
final class ClauseConverter {
    private final JavaImports imports;

    ClauseConverter(JavaImports imports) {
        this.imports = imports;
    }

    static List<String> toTexts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }

    /** Returns the annotation that declares the object itself. */
    ImportedAnnotation createObjectAnnotation(
            String annotationName, String recordName, String sqlName, String database, @Nullable String comment) {
        ImportedAnnotation annotation = imports.importAnnotation(annotationName);
        ImportedAnnotation namedAnnotation =
                SnakeCase.convert(recordName).equals(sqlName) ? annotation : annotation.withText("name", sqlName);
        return namedAnnotation.withOptionalText("database", database).withOptionalText("comment", comment);
    }

    /** Returns {@code @Column}; an empty list if the column has the name derived from its component, and no comment. */
    List<ImportedAnnotation> createColumnAnnotations(String componentName, String sqlName, @Nullable String comment) {
        boolean hasDerivedName = SnakeCase.convert(componentName).equals(sqlName);
        if (hasDerivedName && comment == null) {
            return List.of();
        }
        ImportedAnnotation columnAnnotation = imports.importAnnotation("Column");
        ImportedAnnotation namedAnnotation =
                hasDerivedName ? columnAnnotation : columnAnnotation.withText("name", sqlName);
        return List.of(namedAnnotation.withOptionalText("comment", comment));
    }

    List<ImportedAnnotation> createIndexAnnotations(List<IndexDefinition> indexes) {
        return indexes.stream().map(this::createIndexAnnotation).toList();
    }

    private ImportedAnnotation createIndexAnnotation(IndexDefinition indexDefinition) {
        ImportedAnnotation annotation = imports.importAnnotation("Index")
                .withText("name", indexDefinition.name().text())
                .withTexts("columns", toTexts(indexDefinition.columns()));
        if (indexDefinition.kind() != null && indexDefinition.kind() != IndexDefinition.Kind.BITMAP) {
            annotation = annotation.withConstant(
                    "using", imports.importConstant(indexDefinition.kind().name(), "Index.Kind"));
        }
        return annotation
                .withOptionalText("comment", indexDefinition.comment())
                .withAnnotations("properties", createPropertyAnnotations(indexDefinition.properties()));
    }

    List<ImportedAnnotation> createDistributionAnnotations(@Nullable Distribution distribution) {
        if (distribution instanceof Distribution.Hash hashDistribution) {
            ImportedAnnotation annotation = imports.importAnnotation("DistributedByHash")
                    .withTexts(ImportedAnnotation.VALUE, toTexts(hashDistribution.columns()));
            return List.of(withBuckets(annotation, hashDistribution.buckets()));
        }
        return distribution == null
                ? List.of()
                : List.of(withBuckets(imports.importAnnotation("DistributedByRandom"), distribution.buckets()));
    }

    private static ImportedAnnotation withBuckets(ImportedAnnotation annotation, @Nullable Buckets buckets) {
        if (buckets instanceof Buckets.PlaceholderBuckets placeholderBuckets) {
            return annotation.withText(
                    "bucketsFrom", placeholderBuckets.placeholder().toString());
        }
        return buckets instanceof Buckets.Count count
                ? annotation.withConstant("buckets", Integer.toString(count.value()))
                : annotation;
    }

    List<ImportedAnnotation> createOrderByAnnotations(List<SortItem> items) {
        return items.isEmpty()
                ? List.of()
                : List.of(imports.importAnnotation("OrderBy")
                        .withTexts(
                                ImportedAnnotation.VALUE,
                                items.stream()
                                        .map(item -> renderItem(item.value()))
                                        .toList()));
    }

    /** Renders a column as its bare name, and an expression as SQL. */
    static String renderItem(Expression expression) {
        return expression instanceof Expression.Reference reference
                ? reference.name().lastPart().text()
                : Sql.render(expression);
    }

    /** Returns the annotations of properties: first the properties with dedicated annotations, then the others. */
    List<ImportedAnnotation> createTablePropertyAnnotations(List<Property> properties) {
        Map<String, ImportedAnnotation> annotationByName = new LinkedHashMap<>();
        List<Property> otherProperties = new ArrayList<>(properties);
        for (AnnotatedProperty annotatedProperty : AnnotatedProperty.values()) {
            String name = annotatedProperty.annotationName();
            String attributeName = annotatedProperty.attributeName();
            Optional<Property> declaredProperty = otherProperties.stream()
                    .filter(property -> property.name().equals(annotatedProperty.propertyName()))
                    .findFirst();
            // Without its value, an annotation can't be written, so the properties of its other attributes stay
            // properties.
            if (declaredProperty.isPresent()
                    && (attributeName.equals(ImportedAnnotation.VALUE) || annotationByName.containsKey(name))) {
                String value = declaredProperty.get().value();
                ImportedAnnotation annotation = annotationByName.getOrDefault(name, imports.importAnnotation(name));
                annotationByName.put(
                        name,
                        annotatedProperty.isListOfColumns()
                                ? annotation.withTexts(attributeName, splitColumns(value))
                                : annotation.withText(attributeName, value));
                otherProperties.remove(declaredProperty.get());
            }
        }
        List<ImportedAnnotation> allAnnotations = new ArrayList<>(annotationByName.values());
        allAnnotations.addAll(createPropertyAnnotations(otherProperties));
        return allAnnotations;
    }

    private static List<String> splitColumns(String columns) {
        List<String> names = new ArrayList<>();
        for (String name : columns.split(",", -1)) {
            names.add(name.strip());
        }
        return names;
    }

    List<ImportedAnnotation> createPropertyAnnotations(List<Property> properties) {
        return properties.stream()
                .map(property -> imports.importAnnotation("Property")
                        .withText("name", property.name())
                        .withText("value", Placeholder.escape(property.value()))) // a server has no placeholders
                .toList();
    }

    ImportedAnnotation createPartitioningAnnotation(PartitionClause clause) {
        if (clause instanceof PartitionClause.RangePartitioning rangePartitioning) {
            return createPartitioningAnnotation(
                    "PartitionByRange", renderItems(rangePartitioning.expressions()), rangePartitioning.partitions());
        }
        if (clause instanceof PartitionClause.ListPartitioning listPartitioning) {
            return createPartitioningAnnotation(
                    listPartitioning.hasListKeyword() ? "PartitionByList" : "PartitionBy",
                    toTexts(listPartitioning.columns()),
                    listPartitioning.partitions());
        }
        PartitionClause.ExpressionPartitioning expressionPartitioning = (PartitionClause.ExpressionPartitioning) clause;
        List<String> items = renderItems(expressionPartitioning.expressions());
        boolean isParenthesized = expressionPartitioning.isParenthesized() && items.size() == 1;
        return createPartitioningAnnotation(
                "PartitionBy",
                isParenthesized ? List.of("(" + items.get(0) + ")") : items,
                expressionPartitioning.partitions());
    }

    private static List<String> renderItems(List<Expression> items) {
        return items.stream().map(ClauseConverter::renderItem).toList();
    }

    private ImportedAnnotation createPartitioningAnnotation(
            String annotationName, List<String> partitionItems, List<PartitionDefinition> partitions) {
        return imports.importAnnotation(annotationName)
                .withTexts(ImportedAnnotation.VALUE, partitionItems)
                .withAnnotations(
                        "partitions",
                        partitions.stream().map(this::createPartitionAnnotation).toList());
    }

    private ImportedAnnotation createPartitionAnnotation(PartitionDefinition partition) {
        ImportedAnnotation annotation = imports.importAnnotation("Partition");
        if (partition instanceof PartitionDefinition.PartitionBatch batch) {
            return annotation.withText("batch", renderBatch(batch));
        }
        if (partition instanceof PartitionDefinition.LessThanPartition lessThanPartition) {
            String bound =
                    lessThanPartition.hasBareMaxvalue() ? "MAXVALUE" : renderRow(lessThanPartition.upperBounds());
            return createNamedPartitionAnnotation(
                    annotation, lessThanPartition.name().text(), "LESS THAN " + bound, lessThanPartition.properties());
        }
        if (partition instanceof PartitionDefinition.RangePartition rangePartition) {
            String range = "[" + renderRow(rangePartition.lowerBounds()) + ", "
                    + renderRow(rangePartition.upperBounds()) + ")";
            return createNamedPartitionAnnotation(
                    annotation, rangePartition.name().text(), range, rangePartition.properties());
        }
        PartitionDefinition.ListPartition listPartition = (PartitionDefinition.ListPartition) partition;
        String values = listPartition.values().stream()
                .map(value -> listPartition.hasParenthesizedValues() ? renderRow(value) : renderBounds(value))
                .collect(Collectors.joining(", ", "IN (", ")"));
        return createNamedPartitionAnnotation(
                annotation, listPartition.name().text(), values, listPartition.properties());
    }

    private ImportedAnnotation createNamedPartitionAnnotation(
            ImportedAnnotation annotation, String name, String values, List<Property> properties) {
        return annotation
                .withText("name", name)
                .withText("values", values)
                .withAnnotations("properties", createPropertyAnnotations(properties));
    }

    private static String renderBatch(PartitionDefinition.PartitionBatch batch) {
        String stepText = batch.unit() == null ? "" + batch.step() : "INTERVAL " + batch.step() + " " + batch.unit();
        return "START (" + renderLiteral(batch.start()) + ") END (" + renderLiteral(batch.end()) + ") EVERY ("
                + stepText + ")";
    }

    private static String renderRow(List<Bound> bounds) {
        return "(" + renderBounds(bounds) + ")";
    }

    private static String renderBounds(List<Bound> bounds) {
        return bounds.stream().map(ClauseConverter::renderBound).collect(Collectors.joining(", "));
    }

    private static String renderBound(Bound bound) {
        if (bound instanceof Bound.LiteralBound literalBound) {
            return renderLiteral(literalBound.text());
        }
        return bound instanceof Bound.MaximumBound ? "MAXVALUE" : "NULL";
    }

    private static String renderLiteral(String value) {
        return Sql.render(new Expression.StringLiteral(value, '\'', Span.NONE));
    }
}
