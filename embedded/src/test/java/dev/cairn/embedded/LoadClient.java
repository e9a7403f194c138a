package dev.cairn.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads as curl does: to the frontend, and then to where it says. The rows are sent when they are asked for. */
final class LoadClient {
    private final String url;
    private final String credentials;

    LoadClient(String url, String user, String password) {
        this.url = url;
        this.credentials = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Sends rows with headers, given as names and values, and returns the backend's answer. */
    String load(String table, String rows, String... headers) throws IOException {
        String redirect = put(url + "/api/shop/" + table + "/_stream_load", rows, headers);
        Matcher location = Pattern.compile("Location: (.*)\r").matcher(redirect);
        if (!redirect.startsWith("HTTP/1.1 307") || !location.find()) {
            throw new IOException("No redirect: " + redirect);
        }
        return put(location.group(1), rows, headers);
    }

    /** The whole answer. */
    String put(String to, String rows, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of("Expect", "100-continue"));
        all.addAll(List.of(headers));
        return send("PUT", to, rows, all);
    }

    String send(String method, String to, String rows, List<String> headers) throws IOException {
        URI uri = URI.create(to);
        byte[] body = rows.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + to.substring(to.indexOf('/', 8)) + " HTTP/1.1\r\n");
        head.append("Host: x\r\nAuthorization: Basic ").append(credentials).append("\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            head.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
            String first =
                    headers.contains("Expect") ? first(socket.getInputStream()) : "HTTP/1.1 100 Continue\r\n\r\n";
            if (first.startsWith("HTTP/1.1 100")) {
                socket.getOutputStream().write(body);
                first = "";
            }
            return first + new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String first(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int read = in.read(); read >= 0; read = in.read()) {
            head.append((char) read);
            if (head.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    String get(String to) throws IOException {
        return send("GET", to, "", List.of());
    }

    /** A member of an answer. */
    static String member(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\": \"?(.*?)\"?,?\\n").matcher(json);
        return found.find() ? found.group(1) : "";
    }

    /** Some members of an answer. */
    static List<String> members(String json, String... names) {
        List<String> members = new ArrayList<>();
        for (String name : names) {
            members.add(member(json, name));
        }
        return members;
    }
}
