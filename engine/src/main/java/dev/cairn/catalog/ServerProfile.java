package dev.cairn.catalog;

/**
 * What the answers of a server depend on besides the statement.
 *
 * @param version 3.5, 4.0 or 4.1
 * @param gin whether {@code enable_experimental_gin} is on; likewise the next two
 * @param defaultReplicas {@code default_replication_num}; a shared-data server always assumes 1
 * @param backends how many are alive: a table can't have more replicas
 * @param resources storage volumes, labels of backends and resource groups
 */
public record ServerProfile(
        Version version,
        RunMode runMode,
        boolean gin,
        boolean vector,
        boolean rowStore,
        int defaultReplicas,
        int backends,
        ClusterResources resources) {
    /** A 4.1 server as it comes: shared-nothing, three replicas, the experimental indexes off. */
    public static final ServerProfile DEFAULT =
            new ServerProfile(Version.V4_1, RunMode.SHARED_NOTHING, false, false, false, 3, 3, ClusterResources.NONE);

    public enum Version {
        V3_5("3.5"),
        V4_0("4.0"),
        V4_1("4.1");

        private final String text;

        Version(String text) {
            this.text = text;
        }

        public boolean atLeast(Version other) {
            return compareTo(other) >= 0;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public enum RunMode {
        SHARED_NOTHING,
        SHARED_DATA
    }

    /** A cluster in which nothing was set up. */
    public ServerProfile(
            Version version,
            RunMode runMode,
            boolean gin,
            boolean vector,
            boolean rowStore,
            int defaultReplicas,
            int backends) {
        this(version, runMode, gin, vector, rowStore, defaultReplicas, backends, ClusterResources.NONE);
    }

    public boolean sharedData() {
        return runMode == RunMode.SHARED_DATA;
    }

    public boolean atLeast(Version other) {
        return version.atLeast(other);
    }

    public ServerProfile with(Version newVersion) {
        return new ServerProfile(newVersion, runMode, gin, vector, rowStore, defaultReplicas, backends, resources);
    }

    public ServerProfile with(RunMode newMode) {
        return new ServerProfile(version, newMode, gin, vector, rowStore, defaultReplicas, backends, resources);
    }

    public ServerProfile withExperimental(boolean on) {
        return new ServerProfile(version, runMode, on, on, on, defaultReplicas, backends, resources);
    }

    public ServerProfile withReplicas(int newDefault, int newBackends) {
        return new ServerProfile(version, runMode, gin, vector, rowStore, newDefault, newBackends, resources);
    }

    public ServerProfile with(ClusterResources newResources) {
        return new ServerProfile(version, runMode, gin, vector, rowStore, defaultReplicas, backends, newResources);
    }
}
