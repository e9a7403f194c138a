package dev.cairn.engine.context;

import dev.cairn.profile.ServerProfile;
import java.util.Set;

/** Which resource groups there are: those that were set up, and those that every server makes for itself. */
public final class ResourceGroups {
    private static final Set<String> OF_SHARED_DATA = Set.of("default_wg", "default_mv_wg");

    private ResourceGroups() {}

    /** A shared-nothing server makes them when its backends have told how many cores they have. */
    public static boolean exists(ServerProfile profile, String group) {
        return profile.resources().hasGroup(group) || (profile.sharedData() && OF_SHARED_DATA.contains(group));
    }
}
