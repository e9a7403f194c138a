package dev.cairn.processor.read;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Variant;
import dev.cairn.processor.model.AnnotatedProperty;
import dev.cairn.processor.model.Declaration.DeclaredVariant;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.annotation.AnnotationPlacement;
import dev.cairn.processor.read.annotation.Annotations;
import dev.cairn.processor.read.annotation.ObjectDescription;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.processor.read.column.RecordColumns;
import dev.cairn.profile.ServerCondition;
import dev.cairn.sql.ast.KeyClause;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the variants of a record. The statement of a variant is read from the annotations of the record, after the annotations in
 * the variant have replaced those of the same kind.
 */
final class VariantReader {
    private final Annotations annotations;
    private final Findings findings;
    private final ObjectDescription object;
    private final RecordColumns columns;
    private final ObjectDescriptionReader descriptionReader;

    VariantReader(
            Annotations annotations,
            Findings findings,
            ObjectDescription object,
            RecordColumns columns,
            ObjectDescriptionReader described) {
        this.annotations = annotations;
        this.findings = findings;
        this.object = object;
        this.columns = columns;
        this.descriptionReader = described;
    }

    List<DeclaredVariant> readVariants(@Nullable KeyClause key) {
        List<DeclaredVariant> variants = new ArrayList<>();
        List<WrittenAnnotation> writtenAnnotations =
                object.kind() == Kind.EXTERNAL ? List.of() : annotations.findAll(Variant.class);
        for (WrittenAnnotation variant : writtenAnnotations) {
            parseServers(variant.requireText("on")).ifPresent(on -> variants.add(readVariant(variant, on, key)));
        }
        return variants;
    }

    private Optional<ServerCondition> parseServers(WrittenAnnotation.Text on) {
        try {
            return Optional.of(ServerCondition.of(on.text()));
        } catch (IllegalArgumentException malformed) {
            findings.add(FindingCode.VARIANT, on.place(), String.valueOf(malformed.getMessage()));
            return Optional.empty();
        }
    }

    private DeclaredVariant readVariant(WrittenAnnotation variant, ServerCondition on, @Nullable KeyClause key) {
        WrittenAnnotation.Text query = variant.nonEmptyText("query");
        if (query != null && object.writtenQuery() == null) {
            findings.add(
                    FindingCode.MEANINGLESS_VALUE,
                    query.place(),
                    "query",
                    "in " + object.kind().textWithArticle());
            query = null;
        }
        ObjectDescription described =
                query == null ? object : this.descriptionReader.withQuery(object, query, annotations);
        Annotations varied = applyTo(variant);
        new AnnotationPlacement(findings).checkRecord(varied, object.kind());
        ClauseReader clauses = new ClauseReader(varied, findings);
        return new DeclaredVariant(
                on,
                new StatementReader(varied, findings, described, columns, clauses).readStatement(key),
                described.query(),
                query != null,
                variant.place("on"));
    }

    /** Returns the annotations of the record, with the changes of a variant. */
    private Annotations applyTo(WrittenAnnotation variant) {
        Annotations varied = annotations;
        varied = replace(varied, variant, ClauseReader.DISTRIBUTIONS);
        varied = replace(varied, variant, PartitioningReader.PARTITIONINGS);
        Map<String, WrittenAnnotation> properties = new LinkedHashMap<>();
        for (WrittenAnnotation ownAnnotation : annotations.findAll(Property.class)) {
            properties.put(propertyName(ownAnnotation), ownAnnotation);
        }
        List<WrittenAnnotation> others = variant.annotations("properties");
        ClauseReader.readProperties(others, findings);
        for (WrittenAnnotation other : others) {
            properties.put(propertyName(other), other);
            for (AnnotatedProperty annotated : AnnotatedProperty.values()) {
                if (annotated.property().equals(propertyName(other))) {
                    varied = varied.replace(annotated.annotation(), List.of());
                }
            }
        }
        return others.isEmpty()
                ? varied
                : varied.replace(Property.class.getSimpleName(), List.copyOf(properties.values()));
    }

    private static String propertyName(WrittenAnnotation property) {
        return property.requireText("name").text().trim();
    }

    /** Replaces annotations that exclude each other, if the variant has one of them. */
    private Annotations replace(
            Annotations annotations, WrittenAnnotation variant, List<Class<? extends Annotation>> types) {
        boolean any = types.stream()
                .anyMatch(type -> !variant.annotations(attributeName(type)).isEmpty());
        if (!any) {
            return annotations;
        }
        Annotations replaced = annotations;
        for (Class<? extends Annotation> type : types) {
            List<WrittenAnnotation> others = variant.annotations(attributeName(type));
            replaced = replaced.replace(type.getSimpleName(), others);
            if (others.size() > 1) {
                String name = "@" + type.getSimpleName();
                findings.add(FindingCode.CONTRADICTION, others.get(1).place(), name, name);
            }
        }
        return replaced;
    }

    /** The attribute of {@code @Variant} that holds an annotation: its name, in lower camel case. */
    private static String attributeName(Class<? extends Annotation> type) {
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
