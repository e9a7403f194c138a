package dev.cairn.cli.option;

import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.connection.UrlSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** An argument that names a file, a directory or the URL of a server. Messages show it without a password. */
public record SourceArgument(String text) {
    /**
     * A server without a scheme: a user with a host, a host with a port, or options with a password. A file may have
     * such a name, too.
     */
    private static final Pattern SERVER_WITHOUT_SCHEME_PATTERN =
            Pattern.compile("[^/\\\\]*:.*@.*|[\\w.-]+:\\d+/.*|.*[?&]\\w*password=.*");

    /** Returns an argument as messages show it. */
    public static String describe(String text) {
        return new SourceArgument(text).toString();
    }

    public static SourceArgument of(Path path) {
        return new SourceArgument(path.toString());
    }

    /**
     * Returns the path that the argument names.
     *
     * @param remedy what to do instead, as a part of the message, such as "pass an SQL file"
     * @throws CommandException if the argument is empty, or if the path does not exist
     */
    public Path requirePath(String remedy) {
        if (text.isBlank()) { // otherwise the current folder, although a variable of a shell is not set
            throw CommandException.usage("An argument is empty: " + remedy + ".");
        }
        Path path = Path.of(text);
        if (!Files.exists(path)) {
            throw CommandException.usage("There is no " + this + ": " + remedy + "."
                    + (isServerWithoutScheme() ? " " + ServerAddress.URL_FORMS_HINT + "." : ""));
        }
        return path;
    }

    private boolean isServerWithoutScheme() {
        return !ServerOptions.isUrl(text)
                && SERVER_WITHOUT_SCHEME_PATTERN.matcher(text).matches();
    }

    /** Returns whether the text names a server, with or without a scheme. */
    public boolean isServer() {
        return ServerOptions.isUrl(text) || isServerWithoutScheme();
    }

    @Override
    public String toString() {
        return isServer() ? UrlSecrets.redact(text) : text;
    }
}
