package dev.cairn.profile;

import java.util.Set;

/**
 * The resources that administrators have set up in a cluster and that statements may name.
 *
 * <pre>{@code
 * ServerProfile.DEFAULT.with(ClusterResources.NONE.withVolumes("s3").withLabels("rack:a", "rack:b"))
 * }</pre>
 *
 * @param known whether the resources are known; if not, every resource that a statement names exists
 * @param volumes the storage volumes of a shared-data cluster, except for the built-in one
 * @param labels the labels of the backends, each {@code key:value}
 * @param groups the resource groups, except for the built-in ones
 */
public record ClusterResources(boolean known, Set<String> volumes, Set<String> labels, Set<String> groups) {
    /** The storage volume that a cluster creates from its configuration. */
    public static final String BUILTIN_VOLUME = "builtin_storage_volume";

    /** The resources of a new cluster: none. */
    public static final ClusterResources NONE = new ClusterResources(true, Set.of(), Set.of(), Set.of());

    /** The resources of an unknown cluster: every resource that a statement names exists. */
    public static final ClusterResources UNKNOWN = new ClusterResources(false, Set.of(), Set.of(), Set.of());

    public ClusterResources {
        volumes = Set.copyOf(volumes);
        labels = Set.copyOf(labels);
        groups = Set.copyOf(groups);
    }

    /** Sets the storage volumes. */
    public ClusterResources withVolumes(String... names) {
        return new ClusterResources(known, Set.of(names), labels, groups);
    }

    /** Sets the labels of the backends, each {@code key:value}. */
    public ClusterResources withLabels(String... newLabels) {
        return new ClusterResources(known, volumes, Set.of(newLabels), groups);
    }

    /** Sets the resource groups. */
    public ClusterResources withGroups(String... names) {
        return new ClusterResources(known, volumes, labels, Set.of(names));
    }

    /** Returns whether the storage volume exists. */
    public boolean hasVolume(String name) {
        return !known || name.equals(BUILTIN_VOLUME) || volumes.contains(name);
    }

    /** Returns whether any backend has the label; the value may be {@code *}. */
    public boolean hasLabel(String key, String value) {
        return !known
                || (value.equals("*")
                        ? labels.stream().anyMatch(label -> label.startsWith(key + ":"))
                        : labels.contains(key + ":" + value));
    }

    /** Returns whether the resource group exists. */
    public boolean hasGroup(String name) {
        return !known || groups.contains(name);
    }
}
