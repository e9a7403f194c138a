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

/** The clauses of CREATE statements as annotations. */
final class ClauseAnnotations {
    private final Imports imports;

    ClauseAnnotations(Imports imports) {
        this.imports = imports;
    }

    static List<String> texts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }

    /** The annotation that declares the object itself. */
    ImportedAnnotation head(String kind, String record, String sqlName, String database, @Nullable String comment) {
        ImportedAnnotation annotation = imports.annotation(kind);
        ImportedAnnotation named = SnakeCase.of(record).equals(sqlName) ? annotation : annotation.text("name", sqlName);
        return named.textIfAny("database", database).textIfAny("comment", comment);
    }

    /** {@code @Column}, or nothing if the column has the usual name and no comment. */
    List<ImportedAnnotation> column(String component, String sqlName, @Nullable String comment) {
        boolean usual = SnakeCase.of(component).equals(sqlName);
        if (usual && comment == null) {
            return List.of();
        }
        ImportedAnnotation column = imports.annotation("Column");
        ImportedAnnotation named = usual ? column : column.text("name", sqlName);
        return List.of(named.textIfAny("comment", comment));
    }

    List<ImportedAnnotation> indexes(List<IndexDefinition> indexes) {
        return indexes.stream().map(this::index).toList();
    }

    private ImportedAnnotation index(IndexDefinition index) {
        ImportedAnnotation annotation =
                imports.annotation("Index").text("name", index.name().text()).texts("columns", texts(index.columns()));
        if (index.kind() != null && index.kind() != IndexDefinition.Kind.BITMAP) {
            annotation = annotation.word("using", imports.constant(index.kind().name(), "Index.Kind"));
        }
        return annotation
                .textIfAny("comment", index.comment())
                .annotations("properties", properties(index.properties()));
    }

    List<ImportedAnnotation> distribution(@Nullable Distribution distribution) {
        if (distribution instanceof Distribution.Hash hash) {
            ImportedAnnotation annotation =
                    imports.annotation("DistributedByHash").texts(ImportedAnnotation.VALUE, texts(hash.columns()));
            return List.of(buckets(annotation, hash.buckets()));
        }
        return distribution == null
                ? List.of()
                : List.of(buckets(imports.annotation("DistributedByRandom"), distribution.buckets()));
    }

    private static ImportedAnnotation buckets(ImportedAnnotation annotation, @Nullable Buckets buckets) {
        if (buckets instanceof Buckets.PlaceholderBuckets later) {
            return annotation.text("bucketsFrom", later.placeholder().toString());
        }
        return buckets instanceof Buckets.Count count
                ? annotation.word("buckets", Integer.toString(count.value()))
                : annotation;
    }

    List<ImportedAnnotation> orderBy(List<SortItem> items) {
        return items.isEmpty()
                ? List.of()
                : List.of(imports.annotation("OrderBy")
                        .texts(
                                ImportedAnnotation.VALUE,
                                items.stream().map(item -> item(item.value())).toList()));
    }

    /** A column is written as its bare name, an expression as SQL. */
    static String item(Expression expression) {
        return expression instanceof Expression.Reference reference
                ? reference.name().lastPart().text()
                : Sql.render(expression);
    }

    /** Properties that have an annotation of their own first. */
    List<ImportedAnnotation> ofTable(List<Property> properties) {
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
                ImportedAnnotation annotation = annotations.getOrDefault(name, imports.annotation(name));
                annotations.put(
                        name,
                        annotated.isListOfColumns()
                                ? annotation.texts(attribute, list(value))
                                : annotation.text(attribute, value));
                others.remove(declared.get());
            }
        }
        List<ImportedAnnotation> all = new ArrayList<>(annotations.values());
        all.addAll(properties(others));
        return all;
    }

    private static List<String> list(String columns) {
        List<String> names = new ArrayList<>();
        for (String name : columns.split(",", -1)) {
            names.add(name.strip());
        }
        return names;
    }

    List<ImportedAnnotation> properties(List<Property> properties) {
        return properties.stream()
                .map(property -> imports.annotation("Property")
                        .text("name", property.name())
                        .text("value", Placeholder.escape(property.value()))) // a server has no placeholders
                .toList();
    }

    ImportedAnnotation partitioning(PartitionClause clause) {
        if (clause instanceof PartitionClause.Range range) {
            return partitioning("PartitionByRange", items(range.expressions()), range.partitions());
        }
        if (clause instanceof PartitionClause.InList list) {
            return partitioning(
                    list.word() ? "PartitionByList" : "PartitionBy", texts(list.columns()), list.partitions());
        }
        PartitionClause.ExpressionPartitioning by = (PartitionClause.ExpressionPartitioning) clause;
        List<String> items = items(by.items());
        boolean parenthesized = by.parenthesized() && items.size() == 1;
        return partitioning("PartitionBy", parenthesized ? List.of("(" + items.get(0) + ")") : items, by.partitions());
    }

    private static List<String> items(List<Expression> items) {
        return items.stream().map(ClauseAnnotations::item).toList();
    }

    private ImportedAnnotation partitioning(String annotation, List<String> by, List<PartitionDefinition> partitions) {
        return imports.annotation(annotation)
                .texts(ImportedAnnotation.VALUE, by)
                .annotations(
                        "partitions", partitions.stream().map(this::partition).toList());
    }

    private ImportedAnnotation partition(PartitionDefinition partition) {
        ImportedAnnotation annotation = imports.annotation("Partition");
        if (partition instanceof PartitionDefinition.Every every) {
            return annotation.text("batch", batch(every));
        }
        if (partition instanceof PartitionDefinition.LessThan less) {
            String bound = less.maximum() ? "MAXVALUE" : row(less.values());
            return namedPartition(annotation, less.name().text(), "LESS THAN " + bound, less.properties());
        }
        if (partition instanceof PartitionDefinition.FixedRange fixed) {
            String range = "[" + row(fixed.lower()) + ", " + row(fixed.upper()) + ")";
            return namedPartition(annotation, fixed.name().text(), range, fixed.properties());
        }
        PartitionDefinition.In in = (PartitionDefinition.In) partition;
        String values = in.values().stream()
                .map(value -> in.rows() ? row(value) : bounds(value))
                .collect(Collectors.joining(", ", "IN (", ")"));
        return namedPartition(annotation, in.name().text(), values, in.properties());
    }

    private ImportedAnnotation namedPartition(
            ImportedAnnotation annotation, String name, String values, List<Property> properties) {
        return annotation.text("name", name).text("values", values).annotations("properties", properties(properties));
    }

    private static String batch(PartitionDefinition.Every every) {
        String step = every.unit() == null ? "" + every.step() : "INTERVAL " + every.step() + " " + every.unit();
        return "START (" + text(every.start()) + ") END (" + text(every.end()) + ") EVERY (" + step + ")";
    }

    private static String row(List<Bound> bounds) {
        return "(" + bounds(bounds) + ")";
    }

    private static String bounds(List<Bound> bounds) {
        return bounds.stream().map(ClauseAnnotations::boundText).collect(Collectors.joining(", "));
    }

    private static String boundText(Bound bound) {
        if (bound instanceof Bound.Value value) {
            return text(value.text());
        }
        return bound instanceof Bound.Maximum ? "MAXVALUE" : "NULL";
    }

    private static String text(String value) {
        return Sql.render(new Expression.Text(value, '\'', Span.NONE));
    }
}
