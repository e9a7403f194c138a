package dev.cairn.engine.context;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;

/** Creates profiles of servers whose switches, backends and volumes are not known. */
public final class PermissiveProfile {
    private PermissiveProfile() {}

    /** Returns a profile that accepts everything that any server of the version could accept. */
    public static ServerProfile of(ServerProfile profile) {
        return withUnknownCluster(profile.withExperimental(true));
    }

    /** Returns a profile with enough backends for any table, and with each resource that a statement names. */
    public static ServerProfile withUnknownCluster(ServerProfile profile) {
        return profile.withReplicas(profile.defaultReplicaCount(), Integer.MAX_VALUE)
                .with(ClusterResources.UNKNOWN);
    }
}
