package dev.cairn.engine.context;

import dev.cairn.profile.ServerProfile;
import java.util.Set;

/** Determines which resource groups exist: those of the profile, and those that every server creates itself. */
public final class ResourceGroups {
    private static final Set<String> OF_SHARED_DATA = Set.of("default_wg", "default_mv_wg");

    private ResourceGroups() {}

    /**
     * Whether the group exists. A shared-nothing server creates its own groups only after its backends have reported
     * their number of cores.
     */
    public static boolean exists(ServerProfile profile, String group) {
        return profile.resources().hasGroup(group) || (profile.sharedData() && OF_SHARED_DATA.contains(group));
    }
}
