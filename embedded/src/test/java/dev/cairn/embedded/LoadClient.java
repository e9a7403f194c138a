package dev.cairn.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends Stream Loads as curl does: to the frontend, and then to the backend to which the frontend redirects. The client
 * sends the rows when the server asks for them.
 */
final class LoadClient {
    private final String url;
    private final String credentials;
    private final Charset bodyCharset;

    LoadClient(String url, String user, String password) {
        this(
                url,
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
    }

    private LoadClient(String url, String credentials, Charset bodyCharset) {
        this.url = url;
        this.credentials = credentials;
        this.bodyCharset = bodyCharset;
    }

    /** Returns a client that encodes the rows in a character set. */
    LoadClient withBodyCharset(Charset charset) {
        return new LoadClient(url, credentials, charset);
    }

    /** Sends rows with headers, given as names and values, and returns the backend's answer. */
    String load(String table, String rows, String... headers) throws IOException {
        String redirect = put(url + "/api/shop/" + table + "/_stream_load", rows, headers);
        Matcher locationMatcher = Pattern.compile("Location: (.*)\r").matcher(redirect);
        if (!redirect.startsWith("HTTP/1.1 307") || !locationMatcher.find()) {
            throw new IOException("No redirect: " + redirect);
        }
        return put(locationMatcher.group(1), rows, headers);
    }

    /**
     * Sends a request of the interface of transactions with rows and headers, follows a redirect, and returns the
     * answer.
     */
    String transact(String operation, String rows, String... headers) throws IOException {
        List<String> allHeaders = new ArrayList<>(List.of("Expect", "100-continue", "db", "shop"));
        allHeaders.addAll(List.of(headers));
        String method = operation.equals("load") ? "PUT" : "POST";
        String answer = send(method, url + "/api/transaction/" + operation, rows, allHeaders);
        Matcher locationMatcher = Pattern.compile("Location: (.*)\r").matcher(answer);
        return answer.startsWith("HTTP/1.1 307") && locationMatcher.find()
                ? send(method, locationMatcher.group(1), rows, allHeaders)
                : answer;
    }

    /** Sends rows with headers, and returns the whole answer of one server. */
    String put(String targetUrl, String rows, String... headers) throws IOException {
        List<String> allHeaders = new ArrayList<>(List.of("Expect", "100-continue"));
        allHeaders.addAll(List.of(headers));
        return send("PUT", targetUrl, rows, allHeaders);
    }

    String send(String method, String targetUrl, String rows, List<String> headers) throws IOException {
        URI uri = URI.create(targetUrl);
        byte[] body = rows.getBytes(bodyCharset);
        StringBuilder requestHead =
                new StringBuilder(method + " " + targetUrl.substring(targetUrl.indexOf('/', 8)) + " HTTP/1.1\r\n");
        requestHead
                .append("Host: x\r\nAuthorization: Basic ")
                .append(credentials)
                .append("\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            requestHead
                    .append(headers.get(i))
                    .append(": ")
                    .append(headers.get(i + 1))
                    .append("\r\n");
        }
        requestHead.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(requestHead.toString().getBytes(StandardCharsets.UTF_8));
            String answerHead =
                    headers.contains("Expect") ? readHead(socket.getInputStream()) : "HTTP/1.1 100 Continue\r\n\r\n";
            if (answerHead.startsWith("HTTP/1.1 100")) {
                socket.getOutputStream().write(body);
                answerHead = "";
            }
            return answerHead + new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int nextByte = in.read(); nextByte >= 0; nextByte = in.read()) {
            head.append((char) nextByte);
            if (head.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    String get(String targetUrl) throws IOException {
        return send("GET", targetUrl, "", List.of());
    }

    /** Returns the text of a member of an answer, or empty if it is absent. */
    static String member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\": \"?(.*?)\"?,?\\n").matcher(json);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Returns the texts of members of an answer. */
    static List<String> members(String json, String... names) {
        List<String> members = new ArrayList<>();
        for (String name : names) {
            members.add(member(json, name));
        }
        return members;
    }
}
