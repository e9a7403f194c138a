package dev.cairn.internal.load;

import dev.cairn.internal.http.HttpAnswer;
import dev.cairn.internal.http.HttpBody;
import dev.cairn.internal.http.HttpCall;
import dev.cairn.internal.poll.JsonFields;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A frontend, and the backends that it redirects loads to, for one user. The credentials go to the nodes of the cluster alone,
 * whatever host a redirect names.
 *
 * @param isNode whether a host belongs to the cluster
 * @param reached what an address that the server gives is to this client
 * @param loading sends rows, and waits until the server has written them
 * @param asking asks what the server knows
 */
public record StreamLoadClient(
        URI frontend,
        String user,
        String password,
        Predicate<String> isNode,
        UnaryOperator<URI> reached,
        HttpCall loading,
        HttpCall asking) {
    private static final int MOST_HOPS = 3;

    private String authorization() {
        String credentials = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends a load and follows redirects to nodes of the cluster.
     *
     * @throws IOException if no answer arrives; the outcome of the load is then unknown
     */
    public LoadReply load(String database, String table, Map<String, String> headers, HttpBody body)
            throws IOException {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Authorization", authorization());
        URI uri = frontend.resolve("/api/" + encoded(database) + "/" + encoded(table) + "/_stream_load");
        HttpAnswer answer = loading.put(uri, all, body);
        Optional<URI> next = answer.redirect();
        for (int hops = 1; next.isPresent() && hops <= MOST_HOPS; hops++) {
            answer = loading.put(trusted(next.get()), all, body);
            next = answer.redirect();
        }
        return LoadReply.of(answer);
    }

    private URI trusted(URI redirect) {
        String host = Objects.requireNonNullElse(redirect.getHost(), "");
        if (!host.equalsIgnoreCase(frontend.getHost()) && !isNode.test(host)) {
            throw new IllegalStateException("The frontend " + frontend + " redirects the load to '" + host
                    + "', which is not a node of the cluster (SHOW FRONTENDS, BACKENDS, COMPUTE NODES): the"
                    + " credentials were not sent there. If this host is correct, trust it: trusting(\""
                    + host + "\")");
        }
        return reached.apply(redirect);
    }

    /** What became of the load with a label. A frontend that is not the leader sends the question on to it. */
    public String state(String database, String label) throws IOException {
        HttpAnswer answer =
                get(frontend.resolve("/api/" + encoded(database) + "/get_load_state?label=" + encoded(label)));
        try {
            return JsonFields.of(answer.body()).getOrDefault("state", "UNKNOWN");
        } catch (IllegalArgumentException noJson) {
            throw new IOException("No response to a load: " + answer.body(), noJson);
        }
    }

    /** The lines about wrong rows, or a sentence that says why they can't be read. They are fetched without credentials. */
    public List<String> problems(URI errors) {
        try {
            return asking.get(reached.apply(errors), Map.of()).body().lines().toList();
        } catch (IOException unreachable) {
            return List.of("The rejected rows are listed at " + errors + ", which can't be reached: "
                    + unreachable.getMessage());
        }
    }

    private HttpAnswer get(URI uri) throws IOException {
        Map<String, String> headers = Map.of("Authorization", authorization());
        HttpAnswer answer = asking.get(uri, headers);
        Optional<URI> next = answer.redirect();
        for (int hops = 1; next.isPresent() && hops <= MOST_HOPS; hops++) {
            answer = asking.get(trusted(next.get()), headers);
            next = answer.redirect();
        }
        return answer;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + frontend;
    }
}
