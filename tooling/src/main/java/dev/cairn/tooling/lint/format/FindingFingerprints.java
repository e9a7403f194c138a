package dev.cairn.tooling.lint.format;

import dev.cairn.migration.Sha256;
import dev.cairn.tooling.lint.LintFinding;
import java.util.HashMap;
import java.util.Map;

/** Computes the fingerprints by which tools recognize findings of earlier runs. */
final class FindingFingerprints {
    private static final int FINGERPRINT_DIGITS = 32;

    private final Map<String, Integer> countByIdentity = new HashMap<>();

    /**
     * Returns a fingerprint that does not depend on lines of files. Equal findings about one subject get different
     * fingerprints, in the order of the calls.
     */
    String computeFingerprint(LintFinding finding) {
        String identity = finding.rule().code() + "\n" + finding.subject().name() + "\n" + finding.message();
        int occurrence = countByIdentity.merge(identity, 1, Integer::sum);
        return Sha256.hash(identity + "\n" + occurrence).substring(0, FINGERPRINT_DIGITS);
    }
}
