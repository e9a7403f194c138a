package dev.cairn.tooling.importing;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.stream.Collectors;

/** PARTITION BY as annotations. */
final class PartitionAnnotations {
    private final Imports imports;
    private final ClauseAnnotations clauses;

    PartitionAnnotations(Imports imports, ClauseAnnotations clauses) {
        this.imports = imports;
        this.clauses = clauses;
    }

    ImportedAnnotation of(PartitionClause clause) {
        if (clause instanceof PartitionClause.Range range) {
            return divided("PartitionByRange", items(range.by()), range.partitions());
        }
        if (clause instanceof PartitionClause.InList list) {
            return divided(
                    list.word() ? "PartitionByList" : "PartitionBy",
                    ClauseAnnotations.texts(list.columns()),
                    list.partitions());
        }
        PartitionClause.By by = (PartitionClause.By) clause;
        return divided("PartitionBy", items(by.items()), by.partitions());
    }

    private static List<String> items(List<Expression> items) {
        return items.stream().map(ClauseAnnotations::item).toList();
    }

    private ImportedAnnotation divided(String annotation, List<String> by, List<PartitionDefinition> partitions) {
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
            return named(annotation, less.name().text(), "LESS THAN " + bound, less.properties());
        }
        if (partition instanceof PartitionDefinition.Fixed fixed) {
            String range = "[" + row(fixed.lower()) + ", " + row(fixed.upper()) + ")";
            return named(annotation, fixed.name().text(), range, fixed.properties());
        }
        PartitionDefinition.In in = (PartitionDefinition.In) partition;
        String values = in.values().stream()
                .map(value -> in.rows() ? row(value) : bounds(value))
                .collect(Collectors.joining(", ", "IN (", ")"));
        return named(annotation, in.name().text(), values, in.properties());
    }

    private ImportedAnnotation named(
            ImportedAnnotation annotation, String name, String values, List<Property> properties) {
        return annotation
                .text("name", name)
                .text("values", values)
                .annotations("properties", clauses.properties(properties));
    }

    private static String batch(PartitionDefinition.Every every) {
        String step = every.unit() == null ? "" + every.step() : "INTERVAL " + every.step() + " " + every.unit();
        return "START (" + text(every.start()) + ") END (" + text(every.end()) + ") EVERY (" + step + ")";
    }

    private static String row(List<Bound> bounds) {
        return "(" + bounds(bounds) + ")";
    }

    private static String bounds(List<Bound> bounds) {
        return bounds.stream().map(PartitionAnnotations::bound).collect(Collectors.joining(", "));
    }

    private static String bound(Bound bound) {
        if (bound instanceof Bound.Value value) {
            return text(value.text());
        }
        return bound instanceof Bound.Maximum ? "MAXVALUE" : "NULL";
    }

    private static String text(String value) {
        return Sql.render(new Expression.Text(value, '\'', Span.NONE));
    }
}
