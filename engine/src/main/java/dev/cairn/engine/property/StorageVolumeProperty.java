package dev.cairn.engine.property;

import dev.cairn.catalog.Database;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Span;

/** The property {@code storage_volume}: the volume in which a shared-data server stores the files. */
public final class StorageVolumeProperty {
    private StorageVolumeProperty() {}

    /** Returns the default volume of objects in a database. */
    public static String defaultVolumeName(Database database) {
        return KnownProperty.STORAGE_VOLUME
                .findValueIn(database.properties())
                .filter(volumeName -> !isDefault(volumeName))
                .orElse(ClusterResources.BUILTIN_VOLUME);
    }

    /** Returns whether the name stands for the default volume of the cluster, whichever volume that is. */
    public static boolean isDefault(String volumeName) {
        return volumeName.equals("default");
    }

    /** Requires the default volume, or a volume of the cluster. */
    public static void check(ServerProfile profile, String volumeName, Span span) {
        if (volumeName.isEmpty()
                || (!isDefault(volumeName) && !profile.resources().hasVolume(volumeName))) {
            throw Refusal.ofExecution(span, CommonRule.NOT_FOUND, RuleSubject.STORAGE_VOLUME, volumeName);
        }
    }
}
