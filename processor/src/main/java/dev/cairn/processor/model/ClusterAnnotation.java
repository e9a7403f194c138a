package dev.cairn.processor.model;

import dev.cairn.sql.ast.ClusterKind;
import java.util.List;
import java.util.stream.Stream;

/**
 * The annotations that declare cluster objects. An attribute is the clause of the same name, such as {@code comment} and
 * {@code classifiers}, or else the property of the same name in snake case; {@code properties} holds all other properties.
 * {@code from} is the keyword before the properties of a clause.
 */
public enum ClusterAnnotation {
    RESOURCE_GROUP(
            ClusterKind.RESOURCE_GROUP,
            "ResourceGroup",
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
                    "spillMemLimitThreshold")),
    STORAGE_VOLUME(ClusterKind.STORAGE_VOLUME, "StorageVolume", List.of()),
    EXTERNAL_CATALOG(ClusterKind.EXTERNAL_CATALOG, "ExternalCatalog", List.of("type")),
    ROUTINE_LOAD(ClusterKind.ROUTINE_LOAD, "RoutineLoad", List.of());

    /** The keyword before the properties of a clause if an annotation has no {@code from}. */
    public static final String DEFAULT_SOURCE = "KAFKA";

    private final ClusterKind kind;
    private final String annotation;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<String> attributes;

    /** @param attributes the attributes that are properties */
    ClusterAnnotation(ClusterKind kind, String annotation, List<String> attributes) {
        this.kind = kind;
        this.annotation = annotation;
        this.attributes = attributes;
    }

    public static ClusterAnnotation of(ClusterKind kind) {
        return Stream.of(values())
                .filter(annotation -> annotation.kind == kind)
                .findFirst()
                .orElseThrow();
    }

    public ClusterKind kind() {
        return kind;
    }

    /** Returns the simple name of the annotation. */
    public String annotation() {
        return annotation;
    }

    /** Returns the attributes that are properties, in their order. */
    public List<String> attributes() {
        return attributes;
    }

    /** Returns the annotations as a sentence names them: {@code @A, @B or @C}. */
    public static String describeAll() {
        List<String> names = Stream.of(values())
                .map(annotation -> "@" + annotation.annotation)
                .toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1);
    }
}
