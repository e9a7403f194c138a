package dev.cairn.embedded.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed requests are refused with the exceptions that end their connection. */
class HttpRequestTest {
    private static HttpRequest parse(String requestLine, String... headers) {
        return HttpRequest.parse(requestLine + "\r\n" + String.join("\r\n", headers));
    }

    private static InputStream toStream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void pathAndParametersAreDecoded() {
        HttpRequest request = parse("GET /api/a%20b/x+y?label=1%2F2&label=3&flag&name=a+b HTTP/1.1");
        assertThat(request.pathSegments()).containsExactly("api", "a b", "x+y");
        assertThat(request.findParameter("name")).contains("a b");
        assertThat(request.findParameter("label")).contains("1/2");
        assertThat(request.findParameter("flag")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/%zz/x", "/api?label=%4", "/api?%zz=1"})
    void malformedEscapesAreRefusedWhenTheRequestIsRead(String target) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("GET " + target + " HTTP/1.1"));
    }

    @Test
    void theLengthOfABodyIsNotNegative() {
        HttpRequest request = parse("PUT / HTTP/1.1", "Content-Length: -1");
        assertThatIOException().isThrownBy(() -> RequestBodyStream.of(request, toStream("rows")));
    }

    @Test
    void theLengthOfAChunkIsNotNegative() {
        HttpRequest request = parse("PUT / HTTP/1.1", "Transfer-Encoding: chunked");
        assertThatIOException()
                .isThrownBy(() -> RequestBodyStream.of(request, toStream("-4\r\nrows\r\n0\r\n\r\n"))
                        .readAllBytes());
    }
}
