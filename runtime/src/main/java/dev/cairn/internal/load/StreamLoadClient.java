package dev.cairn.internal.load;

import dev.cairn.internal.http.HttpBody;
import dev.cairn.internal.http.HttpConnectException;
import dev.cairn.internal.http.HttpRequester;
import dev.cairn.internal.http.HttpResponse;
import dev.cairn.internal.http.HttpTarget;
import dev.cairn.internal.polling.JsonFields;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Sends loads to a frontend and to the backends to which it redirects. The credentials are sent only to the frontends
 * and to nodes of the cluster: a redirect to another host is refused.
 *
 * @param frontendUris the addresses of the frontends, at least one; if one of them can't be reached, requests go to the
 *     next one
 * @param isClusterNode whether a host belongs to the cluster, or is trusted like its nodes
 * @param addressTranslator translates addresses of the server into addresses that this client can reach
 * @param loadRequester the HTTP client for loads, whose timeout is long
 * @param queryRequester the HTTP client for other requests
 */
public record StreamLoadClient(
        List<URI> frontendUris,
        LoadCredentials credentials,
        Predicate<String> isClusterNode,
        UnaryOperator<URI> addressTranslator,
        HttpRequester loadRequester,
        HttpRequester queryRequester) {
    private static final Logger LOG = System.getLogger("dev.cairn");
    private static final int MAX_REDIRECTS = 3;

    /** The user on whose behalf loads are sent. */
    public record LoadCredentials(String user, String password) {
        private String renderAuthorization() {
            String credentialText = user + ":" + password;
            return "Basic " + Base64.getEncoder().encodeToString(credentialText.getBytes(StandardCharsets.UTF_8));
        }

        /** Returns a description without the password. */
        @Override
        public String toString() {
            return user;
        }
    }

    /** A request that is repeated at each address to which it is redirected. */
    private interface Request {
        HttpResponse send(URI uri) throws IOException;
    }

    /**
     * Sends a load and follows redirects to nodes of the cluster.
     *
     * @throws HttpConnectException if no frontend, or no node to which it redirects, can be reached; nothing was loaded
     * @throws IOException if no response arrives; the outcome of the load is then unknown
     * @throws IllegalStateException if a redirect leads to a foreign host, or if there are too many of them
     */
    public LoadResponse load(String databaseName, String tableName, Map<String, String> headers, HttpBody body)
            throws IOException {
        Map<String, String> allHeaders = new TreeMap<>(headers);
        allHeaders.put("Authorization", credentials.renderAuthorization());
        String path = "/api/" + percentEncode(databaseName) + "/" + percentEncode(tableName) + "/_stream_load";
        return LoadResponse.parse(sendToFrontends(path, target -> loadRequester.put(target, allHeaders, body)));
    }

    /** Sends a request to the first frontend that can be reached, and follows its redirects. */
    private HttpResponse sendToFrontends(String path, Request request) throws IOException {
        for (URI frontendUri : frontendUris.subList(0, frontendUris.size() - 1)) {
            try {
                return followRedirects(frontendUri, path, request);
            } catch (HttpConnectException failure) {
                LOG.log(Level.DEBUG, "A request goes to the next frontend", failure);
            }
        }
        return followRedirects(frontendUris.get(frontendUris.size() - 1), path, request);
    }

    private HttpResponse followRedirects(URI frontendUri, String path, Request request) throws IOException {
        URI requestUri = frontendUri.resolve(path);
        HttpResponse response = request.send(requestUri);
        Optional<URI> redirectTarget = response.findRedirectTarget();
        for (int redirectCount = 0; redirectTarget.isPresent(); redirectCount++) {
            if (redirectCount == MAX_REDIRECTS) {
                throw new IllegalStateException("The frontend " + frontendUri + " redirects the load more than "
                        + MAX_REDIRECTS + " times, at last to " + redirectTarget.get()
                        + ": no node has accepted it. Check the addresses of the nodes (SHOW FRONTENDS, BACKENDS,"
                        + " COMPUTE NODES), and the proxies in front of them.");
            }
            URI targetUri = requestUri.resolve(redirectTarget.get());
            boolean isSameServer = redirectTarget.get().getRawAuthority() == null;
            requestUri = isSameServer ? targetUri : resolveTrustedTarget(frontendUri, targetUri);
            response = request.send(requestUri);
            redirectTarget = response.findRedirectTarget();
        }
        return response;
    }

    /**
     * Returns the address at which this client reaches the target of a redirect.
     *
     * @throws IllegalStateException if the target is not a node of the cluster
     */
    private URI resolveTrustedTarget(URI frontendUri, URI redirectTarget) {
        String host = HttpTarget.of(redirectTarget).host();
        if (!host.equalsIgnoreCase(HttpTarget.of(frontendUri).host()) && !isClusterNode.test(host)) {
            throw new IllegalStateException("The frontend " + frontendUri + " redirects the load to '" + host
                    + "', which is not a node of the cluster (SHOW FRONTENDS, BACKENDS, COMPUTE NODES): the"
                    + " credentials were not sent there. If this host is correct, trust it: trustedHosts(\""
                    + host + "\")");
        }
        return addressTranslator.apply(redirectTarget);
    }

    /**
     * Returns the state of the load with a label; {@code UNKNOWN} if the server does not know the label. A follower
     * frontend redirects the request to its leader.
     *
     * @throws IOException if the response contains no state, because a frontend refuses the request or a proxy answers
     *     it
     */
    public String readState(String databaseName, String label) throws IOException {
        Map<String, String> headers = Map.of("Authorization", credentials.renderAuthorization());
        String path = "/api/" + percentEncode(databaseName) + "/get_load_state?label=" + percentEncode(label);
        HttpResponse response = sendToFrontends(path, target -> queryRequester.get(target, headers));
        try {
            String state = JsonFields.parse(response.body()).get("state");
            if (state != null) {
                return state;
            }
        } catch (IllegalArgumentException failure) {
            throw new IOException("Not the state of a load: " + response.body(), failure);
        }
        throw new IOException("Not the state of a load: " + response.body());
    }

    /**
     * Returns the error messages for invalid rows, or one line that states why they can't be read. The messages are
     * fetched without credentials.
     */
    public List<String> readErrorMessages(URI errorsUri) {
        try {
            return queryRequester
                    .get(addressTranslator.apply(errorsUri), Map.of())
                    .body()
                    .lines()
                    .toList();
        } catch (IOException failure) {
            return List.of("The rejected rows are listed at " + errorsUri + ", which can't be reached: "
                    + failure.getMessage());
        }
    }

    private static String percentEncode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Returns the user and the addresses, without the password. */
    @Override
    public String toString() {
        return credentials + "@" + frontendUris;
    }
}
