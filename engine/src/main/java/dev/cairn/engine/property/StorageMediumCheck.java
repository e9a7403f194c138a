package dev.cairn.engine.property;

import dev.cairn.engine.value.ValueRule;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.token.RefusalRule;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.Map;

/** Checks the properties that define the storage medium of new rows, and when rows move to a slower medium. */
public final class StorageMediumCheck {
    private StorageMediumCheck() {}

    /** Creates the refusal of a property. */
    @FunctionalInterface
    public interface RefusalFactory {
        Refusal create(KnownProperty property, RefusalRule rule, Object... arguments);
    }

    /**
     * Checks the medium and the cooldown properties together. The server also refuses a cooldown time in the past,
     * which is not checked here because the engine has no clock.
     */
    public static void check(
            ServerProfile profile, Map<String, String> declaredValueByName, RefusalFactory refusalFactory) {
        String medium = declaredValueByName.get(KnownProperty.STORAGE_MEDIUM.propertyName());
        if (medium != null && !medium.equalsIgnoreCase("SSD") && !medium.equalsIgnoreCase("HDD")) {
            throw refusalFactory.create(
                    KnownProperty.STORAGE_MEDIUM,
                    PropertyRule.INVALID_VALUE,
                    KnownProperty.STORAGE_MEDIUM.propertyName(),
                    medium);
        }
        String cooldownTime = declaredValueByName.get(KnownProperty.STORAGE_COOLDOWN_TIME.propertyName());
        if (cooldownTime != null && !isDateTime(cooldownTime)) {
            throw refusalFactory.create(
                    KnownProperty.STORAGE_COOLDOWN_TIME,
                    profile.isAtLeast(Version.V4_0) ? PropertyRule.COOLDOWN_TIME_INVALID : ValueRule.LITERAL_FORMAT,
                    cooldownTime);
        }
        boolean declaresTtl = declaredValueByName.containsKey(KnownProperty.STORAGE_COOLDOWN_TTL.propertyName());
        KnownProperty cooldownProperty =
                cooldownTime == null ? KnownProperty.STORAGE_COOLDOWN_TTL : KnownProperty.STORAGE_COOLDOWN_TIME;
        if (cooldownTime != null && declaresTtl) {
            throw refusalFactory.create(
                    cooldownProperty,
                    PropertyRule.COOLDOWN_TIME_AND_TTL,
                    KnownProperty.STORAGE_COOLDOWN_TIME.propertyName(),
                    KnownProperty.STORAGE_COOLDOWN_TTL.propertyName());
        }
        if (cooldownTime == null && !declaresTtl) {
            return;
        }
        if (medium == null) {
            throw refusalFactory.create(
                    cooldownProperty,
                    CommonRule.REQUIREMENT_MISSING,
                    cooldownProperty.propertyName(),
                    KnownProperty.STORAGE_MEDIUM.propertyName());
        }
        if (medium.equalsIgnoreCase("HDD")) {
            throw refusalFactory.create(
                    cooldownProperty, CommonRule.UNSUPPORTED, "The storage medium HDD", "a storage cooldown");
        }
    }

    private static boolean isDateTime(String text) {
        try {
            ServerDateFormat.parse(text);
            return true;
        } catch (DateTimeException ignored) {
            return false;
        }
    }

    public static String normalizeMedium(String medium) {
        return medium.toUpperCase(Locale.ROOT);
    }
}
