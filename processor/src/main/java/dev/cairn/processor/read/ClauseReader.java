package dev.cairn.processor.read;

import dev.cairn.annotation.AggregateKey;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DistributedByRandom;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.OrderBy;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Seed;
import dev.cairn.annotation.UniqueKey;
import dev.cairn.processor.model.AnnotatedProperty;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
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
 * Reads the clauses of an object from the annotations on its record. A clause with a mistake is reported and omitted,
 * so that the other clauses are checked in the same compilation.
 */
final class ClauseReader {
    private static final List<Class<? extends Annotation>> KEY_ANNOTATIONS =
            List.of(PrimaryKey.class, UniqueKey.class, AggregateKey.class, DuplicateKey.class);
    static final List<Class<? extends Annotation>> DISTRIBUTION_ANNOTATIONS =
            List.of(DistributedByHash.class, DistributedByRandom.class);

    private static final Pattern BUCKET_COUNT = Pattern.compile("[0-9]{1,9}");

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
        WrittenAnnotation key = findExclusive(KEY_ANNOTATIONS);
        return key == null
                ? null
                : new KeyClause(
                        keyModel(key.name()),
                        readRequiredNames(key, "value"),
                        key.place().span());
    }

    /** Reads clauses only to report their mistakes, for an object whose statement can't be created. */
    void checkClauses() {
        readDistribution();
        readOrderBy();
        readProperties();
    }

    /** Reads the declared rows, except rows that can't be parsed; null without {@code @Seed}. */
    @Nullable
    DeclaredSeed readSeed() {
        WrittenAnnotation seed = annotations.findFirst(Seed.class);
        if (seed == null) {
            return null;
        }
        List<DeclaredSeed.Row> rows = new ArrayList<>();
        for (WrittenAnnotation.Text text : seed.texts("rows")) {
            List<Expression> values = fragmentReader.read(text, SqlFragment::parseExpressions);
            if (values != null) {
                rows.add(new DeclaredSeed.Row(text.place(), values));
            }
        }
        return new DeclaredSeed(seed.place(), seed.place("columns"), readRequiredNames(seed, "columns"), rows);
    }

    private static KeyModel keyModel(String annotation) {
        return switch (annotation) {
            case "PrimaryKey" -> KeyModel.PRIMARY;
            case "UniqueKey" -> KeyModel.UNIQUE;
            case "AggregateKey" -> KeyModel.AGGREGATE;
            default -> KeyModel.DUPLICATE;
        };
    }

    /** Returns the distribution; null if no annotation declares a distribution. */
    @Nullable
    Distribution readDistribution() {
        WrittenAnnotation distribution = findExclusive(DISTRIBUTION_ANNOTATIONS);
        if (distribution == null) {
            return null;
        }
        Buckets buckets = readBuckets(distribution);
        return distribution.name().equals(DistributedByRandom.class.getSimpleName())
                ? new Distribution.Random(buckets, distribution.place().span())
                : new Distribution.Hash(
                        readRequiredNames(distribution, "value"),
                        buckets,
                        distribution.place().span());
    }

    private @Nullable Buckets readBuckets(WrittenAnnotation distribution) {
        WrittenAnnotation.Text placeholderText = distribution.findText("bucketsFrom");
        if (placeholderText == null) {
            return distribution.hasAttribute("buckets") ? readBucketCount(distribution) : null;
        }
        if (!validatePlaceholder(placeholderText, findings)) {
            return null;
        }
        if (distribution.hasAttribute("buckets")) {
            findings.add(FindingCode.CONTRADICTION, placeholderText.place(), "buckets", "bucketsFrom");
            return null;
        }
        Buckets buckets = fragmentReader.read(placeholderText, SqlFragment::parseBuckets);
        String fallback = buckets instanceof Buckets.PlaceholderBuckets placeholderBuckets
                ? placeholderBuckets.placeholder().fallback()
                : null;
        if (fallback != null && !BUCKET_COUNT.matcher(fallback.strip()).matches()) {
            findings.add(FindingCode.BUCKET_NUMBER, placeholderText.place(), "'" + fallback + "'");
            return null;
        }
        return buckets;
    }

    private @Nullable Buckets readBucketCount(WrittenAnnotation distribution) {
        int bucketCount = distribution.number("buckets", 0);
        if (bucketCount < 0) {
            findings.add(FindingCode.BUCKET_NUMBER, distribution.place("buckets"), bucketCount);
            return null;
        }
        return new Buckets.Count(bucketCount);
    }

    List<SortItem> readOrderBy() {
        WrittenAnnotation orderBy = annotations.findFirst(OrderBy.class);
        return orderBy == null
                ? List.of()
                : readRequiredNames(orderBy, "value").stream().map(SortItem::of).toList();
    }

    static Expression createReference(Name name) {
        return Expression.Reference.of(name, name.span());
    }

    /** Returns the properties; properties that have their own annotations come last. */
    List<Property> readProperties() {
        List<Property> properties =
                new ArrayList<>(readProperties(annotations.findAll(dev.cairn.annotation.Property.class)));
        for (AnnotatedProperty annotatedProperty : AnnotatedProperty.values()) {
            WrittenAnnotation annotation = annotations.findFirst(annotatedProperty.annotation());
            if (annotation != null) {
                addProperty(properties, annotatedProperty, readValue(annotation, annotatedProperty));
            }
        }
        return properties;
    }

    /** Returns the places of the properties that have their own annotations. */
    Set<Place> findAnnotatedPropertyPlaces() {
        Set<Place> places = new HashSet<>();
        for (AnnotatedProperty property : AnnotatedProperty.values()) {
            WrittenAnnotation annotation = annotations.findFirst(property.annotation());
            if (annotation != null) {
                places.add(placeOf(annotation, property));
            }
        }
        return places;
    }

    private static Place placeOf(WrittenAnnotation annotation, AnnotatedProperty property) {
        return property.isListOfColumns() ? annotation.place() : annotation.place(property.attribute());
    }

    private WrittenAnnotation.@Nullable Text readValue(WrittenAnnotation annotation, AnnotatedProperty property) {
        return property.isListOfColumns()
                ? new WrittenAnnotation.Text(
                        readRequiredNames(annotation, property.attribute()).stream()
                                .map(Name::text)
                                .collect(Collectors.joining(", ")),
                        placeOf(annotation, property))
                : annotation.findText(property.attribute());
    }

    private void addProperty(
            List<Property> properties, AnnotatedProperty annotatedProperty, WrittenAnnotation.@Nullable Text value) {
        if (value == null) {
            return;
        }
        String propertyName = annotatedProperty.propertyName();
        if (properties.stream().anyMatch(property -> property.name().equals(propertyName))) {
            findings.add(
                    FindingCode.CONTRADICTION,
                    value.place(),
                    "@" + annotatedProperty.annotation(),
                    "@Property(name = \"" + propertyName + "\")");
            return;
        }
        properties.add(readProperty(propertyName, value, findings));
    }

    List<Property> readProperties(List<WrittenAnnotation> properties) {
        return readProperties(properties, findings);
    }

    static List<Property> readProperties(List<WrittenAnnotation> properties, Findings findings) {
        Map<String, Property> propertiesByName = new LinkedHashMap<>();
        for (WrittenAnnotation writtenAnnotation : properties) {
            // Names are stripped, as on the server.
            String propertyName = writtenAnnotation.requireText("name").text().trim();
            Property property = readProperty(propertyName, writtenAnnotation.requireText("value"), findings);
            if (propertiesByName.putIfAbsent(property.name(), property) != null) {
                findings.add(FindingCode.REPEATED_PROPERTY, writtenAnnotation.place("name"), property.name());
            }
        }
        return List.copyOf(propertiesByName.values());
    }

    /**
     * Reads a property. A value with a mistake in a placeholder is replaced by a valid placeholder, so that the value
     * is not checked.
     */
    private static Property readProperty(String name, WrittenAnnotation.Text value, Findings findings) {
        String checkedValue =
                validatePlaceholder(value, findings) ? value.text() : new Placeholder(name, null).toString();
        return new Property(name, checkedValue, value.place().span());
    }

    /** Returns whether a value has no mistake in a placeholder; reports the mistake otherwise. */
    private static boolean validatePlaceholder(WrittenAnnotation.Text value, Findings findings) {
        Optional<Placeholder.PlaceholderProblem> mistake = Placeholder.findProblem(value.text());
        mistake.ifPresent(foundMistake ->
                findings.add(FindingCode.PLACEHOLDER, value.place(), value.text(), describeMistake(foundMistake)));
        return mistake.isEmpty();
    }

    private static String describeMistake(Placeholder.PlaceholderProblem mistake) {
        return switch (mistake) {
            case UNCLOSED -> "a placeholder without its closing brace";
            case UNNAMED -> "a placeholder without a name";
            case EMBEDDED -> "a placeholder as a part of the value";
        };
    }

    List<Name> readNames(WrittenAnnotation annotation, String attribute) {
        return annotation.texts(attribute).stream().map(nameReader::readName).toList();
    }

    /**
     * Returns the columns that an annotation must name.
     *
     * @throws UnreadableDeclarationException if it does not name a column, which is reported
     */
    List<Name> readRequiredNames(WrittenAnnotation annotation, String attribute) {
        requireNames(annotation, attribute);
        return readNames(annotation, attribute);
    }

    /** Reports an annotation that does not name a column, and throws an exception. */
    void requireNames(WrittenAnnotation annotation, String attribute) {
        if (annotation.texts(attribute).isEmpty()) {
            findings.add(
                    FindingCode.INCOMPLETE,
                    annotation.place(attribute),
                    "@" + annotation.name(),
                    "the name of a column");
            throw UnreadableDeclarationException.ofReported();
        }
    }

    /**
     * Returns the first one of several annotations that exclude each other, and reports the others; null if all of them
     * are absent.
     */
    @Nullable
    WrittenAnnotation findExclusive(List<Class<? extends Annotation>> types) {
        WrittenAnnotation exclusiveAnnotation = null;
        for (Class<? extends Annotation> type : types) {
            WrittenAnnotation annotation = annotations.findFirst(type);
            if (annotation != null && exclusiveAnnotation != null) {
                findings.add(
                        FindingCode.CONTRADICTION,
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
