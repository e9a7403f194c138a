package dev.cairn.cli.option;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.schema.SchemaDescriptor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/**
 * Options that choose by which rules of a server definitions are read: the version and the run mode for SQL files, and
 * the target of a schema that has several.
 */
public final class DefinitionOptions {
    @Option(
            names = "--server",
            paramLabel = "VERSION",
            defaultValue = "",
            description = "The server version for which SQL files are written: 3.5, 4.0 or 4.1. Default: that of the"
                    + " server with which they are compared, or else 4.1. Of a compiled schema with several"
                    + " targets, it chooses the one with this version. Default: the newest")
    private String version = "";

    @Option(
            names = "--shared-data",
            description =
                    "SQL files are written for a shared-data cluster. Of a compiled schema with several targets, it"
                            + " chooses the shared-data one.")
    private boolean isSharedData;

    /**
     * Returns the rules for SQL files; by default, those of the newest version.
     *
     * @throws CommandException if the version is not known
     */
    public ServerProfile createProfile() {
        Version chosenVersion = version.isEmpty() ? Version.V4_1 : requireKnownVersion();
        return ServerProfile.DEFAULT
                .with(chosenVersion)
                .with(isSharedData ? RunMode.SHARED_DATA : RunMode.SHARED_NOTHING);
    }

    /**
     * Requires that the options, if they are passed, agree with the rules of the server with which the definitions are
     * compared, because the rules of the server apply.
     *
     * @param serverProfileSupplier reads the rules of the server; called only if an option is passed
     * @throws CommandException if an option contradicts the server
     */
    void requireAgreementWith(Supplier<ServerProfile> serverProfileSupplier) {
        if (version.isEmpty() && !isSharedData) {
            return;
        }
        ServerProfile serverProfile = serverProfileSupplier.get();
        boolean contradictsVersion = !version.isEmpty() && requireKnownVersion() != serverProfile.version();
        if (contradictsVersion || (isSharedData && !serverProfile.isSharedData())) {
            throw CommandException.usage((contradictsVersion ? "--server=" + version : "--shared-data")
                    + " contradicts the server, whose rules are those of " + serverProfile.target()
                    + ". Definitions that are compared with a server are read by its rules: omit the option.");
        }
    }

    /**
     * Returns the target of a schema whose rules apply: the newest target that the options allow. The options do not
     * matter for a schema with one target.
     *
     * @throws CommandException if the options allow none of several targets
     */
    public ServerProfile selectTarget(SchemaDescriptor schema) {
        List<ServerProfile> targets = schema.targets();
        if (targets.size() == 1) {
            return targets.get(0);
        }
        List<ServerProfile> allowedTargets = targets.stream()
                .filter(target -> version.isEmpty() || target.version() == requireKnownVersion())
                .filter(target -> !isSharedData || target.isSharedData())
                .toList();
        return sortNewestFirst(allowedTargets).stream()
                .findFirst()
                .orElseThrow(() -> CommandException.usage("--server and --shared-data match none of the targets of "
                        + schema.name() + ": "
                        + targets.stream().map(ServerProfile::target).collect(Collectors.joining(", ")) + "."));
    }

    /** Sorts targets from the newest to the oldest version; targets with the same version remain in their order. */
    public static List<ServerProfile> sortNewestFirst(List<ServerProfile> targets) {
        return targets.stream()
                .sorted(Comparator.comparing(ServerProfile::version).reversed())
                .toList();
    }

    private Version requireKnownVersion() {
        return Arrays.stream(Version.values())
                .filter(candidate -> candidate.toString().equals(version))
                .findFirst()
                .orElseThrow(() -> CommandException.usage("Unknown server version " + version + ". Known versions: "
                        + Arrays.stream(Version.values()).map(Version::toString).collect(Collectors.joining(", "))
                        + "."));
    }
}
