package dev.cairn.processor.read;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Variant;
import dev.cairn.processor.model.AnnotatedProperty;
import dev.cairn.processor.model.Declaration.DeclaredVariant;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.annotation.AnnotationPlacement;
import dev.cairn.processor.read.annotation.CairnAnnotations;
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
 * Reads the variants of a record. The statement of a variant is read from the annotations of the record, after the
 * annotations in the variant have replaced the annotations of the same kind.
 */
final class VariantReader {
    private final CairnAnnotations annotations;
    private final Findings findings;
    private final ObjectDescription object;
    private final RecordColumns columns;
    private final ObjectDescriptionReader descriptionReader;

    VariantReader(
            CairnAnnotations annotations,
            Findings findings,
            ObjectDescription object,
            RecordColumns columns,
            ObjectDescriptionReader descriptionReader) {
        this.annotations = annotations;
        this.findings = findings;
        this.object = object;
        this.columns = columns;
        this.descriptionReader = descriptionReader;
    }

    List<DeclaredVariant> readVariants(@Nullable KeyClause key) {
        List<DeclaredVariant> variants = new ArrayList<>();
        List<WrittenAnnotation> variantAnnotations =
                object.kind() == Kind.EXTERNAL ? List.of() : annotations.findAll(Variant.class);
        for (WrittenAnnotation variant : variantAnnotations) {
            parseServerCondition(variant.requireText("on"))
                    .ifPresent(serverCondition -> variants.add(readVariant(variant, serverCondition, key)));
        }
        return variants;
    }

    private Optional<ServerCondition> parseServerCondition(WrittenAnnotation.Text conditionText) {
        try {
            return Optional.of(ServerCondition.of(conditionText.text()));
        } catch (IllegalArgumentException failure) {
            findings.add(FindingCode.VARIANT, conditionText.place(), String.valueOf(failure.getMessage()));
            return Optional.empty();
        }
    }

    private DeclaredVariant readVariant(
            WrittenAnnotation variant, ServerCondition serverCondition, @Nullable KeyClause key) {
        WrittenAnnotation.Text query = variant.findNonEmptyText("query");
        if (query != null && object.writtenQuery() == null) {
            findings.add(
                    FindingCode.MEANINGLESS_VALUE,
                    query.place(),
                    "query",
                    "in " + object.kind().titleWithArticle());
            query = null;
        }
        ObjectDescription variantObject =
                query == null ? object : descriptionReader.withQuery(object, query, annotations);
        CairnAnnotations variantAnnotations = applyVariant(variant);
        new AnnotationPlacement(findings).checkRecord(variantAnnotations, object.kind());
        ClauseReader clauseReader = new ClauseReader(variantAnnotations, findings);
        return new DeclaredVariant(
                serverCondition,
                new StatementReader(variantAnnotations, findings, variantObject, columns, clauseReader)
                        .readStatement(key),
                variantObject.query(),
                query != null,
                variant.place("on"));
    }

    /** Returns the annotations of the record after the variant has replaced the annotations of the same kind. */
    private CairnAnnotations applyVariant(WrittenAnnotation variant) {
        CairnAnnotations variantAnnotations = annotations;
        variantAnnotations = replaceExclusive(variantAnnotations, variant, ClauseReader.DISTRIBUTION_ANNOTATIONS);
        variantAnnotations = replaceExclusive(variantAnnotations, variant, PartitioningReader.PARTITION_ANNOTATIONS);
        Map<String, WrittenAnnotation> properties = new LinkedHashMap<>();
        for (WrittenAnnotation recordProperty : annotations.findAll(Property.class)) {
            properties.put(propertyName(recordProperty), recordProperty);
        }
        List<WrittenAnnotation> variantProperties = variant.annotations("properties");
        ClauseReader.readProperties(variantProperties, findings);
        for (WrittenAnnotation variantProperty : variantProperties) {
            properties.put(propertyName(variantProperty), variantProperty);
            for (AnnotatedProperty annotatedProperty : AnnotatedProperty.values()) {
                if (annotatedProperty.propertyName().equals(propertyName(variantProperty))) {
                    variantAnnotations = variantAnnotations.withReplaced(annotatedProperty.annotation(), List.of());
                }
            }
        }
        return variantProperties.isEmpty()
                ? variantAnnotations
                : variantAnnotations.withReplaced(Property.class.getSimpleName(), List.copyOf(properties.values()));
    }

    private static String propertyName(WrittenAnnotation property) {
        return property.requireText("name").text().trim();
    }

    /** Replaces annotations that exclude each other, if the variant has one of them. */
    private CairnAnnotations replaceExclusive(
            CairnAnnotations annotations, WrittenAnnotation variant, List<Class<? extends Annotation>> types) {
        boolean isReplaced = types.stream()
                .anyMatch(type -> !variant.annotations(attributeName(type)).isEmpty());
        if (!isReplaced) {
            return annotations;
        }
        CairnAnnotations changedAnnotations = annotations;
        for (Class<? extends Annotation> type : types) {
            List<WrittenAnnotation> replacements = variant.annotations(attributeName(type));
            changedAnnotations = changedAnnotations.withReplaced(type.getSimpleName(), replacements);
            if (replacements.size() > 1) {
                String annotationName = "@" + type.getSimpleName();
                findings.add(FindingCode.CONTRADICTION, replacements.get(1).place(), annotationName, annotationName);
            }
        }
        return changedAnnotations;
    }

    /** Returns the attribute of {@code @Variant} that holds an annotation: its name, in lower camel case. */
    private static String attributeName(Class<? extends Annotation> type) {
        String simpleName = type.getSimpleName();
        return Character.toLowerCase(simpleName.charAt(0)) + simpleName.substring(1);
    }
}
