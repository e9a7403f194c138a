package dev.cairn.processor.read;

import dev.cairn.annotation.AggregateKey;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DistributedByRandom;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.OrderBy;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Seed;
import dev.cairn.annotation.UniqueKey;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.AnnotatedProperty;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.SortItem;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the clauses of an object from the annotations on its record. An invalid clause is reported and omitted, so that
 * the other clauses are checked in the same compilation. An annotation without its required columns, or with an invalid
 * name, makes the record unreadable: the methods then throw an {@link UnreadableDeclarationException}.
 */
final class ClauseReader {
    private static final List<Class<? extends Annotation>> KEY_ANNOTATIONS =
            List.of(PrimaryKey.class, UniqueKey.class, AggregateKey.class, DuplicateKey.class);
    static final List<Class<? extends Annotation>> DISTRIBUTION_ANNOTATIONS =
            List.of(DistributedByHash.class, DistributedByRandom.class);

    /** Up to nine digits, so that the number is an {@code int}. */
    private static final Pattern BUCKET_COUNT_PATTERN = Pattern.compile("[0-9]{1,9}");

    private final CairnAnnotations annotations;
    private final Findings findings;
    private final SqlNameReader nameReader;
    private final FragmentReader fragmentReader;

    ClauseReader(CairnAnnotations annotations, Findings findings) {
        this.annotations = annotations;
        this.findings = findings;
        this.nameReader = new SqlNameReader(findings);
        this.fragmentReader = new FragmentReader(findings);
    }

    /** Returns the key; null if no annotation declares a key. */
    @Nullable
    KeyClause readKey() {
        WrittenAnnotation keyAnnotation = findExclusiveAnnotation(KEY_ANNOTATIONS);
        return keyAnnotation == null
                ? null
                : new KeyClause(
                        toKeyModel(keyAnnotation.name()),
                        readRequiredNames(keyAnnotation, "value"),
                        keyAnnotation.place().span());
    }

    /** Reads clauses only to report their problems, for an object whose statement can't be created. */
    void checkClauses() {
        readDistribution();
        readOrderBy();
        readProperties();
    }

    /** Reads the declared rows, except rows that can't be parsed; null without {@code @Seed}. */
    @Nullable
    DeclaredSeed readSeed() {
        WrittenAnnotation seedAnnotation = annotations.findFirst(Seed.class);
        if (seedAnnotation == null) {
            return null;
        }
        List<DeclaredSeed.Row> rows = new ArrayList<>();
        for (WrittenAnnotation.Text text : seedAnnotation.texts("rows")) {
            List<Expression> values = fragmentReader.read(text, SqlFragment::parseExpressions);
            if (values != null) {
                rows.add(new DeclaredSeed.Row(text.place(), values));
            }
        }
        return new DeclaredSeed(
                seedAnnotation.place(),
                seedAnnotation.place("columns"),
                readRequiredNames(seedAnnotation, "columns"),
                rows);
    }

    private static KeyModel toKeyModel(String annotationName) {
        return switch (annotationName) {
            case "PrimaryKey" -> KeyModel.PRIMARY;
            case "UniqueKey" -> KeyModel.UNIQUE;
            case "AggregateKey" -> KeyModel.AGGREGATE;
            default -> KeyModel.DUPLICATE;
        };
    }

    /** Returns the distribution; null if no annotation declares a distribution. */
    @Nullable
    Distribution readDistribution() {
        WrittenAnnotation distributionAnnotation = findExclusiveAnnotation(DISTRIBUTION_ANNOTATIONS);
        if (distributionAnnotation == null) {
            return null;
        }
        Buckets buckets = readBuckets(distributionAnnotation);
        return distributionAnnotation.name().equals(DistributedByRandom.class.getSimpleName())
                ? new Distribution.Random(
                        buckets, distributionAnnotation.place().span())
                : new Distribution.Hash(
                        readRequiredNames(distributionAnnotation, "value"),
                        buckets,
                        distributionAnnotation.place().span());
    }

    private @Nullable Buckets readBuckets(WrittenAnnotation distributionAnnotation) {
        WrittenAnnotation.Text placeholderText = distributionAnnotation.findText("bucketsFrom");
        if (placeholderText == null) {
            return distributionAnnotation.hasAttribute("buckets") ? readBucketCount(distributionAnnotation) : null;
        }
        if (!verifyPlaceholder(placeholderText, findings)) {
            return null;
        }
        if (distributionAnnotation.hasAttribute("buckets")) {
            findings.add(CompileRule.CONTRADICTION, placeholderText.place(), "buckets", "bucketsFrom");
            return null;
        }
        Buckets buckets = fragmentReader.read(placeholderText, SqlFragment::parseBuckets);
        String fallbackText = buckets instanceof Buckets.PlaceholderBuckets placeholderBuckets
                ? placeholderBuckets.placeholder().fallback()
                : null;
        if (fallbackText != null
                && !BUCKET_COUNT_PATTERN.matcher(fallbackText.strip()).matches()) {
            findings.add(CompileRule.BUCKET_NUMBER, placeholderText.place(), "'" + fallbackText + "'");
            return null;
        }
        return buckets;
    }

    private @Nullable Buckets readBucketCount(WrittenAnnotation distributionAnnotation) {
        int bucketCount = distributionAnnotation.numberOrDefault("buckets", 0);
        if (bucketCount < 0) {
            findings.add(CompileRule.BUCKET_NUMBER, distributionAnnotation.place("buckets"), bucketCount);
            return null;
        }
        return new Buckets.Count(bucketCount);
    }

    List<SortItem> readOrderBy() {
        WrittenAnnotation orderByAnnotation = annotations.findFirst(OrderBy.class);
        return orderByAnnotation == null
                ? List.of()
                : readRequiredNames(orderByAnnotation, "value").stream()
                        .map(SortItem::of)
                        .toList();
    }

    static Expression createReference(Name name) {
        return Expression.Reference.of(name, name.span());
    }

    /**
     * Returns the properties; those that dedicated annotations declare come last. A dedicated annotation for a property
     * that is also set by name is reported and ignored.
     */
    List<Property> readProperties() {
        List<Property> properties =
                new ArrayList<>(readProperties(annotations.findAll(dev.cairn.annotation.Property.class)));
        for (AnnotatedProperty annotatedProperty : AnnotatedProperty.values()) {
            WrittenAnnotation annotation = annotations.findFirst(annotatedProperty.annotationName());
            if (annotation != null) {
                addProperty(properties, annotatedProperty, readValue(annotation, annotatedProperty));
            }
        }
        return properties;
    }

    /** Returns the places of the properties with dedicated annotations. */
    Set<Place> findAnnotatedPropertyPlaces() {
        Set<Place> places = new HashSet<>();
        for (AnnotatedProperty annotatedProperty : AnnotatedProperty.values()) {
            WrittenAnnotation annotation = annotations.findFirst(annotatedProperty.annotationName());
            if (annotation != null) {
                places.add(findPlace(annotation, annotatedProperty));
            }
        }
        return places;
    }

    private static Place findPlace(WrittenAnnotation annotation, AnnotatedProperty annotatedProperty) {
        return annotatedProperty.isListOfColumns()
                ? annotation.place()
                : annotation.place(annotatedProperty.attributeName());
    }

    private WrittenAnnotation.@Nullable Text readValue(
            WrittenAnnotation annotation, AnnotatedProperty annotatedProperty) {
        return annotatedProperty.isListOfColumns()
                ? new WrittenAnnotation.Text(
                        readRequiredNames(annotation, annotatedProperty.attributeName()).stream()
                                .map(Name::text)
                                .collect(Collectors.joining(", ")),
                        findPlace(annotation, annotatedProperty))
                : annotation.findText(annotatedProperty.attributeName());
    }

    private void addProperty(
            List<Property> properties,
            AnnotatedProperty annotatedProperty,
            WrittenAnnotation.@Nullable Text valueText) {
        if (valueText == null) {
            return;
        }
        String propertyName = annotatedProperty.propertyName();
        if (properties.stream().anyMatch(property -> property.name().equals(propertyName))) {
            findings.add(
                    CompileRule.CONTRADICTION,
                    valueText.place(),
                    "@" + annotatedProperty.annotationName(),
                    "@Property(name = \"" + propertyName + "\")");
            return;
        }
        properties.add(readProperty(propertyName, valueText, findings));
    }

    List<Property> readProperties(List<WrittenAnnotation> properties) {
        return readProperties(properties, findings);
    }

    /** Reads properties. A repeated property is reported, and its first value remains. */
    static List<Property> readProperties(List<WrittenAnnotation> properties, Findings findings) {
        Map<String, Property> propertyByName = new LinkedHashMap<>();
        for (WrittenAnnotation writtenAnnotation : properties) {
            // Names are stripped, as on the server.
            String propertyName = writtenAnnotation.requireText("name").text().trim();
            Property property = readProperty(propertyName, writtenAnnotation.requireText("value"), findings);
            if (propertyByName.putIfAbsent(property.name(), property) != null) {
                findings.add(CompileRule.REPEATED_PROPERTY, writtenAnnotation.place("name"), property.name());
            }
        }
        return List.copyOf(propertyByName.values());
    }

    /**
     * Reads a property. A value with an invalid placeholder is replaced with a valid placeholder, so that the value is
     * not checked.
     */
    private static Property readProperty(String propertyName, WrittenAnnotation.Text valueText, Findings findings) {
        String checkedValue = verifyPlaceholder(valueText, findings)
                ? valueText.text()
                : Placeholder.of(propertyName).toString();
        return new Property(propertyName, checkedValue, valueText.place().span());
    }

    /** Returns whether a value contains no invalid placeholder; otherwise reports the problem. */
    private static boolean verifyPlaceholder(WrittenAnnotation.Text valueText, Findings findings) {
        Optional<Placeholder.PlaceholderProblem> problem = Placeholder.findProblem(valueText.text());
        problem.ifPresent(foundProblem -> findings.add(
                CompileRule.PLACEHOLDER, valueText.place(), valueText.text(), describeProblem(foundProblem)));
        return problem.isEmpty();
    }

    private static String describeProblem(Placeholder.PlaceholderProblem problem) {
        return switch (problem) {
            case UNCLOSED -> "a placeholder without its closing brace";
            case UNNAMED -> "a placeholder without a name";
            case EMBEDDED -> "a placeholder as a part of the value";
        };
    }

    List<Name> readNames(WrittenAnnotation annotation, String attributeName) {
        return nameReader.readNames(annotation, attributeName);
    }

    /**
     * Returns the columns that an annotation must name.
     *
     * @throws UnreadableDeclarationException if it does not name a column, which is reported
     */
    List<Name> readRequiredNames(WrittenAnnotation annotation, String attributeName) {
        requireNames(annotation, attributeName);
        return readNames(annotation, attributeName);
    }

    /**
     * Requires that an annotation names a column.
     *
     * @throws UnreadableDeclarationException if it does not, which is reported
     */
    void requireNames(WrittenAnnotation annotation, String attributeName) {
        if (!nameReader.checkNamesColumn(annotation, attributeName)) {
            throw UnreadableDeclarationException.ofReported();
        }
    }

    /**
     * Returns the first one of several annotations that exclude each other, and reports the others; null if all of them
     * are absent.
     */
    @Nullable
    WrittenAnnotation findExclusiveAnnotation(List<Class<? extends Annotation>> annotationClasses) {
        WrittenAnnotation exclusiveAnnotation = null;
        for (Class<? extends Annotation> annotationClass : annotationClasses) {
            WrittenAnnotation annotation = annotations.findFirst(annotationClass);
            if (annotation != null && exclusiveAnnotation != null) {
                findings.add(
                        CompileRule.CONTRADICTION,
                        annotation.place(),
                        "@" + exclusiveAnnotation.name(),
                        "@" + annotation.name());
            } else if (annotation != null) {
                exclusiveAnnotation = annotation;
            }
        }
        return exclusiveAnnotation;
    }
}
