package dev.cairn.tooling.importing;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Clauses that tables and materialized views share, as annotations. */
final class ClauseAnnotations {
    private static final String BLOOM_FILTERS = "bloom_filter_columns";
    private static final String FALSE_POSITIVES = "bloom_filter_fpp";
    private static final String GROUP = "colocate_with";

    private final Imports imports;

    ClauseAnnotations(Imports imports) {
        this.imports = imports;
    }

    static List<String> texts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }

    List<ImportedAnnotation> indexes(List<IndexDefinition> indexes) {
        return indexes.stream().map(this::index).toList();
    }

    private ImportedAnnotation index(IndexDefinition index) {
        ImportedAnnotation annotation =
                imports.annotation("Index").text("name", index.name().text()).texts("columns", texts(index.columns()));
        if (index.kind() != null && index.kind() != IndexDefinition.Kind.BITMAP) {
            annotation = annotation.word("using", imports.constant(index.kind().name(), "IndexKind"));
        }
        if (index.comment() != null) {
            annotation = annotation.said("comment", index.comment());
        }
        return annotation.annotations("properties", properties(index.properties()));
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
        if (buckets instanceof Buckets.Later later) {
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

    /** A column is said by its name alone, an expression as it is written. */
    static String item(Expression expression) {
        return expression instanceof Expression.Reference reference
                ? reference.name().last().text()
                : Sql.render(expression);
    }

    /** Those that have an annotation of their own first. */
    List<ImportedAnnotation> ofTable(List<Property> properties) {
        List<ImportedAnnotation> annotations = new ArrayList<>();
        value(properties, BLOOM_FILTERS).ifPresent(columns -> {
            ImportedAnnotation filter =
                    imports.annotation("BloomFilter").texts(ImportedAnnotation.VALUE, list(columns));
            annotations.add(value(properties, FALSE_POSITIVES)
                    .map(rate -> filter.text("falsePositives", rate))
                    .orElse(filter));
        });
        value(properties, GROUP)
                .ifPresent(group ->
                        annotations.add(imports.annotation("ColocateWith").text(ImportedAnnotation.VALUE, group)));
        List<Property> others = properties.stream()
                .filter(property -> !property.name().equals(BLOOM_FILTERS)
                        && !property.name().equals(GROUP)
                        && !(property.name().equals(FALSE_POSITIVES)
                                && value(properties, BLOOM_FILTERS).isPresent()))
                .toList();
        annotations.addAll(properties(others));
        return annotations;
    }

    private static List<String> list(String columns) {
        List<String> names = new ArrayList<>();
        for (String name : columns.split(",", -1)) {
            names.add(name.strip());
        }
        return names;
    }

    private static Optional<String> value(List<Property> properties, String name) {
        return properties.stream()
                .filter(property -> property.name().equals(name))
                .map(Property::value)
                .findFirst();
    }

    List<ImportedAnnotation> properties(List<Property> properties) {
        return properties.stream()
                .map(property -> imports.annotation("Property")
                        .text("name", property.name())
                        .text("value", literal(property.value())))
                .toList();
    }

    /** On a server nothing is a placeholder. */
    private static String literal(String value) {
        return value.replace("${", "$${");
    }
}
