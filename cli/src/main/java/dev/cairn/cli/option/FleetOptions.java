package dev.cairn.cli.option;

import dev.cairn.Fleet;
import dev.cairn.Migrator;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.connection.UrlSecrets;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.definition.ScriptText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options for commands that work on several databases with the same schema: which databases, and how many of them in
 * parallel.
 */
public final class FleetOptions {
    /** An optional name with an equals sign, and a URL. The name contains neither a colon nor a slash, unlike a URL. */
    private static final Pattern URL_LINE_PATTERN =
            Pattern.compile("(?:([^=:/]*[^=:/\\s])\\s*=\\s*)?((?:jdbc:|starrocks://)\\S*)");
    /** A comment. A number sign inside a URL does not begin a comment. */
    private static final Pattern COMMENT_PATTERN = Pattern.compile("(?:^|\\s)#.*");

    @Option(
            names = "--each",
            paramLabel = "FILE",
            description =
                    "A file with the URL of a database in each line, such as eu-1 = starrocks://app@host/eu_1. The"
                            + " command works on all of them; # begins a comment. User and password come from the options and"
                            + " settings for one database.")
    private @Nullable Path urlFile;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "With --each, the maximum number of databases to process in parallel. Default: 8")
    private @Nullable Integer parallelism;

    /**
     * Returns the databases of the file; empty if the command works on a single database.
     *
     * @throws CommandException if the options or the lines of the file are invalid
     */
    public Optional<Fleet> findFleet(MigratorFactory factory, SchemaDescriptor schema) {
        if (urlFile == null) {
            if (parallelism != null) {
                throw CommandException.usage("--parallel is an option of --each.");
            }
            return Optional.empty();
        }
        if (parallelism != null && parallelism < 1) {
            throw CommandException.usage("--parallel must be at least 1, but was " + parallelism + ".");
        }
        Fleet fleet = Migrator.fleet(schema).options(factory.createOptions());
        Map<String, String> urlByDatabase = readUrls(urlFile);
        Map<String, ServerAddress> addressByDatabase = factory.resolveAddresses(schema, urlByDatabase);
        fleet = fleet.databases(addressByDatabase);
        return Optional.of(parallelism == null ? fleet : fleet.maxParallel(parallelism));
    }

    /**
     * Returns the URLs of a file by the names of their databases. A line without a name gets its URL without the user
     * and the options as the name.
     *
     * @throws CommandException if the file does not exist or contains no URL, if a line is not a URL, if a URL contains
     *     a password, or if two lines have the same URL or the same name
     */
    private static Map<String, String> readUrls(Path file) {
        Map<String, String> urlByDatabase = new LinkedHashMap<>();
        Map<String, Integer> lineNumberByText = new HashMap<>();
        List<String> lines = readLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = COMMENT_PATTERN.matcher(lines.get(i)).replaceFirst("").strip();
            if (!line.isEmpty()) {
                String locationPrefix = file + ":" + (i + 1) + ": ";
                Matcher lineMatcher = URL_LINE_PATTERN.matcher(line);
                if (!lineMatcher.matches()) {
                    throw CommandException.usage(locationPrefix
                            + "a line is a URL with an optional name, such as eu-1 = starrocks://app@host/eu_1.");
                }
                String url = lineMatcher.group(2);
                if (UrlSecrets.containsPassword(url)) {
                    throw CommandException.usage(locationPrefix
                            + "the URL contains a password. Set CAIRN_PASSWORD, or pass --password-file or"
                            + " --ask-password.");
                }
                String name = lineMatcher.group(1) == null ? toDisplayUrl(url, locationPrefix) : lineMatcher.group(1);
                Integer lineOfUrl = lineNumberByText.putIfAbsent(url, i + 1);
                if (lineOfUrl != null) {
                    throw CommandException.usage(
                            locationPrefix + "the URL is also in line " + lineOfUrl + ". List each database once.");
                }
                Integer lineOfName = lineNumberByText.putIfAbsent(name, i + 1);
                if (lineOfName != null) {
                    throw CommandException.usage(locationPrefix + "the name " + name + " is also that of line "
                            + lineOfName + ". Add another name, such as eu-1 = " + url);
                }
                urlByDatabase.put(name, url);
            }
        }
        if (urlByDatabase.isEmpty()) {
            throw CommandException.usage(file + ", given by --each, contains no URL.");
        }
        return urlByDatabase;
    }

    /**
     * Returns a URL without its scheme, its user and its options.
     *
     * @throws CommandException if it is not the URL of a server
     */
    private static String toDisplayUrl(String url, String locationPrefix) {
        try {
            return ServerAddress.parse(url).toString().replaceFirst("^[\\w:]*//", "");
        } catch (IllegalArgumentException failure) {
            throw CommandException.usage(locationPrefix + failure.getMessage() + ".");
        }
    }

    private static List<String> readLines(Path file) {
        if (!Files.exists(file)) {
            throw CommandException.usage("The file " + file + ", given by --each, does not exist.");
        }
        return ScriptText.readText(file).lines().toList();
    }
}
