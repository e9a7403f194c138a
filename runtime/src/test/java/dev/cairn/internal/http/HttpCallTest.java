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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HTTP calls to a scripted server that accepts one request. */
class HttpCallTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final HttpCall call = new HttpCall(Duration.ofSeconds(30));
    private ServerSocket door;
    private CompletableFuture<String> received = CompletableFuture.completedFuture("");

    @BeforeEach
    void open() throws IOException {
        door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + door.getLocalPort() + path);
    }

    /** Says the first behind the head of a request, and the second behind its body. */
    private void answering(String first, String second) {
        received = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = door.accept()) {
                String read = until(socket.getInputStream(), "\r\n\r\n");
                socket.getOutputStream().write(first.getBytes(StandardCharsets.UTF_8));
                if (!second.isEmpty()) {
                    read += until(socket.getInputStream(), "0\r\n\r\n");
                    socket.getOutputStream().write(second.getBytes(StandardCharsets.UTF_8));
                }
                return read;
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private static String until(InputStream in, String end) throws IOException {
        StringBuilder received = new StringBuilder();
        while (received.length() < end.length() || received.lastIndexOf(end) != received.length() - end.length()) {
            int read = in.read();
            if (read < 0) {
                break;
            }
            received.append((char) read);
        }
        return received.toString();
    }

    @Test
    void theBodyIsSentAfterContinue() throws IOException {
        answering(CONTINUE, EMPTY);
        HttpResponse answer = call.put(uri("/a?b=c"), Map.of("label", "one"), out -> {
            out.write("rows".getBytes(StandardCharsets.UTF_8));
            out.write('!');
            out.flush();
        });

        assertThat(answer.status()).isEqualTo(200);
        assertThat(received.join())
                .startsWith("PUT /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:" + door.getLocalPort() + "\r\nlabel: one\r\n")
                .contains("Expect: 100-continue\r\n")
                .endsWith("\r\n\r\n4\r\nrows\r\n1\r\n!\r\n0\r\n\r\n");
    }

    @Test
    void aServerMaySendTheClientElsewhereWithoutTheBody() throws IOException {
        answering("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://other:8040/x\r\nContent-Length: 0\r\n\r\n", "");

        HttpResponse answer = call.put(uri(""), Map.of(), out -> {
            throw new AssertionError("nobody has asked for it");
        });
        assertThat(answer.redirectTarget()).contains(URI.create("http://other:8040/x"));
    }

    @Test
    void aServerMayAnswerWithoutTheBody() throws IOException {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", "");

        HttpResponse answer = call.put(uri("/"), Map.of(), out -> {
            throw new AssertionError("nobody has asked for it");
        });
        assertThat(answer.body()).isEqualTo("no");
        assertThat(answer.redirectTarget()).isEmpty();
    }

    @Test
    void anAnswerMayComeInChunksOrUntilTheEnd() throws IOException {
        answering("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "");
        assertThat(call.get(uri("/"), Map.of()).body()).isEqualTo("abcde");

        answering("HTTP/1.1 200 OK\r\n\r\nto the end", "");
        assertThat(call.get(uri("/"), Map.of()).body()).isEqualTo("to the end");
    }

    @Test
    void aTruncatedAnswerIsAnError() {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "");
        assertThatThrownBy(() -> call.get(uri("/"), Map.of())).isInstanceOf(IOException.class);

        answering("", "");
        assertThatThrownBy(() -> call.get(uri("/"), Map.of()))
                .isInstanceOf(IOException.class)
                .satisfies(MESSAGES::match);

        answering("MySQL says hello\r\n", "");
        assertThatThrownBy(() -> call.get(uri("/"), Map.of()))
                .isInstanceOf(IOException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aHeaderWithALineBreakIsRefused() {
        assertThatThrownBy(() -> call.get(uri("/"), Map.of("label", "a\r\nx: y")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
