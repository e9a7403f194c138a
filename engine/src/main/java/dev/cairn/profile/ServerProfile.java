package dev.cairn.profile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The properties of a server on which its answers depend. They are immutable: each method that sets a property returns
 * a copy. In this example, the comments state the defaults:
 *
 * <pre>{@code
 * ServerProfile.DEFAULT
 *         .with(Version.V3_5)                                 // 4.1
 *         .with(RunMode.SHARED_DATA)                          // shared-nothing
 *         .withExperimental(true)                             // no experimental index types
 *         .withReplicas(1, 3)                                 // three replicas, three backends
 *         .with(ClusterResources.NONE.withVolumes("s3"))      // a new cluster
 * }</pre>
 */
public final class ServerProfile {
    /** A 4.1 server as installed: shared-nothing, three replicas, the experimental features off. */
    public static final ServerProfile DEFAULT = new ServerProfile();

    private Version version = Version.V4_1;
    private RunMode runMode = RunMode.SHARED_NOTHING;
    private boolean isGinEnabled;
    private boolean isVectorEnabled;
    private boolean isRowStoreEnabled;
    private int defaultReplicaCount = 3;
    private int backendCount = 3;
    private ClusterResources resources = ClusterResources.NONE;

    private ServerProfile() {}

    /** Returns a copy after the change. The fields of a profile are set only here, before the profile is visible. */
    private ServerProfile copyWith(Consumer<ServerProfile> change) {
        ServerProfile copy = new ServerProfile();
        copy.version = version;
        copy.runMode = runMode;
        copy.isGinEnabled = isGinEnabled;
        copy.isVectorEnabled = isVectorEnabled;
        copy.isRowStoreEnabled = isRowStoreEnabled;
        copy.defaultReplicaCount = defaultReplicaCount;
        copy.backendCount = backendCount;
        copy.resources = resources;
        change.accept(copy);
        return copy;
    }

    /** A version of StarRocks. */
    public enum Version {
        V3_5("3.5"),
        V4_0("4.0"),
        V4_1("4.1");

        private final String text;

        Version(String text) {
            this.text = text;
        }

        /** Returns the version with a text such as {@code 4.1}; empty if it is unknown. */
        public static Optional<Version> of(String text) {
            return Arrays.stream(values())
                    .filter(version -> version.text.equals(text))
                    .findFirst();
        }

        /** Returns the newest version that this release of Cairn knows. */
        public static Version newest() {
            return values()[values().length - 1];
        }

        /** Returns whether this version is the other one or a later one. */
        public boolean isAtLeast(Version minVersion) {
            return compareTo(minVersion) >= 0;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The place where a cluster stores its data. */
    public enum RunMode {
        /** On the disks of the backends. */
        SHARED_NOTHING,
        /** In an object store. */
        SHARED_DATA;

        /** Returns the name, such as {@code shared-data}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Returns the version of the server. */
    public Version version() {
        return version;
    }

    /** Sets the version. Default: 4.1. */
    public ServerProfile with(Version newVersion) {
        return copyWith(copy -> copy.version = newVersion);
    }

    /** Returns whether the server has this version or a later one. */
    public boolean isAtLeast(Version minVersion) {
        return version.isAtLeast(minVersion);
    }

    /** Returns where the cluster stores its data. */
    public RunMode runMode() {
        return runMode;
    }

    /** Sets where the cluster stores its data. Default: shared-nothing. */
    public ServerProfile with(RunMode newMode) {
        return copyWith(copy -> copy.runMode = newMode);
    }

    /** Returns whether this is a shared-data cluster. */
    public boolean isSharedData() {
        return runMode == RunMode.SHARED_DATA;
    }

    /** Returns the version and the run mode, such as {@code 3.5 shared-data}, which {@link ServerCondition} parses. */
    public String target() {
        return version + " " + runMode;
    }

    /**
     * Returns the target of a schema whose rules apply on this server: the newest one of the same run mode that is not
     * later than the server. Empty if the schema was compiled for other servers only.
     */
    public Optional<ServerProfile> selectTarget(List<ServerProfile> targets) {
        return targets.stream()
                .filter(target -> target.runMode == runMode && isAtLeast(target.version))
                .max(Comparator.comparing(ServerProfile::version));
    }

    /** Returns whether GIN indexes are enabled ({@code enable_experimental_gin}). */
    public boolean hasGin() {
        return isGinEnabled;
    }

    /** Sets whether GIN indexes are enabled. Default: false. */
    public ServerProfile withGin(boolean isEnabled) {
        return copyWith(copy -> copy.isGinEnabled = isEnabled);
    }

    /** Returns whether vector indexes are enabled ({@code enable_experimental_vector}). */
    public boolean hasVector() {
        return isVectorEnabled;
    }

    /** Sets whether vector indexes are enabled. Default: false. */
    public ServerProfile withVector(boolean isEnabled) {
        return copyWith(copy -> copy.isVectorEnabled = isEnabled);
    }

    /** Returns whether tables stored by row are enabled ({@code enable_experimental_rowstore}). */
    public boolean hasRowStore() {
        return isRowStoreEnabled;
    }

    /** Sets whether tables stored by row are enabled. Default: false. */
    public ServerProfile withRowStore(boolean isEnabled) {
        return copyWith(copy -> copy.isRowStoreEnabled = isEnabled);
    }

    /** Sets whether all experimental features are enabled. Default: false. */
    public ServerProfile withExperimental(boolean isEnabled) {
        return withGin(isEnabled).withVector(isEnabled).withRowStore(isEnabled);
    }

    /** Returns {@code default_replication_num}; a shared-data cluster ignores it and always assumes 1. */
    public int defaultReplicaCount() {
        return defaultReplicaCount;
    }

    /** Returns the number of backends that are alive, which is the largest number of replicas that a table can have. */
    public int backendCount() {
        return backendCount;
    }

    /**
     * Sets the number of replicas and of backends.
     *
     * @param newDefaultReplicaCount {@code default_replication_num}. Default: 3
     * @param newBackendCount the number of backends that are alive. Default: 3
     */
    public ServerProfile withReplicas(int newDefaultReplicaCount, int newBackendCount) {
        return copyWith(copy -> {
            copy.defaultReplicaCount = newDefaultReplicaCount;
            copy.backendCount = newBackendCount;
        });
    }

    /** Returns the storage volumes, labels of backends and resource groups of the cluster. */
    public ClusterResources resources() {
        return resources;
    }

    /** Sets the storage volumes, labels of backends and resource groups of the cluster. Default: a new cluster. */
    public ServerProfile with(ClusterResources newResources) {
        return copyWith(copy -> copy.resources = newResources);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerProfile profile
                && version == profile.version
                && runMode == profile.runMode
                && isGinEnabled == profile.isGinEnabled
                && isVectorEnabled == profile.isVectorEnabled
                && isRowStoreEnabled == profile.isRowStoreEnabled
                && defaultReplicaCount == profile.defaultReplicaCount
                && backendCount == profile.backendCount
                && resources.equals(profile.resources);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                version,
                runMode,
                isGinEnabled,
                isVectorEnabled,
                isRowStoreEnabled,
                defaultReplicaCount,
                backendCount,
                resources);
    }

    @Override
    public String toString() {
        return version + "/" + runMode;
    }

    /**
     * The resources that administrators have set up in a cluster and that statements may name.
     *
     * <pre>{@code
     * ServerProfile.DEFAULT.with(ClusterResources.NONE.withVolumes("s3").withLabels("rack:a", "rack:b"))
     * }</pre>
     *
     * @param isKnown whether the resources are known; if not, every resource that a statement names exists
     * @param volumes the storage volumes of a shared-data cluster, except for the built-in one
     * @param labels the labels of the backends, each {@code key:value}
     * @param groups the resource groups, except for the built-in ones
     */
    public record ClusterResources(boolean isKnown, Set<String> volumes, Set<String> labels, Set<String> groups) {
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

        /** Overrides the implicit methods of the record, whose method handles would delay the start of the compiler. */
        @Override
        public int hashCode() {
            return Objects.hash(isKnown, volumes, labels, groups);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ClusterResources resources
                    && isKnown == resources.isKnown
                    && volumes.equals(resources.volumes)
                    && labels.equals(resources.labels)
                    && groups.equals(resources.groups);
        }

        /**
         * Returns the resources with these storage volumes in place of the former ones.
         *
         * @throws IllegalArgumentException if a name occurs twice
         */
        public ClusterResources withVolumes(String... names) {
            return new ClusterResources(isKnown, Set.of(names), labels, groups);
        }

        /**
         * Returns the resources with these labels of backends, each {@code key:value}, in place of the former ones.
         *
         * @throws IllegalArgumentException if a label occurs twice
         */
        public ClusterResources withLabels(String... newLabels) {
            return new ClusterResources(isKnown, volumes, Set.of(newLabels), groups);
        }

        /**
         * Returns the resources with these resource groups in place of the former ones.
         *
         * @throws IllegalArgumentException if a name occurs twice
         */
        public ClusterResources withGroups(String... names) {
            return new ClusterResources(isKnown, volumes, labels, Set.of(names));
        }

        /** Returns whether the storage volume exists; true for all volumes if the resources are not known. */
        public boolean hasVolume(String name) {
            return !isKnown || name.equals(BUILTIN_VOLUME) || volumes.contains(name);
        }

        /** Returns whether any backend has the label; the value {@code *} stands for any value. */
        public boolean hasLabel(String key, String value) {
            return !isKnown
                    || (value.equals("*")
                            ? labels.stream().anyMatch(label -> label.startsWith(key + ":"))
                            : labels.contains(key + ":" + value));
        }

        /** Returns whether the resource group is one of {@code groups}; true if the resources are not known. */
        public boolean hasGroup(String name) {
            return !isKnown || groups.contains(name);
        }
    }
}
