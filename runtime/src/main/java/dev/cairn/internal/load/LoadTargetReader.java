package dev.cairn.internal.load;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.ServerUrl;
import dev.cairn.internal.connection.UrlSecrets;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Determines the frontends and the user of loads from a connection. */
public final class LoadTargetReader {
    private LoadTargetReader() {}

    /**
     * Returns the hosts in the connection's URL, each with the HTTP port of the frontends. A host is never guessed,
     * because the credentials are sent there.
     *
     * @throws IllegalStateException if the hosts or the port can't be determined
     */
    public static List<URI> readFrontendUris(ServerConnection connection) {
        try {
            String url = connection.url();
            String urlDescription = url.startsWith("jdbc:") ? UrlSecrets.redact(url) : "the connection";
            List<String> hosts = ServerUrl.parse(url).hosts();
            if (hosts.isEmpty()) {
                throw createUnknownAddressException(urlDescription + " does not name the hosts of the frontends", null);
            }
            String port = findPort(connection.fetchNamedRows("SHOW FRONTENDS"))
                    .orElseThrow(() -> createUnknownAddressException(
                            "no frontend of " + urlDescription + " reports its HTTP port", null));
            return hosts.stream()
                    .distinct()
                    .map(host -> URI.create("http://" + host + ":" + port))
                    .toList();
        } catch (ServerRefusalException refusal) {
            throw createUnknownAddressException(refusal.reason(), refusal);
        }
    }

    private static Optional<String> findPort(List<NamedRow> frontendRows) {
        return frontendRows.stream()
                .filter(frontendRow -> frontendRow.text("Alive").equalsIgnoreCase("true"))
                .sorted(Comparator.comparing(
                        frontendRow -> frontendRow.text("Role").equals("LEADER") ? 0 : 1))
                .map(frontendRow -> frontendRow.text("HttpPort"))
                .filter(port -> !port.isEmpty())
                .findFirst();
    }

    private static IllegalStateException createUnknownAddressException(String reason, @Nullable Throwable cause) {
        return new IllegalStateException(
                "The address for loads can't be determined: " + reason
                        + ". Set it, for example frontend(URI.create(\"http://host:8030\"))",
                cause);
    }

    /** Returns the user of the connection, without the host: the server returns {@code 'root'@'127.0.0.1'}. */
    public static String readUser(ServerConnection connection) {
        String account = connection.fetchRows("SELECT USER()").get(0).get(0);
        if (account == null) {
            return "root";
        }
        int hostStart = account.lastIndexOf('@');
        return (hostStart < 0 ? account : account.substring(0, hostStart)).replace("'", "");
    }
}
