package dev.cairn.tooling.lint.format;

import dev.cairn.tooling.lint.LintFinding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Computes the fingerprints by which tools recognize findings of earlier runs. */
final class FindingFingerprints {
    private final Map<String, Integer> countByIdentity = new HashMap<>();

    /**
     * Returns a fingerprint that does not depend on lines of files. Equal findings about one subject get different
     * fingerprints, in the order of the calls.
     */
    String computeFingerprint(LintFinding finding) {
        String identity = finding.rule().code() + "\n" + finding.subject().name() + "\n" + finding.message();
        int occurrence = countByIdentity.merge(identity, 1, Integer::sum);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((identity + "\n" + occurrence).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("Each Java runtime has SHA-256", failure);
        }
    }
}
