package dev.cairn.cli.option;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Options for the server's rules under which files of SQL are read. */
public final class DefinitionOptions {
    @Option(
            names = "--server",
            paramLabel = "VERSION",
            defaultValue = "4.1",
            description = "The server version for which files of SQL are written: 3.5, 4.0 or 4.1. Default: 4.1")
    private String version = "4.1";

    @Option(names = "--shared-data", description = "Files of SQL are written for a shared-data cluster.")
    private boolean sharedData;

    public ServerProfile profile() {
        Version known = Arrays.stream(Version.values())
                .filter(candidate -> candidate.toString().equals(version))
                .findFirst()
                .orElseThrow(() -> CommandException.usage("Unknown server version " + version + ". Known versions: "
                        + Arrays.stream(Version.values()).map(Version::toString).collect(Collectors.joining(", "))
                        + "."));
        return ServerProfile.DEFAULT.with(known).with(sharedData ? RunMode.SHARED_DATA : RunMode.SHARED_NOTHING);
    }
}
