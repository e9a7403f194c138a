package dev.cairn.tooling.definition;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;

/** Creates profiles of servers whose switches, backends and volumes are not known. */
final class PermissiveProfile {
    private PermissiveProfile() {}

    /** Returns a profile that accepts everything that any server of the version could accept. */
    static ServerProfile of(ServerProfile profile) {
        return profile.withExperimental(true)
                .withReplicas(profile.defaultReplicaCount(), Integer.MAX_VALUE)
                .with(ClusterResources.UNKNOWN);
    }
}
