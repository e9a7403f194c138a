package dev.cairn.processor.read;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Variant;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.AnnotatedProperty;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredVariant;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
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
    private final ObjectDescription description;
    private final RecordColumns recordColumns;
    private final ObjectDescriptionReader descriptionReader;

    VariantReader(
            CairnAnnotations annotations,
            Findings findings,
            ObjectDescription description,
            RecordColumns recordColumns,
            ObjectDescriptionReader descriptionReader) {
        this.annotations = annotations;
        this.findings = findings;
        this.description = description;
        this.recordColumns = recordColumns;
        this.descriptionReader = descriptionReader;
    }

    /**
     * Reads the variants, except variants with an invalid server condition, which are reported. An external table has
     * no variants.
     *
     * @param keyClause the key of the record, which a variant can't change
     */
    List<DeclaredVariant> readVariants(@Nullable KeyClause keyClause) {
        List<DeclaredVariant> variants = new ArrayList<>();
        List<WrittenAnnotation> variantAnnotations =
                description.kind() == Kind.EXTERNAL ? List.of() : annotations.findAll(Variant.class);
        for (WrittenAnnotation variantAnnotation : variantAnnotations) {
            parseServerCondition(variantAnnotation.requireText("on"))
                    .ifPresent(serverCondition ->
                            variants.add(readVariant(variantAnnotation, serverCondition, keyClause)));
        }
        return variants;
    }

    private Optional<ServerCondition> parseServerCondition(WrittenAnnotation.Text conditionText) {
        try {
            return Optional.of(ServerCondition.of(conditionText.text()));
        } catch (IllegalArgumentException failure) {
            findings.add(CompileRule.VARIANT, conditionText.place(), String.valueOf(failure.getMessage()));
            return Optional.empty();
        }
    }

    private DeclaredVariant readVariant(
            WrittenAnnotation variantAnnotation, ServerCondition serverCondition, @Nullable KeyClause keyClause) {
        WrittenAnnotation.Text queryText = variantAnnotation.findNonEmptyText("query");
        if (queryText != null && description.writtenQuery() == null) {
            findings.add(
                    CompileRule.MEANINGLESS_VALUE,
                    queryText.place(),
                    "query",
                    "in " + description.kind().nameWithArticle());
            queryText = null;
        }
        ObjectDescription variantDescription =
                queryText == null ? description : descriptionReader.withQuery(description, queryText, annotations);
        CairnAnnotations variantAnnotations = applyVariant(variantAnnotation);
        new AnnotationPlacementCheck(findings).checkRecord(variantAnnotations, description.kind());
        ClauseReader clauseReader = new ClauseReader(variantAnnotations, findings);
        return new DeclaredVariant(
                serverCondition,
                new StatementReader(variantAnnotations, findings, variantDescription, recordColumns, clauseReader)
                        .readStatement(keyClause),
                variantDescription.parsedQuery(),
                queryText != null,
                variantAnnotation.place("on"));
    }

    /**
     * Returns the annotations of the record after the variant has replaced the annotations of the same kind. A property
     * of the variant also replaces an annotation that stands for the same property.
     */
    private CairnAnnotations applyVariant(WrittenAnnotation variantAnnotation) {
        CairnAnnotations variantAnnotations = annotations;
        variantAnnotations = replaceExclusiveAnnotations(
                variantAnnotations, variantAnnotation, ClauseReader.DISTRIBUTION_ANNOTATIONS);
        variantAnnotations = replaceExclusiveAnnotations(
                variantAnnotations, variantAnnotation, PartitioningReader.PARTITIONING_ANNOTATIONS);
        Map<String, WrittenAnnotation> propertyByName = new LinkedHashMap<>();
        for (WrittenAnnotation recordProperty : annotations.findAll(Property.class)) {
            propertyByName.put(propertyName(recordProperty), recordProperty);
        }
        List<WrittenAnnotation> variantProperties = variantAnnotation.annotations("properties");
        ClauseReader.readProperties(variantProperties, findings);
        for (WrittenAnnotation variantProperty : variantProperties) {
            propertyByName.put(propertyName(variantProperty), variantProperty);
            for (AnnotatedProperty annotatedProperty : AnnotatedProperty.values()) {
                if (annotatedProperty.propertyName().equals(propertyName(variantProperty))) {
                    variantAnnotations =
                            variantAnnotations.withReplacements(annotatedProperty.annotationName(), List.of());
                }
            }
        }
        return variantProperties.isEmpty()
                ? variantAnnotations
                : variantAnnotations.withReplacements(
                        Property.class.getSimpleName(), List.copyOf(propertyByName.values()));
    }

    private static String propertyName(WrittenAnnotation propertyAnnotation) {
        return propertyAnnotation.requireText("name").text().trim();
    }

    /** Replaces annotations that exclude each other, if the variant has one of them. */
    private CairnAnnotations replaceExclusiveAnnotations(
            CairnAnnotations recordAnnotations,
            WrittenAnnotation variantAnnotation,
            List<Class<? extends Annotation>> annotationClasses) {
        boolean hasReplacement = annotationClasses.stream()
                .anyMatch(annotationClass -> !variantAnnotation
                        .annotations(attributeName(annotationClass))
                        .isEmpty());
        if (!hasReplacement) {
            return recordAnnotations;
        }
        CairnAnnotations changedAnnotations = recordAnnotations;
        for (Class<? extends Annotation> annotationClass : annotationClasses) {
            List<WrittenAnnotation> replacements = variantAnnotation.annotations(attributeName(annotationClass));
            changedAnnotations = changedAnnotations.withReplacements(annotationClass.getSimpleName(), replacements);
            if (replacements.size() > 1) {
                String annotationName = "@" + annotationClass.getSimpleName();
                findings.add(CompileRule.CONTRADICTION, replacements.get(1).place(), annotationName, annotationName);
            }
        }
        return changedAnnotations;
    }

    /** Returns the attribute of {@code @Variant} that holds an annotation: its name, in lower camel case. */
    private static String attributeName(Class<? extends Annotation> annotationClass) {
        String simpleName = annotationClass.getSimpleName();
        return Character.toLowerCase(simpleName.charAt(0)) + simpleName.substring(1);
    }
}
