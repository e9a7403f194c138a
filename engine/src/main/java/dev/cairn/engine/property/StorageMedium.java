package dev.cairn.engine.property;

import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.ValueRule;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.DateText;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.Map;

/** Checks the properties that define the storage medium of new rows, and when rows move to a slower medium. */
public final class StorageMedium {
    private static final String MEDIUM = KnownProperty.STORAGE_MEDIUM.text();
    private static final String COOLDOWN_TIME = KnownProperty.STORAGE_COOLDOWN_TIME.text();
    private static final String COOLDOWN_TTL = KnownProperty.STORAGE_COOLDOWN_TTL.text();

    private StorageMedium() {}

    /**
     * Checks that the values are consistent. The server also refuses a time in the past; this is not checked because
     * the engine has no clock.
     */
    public static void check(ServerProfile profile, Map<String, String> properties) throws InvalidValueException {
        String medium = properties.get(MEDIUM);
        if (medium != null && !medium.equalsIgnoreCase("SSD") && !medium.equalsIgnoreCase("HDD")) {
            throw new InvalidValueException(PropertyRule.STORAGE_MEDIUM, medium);
        }
        String time = properties.get(COOLDOWN_TIME);
        if (time != null) {
            checkTime(profile, time);
        }
        boolean afterTime = properties.containsKey(COOLDOWN_TTL);
        if (time != null && afterTime) {
            throw new InvalidValueException(PropertyRule.COOLDOWN_TIME_AND_TTL, COOLDOWN_TIME, COOLDOWN_TTL);
        }
        if (time == null && !afterTime) {
            return;
        }
        if (medium == null) {
            throw new InvalidValueException(PropertyRule.COOLDOWN_WITHOUT_MEDIUM);
        }
        if (medium.equalsIgnoreCase("HDD")) {
            throw new InvalidValueException(
                    time != null ? PropertyRule.COOLDOWN_TIME_OF_HDD : PropertyRule.COOLDOWN_TTL_OF_HDD);
        }
    }

    private static void checkTime(ServerProfile profile, String time) throws InvalidValueException {
        try {
            DateText.parse(time);
        } catch (DateTimeException e) {
            throw new InvalidValueException(
                    profile.atLeast(Version.V4_0) ? PropertyRule.COOLDOWN_TIME_INVALID : ValueRule.DATE_FORMAT, time);
        }
    }

    public static String normal(String medium) {
        return medium.toUpperCase(Locale.ROOT);
    }
}
