package dev.cairn.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests HTTP requests to a scripted server that accepts one request. */
class HttpRequesterTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CONTINUE_RESPONSE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String EMPTY_RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final HttpRequester requester = new HttpRequester(Duration.ofSeconds(30));

    @AutoClose
    private ServerSocket serverSocket;

    private CompletableFuture<String> receivedText = CompletableFuture.completedFuture("");

    @BeforeEach
    void openSocket() throws IOException {
        serverSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private URI createUri(String path) {
        return URI.create("http://127.0.0.1:" + serverSocket.getLocalPort() + path);
    }

    /**
     * Starts a server that sends a response after the head of a request, and another one after its body unless that is
     * empty.
     */
    private void startServer(String headResponse, String bodyResponse) {
        receivedText = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = serverSocket.accept()) {
                String requestText = readUntil(socket.getInputStream(), "\r\n\r\n");
                socket.getOutputStream().write(headResponse.getBytes(StandardCharsets.UTF_8));
                if (!bodyResponse.isEmpty()) {
                    requestText += readUntil(socket.getInputStream(), "0\r\n\r\n");
                    socket.getOutputStream().write(bodyResponse.getBytes(StandardCharsets.UTF_8));
                }
                return requestText;
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private static String readUntil(InputStream input, String endMarker) throws IOException {
        StringBuilder receivedCharacters = new StringBuilder();
        while (receivedCharacters.length() < endMarker.length()
                || receivedCharacters.lastIndexOf(endMarker) != receivedCharacters.length() - endMarker.length()) {
            int nextByte = input.read();
            if (nextByte < 0) {
                break;
            }
            receivedCharacters.append((char) nextByte);
        }
        return receivedCharacters.toString();
    }

    @Test
    void theBodyIsSentAfterContinue() throws IOException {
        startServer(CONTINUE_RESPONSE, EMPTY_RESPONSE);
        HttpResponse response = requester.put(createUri("/a?b=c"), Map.of("label", "one"), out -> {
            out.write("rows".getBytes(StandardCharsets.UTF_8));
            out.write('!');
            out.flush();
        });

        assertThat(response.status()).isEqualTo(200);
        assertThat(receivedText.join())
                .startsWith(
                        "PUT /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:" + serverSocket.getLocalPort() + "\r\nlabel: one\r\n")
                .contains("Expect: 100-continue\r\n")
                .endsWith("\r\n\r\n4\r\nrows\r\n1\r\n!\r\n0\r\n\r\n");
    }

    @Test
    void interimResponsesAreSkipped() throws IOException {
        startServer(CONTINUE_RESPONSE, CONTINUE_RESPONSE + "HTTP/1.1 102 Processing\r\n\r\n" + EMPTY_RESPONSE);

        assertThat(requester
                        .put(createUri("/"), Map.of(), out -> out.write('!'))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRedirectIsReturnedWithoutSendingTheBody() throws IOException {
        startServer(
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://other:8040/x\r\nContent-Length: 0\r\n\r\n", "");

        HttpResponse response = requester.put(createUri(""), Map.of(), out -> {
            throw new AssertionError("nobody has asked for it");
        });
        assertThat(response.findRedirectTarget()).contains(URI.create("http://other:8040/x"));
    }

    @Test
    void aMalformedTargetOfARedirectIsReported() throws IOException {
        startServer("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://a b\r\nContent-Length: 0\r\n\r\n", "");

        HttpResponse response = requester.get(createUri("/"), Map.of());
        assertThatThrownBy(response::findRedirectTarget)
                .isInstanceOf(IOException.class)
                .hasMessage("Malformed target of a redirect: http://a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: -1\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n-1\r\n"})
    void aNegativeLengthIsReported(String headersAndBody) {
        startServer("HTTP/1.1 200 OK\r\n" + headersAndBody, "");

        assertThatThrownBy(() -> requester.get(createUri("/"), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("Negative length in a response: -1");
    }

    @Test
    void aFinalResponseIsReturnedWithoutSendingTheBody() throws IOException {
        startServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", "");

        HttpResponse response = requester.put(createUri("/"), Map.of(), out -> {
            throw new AssertionError("nobody has asked for it");
        });
        assertThat(response.body()).isEqualTo("no");
        assertThat(response.findRedirectTarget()).isEmpty();
    }

    @Test
    void aBodyMayBeChunkedOrEndWithTheConnection() throws IOException {
        startServer("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "");
        assertThat(requester.get(createUri("/"), Map.of()).body()).isEqualTo("abcde");

        startServer("HTTP/1.1 200 OK\r\n\r\nto the end", "");
        assertThat(requester.get(createUri("/"), Map.of()).body()).isEqualTo("to the end");
    }

    @Test
    void aTruncatedResponseIsAnError() {
        startServer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "");
        assertThatThrownBy(() -> requester.get(createUri("/"), Map.of())).isInstanceOf(IOException.class);

        startServer("", "");
        assertThatThrownBy(() -> requester.get(createUri("/"), Map.of()))
                .isInstanceOf(IOException.class)
                .satisfies(MESSAGES::match);

        startServer("MySQL says hello\r\n", "");
        assertThatThrownBy(() -> requester.get(createUri("/"), Map.of()))
                .isInstanceOf(IOException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aHeaderWithALineBreakIsRefused() {
        assertThatThrownBy(() -> requester.get(createUri("/"), Map.of("label", "a\r\nx: y")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
