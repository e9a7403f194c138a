package dev.cairn.processor.model;

import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The annotation that declares cluster objects of one kind; its name follows from the title of the kind. An attribute
 * is the clause of the same name, such as {@code comment} and {@code classifiers}, or else the property of the same
 * name in snake case; {@code properties} holds all other properties. {@code from} is the keyword before the properties
 * of a data source, such as {@code FROM KAFKA (…)}.
 */
public record ClusterAnnotation(ClusterObjectKind kind) {
    private static final Pattern WORD_START_PATTERN = Pattern.compile("(?:^| )(\\w)");

    /** The value of {@code from} if an annotation does not set it. */
    public static final String DEFAULT_SOURCE_KEYWORD = "KAFKA";

    /** Returns the annotations of all kinds. */
    public static List<ClusterAnnotation> listAll() {
        return Stream.of(ClusterObjectKind.values()).map(ClusterAnnotation::new).toList();
    }

    /** Returns the first annotation whose simple name is among the names. */
    public static Optional<ClusterAnnotation> findAmong(Set<String> names) {
        return listAll().stream()
                .filter(annotation -> names.contains(annotation.annotationName()))
                .findFirst();
    }

    /** Returns the simple name of the annotation: {@code ResourceGroup}. */
    public String annotationName() {
        return WORD_START_PATTERN
                .matcher(kind.title())
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    /** Returns the attributes that are properties, in the order of the annotation. */
    public List<String> propertyAttributes() {
        return switch (kind) {
            case RESOURCE_GROUP ->
                List.of(
                        "cpuWeight",
                        "cpuWeightPercent",
                        "exclusiveCpuCores",
                        "exclusiveCpuPercent",
                        "maxCpuCores",
                        "memLimit",
                        "concurrencyLimit",
                        "bigQueryCpuSecondLimit",
                        "bigQueryScanRowsLimit",
                        "bigQueryMemLimit",
                        "spillMemLimitThreshold");
            case EXTERNAL_CATALOG -> List.of("type");
            case FUNCTION, GLOBAL_FUNCTION -> List.of("symbol", "file", "isolation", "md5");
            default -> List.of();
        };
    }

    /** Returns whether the value of a part follows from other parts, or is computed by the server. */
    public boolean isImplied(ClusterPart part) {
        return kind.hasFeature(ClusterObjectKind.Feature.OVERLOADED)
                && (part.name().equals("type") || part.name().equals("md5"));
    }

    /** Returns the names of all annotations as a list for messages: {@code @A, @B or @C}. */
    public static String joinAnnotationNames() {
        List<String> names = listAll().stream()
                .map(annotation -> "@" + annotation.annotationName())
                .toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1);
    }
}
