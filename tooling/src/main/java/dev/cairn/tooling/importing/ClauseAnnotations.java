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

/** Converts clauses of CREATE statements to the annotations of a record, and imports these into its source. */
final class ClauseAnnotations {
    private final Imports imports;

    ClauseAnnotations(Imports imports) {
        this.imports = imports;
    }

    static List<String> columnNames(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }

    /** The annotation that declares the object itself. */
    ImportedAnnotation createObjectAnnotation(
            String kind, String record, String sqlName, String database, @Nullable String comment) {
        ImportedAnnotation annotation = imports.importAnnotation(kind);
        ImportedAnnotation named = SnakeCase.of(record).equals(sqlName) ? annotation : annotation.text("name", sqlName);
        return named.textIfAny("database", database).textIfAny("comment", comment);
    }

    /** {@code @Column}, or nothing if the column has the usual name and no comment. */
    List<ImportedAnnotation> createColumnAnnotations(String component, String sqlName, @Nullable String comment) {
        boolean usual = SnakeCase.of(component).equals(sqlName);
        if (usual && comment == null) {
            return List.of();
        }
        ImportedAnnotation column = imports.importAnnotation("Column");
        ImportedAnnotation named = usual ? column : column.text("name", sqlName);
        return List.of(named.textIfAny("comment", comment));
    }

    List<ImportedAnnotation> createIndexAnnotations(List<IndexDefinition> indexes) {
        return indexes.stream().map(this::createIndexAnnotation).toList();
    }

    private ImportedAnnotation createIndexAnnotation(IndexDefinition index) {
        ImportedAnnotation annotation = imports.importAnnotation("Index")
                .text("name", index.name().text())
                .texts("columns", columnNames(index.columns()));
        if (index.kind() != null && index.kind() != IndexDefinition.Kind.BITMAP) {
            annotation =
                    annotation.word("using", imports.importConstant(index.kind().name(), "Index.Kind"));
        }
        return annotation
                .textIfAny("comment", index.comment())
                .annotations("properties", createProperties(index.properties()));
    }

    List<ImportedAnnotation> createDistribution(@Nullable Distribution distribution) {
        if (distribution instanceof Distribution.Hash hash) {
            ImportedAnnotation annotation = imports.importAnnotation("DistributedByHash")
                    .texts(ImportedAnnotation.VALUE, columnNames(hash.columns()));
            return List.of(addBuckets(annotation, hash.buckets()));
        }
        return distribution == null
                ? List.of()
                : List.of(addBuckets(imports.importAnnotation("DistributedByRandom"), distribution.buckets()));
    }

    private static ImportedAnnotation addBuckets(ImportedAnnotation annotation, @Nullable Buckets buckets) {
        if (buckets instanceof Buckets.PlaceholderBuckets later) {
            return annotation.text("bucketsFrom", later.placeholder().toString());
        }
        return buckets instanceof Buckets.Count count
                ? annotation.word("buckets", Integer.toString(count.value()))
                : annotation;
    }

    List<ImportedAnnotation> createOrderBy(List<SortItem> items) {
        return items.isEmpty()
                ? List.of()
                : List.of(imports.importAnnotation("OrderBy")
                        .texts(
                                ImportedAnnotation.VALUE,
                                items.stream()
                                        .map(item -> renderItem(item.value()))
                                        .toList()));
    }

    /** A column is written as its bare name, an expression as SQL. */
    static String renderItem(Expression expression) {
        return expression instanceof Expression.Reference reference
                ? reference.name().lastPart().text()
                : Sql.render(expression);
    }

    /** Returns the annotations of properties: first those with an annotation of their own, then the others. */
    List<ImportedAnnotation> createTableProperties(List<Property> properties) {
        Map<String, ImportedAnnotation> annotations = new LinkedHashMap<>();
        List<Property> others = new ArrayList<>(properties);
        for (AnnotatedProperty annotated : AnnotatedProperty.values()) {
            String name = annotated.annotation();
            String attribute = annotated.attribute();
            Optional<Property> declared = others.stream()
                    .filter(property -> property.name().equals(annotated.property()))
                    .findFirst();
            if (declared.isPresent() && (attribute.equals(ImportedAnnotation.VALUE) || annotations.containsKey(name))) {
                String value = declared.get().value();
                ImportedAnnotation annotation = annotations.getOrDefault(name, imports.importAnnotation(name));
                annotations.put(
                        name,
                        annotated.isListOfColumns()
                                ? annotation.texts(attribute, splitColumns(value))
                                : annotation.text(attribute, value));
                others.remove(declared.get());
            }
        }
        List<ImportedAnnotation> all = new ArrayList<>(annotations.values());
        all.addAll(createProperties(others));
        return all;
    }

    private static List<String> splitColumns(String columns) {
        List<String> names = new ArrayList<>();
        for (String name : columns.split(",", -1)) {
            names.add(name.strip());
        }
        return names;
    }

    List<ImportedAnnotation> createProperties(List<Property> properties) {
        return properties.stream()
                .map(property -> imports.importAnnotation("Property")
                        .text("name", property.name())
                        .text("value", Placeholder.escape(property.value()))) // a server has no placeholders
                .toList();
    }

    ImportedAnnotation createPartitioning(PartitionClause clause) {
        if (clause instanceof PartitionClause.RangePartitioning range) {
            return createPartitioning("PartitionByRange", renderItems(range.expressions()), range.partitions());
        }
        if (clause instanceof PartitionClause.ListPartitioning list) {
            return createPartitioning(
                    list.withListKeyword() ? "PartitionByList" : "PartitionBy",
                    columnNames(list.columns()),
                    list.partitions());
        }
        PartitionClause.ExpressionPartitioning by = (PartitionClause.ExpressionPartitioning) clause;
        List<String> items = renderItems(by.items());
        boolean parenthesized = by.parenthesized() && items.size() == 1;
        return createPartitioning(
                "PartitionBy", parenthesized ? List.of("(" + items.get(0) + ")") : items, by.partitions());
    }

    private static List<String> renderItems(List<Expression> items) {
        return items.stream().map(ClauseAnnotations::renderItem).toList();
    }

    private ImportedAnnotation createPartitioning(
            String annotation, List<String> by, List<PartitionDefinition> partitions) {
        return imports.importAnnotation(annotation)
                .texts(ImportedAnnotation.VALUE, by)
                .annotations(
                        "partitions",
                        partitions.stream().map(this::createPartition).toList());
    }

    private ImportedAnnotation createPartition(PartitionDefinition partition) {
        ImportedAnnotation annotation = imports.importAnnotation("Partition");
        if (partition instanceof PartitionDefinition.PartitionBatch every) {
            return annotation.text("batch", renderBatch(every));
        }
        if (partition instanceof PartitionDefinition.LessThanPartition less) {
            String bound = less.isMaximum() ? "MAXVALUE" : renderRow(less.values());
            return createNamedPartition(annotation, less.name().text(), "LESS THAN " + bound, less.properties());
        }
        if (partition instanceof PartitionDefinition.RangePartition fixed) {
            String range = "[" + renderRow(fixed.lower()) + ", " + renderRow(fixed.upper()) + ")";
            return createNamedPartition(annotation, fixed.name().text(), range, fixed.properties());
        }
        PartitionDefinition.ListPartition in = (PartitionDefinition.ListPartition) partition;
        String values = in.values().stream()
                .map(value -> in.hasRows() ? renderRow(value) : renderBounds(value))
                .collect(Collectors.joining(", ", "IN (", ")"));
        return createNamedPartition(annotation, in.name().text(), values, in.properties());
    }

    private ImportedAnnotation createNamedPartition(
            ImportedAnnotation annotation, String name, String values, List<Property> properties) {
        return annotation
                .text("name", name)
                .text("values", values)
                .annotations("properties", createProperties(properties));
    }

    private static String renderBatch(PartitionDefinition.PartitionBatch every) {
        String step = every.unit() == null ? "" + every.step() : "INTERVAL " + every.step() + " " + every.unit();
        return "START (" + renderText(every.start()) + ") END (" + renderText(every.end()) + ") EVERY (" + step + ")";
    }

    private static String renderRow(List<Bound> bounds) {
        return "(" + renderBounds(bounds) + ")";
    }

    private static String renderBounds(List<Bound> bounds) {
        return bounds.stream().map(ClauseAnnotations::renderBound).collect(Collectors.joining(", "));
    }

    private static String renderBound(Bound bound) {
        if (bound instanceof Bound.LiteralBound value) {
            return renderText(value.text());
        }
        return bound instanceof Bound.MaximumBound ? "MAXVALUE" : "NULL";
    }

    private static String renderText(String value) {
        return Sql.render(new Expression.Text(value, '\'', Span.NONE));
    }
}
