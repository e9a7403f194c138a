package dev.cairn.engine.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RedactedSql;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The secrets in the parts of cluster objects: which values are secrets, how servers mask them, and how Cairn shows and
 * compares them.
 */
public final class ClusterSecrets {
    /** The text that a server shows in place of a secret, or in place of the middle of a secret. */
    static final String SERVER_MASK = "******";

    /** The number of characters that a server shows at each end of a long secret. */
    private static final int UNMASKED_LENGTH = 2;

    private ClusterSecrets() {}

    /**
     * Returns the name of a placeholder for a secret of an object. It contains the name of the object, because each
     * object has its own secrets.
     */
    public static String createPlaceholderName(String objectName, String propertyName) {
        return ClusterObjectRules.toPlaceholderName(objectName.toLowerCase(Locale.ROOT) + "_" + propertyName);
    }

    /** Returns whether a part holds a secret, by the name of its property. */
    public static boolean isSecret(ClusterPart part) {
        return !part.isUnnamed()
                && !part.clause().equals(IcebergTableRules.COLUMN_CLAUSE)
                && RedactedSql.mentionsSecret(part.name());
    }

    /**
     * Returns the names of the properties whose values are secrets: the property of the part itself, or the properties
     * in the statement that is its value. A URL with a password is a secret, too, and a value that a server masks.
     */
    public static List<String> findSecretNames(ClusterPart part, String value) {
        if (part.isUnnamed()) {
            return RedactedSql.of(value).secretPropertyNames();
        }
        return isSecret(part) || value.equals(SERVER_MASK) || RedactedSql.containsUrlWithPassword(value)
                ? List.of(part.name())
                : List.of();
    }

    /**
     * Returns the value of a part as Cairn shows it: {@code ***} replaces secrets, but not the placeholders for
     * secrets.
     */
    public static String redact(ClusterPart part, String value) {
        if (part.isUnnamed()) {
            return RedactedSql.of(value).text();
        }
        boolean isHidden = !findSecretNames(part, value).isEmpty() && !isPlaceholderWithoutFallback(value);
        return isHidden ? RedactedSql.MASK : value;
    }

    /**
     * Masks a secret as a server does, so that an expected value can be compared with a live value, which may be masked
     * already. Values with different results are different.
     */
    public static String toComparableValue(ClusterPart part, String value) {
        if (part.isUnnamed()) {
            return RedactedSql.of(value).text();
        }
        return isSecret(part) && !Placeholder.isPlaceholder(value) ? mask(value) : value;
    }

    private static boolean isPlaceholderWithoutFallback(String value) {
        return Placeholder.isPlaceholder(value) && Placeholder.parse(value).fallback() == null;
    }

    private static boolean isShort(String secret) {
        return secret.length() <= 2 * UNMASKED_LENGTH;
    }

    /**
     * Returns the form in which servers show a secret: the mask between its first two and its last two characters, or
     * only the mask if the secret has at most four characters.
     */
    static String mask(String secret) {
        return isShort(secret)
                ? SERVER_MASK
                : secret.substring(0, UNMASKED_LENGTH)
                        + SERVER_MASK
                        + secret.substring(secret.length() - UNMASKED_LENGTH);
    }

    /**
     * Returns a live object with the values of the expected object that the server does not show: placeholders for
     * secrets, secrets of which the server shows nothing but the mask, and values whose masked form the server shows.
     */
    public static ClusterObject restoreHiddenParts(ClusterObject expectedObject, ClusterObject liveObject) {
        ClusterObjectRules rules = ClusterObjectRules.of(liveObject.kind());
        ClusterObject reconciledObject = rules.reconcile(expectedObject, liveObject);
        SortedMap<ClusterPart, String> parts = new TreeMap<>(reconciledObject.parts());
        expectedObject.parts().forEach((part, value) -> {
            String shownText = liveObject.parts().get(part);
            boolean isHidden = isSecret(part)
                    && (Placeholder.isPlaceholder(value)
                            || (shownText == null && rules.hidesSecret(expectedObject, part)));
            boolean isMasked = SERVER_MASK.equals(shownText) && (isShort(value) || !rules.showsSecretEnds(part));
            if (isHidden || isMasked || mask(value).equals(shownText)) {
                parts.put(part, value);
            }
        });
        return reconciledObject.withParts(parts);
    }
}
