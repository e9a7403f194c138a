package dev.cairn.profile;

import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition that some kinds of servers meet, such as {@code 3.5 shared-data} or {@code 4.1, shared-data}. It lists
 * alternatives, separated by commas. Each of them is a version, a run mode, or both. Conditions are immutable; two of
 * them are equal if they list the same alternatives in the same order.
 */
public final class ServerCondition {
    private final List<Alternative> alternatives;

    private ServerCondition(List<Alternative> alternatives) {
        this.alternatives = alternatives;
    }

    /**
     * Parses a condition.
     *
     * @throws IllegalArgumentException if the text is not a condition; the message names the error
     */
    public static ServerCondition of(String text) {
        List<Alternative> alternatives = new ArrayList<>();
        for (String alternativeText : text.split(",", -1)) {
            alternatives.add(Alternative.parse(alternativeText.strip()));
        }
        return new ServerCondition(alternatives);
    }

    /**
     * Returns the condition that exactly these targets of a schema meet; no server meets it if there are no targets.
     */
    public static ServerCondition of(Collection<ServerProfile> targets) {
        return new ServerCondition(targets.stream()
                .map(target -> new Alternative(target.version(), target.runMode()))
                .toList());
    }

    /** Returns whether servers of this kind meet the condition. */
    public boolean includes(ServerProfile target) {
        return alternatives.stream().anyMatch(alternative -> alternative.includes(target));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerCondition condition && alternatives.equals(condition.alternatives);
    }

    @Override
    public int hashCode() {
        return alternatives.hashCode();
    }

    /** Returns the text that {@link #of(String)} parses. */
    @Override
    public String toString() {
        return alternatives.stream().map(Alternative::toString).collect(Collectors.joining(", "));
    }

    /** A version, a run mode, or both; null stands for any version or any run mode. */
    private record Alternative(
            @Nullable Version version, @Nullable RunMode runMode) {
        static Alternative parse(String text) {
            Version version = null;
            RunMode runMode = null;
            for (String word : text.split("\\s+", -1)) {
                Optional<Version> matchingVersion = Version.of(word);
                Optional<RunMode> matchingMode = Arrays.stream(RunMode.values())
                        .filter(candidate -> candidate.toString().equals(word))
                        .findFirst();
                if (matchingVersion.isPresent() && version == null && runMode == null) {
                    version = matchingVersion.get();
                } else if (matchingMode.isPresent() && runMode == null) {
                    runMode = matchingMode.get();
                } else {
                    throw new IllegalArgumentException(
                            "'" + text
                                    + "' is not a kind of servers; write a version, a run mode, or both, as in 3.5 shared-data");
                }
            }
            return new Alternative(version, runMode);
        }

        boolean includes(ServerProfile target) {
            return (version == null || version == target.version()) && (runMode == null || runMode == target.runMode());
        }

        @Override
        public String toString() {
            return version == null
                    ? String.valueOf(runMode)
                    : runMode == null ? version.toString() : version + " " + runMode;
        }
    }
}
