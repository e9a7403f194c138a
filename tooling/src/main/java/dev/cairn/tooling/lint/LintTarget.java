package dev.cairn.tooling.lint;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A kind of server on which the statements must run in addition to the server of the schema.
 *
 * @param runMode the run mode; empty for the run mode of the schema's server
 */
record LintTarget(Version version, Optional<RunMode> runMode) {
    /**
     * Parses {@code 4.0} or {@code 4.0 shared-data}.
     *
     * @throws IllegalArgumentException if the version or the mode is unknown
     */
    static LintTarget parse(String text) {
        String[] words = text.split("\\s+", 2);
        Version version = Version.of(words[0])
                .orElseThrow(() -> new IllegalArgumentException("'" + words[0] + "' must be one of "
                        + Arrays.stream(Version.values()).map(Version::toString).collect(Collectors.joining(", "))));
        if (words.length == 1) {
            return new LintTarget(version, Optional.empty());
        }
        RunMode runMode = Arrays.stream(RunMode.values())
                .filter(knownMode -> knownMode.toString().equals(words[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + words[1] + "' must be " + RunMode.SHARED_NOTHING + " or " + RunMode.SHARED_DATA));
        return new LintTarget(version, Optional.of(runMode));
    }

    /** Returns the profile of the target. */
    ServerProfile toProfile(ServerProfile schemaProfile) {
        return schemaProfile.with(version).with(runMode.orElse(schemaProfile.runMode()));
    }

    /** Returns a description of a server, such as {@code a 4.0 shared-data server}. */
    static String describeServer(ServerProfile profile) {
        return "a " + profile.target() + " server";
    }
}
