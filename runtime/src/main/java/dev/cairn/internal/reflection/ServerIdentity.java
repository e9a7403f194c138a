package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ProductCheck;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The version and the run mode of a server. They can be read without a backend, and without privileges other than a
 * privilege on the database.
 *
 * <pre>{@code
 * ServerIdentity server = ServerIdentity.read(connection, "shop");
 * List<String> warnings = server.findWarnings("shop", schema.targets());
 * SchemaReflection reflection = new SchemaReflection(connectionFactory, server.toProfile(schema.profile()));
 * }</pre>
 *
 * @param version as the server reports it: {@code 4.1.2-5a1b3c}
 * @param major the major version; 0 if the reported version can't be parsed
 * @param minor the minor version; 0 if the reported version can't be parsed
 */
public record ServerIdentity(String version, int major, int minor, RunMode runMode) {
    private static final List<Version> KNOWN_VERSIONS = List.of(Version.values());
    private static final Pattern VERSION_NUMBER_PATTERN = Pattern.compile("(\\d+)\\.(\\d+)");

    /**
     * Reads the version and the run mode with one statement, or with three statements for servers before 4.0. Also
     * corrects the session, as {@link ServerConnection#readVariables} does.
     *
     * @throws ServerRefusalException if the database does not exist, or the user has no privilege on it
     * @throws ConnectionLostException if the connection is lost
     * @throws WrongServerException if the server is MySQL or one of its derivatives
     */
    public static ServerIdentity read(ServerConnection connection, String databaseName) {
        Optional<List<@Nullable String>> values = findVariables(connection, "version_comment", "run_mode");
        if (values.isPresent()) {
            String runMode = String.valueOf(values.get().get(1)).toLowerCase(Locale.ROOT);
            return of(String.valueOf(values.get().get(0)), runMode.equals("shared_data"));
        }
        String version =
                String.valueOf(connection.readVariables("version_comment").get(0));
        requireStarRocks(connection, databaseName, version);
        String databaseDefinition = connection
                .fetchRows("SHOW CREATE DATABASE " + SqlQuoting.quoteName(databaseName))
                .get(0)
                .get(1);
        // A database names a storage volume only in shared-data mode.
        return of(version, Objects.toString(databaseDefinition, "").contains("\"storage_volume\""));
    }

    /** Returns the values of variables; empty if the server does not have all of them. */
    private static Optional<List<@Nullable String>> findVariables(
            ServerConnection connection, String... variableNames) {
        try {
            return Optional.of(connection.readVariables(variableNames));
        } catch (ServerRefusalException refusal) {
            if (!refusal.isUnknownVariable()) {
                throw refusal;
            }
            return Optional.empty();
        }
    }

    /**
     * Requires that a server without a run mode is StarRocks. The version of StarRocks begins with a number, except for
     * builds of a branch. If a version does not, a function is called that MySQL does not have.
     */
    private static void requireStarRocks(ServerConnection connection, String databaseName, String version) {
        if (VERSION_NUMBER_PATTERN.matcher(version).lookingAt()) {
            return;
        }
        try {
            connection.fetchRows("SELECT current_version()");
        } catch (ServerRefusalException refusal) {
            throw ProductCheck.createWrongProductException(
                    HistoryPlace.in(databaseName), "the server is " + version, refusal);
        }
    }

    private static ServerIdentity of(String version, boolean isSharedData) {
        RunMode runMode = isSharedData ? RunMode.SHARED_DATA : RunMode.SHARED_NOTHING;
        Matcher numberMatcher = VERSION_NUMBER_PATTERN.matcher(version);
        return numberMatcher.find()
                ? new ServerIdentity(
                        version,
                        Integer.parseInt(numberMatcher.group(1)),
                        Integer.parseInt(numberMatcher.group(2)),
                        runMode)
                : new ServerIdentity(version, 0, 0, runMode);
    }

    /**
     * Returns whether the version is later than all known versions, or can't be parsed. The server is then treated as
     * the newest known version.
     */
    public boolean hasUnknownVersion() {
        return major == 0 || isAfter(Version.newest());
    }

    /**
     * Returns whether the version is earlier than all known versions. The server is then treated as the oldest known
     * version, and is only read.
     */
    public boolean isTooOldToChange() {
        return major != 0 && isBefore(oldestVersion());
    }

    /** Returns a note about a server that is only read. */
    public String describeOldVersion() {
        return "the server's version is " + version + ", which Cairn only reads, by the rules of " + oldestVersion()
                + ": how the two versions differ is unknown";
    }

    /**
     * Requires a version that Cairn may change.
     *
     * @throws WrongServerException if the version is earlier than all known versions
     */
    public void requireChangeable(HistoryPlace place) {
        if (isTooOldToChange()) {
            throw new WrongServerException(
                    place,
                    "the server's version " + version + " is earlier than all versions that Cairn changes",
                    "Upgrade the server to " + oldestVersion()
                            + " or later, or connect to another one; cairn pull, check, diff,"
                            + " lineage and docs read this one as it is.");
        }
    }

    /**
     * Returns the newest known version that is not later than this server; the oldest one if all are later, and the
     * newest one if the version of this server is unknown.
     */
    public Version closestKnownVersion() {
        Version closestVersion = oldestVersion();
        for (Version version : KNOWN_VERSIONS) {
            closestVersion = hasUnknownVersion() || !isBefore(version) ? version : closestVersion;
        }
        return closestVersion;
    }

    /**
     * Returns the profile of this server; experimental features and the number of replicas come from the schema's
     * profile.
     */
    public ServerProfile toProfile(ServerProfile schemaProfile) {
        return schemaProfile.with(closestKnownVersion()).with(runMode);
    }

    /**
     * Returns the number of replicas that a table gets if its statement specifies none; empty if the user may not read
     * this setting.
     */
    public OptionalInt readDefaultReplicaCount(ServerConnection connection) {
        if (runMode == RunMode.SHARED_DATA) {
            return OptionalInt.of(1); // shared-data servers store one replica, whatever is configured
        }
        return new FrontendSetting("default_replication_num")
                .read(connection).stream().mapToInt(Integer::parseInt).findFirst();
    }

    /**
     * Returns the target of a schema by whose rules this server is treated.
     *
     * @param schemaName the name of the schema
     * @param targets the servers that the schema was compiled for
     * @throws WrongServerException if the schema can't run on this server
     */
    public ServerProfile requireTarget(String schemaName, List<ServerProfile> targets) {
        ServerProfile profile = toProfile(targets.get(0));
        return profile.selectTarget(targets)
                .orElseThrow(() -> new WrongServerException(
                        HistoryPlace.in(schemaName),
                        "the server is " + profile.target() + " (" + version + "), and the schema was compiled for "
                                + targets.stream().map(ServerProfile::target).collect(Collectors.joining(", ")),
                        "Connect to another server, or add @Schema.Target(server = \"" + profile.version()
                                + "\", runMode = Schema.RunMode." + runMode.name()
                                + ") to the targets of @Schema and compile again."));
    }

    /**
     * Returns warnings about differences between the server and the target whose rules apply to it; an empty list if
     * they do not differ.
     *
     * @param schemaName the name of the schema
     * @param targets the servers that the schema was compiled for
     * @throws WrongServerException if the schema can't run on this server
     */
    public List<String> findWarnings(String schemaName, List<ServerProfile> targets) {
        Version targetVersion = requireTarget(schemaName, targets).version();
        List<String> warnings = new ArrayList<>();
        if (isTooOldToChange()) {
            warnings.add(describeOldVersion());
        }
        if (hasUnknownVersion()) {
            warnings.add(
                    "the server reports the unknown version " + version + "; it is treated as " + Version.newest());
        } else if (closestKnownVersion() != targetVersion) {
            warnings.add("the server's version is " + version + ", and the schema was compiled for " + targetVersion
                    + ": changes between these versions are not checked at compile time");
        }
        return warnings;
    }

    private static Version oldestVersion() {
        return Collections.min(KNOWN_VERSIONS);
    }

    private boolean isBefore(Version otherVersion) {
        return compare(otherVersion) < 0;
    }

    private boolean isAfter(Version otherVersion) {
        return compare(otherVersion) > 0;
    }

    private int compare(Version otherVersion) {
        String[] numbers = otherVersion.toString().split("\\.", 2);
        int majorOrder = Integer.compare(major, Integer.parseInt(numbers[0]));
        return majorOrder != 0 ? majorOrder : Integer.compare(minor, Integer.parseInt(numbers[1]));
    }
}
