package dev.cairn.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.cairn.internal.http.HttpRequester;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamLoadClientTest {
    /** A frontend that refuses a request, or a proxy, does not know whether the load has succeeded. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html></html>",
                "{\"status\": \"FAILED\", \"msg\": \"Access denied for root@127.0.0.1\"}",
                "{\"state\": null}"
            })
    void aResponseWithoutAStateIsReported(String body) throws IOException {
        try (ServerSocket serverSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> serverEnd = CompletableFuture.runAsync(() -> answerOnce(serverSocket, body));
            StreamLoadClient client = createClient(serverSocket);
            assertThatIOException()
                    .isThrownBy(() -> client.readState("shop", "label"))
                    .withMessage("Not the state of a load: " + body);
            serverEnd.join();
        }
    }

    /** A target without a host, which HTTP allows, is a path of the server that answers. */
    @Test
    void aRedirectMayBeRelative() throws IOException {
        try (ServerSocket serverSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> serverEnd = CompletableFuture.runAsync(() -> {
                answer(
                        serverSocket,
                        "HTTP/1.1 307 Temporary Redirect\r\nLocation: /moved\r\nContent-Length: 0\r\n\r\n");
                answerOnce(serverSocket, "{\"state\": \"VISIBLE\"}");
            });
            assertThat(createClient(serverSocket).readState("shop", "label")).isEqualTo("VISIBLE");
            serverEnd.join();
        }
    }

    private static StreamLoadClient createClient(ServerSocket serverSocket) {
        HttpRequester requester = new HttpRequester(Duration.ofSeconds(30));
        return new StreamLoadClient(
                List.of(URI.create("http://127.0.0.1:" + serverSocket.getLocalPort())),
                new StreamLoadClient.LoadCredentials("root", ""),
                host -> true,
                UnaryOperator.identity(),
                requester,
                requester);
    }

    private static void answerOnce(ServerSocket serverSocket, String body) {
        answer(serverSocket, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void answer(ServerSocket serverSocket, String response) {
        try (Socket socket = serverSocket.accept()) {
            socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
