package dev.cairn.engine.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.Placeholder;
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
    static final String MASK = "******";

    private static final int UNMASKED_LENGTH = 2;

    private ClusterSecrets() {}

    /** Returns the name of a placeholder for a secret of an object: objects have different secrets. */
    public static String placeholderName(String objectName, String propertyName) {
        return ClusterObjectRules.toPlaceholderName(objectName.toLowerCase(Locale.ROOT) + "_" + propertyName);
    }

    /** Returns whether a part holds a secret, by the name of its property. */
    public static boolean isSecret(ClusterPart part) {
        return !part.name().isEmpty()
                && !part.clause().equals(IcebergTableRules.COLUMN_CLAUSE)
                && RedactedSql.mentionsSecret(part.name());
    }

    /**
     * Returns the names of the properties whose values are secrets: the property of the part itself, or the properties
     * in the statement that is its value. A URL with a password is a secret, too.
     */
    public static List<String> findSecretNames(ClusterPart part, String value) {
        if (part.name().isEmpty()) {
            return RedactedSql.of(value).secretPropertyNames();
        }
        return isSecret(part) || RedactedSql.containsUrlWithPassword(value) ? List.of(part.name()) : List.of();
    }

    /**
     * Returns the value of a part as Cairn shows it: {@code ***} replaces secrets, but not the placeholders for
     * secrets.
     */
    public static String redactedValue(ClusterPart part, String value) {
        if (part.name().isEmpty()) {
            return RedactedSql.of(value).text();
        }
        boolean isHidden = !findSecretNames(part, value).isEmpty() && !isPlaceholderWithoutFallback(value);
        return isHidden ? RedactedSql.MASK : value;
    }

    /**
     * Returns the value of a part as a server that masks secrets shows it. Two values can be the same only if these
     * texts are equal: a live value may be masked, and an expected one is not.
     */
    public static String comparableValue(ClusterPart part, String value) {
        if (part.name().isEmpty()) {
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

    /** Returns the form in which servers show a secret: the first and the last two characters, if it is longer. */
    static String mask(String secret) {
        return isShort(secret)
                ? MASK
                : secret.substring(0, UNMASKED_LENGTH) + MASK + secret.substring(secret.length() - UNMASKED_LENGTH);
    }

    /**
     * Returns a live object with the parts of the expected object that the server does not show. A secret of the
     * expected object is used if it is a placeholder, or if the server hides it completely; any value is used if the
     * server shows its masked form.
     */
    public static ClusterObject restoreHiddenParts(ClusterObject expectedObject, ClusterObject liveObject) {
        ClusterObjectRules rules = ClusterObjectRules.of(liveObject.kind());
        ClusterObject reconciledObject = rules.reconcile(expectedObject, liveObject);
        SortedMap<ClusterPart, String> parts = new TreeMap<>(reconciledObject.parts());
        expectedObject.parts().forEach((part, value) -> {
            String shownText = liveObject.parts().get(part);
            boolean isHiddenByServer = Placeholder.isPlaceholder(value)
                    || (shownText == null && rules.hidesSecret(expectedObject, part))
                    || (MASK.equals(shownText) && (isShort(value) || !rules.showsSecretEnds(part)));
            if ((isSecret(part) && isHiddenByServer) || mask(value).equals(shownText)) {
                parts.put(part, value);
            }
        });
        return reconciledObject.withParts(parts);
    }
}
