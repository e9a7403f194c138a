package dev.cairn.engine.property;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Database;
import dev.cairn.engine.context.ServerState;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.Optional;

/** The property {@code storage_volume}: the volume in which a shared-data server stores the files. */
public final class StorageVolumeProperty {
    private static final ClusterPart ENABLED_PART = ClusterPart.ofProperty("enabled");

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

    /**
     * Requires the default volume, or a volume of the cluster that is enabled: one of the profile, or one that a
     * statement created.
     */
    public static void check(ServerState server, String volumeName, Span span) {
        if (isDefault(volumeName)) {
            return;
        }
        Optional<ClusterObject> createdVolume =
                server.catalog().clusterObjects().find(ClusterObjectKind.STORAGE_VOLUME, volumeName);
        boolean exists =
                createdVolume.isPresent() || server.profile().resources().hasVolume(volumeName);
        if (volumeName.isEmpty() || !exists) {
            throw Refusal.ofExecution(span, CommonRule.NOT_FOUND, RuleSubject.STORAGE_VOLUME, volumeName);
        }
        if (createdVolume.filter(StorageVolumeProperty::isDisabled).isPresent()) {
            throw Refusal.ofExecution(span, PropertyRule.VOLUME_DISABLED, volumeName);
        }
    }

    private static boolean isDisabled(ClusterObject volume) {
        return "false".equals(volume.parts().get(ENABLED_PART));
    }
}
