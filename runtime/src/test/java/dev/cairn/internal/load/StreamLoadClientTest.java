package dev.cairn.internal.load;

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
            HttpRequester call = new HttpRequester(Duration.ofSeconds(30));
            StreamLoadClient client = new StreamLoadClient(
                    List.of(URI.create("http://127.0.0.1:" + serverSocket.getLocalPort())),
                    new StreamLoadClient.LoadCredentials("root", ""),
                    host -> true,
                    UnaryOperator.identity(),
                    call,
                    call);
            assertThatIOException()
                    .isThrownBy(() -> client.readState("shop", "label"))
                    .withMessage("Not the state of a load: " + body);
            serverEnd.join();
        }
    }

    private static void answerOnce(ServerSocket serverSocket, String body) {
        try (Socket socket = serverSocket.accept()) {
            String response = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
