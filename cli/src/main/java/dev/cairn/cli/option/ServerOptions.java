package dev.cairn.cli.option;

import dev.cairn.internal.ExitCode;
import dev.cairn.internal.connection.Address;
import dev.cairn.tooling.definition.LiveDatabase;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options for the connection to a server. */
public final class ServerOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The URL of the database, as in starrocks://root@localhost:9030/shop or"
                    + " jdbc:mysql://localhost:9030/shop. Default: CAIRN_URL, or url in cairn.properties; none where the"
                    + " server only adds figures, as in record, evolve and lint.")
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
    private boolean askPassword;

    @Option(names = "--config", paramLabel = "FILE", description = "The file with settings. Default: cairn.properties")
    private @Nullable Path config;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    public Settings readSettings(CommandEnvironment environment) {
        return Settings.of(environment.environment(), config);
    }

    /**
     * Returns the address of the server.
     *
     * @throws CommandException if an argument contains a password, because the list of processes would show it
     */
    public Address address(CommandEnvironment environment) {
        if (url != null) {
            requireNoPassword(url);
        }
        String serverUrl = url != null ? url : readSettings(environment).value("url");
        if (serverUrl == null) {
            throw CommandException.usage(
                    "Missing server. Pass --url starrocks://root@localhost:9030/shop, or set CAIRN_URL in the"
                            + " environment, or url in cairn.properties.");
        }
        return address(serverUrl, environment);
    }

    /** Returns the address of the server, if the options or the settings name one. */
    public Optional<Address> findAddress(CommandEnvironment environment) {
        return url == null && readSettings(environment).value("url") == null
                ? Optional.empty()
                : Optional.of(address(environment));
    }

    /** Returns the address of the server, if --url names one; the URL of the settings is ignored. */
    public Optional<Address> addressOfOption(CommandEnvironment environment) {
        return url == null ? Optional.empty() : Optional.of(address(environment));
    }

    /** Adds what the server at --url, if any, reports about the tables of the schema; remarks go to the error output. */
    public LintInput addMeasurements(LintInput input, CommandEnvironment environment) {
        PrintWriter err = command.commandLine().getErr();
        return addressOfOption(environment)
                .map(address -> new LiveDatabase(address).readFigures(input.database(), input.storedObjects()))
                .map(figures -> {
                    figures.readFailures().forEach(problem -> err.println("Not read from the server: " + problem));
                    return input.with(figures);
                })
                .orElse(input);
    }

    /**
     * Returns the number of the last migration of a schema that the database at --url, if any, has; empty if the user may not read
     * it, which the error output says.
     */
    public OptionalInt lastMigration(String schema, CommandEnvironment environment) {
        Optional<Address> address = addressOfOption(environment);
        try {
            return address.isEmpty() ? OptionalInt.empty() : new LiveDatabase(address.get()).findLastMigration(schema);
        } catch (MissingGrantException exception) {
            command.commandLine()
                    .getErr()
                    .println("Not read from the server: the last migration: " + exception.getMessage());
            return OptionalInt.empty();
        }
    }

    /** Returns the address of a given server, with the user and the password of these options. */
    public Address address(String serverUrl, CommandEnvironment environment) {
        return address(serverUrl, environment, readPassword(environment));
    }

    /**
     * Returns the addresses of given servers, with the user and the password of these options. The password is read
     * once.
     *
     * @param urls URLs by names, which the result keeps
     */
    public Map<String, Address> addresses(Map<String, String> urls, CommandEnvironment environment) {
        if (url != null) {
            throw CommandException.usage("Pass either --url or --each.");
        }
        String password = readPassword(environment);
        Map<String, Address> addresses = new LinkedHashMap<>();
        urls.forEach((name, each) -> addresses.put(name, address(each, environment, password)));
        return addresses;
    }

    private Address address(String serverUrl, CommandEnvironment environment, @Nullable String password) {
        try {
            Address address = Address.of(serverUrl);
            String name = user != null ? user : readSettings(environment).value("user");
            address = name == null ? address : address.withUser(name);
            return password == null ? address : address.withPassword(password);
        } catch (IllegalArgumentException exception) {
            throw new CommandException(ExitCode.WRONG_USAGE, exception.getMessage() + ".", exception);
        }
    }

    /**
     * Requires that the URL of a server names a database.
     *
     * @param missing the database that the message proposes to add, such as "that of the schema"
     */
    public static void requireDatabase(Address address, String missing) {
        if (!address.hasDatabase()) {
            throw CommandException.usage("The URL " + address + " has no database: add " + missing
                    + ", as in starrocks://root@localhost:9030/shop.");
        }
    }

    public static boolean isUrl(String text) {
        return text.contains("://") || text.startsWith("jdbc:");
    }

    public static void requireNoPassword(String url) {
        if (Address.containsPassword(url)) {
            throw CommandException.usage(
                    "The URL on the command line contains a password, which every user who can list processes can read."
                            + " Set CAIRN_PASSWORD, or pass --password-file or --ask-password.");
        }
    }

    private @Nullable String readPassword(CommandEnvironment environment) {
        if (askPassword) {
            String typed = environment.secret().apply("Password: ");
            if (typed == null) {
                throw CommandException.usage(
                        "There is no terminal to ask for a password: use --password-file or CAIRN_PASSWORD.");
            }
            return typed;
        }
        if (passwordFile != null) {
            return readFirstLine(passwordFile);
        }
        Settings settings = readSettings(environment);
        String variable = settings.environment().get("CAIRN_PASSWORD");
        String file = settings.value("password-file");
        if (variable == null && file != null) {
            return readFirstLine(Path.of(file));
        }
        return settings.value("password");
    }

    private static String readFirstLine(Path file) {
        if (!Files.exists(file)) {
            throw CommandException.usage("The password file " + file + " does not exist.");
        }
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "The password can't be read from " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** Default settings, from environment variables and then from a file. */
    public record Settings(Map<String, String> environment, Map<String, String> file) {
        private static final Path USUAL_FILE = Path.of("cairn.properties");
        private static final String PLACEHOLDER = "placeholder.";

        /** @param config the file; null for the default file, which may be missing */
        static Settings of(Map<String, String> environment, @Nullable Path config) {
            if (config == null && !Files.exists(USUAL_FILE)) {
                return new Settings(environment, Map.of());
            }
            Path file = config == null ? USUAL_FILE : config;
            if (!Files.exists(file)) {
                throw CommandException.usage("The file " + file + ", given by --config, does not exist.");
            }
            Properties properties = new Properties();
            try (Reader text = Files.newBufferedReader(file)) {
                properties.load(text);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(file + " can't be read: " + unreadable.getMessage(), unreadable);
            }
            Map<String, String> values = new LinkedHashMap<>();
            properties.stringPropertyNames().stream()
                    .sorted()
                    .forEach(name -> values.put(name, properties.getProperty(name)));
            return new Settings(environment, values);
        }

        /** {@code CAIRN_URL}, then {@code url} of the file; null if neither is set. */
        @Nullable
        String value(String name) {
            String variable =
                    environment.get("CAIRN_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
            return variable != null ? variable : file.get(name);
        }

        /** The values of placeholders, from lines such as {@code placeholder.replication_num = 1}. */
        public Map<String, String> placeholders() {
            Map<String, String> placeholders = new LinkedHashMap<>();
            file.forEach((name, value) -> {
                if (name.startsWith(PLACEHOLDER)) {
                    placeholders.put(name.substring(PLACEHOLDER.length()), value);
                }
            });
            return placeholders;
        }
    }
}
