package dev.cairn.data;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import java.net.URI;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where loads go, and for whom, as a connection tells it. */
final class FrontendAddress {
    private static final Pattern HOST = Pattern.compile("//(?:[^@/?]*@)?(\\[[^\\]]+\\]|[^:/?,\\[(]+)");

    private FrontendAddress() {}

    /**
     * The host that the connection is to, and the port that the server's frontends have for loads.
     *
     * @throws IllegalStateException if it can't be told
     */
    static URI uri(ServerConnection link) {
        try {
            String url = String.valueOf(link.lent().getMetaData().getURL());
            Matcher host = HOST.matcher(url);
            Optional<String> port = port(link.named("SHOW FRONTENDS"));
            if (!host.find() || port.isEmpty()) {
                throw unknown("no frontend of " + url + " tells its port", null);
            }
            return URI.create("http://" + host.group(1) + ":" + port.get());
        } catch (ServerRefusalException refused) {
            throw unknown(refused.words(), refused);
        } catch (SQLException failure) {
            throw unknown(String.valueOf(failure.getMessage()), failure);
        }
    }

    private static Optional<String> port(List<Map<String, @Nullable String>> frontends) {
        return frontends.stream()
                .filter(frontend -> "true".equalsIgnoreCase(frontend.get("Alive")))
                .sorted(Comparator.comparing(frontend -> "LEADER".equals(frontend.get("Role")) ? 0 : 1))
                .map(frontend -> frontend.get("HttpPort"))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static IllegalStateException unknown(String why, @Nullable Throwable cause) {
        return new IllegalStateException(
                "Where loads go can't be told: " + why + ". Say it, as in at(URI.create(\"http://host:8030\"))", cause);
    }

    /** {@code 'root'@'127.0.0.1'} is the user root. */
    static String user(ServerConnection link) {
        String account = link.rows("SELECT USER()").get(0).get(0);
        String name = account == null ? "root" : account.substring(0, Math.max(account.lastIndexOf('@'), 0));
        return name.replace("'", "");
    }
}
