package dev.cairn.migration;

import dev.cairn.plan.step.Marker;
import dev.cairn.sql.token.LeadingComments;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Computes the hash of a migration from the hash of the previous migration and its own statements. Indentation, line
 * endings and the lines {@code -- allow:} do not affect the hash.
 */
public final class MigrationHash {
    /** The prefix that identifies the algorithm; a later algorithm gets another prefix. */
    public static final String PREFIX = "h1:";

    private static final Pattern HASH_PATTERN = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private MigrationHash() {}

    /** Returns whether the text has the form of a hash. */
    public static boolean isHash(String text) {
        return HASH_PATTERN.matcher(text).matches();
    }

    /**
     * Returns {@code h1:} and 64 hex digits.
     *
     * @param predecessorHash the hash of the previous migration; empty for the first
     */
    public static String of(String predecessorHash, List<String> upgrade) {
        Sha256 sha256 = new Sha256();
        sha256.add(predecessorHash);
        for (String statement : upgrade) {
            sha256.addSeparator();
            sha256.add(normalizeText(statement));
        }
        return PREFIX + sha256.digestHex();
    }

    /**
     * Returns a short hash that identifies the text of one step while its migration is under way. Comment lines above
     * the statement do not affect the hash, so a marker can be added to a step that has already started.
     */
    public static String ofStep(String text) {
        String wholeText = normalizeText(text);
        String statement = wholeText;
        while (statement.startsWith("--")) {
            int lineEnd = statement.indexOf('\n');
            statement = lineEnd < 0 ? "" : statement.substring(lineEnd + 1).stripLeading();
        }
        return Sha256.shortHash(statement.isEmpty() ? wholeText : statement);
    }

    /**
     * Returns the short hash of a step of a checkpoint. It differs from the hash of an ordinary step with the same
     * text. Otherwise, a release that still has the replaced migrations could continue the run of the checkpoint as a
     * run of the migration with the same number.
     */
    public static String ofCheckpointStep(String text) {
        return Sha256.shortHash("checkpoint:" + ofStep(text));
    }

    private static String normalizeText(String statement) {
        String text = statement.replace("\r\n", "\n").replace('\r', '\n').strip();
        if (!text.startsWith("--")) {
            return text;
        }
        StringBuilder normalizedText = new StringBuilder();
        boolean isAboveStatement = true;
        for (String line : text.split("\n", -1)) {
            isAboveStatement &= LeadingComments.isBlankOrComment(line);
            if (!isAboveStatement || !Marker.AllowsFinding.isLine(line)) {
                normalizedText.append(line).append('\n');
            }
        }
        return normalizedText.toString().strip();
    }
}
