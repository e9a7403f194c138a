package dev.cairn.catalog;

import java.util.Set;

/**
 * What administrators have set up in a cluster, and statements may name.
 *
 * <pre>{@code
 * ServerProfile.DEFAULT.with(ClusterResources.NONE.withVolumes("s3").withLabels("rack:a", "rack:b"))
 * }</pre>
 *
 * @param known false where it is not known what there is: then whatever a statement names is taken to be there
 * @param volumes storage volumes of a shared-data cluster, beside the one that every such cluster has
 * @param labels of backends, each {@code key:value}
 * @param groups resource groups, beside those that every cluster makes for itself
 */
public record ClusterResources(boolean known, Set<String> volumes, Set<String> labels, Set<String> groups) {
    /** The storage volume that a cluster makes of its configuration. */
    public static final String BUILTIN_VOLUME = "builtin_storage_volume";

    /** A new cluster. */
    public static final ClusterResources NONE = new ClusterResources(true, Set.of(), Set.of(), Set.of());

    /** A cluster that nobody has told about. */
    public static final ClusterResources UNKNOWN = new ClusterResources(false, Set.of(), Set.of(), Set.of());

    public ClusterResources {
        volumes = Set.copyOf(volumes);
        labels = Set.copyOf(labels);
        groups = Set.copyOf(groups);
    }

    public ClusterResources withVolumes(String... names) {
        return new ClusterResources(known, Set.of(names), labels, groups);
    }

    public ClusterResources withLabels(String... newLabels) {
        return new ClusterResources(known, volumes, Set.of(newLabels), groups);
    }

    public ClusterResources withGroups(String... names) {
        return new ClusterResources(known, volumes, labels, Set.of(names));
    }

    public boolean hasVolume(String name) {
        return !known || name.equals(BUILTIN_VOLUME) || volumes.contains(name);
    }

    /** Whether any backend has the label; the value may be {@code *}. */
    public boolean hasLabel(String key, String value) {
        return !known
                || (value.equals("*")
                        ? labels.stream().anyMatch(label -> label.startsWith(key + ":"))
                        : labels.contains(key + ":" + value));
    }

    public boolean hasGroup(String name) {
        return !known || groups.contains(name);
    }
}
