package dev.cairn.cli.option;

import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.connection.UrlSecrets;
import dev.cairn.tooling.definition.LiveDatabase;
import dev.cairn.tooling.definition.ScriptText;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Options for the connection to a server. A value that is not on the command line is taken from the environment or, if
 * it is not there either, from {@code cairn.properties}. No option takes a password itself, because other users of the
 * machine can read the arguments of a process.
 */
public final class ServerOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The URL of the database, such as starrocks://root@localhost:9030/shop or"
                    + " jdbc:mysql://localhost:9030/shop. Default: CAIRN_URL, or url in cairn.properties. record, evolve"
                    + " and lint, which read only figures from a server, have no default.")
    private @Nullable String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The user. Default: CAIRN_USER, user in cairn.properties, or the one in the URL.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "A file whose first line is the password. Default: CAIRN_PASSWORD, or password-file or password"
                            + " in cairn.properties.")
    private @Nullable Path passwordFile;

    @Option(names = "--ask-password", description = "Ask for the password.")
    private boolean asksPassword;

    @Option(names = "--config", paramLabel = "FILE", description = "The file with settings. Default: cairn.properties")
    private @Nullable Path configFile;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec commandSpec = CommandSpec.create();

    /**
     * Returns the settings. Each call reads the file again.
     *
     * @throws CommandException if {@code --config} names a file that does not exist
     */
    public CommandSettings readSettings(CommandEnvironment environment) {
        return CommandSettings.read(environment.variables(), configFile);
    }

    /**
     * Returns the address of the server.
     *
     * @throws CommandException if no server is named, or if an argument contains a password, because the list of
     *     processes would show it
     */
    public ServerAddress resolveAddress(CommandEnvironment environment) {
        if (url != null) {
            requireNoPassword(url);
        }
        String serverUrl = findUrl(environment)
                .orElseThrow(() -> CommandException.usage(
                        "Missing server. Pass --url starrocks://root@localhost:9030/shop, or set CAIRN_URL in the"
                                + " environment, or url in cairn.properties."));
        return resolveAddress(serverUrl, environment);
    }

    /** Returns the address of the server; empty if neither the options nor the settings name a server. */
    public Optional<ServerAddress> findAddress(CommandEnvironment environment) {
        return findUrl(environment).isEmpty() ? Optional.empty() : Optional.of(resolveAddress(environment));
    }

    private Optional<String> findUrl(CommandEnvironment environment) {
        return url != null ? Optional.of(url) : readSettings(environment).findValue("url");
    }

    /** Returns the address of the server that --url names; empty without --url, even if the settings have a URL. */
    public Optional<ServerAddress> findOptionAddress(CommandEnvironment environment) {
        return url == null ? Optional.empty() : Optional.of(resolveAddress(environment));
    }

    /**
     * Returns the input with the statistics that the server at --url reports about the tables of the schema; the same
     * input without the option. Statistics that can't be read are reported to the error output.
     */
    public LintInput withServerStatistics(LintInput input, CommandEnvironment environment) {
        PrintWriter errorOutput = commandSpec.commandLine().getErr();
        return findOptionAddress(environment)
                .map(address -> new LiveDatabase(address).readStatistics(input.database(), input.collectStoredNames()))
                .map(statistics -> {
                    statistics
                            .readFailures()
                            .forEach(problem -> errorOutput.println("Not read from the server: " + problem));
                    return input.withStatistics(statistics);
                })
                .orElse(input);
    }

    /**
     * Returns the number of the last migration that the database at --url has completed; empty without the option, or
     * if the user may not read it. A missing privilege is reported to the error output.
     */
    public OptionalInt findLastAppliedNumber(String schemaName, CommandEnvironment environment) {
        Optional<ServerAddress> address = findOptionAddress(environment);
        try {
            return address.isEmpty()
                    ? OptionalInt.empty()
                    : new LiveDatabase(address.get()).findLastMigrationNumber(schemaName);
        } catch (MissingGrantException failure) {
            commandSpec
                    .commandLine()
                    .getErr()
                    .println("Not read from the server: the last migration: " + failure.getMessage());
            return OptionalInt.empty();
        }
    }

    /**
     * Returns the address of a server, with the user and the password of these options.
     *
     * @throws CommandException if the URL is invalid, or if the password can't be read
     */
    public ServerAddress resolveAddress(String serverUrl, CommandEnvironment environment) {
        return resolveAddress(serverUrl, environment, readPassword(environment));
    }

    /**
     * Returns the addresses of several servers, with the user and the password of these options. The password is read
     * once.
     *
     * @param urlByDatabase the URLs, by the keys of the result
     * @throws CommandException if {@code --url} is passed, too, or a URL is invalid
     */
    public Map<String, ServerAddress> resolveAddresses(
            Map<String, String> urlByDatabase, CommandEnvironment environment) {
        if (url != null) {
            throw CommandException.usage("Pass either --url or --each.");
        }
        String password = readPassword(environment);
        Map<String, ServerAddress> addressByDatabase = new LinkedHashMap<>();
        urlByDatabase.forEach(
                (name, serverUrl) -> addressByDatabase.put(name, resolveAddress(serverUrl, environment, password)));
        return addressByDatabase;
    }

    private ServerAddress resolveAddress(String serverUrl, CommandEnvironment environment, @Nullable String password) {
        try {
            ServerAddress address = ServerAddress.parse(serverUrl);
            String userName = user != null
                    ? user
                    : readSettings(environment).findValue("user").orElse(null);
            address = userName == null ? address : address.withUser(userName);
            return password == null ? address : address.withPassword(password);
        } catch (IllegalArgumentException failure) {
            throw new CommandException(ExitCode.WRONG_USAGE, failure.getMessage() + ".", failure);
        }
    }

    /**
     * Requires that the URL of a server names a database.
     *
     * @param missingDatabase the database that the message proposes to add, such as "that of the schema"
     * @throws CommandException if it names none
     */
    public static void requireDatabase(ServerAddress address, String missingDatabase) {
        if (!address.hasDatabaseName()) {
            throw CommandException.usage("The URL " + address + " has no database: add " + missingDatabase
                    + ", such as starrocks://root@localhost:9030/shop.");
        }
    }

    /** Returns whether an argument is the URL of a server, and not a path. The rest of the URL is not checked. */
    public static boolean isUrl(String text) {
        return text.contains("://") || text.startsWith("jdbc:");
    }

    /**
     * Requires that a URL of the command line contains no password, because the list of processes would show it.
     *
     * @throws CommandException if the URL contains a password, or its port may be one
     */
    public static void requireNoPassword(String url) {
        if (UrlSecrets.hasSecretOnlyInPort(url)) {
            throw CommandException.usage(
                    "The port in " + UrlSecrets.redact(url) + " is not a number. If it is a password,"
                            + " set CAIRN_PASSWORD instead, or pass --password-file or --ask-password.");
        }
        if (UrlSecrets.containsPassword(url)) {
            throw CommandException.usage(
                    "The URL on the command line contains a password, which every user who can list processes can read."
                            + " Set CAIRN_PASSWORD, or pass --password-file or --ask-password.");
        }
    }

    /**
     * Returns the password; null if neither an option nor a setting determines it. The options take precedence over
     * {@code CAIRN_PASSWORD}, and the variable takes precedence over the file of settings.
     *
     * @throws CommandException if the user can't be asked, or if the password file does not exist
     */
    private @Nullable String readPassword(CommandEnvironment environment) {
        if (asksPassword) {
            String password = environment.secretPrompt().apply("Password: ");
            if (password == null) {
                throw CommandException.usage(
                        "There is no terminal to ask for a password: use --password-file or CAIRN_PASSWORD.");
            }
            return password;
        }
        if (passwordFile != null) {
            return readFirstLine(passwordFile);
        }
        CommandSettings settings = readSettings(environment);
        String variableValue = settings.environmentVariables().get("CAIRN_PASSWORD");
        Optional<String> fileName = settings.findValue("password-file");
        if (variableValue == null && fileName.isPresent()) {
            return readFirstLine(Path.of(fileName.get()));
        }
        return settings.findValue("password").orElse(null);
    }

    private static String readFirstLine(Path file) {
        if (!Files.exists(file)) {
            throw CommandException.usage("The password file " + file + " does not exist.");
        }
        return ScriptText.readText(file).lines().findFirst().orElse("");
    }
}
